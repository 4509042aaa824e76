"""What stands in the select boxes: units, categories, areas and codes of the pack, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import get_language

from answerable.cases.models import Case
from answerable.leaders import queries
from answerable.organisation import queries as organisation
from answerable.organisation.models import LANGUAGE_SUFFIX, Area, Category, Code, Jurisdiction, Unit

Choice = tuple[str, str]
Group = tuple[str, list[Choice]]

UNIT_KINDS = (
    "department", "bureau", "utility", "enterprise", "district", "town", "street", "hotline", "government", "committee",
)  # fmt: skip
UNIT_KIND_ORDER = {kind: n for n, kind in enumerate(UNIT_KINDS)}


def units(jurisdiction: Jurisdiction) -> list[Choice]:
    """Units that still exist: departments first, then districts and their streets."""
    rows = Unit.objects.filter(jurisdiction=jurisdiction, closed_on=None).only("code", "kind", *_names())
    ordered = sorted(rows, key=lambda unit: (UNIT_KIND_ORDER.get(unit.kind, 99), unit.code))
    return [("", "—"), *((unit.code, unit.name) for unit in ordered)]


def leaders_posts(jurisdiction: Jurisdiction) -> list[Choice]:
    """The posts that may stand on the rota."""
    return [("", "—"), *((post.code, f"{post.unit.name} {post.name}") for post in queries.leaders_posts(jurisdiction))]


def categories(jurisdiction: Jurisdiction) -> list[Choice | Group]:
    """The third level, grouped by the second."""
    rows = list(Category.objects.filter(jurisdiction=jurisdiction, effective_until=None))
    by_code = {row.code: row for row in rows}
    leaves = sorted((row for row in rows if row.level == 3), key=lambda row: (row.parent_code, row.code))
    groups: list[Choice | Group] = [("", "—")]
    for parent_code, members in groupby(leaves, key=lambda row: row.parent_code):
        parent = by_code.get(parent_code)
        groups.append((parent.name if parent else parent_code, [(row.code, row.name) for row in members]))
    return groups


def areas(jurisdiction: Jurisdiction) -> list[Choice]:
    """Districts, each followed by its streets and towns, indented."""
    rows = list(Area.objects.filter(jurisdiction=jurisdiction).defer("boundary").order_by("code"))
    known = {row.pk for row in rows if row.kind != "city"}
    found: list[Choice] = [("", "—")]
    for top in (row for row in rows if row.kind != "city" and row.parent_id not in known):
        found.append((top.code, top.name))
        found += [(row.code, f"　{row.name}") for row in rows if row.parent_id == top.pk]
    return found


def codes(jurisdiction: Jurisdiction, kind: str) -> list[Choice]:
    rows: Iterable[Code] = Code.objects.filter(
        jurisdiction=jurisdiction, kind=kind, effective_until=None
    ).order_by("code")  # fmt: skip
    return [("", "—"), *((row.code, row.name) for row in rows)]


def parts(case: Case, *, given_up: bool = False) -> list[Choice]:
    """Units whose part in the case is still open; `given_up`: those the lead wants to do without."""
    running = case.assignments.filter(role="assist", until=None, reported_at=None).select_related("unit")
    if given_up:
        running = running.filter(cancel_asked_at__isnull=False)
    return [("", "—"), *((part.unit.code, part.unit.name) for part in running.order_by("since"))]


def posts(case: Case, also: str = "") -> list[Choice | Group]:
    """The posts of the hotline and of every unit that has or had a part in the case, by unit; and of `also`."""
    book = organisation.rulebook(case.jurisdiction)
    concerned = {also, book.hotline_unit.code, *case.assignments.values_list("unit__code", flat=True)}
    held = [post for post in book.posts.values() if post.unit.code in concerned]
    groups = groupby(sorted(held, key=lambda post: post.unit.code), key=lambda post: post.unit.name)
    return [("", "—"), *((unit, [(post.code, post.name) for post in rows]) for unit, rows in groups)]


def _names() -> list[str]:
    return ["name_en", f"name_{LANGUAGE_SUFFIX.get(get_language() or 'en', 'en')}"]
