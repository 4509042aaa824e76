"""Rows of the pack that many cases share: taken from the rulebook in memory, not joined to every row of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db.models import Model

from answerable.organisation import queries as organisation
from answerable.organisation.models import Area, Category, Jurisdiction, Tier, Unit
from answerable.organisation.queries import Rulebook

Row = TypeVar("Row", bound=Model)
KINDS: Mapping[str, type[Model]] = {
    "jurisdiction": Jurisdiction, "lead_unit": Unit, "unit": Unit, "category": Category, "area": Area, "tier": Tier,
}  # fmt: skip


def book_of(code: str) -> Rulebook:
    """The rulebook of a jurisdiction by its code; no SQL while a fresh one is kept."""
    return organisation.rulebook_of(code) or organisation.rulebook(organisation.jurisdiction(code))


def wired(rows: Iterable[Row], book: Rulebook, *names: str) -> list[Row]:
    """The rows with these relations filled in: units with head post, area and parent, as the rulebook holds them.

    What the rulebook no longer holds (a closed unit, an older version of a category) is read in one statement a kind.
    """
    found = list(rows)
    for name in names:
        known = book.by_key.get(KINDS[name], {})
        keys = {key for row in found if (key := getattr(row, f"{name}_id")) is not None}
        lacking = keys - known.keys()
        others = _read(KINDS[name], lacking) if lacking else {}
        for row in found:
            key = getattr(row, f"{name}_id")
            if key is not None:
                row._meta.get_field(name).set_cached_value(row, known.get(key) or others[key])  # type: ignore[union-attr]
    return found


def _read(kind: type[Model], keys: set[int]) -> dict[int, Model]:
    rows = kind._default_manager.all()
    return (rows.select_related("head_post") if kind is Unit else rows).in_bulk(keys)
