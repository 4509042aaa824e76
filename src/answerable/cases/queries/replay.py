"""A case rebuilt from its ledger entries alone, held against what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from answerable.cases.models import Case
from answerable.ledger.actions.record import EMPTY, represent, table_of
from answerable.ledger.queries import entries
from answerable.rules.replay import fold


@dataclass(frozen=True)
class Difference:
    """A field that the entries and the tables do not agree on."""

    table: str
    key: str
    field: str
    replayed: Any
    stored: Any


@dataclass(frozen=True)
class Replay:
    """The outcome: how many entries were read, breaches of the lifecycle, and every difference."""

    number: str
    entries: int
    breaches: tuple[str, ...]
    differences: list[Difference]

    @property
    def fits(self) -> bool:
        return not self.differences and not self.breaches


def rows_of(case: Case) -> Iterator[Model]:
    """Every stored row the entries of a case speak of."""
    yield case
    if case.person is not None:
        yield case.person
    for name in (
        "contacts", "assignments", "clocks", "steps", "replies", "callbacks", "objections", "attachments", "followers",
        "consultations", "deferrals", "waits", "merges", "interests",
    ):  # fmt: skip
        yield from getattr(case, name).all()


def replay(case: Case) -> Replay:
    """Fold the entries of the case and compare with what is stored, digest against digest."""
    listed = list(entries(case.pk))
    state = fold(entry.body for entry in listed)
    stored = {(table_of(row), str(row.pk)): represent(row, bytes(case.salt)) for row in rows_of(case)}
    people = {str(c.person_id) for name in ("contacts", "followers") for c in getattr(case, name).all() if c.person_id}
    differences = []
    for place in sorted(stored.keys() | state.rows.keys()):
        table, key = place
        if table == "person" and key in people and place not in stored:
            continue
        old = {n: v for n, v in state.rows.get(place, {}).items() if v not in EMPTY}
        new = stored.get(place, {})
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                differences.append(Difference(table, key, name, old.get(name), new.get(name)))
    return Replay(case.number, len(listed), tuple(state.breaches), differences)
