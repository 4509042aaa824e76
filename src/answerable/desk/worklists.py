"""The worklist of a unit as its address asks for it: a tab, filters, and from which line on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as N_

from answerable.cases import queries
from answerable.cases.models import Assignment, Callback, Case
from answerable.desk import choices
from answerable.organisation.models import Jurisdiction
from answerable.rules import lifecycle
from answerable.rules.access import Actor

LINES, TABLE_LINES = 25, 1_000  # on a page, in a table
TABS = {
    "due": N_("All open, by due time"),
    "overdue": N_("Overdue"),
    "disputed": N_("Disputed"),
    "named": N_("May be ours"),
    "rulings": N_("We must rule"),
    "dates": N_("New dates to decide"),
    "parts": N_("Others wait for our part"),
    "others": N_("We wait for others"),
    "verdicts": N_("What citizens said"),
}
FILTERS = ("state", "category", "area", "overdue")


@dataclass(frozen=True)
class Line:
    """A case on one line; `said` is the citizen's newest verdict, `part` what others wait for from us.

    `named` is our place in a dispute: what we said of whether it is ours.
    """

    case: Case
    strip: Any
    said: Callback | None = None
    part: Assignment | None = None
    named: Assignment | None = None


@dataclass(frozen=True)
class WorklistPage:
    tab: str
    tabs: list[tuple[str, str, int]]
    counts: dict[str, int]
    filters: dict[str, str]
    lines: list[Line]
    more_after: str
    states: tuple[str, ...]
    areas: list[tuple[str, str]]


def worklist_page(actor: Actor, asked: Mapping[str, str], *, now: datetime, jurisdiction: Jurisdiction) -> WorklistPage:
    tab = asked.get("tab", "due") if asked.get("tab", "due") in TABS else "due"
    filters = {name: asked[name] for name in FILTERS if asked.get(name)}
    counts = queries.counts(actor, now=now)
    limit = TABLE_LINES if asked.get("format") == "csv" else LINES
    cases = queries.worklist(
        actor, now=now, tab=tab, limit=limit, after=_after(asked.get("after", "")), filters=filters
    )
    last = cases[-1] if len(cases) == limit else None
    return WorklistPage(
        tab=tab,
        tabs=[(name, words, counts.get(name, 0)) for name, words in TABS.items()],
        counts=counts,
        filters=filters,
        lines=_lines(actor, tab, cases, now),
        more_after=_place(last) if last else "",
        states=lifecycle.OPEN_STATES,
        areas=choices.areas(jurisdiction),
    )


def _lines(actor: Actor, tab: str, cases: list[Case], now: datetime) -> list[Line]:
    keys = [case.pk for case in cases]
    said: dict[Any, Callback] = {}
    if tab == "verdicts":
        answered = Callback.objects.filter(case__in=keys, valid=True, answering_unit__code=actor.unit)
        said = {callback.case_id: callback for callback in answered.order_by("done_at")}
    parts = _ours(actor, keys, "assist") if tab in ("parts", "overdue") else {}
    named = _ours(actor, keys, "candidate") if tab in ("named", "overdue") else {}
    lines = zip(cases, queries.strips(cases, now=now), strict=True)
    return [Line(c, strip, said.get(c.pk), parts.get(c.pk), named.get(c.pk)) for c, strip in lines]


def _ours(actor: Actor, keys: list[Any], role: str) -> dict[Any, Assignment]:
    """Our own part in each case, in this role; one that is to be reported, not yet reported."""
    rows = Assignment.objects.filter(case__in=keys, role=role, until=None, unit__code=actor.unit)
    rows = rows.filter(reported_at=None) if role == "assist" else rows
    return {row.case_id: row for row in rows.select_related("case__category")}


def _place(case: Case) -> str:
    due, number = queries.place_in_worklist(case)
    return f"{due.isoformat()}|{number}"


def _after(text: str) -> tuple[datetime, str] | None:
    """`<due time>|<number>` of the last line seen; anything else begins at the beginning."""
    stamp, bar, number = text.partition("|")
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return (at, number) if bar and at.tzinfo else None


def harmless(cell: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
