"""What a leader reads in the morning: the ladder on one line, then short lists, each opening to all its cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from answerable.cases import queries
from answerable.cases.models import Case
from answerable.cases.queries import RungCount
from answerable.organisation import queries as organisation
from answerable.rules.access import Actor
from answerable.whistles import queries as whistles

LISTS = {
    "overdue": (N_("Overdue"), N_("The promised time has passed.")),
    "listed": (N_("Twice unsatisfied"), N_("The citizen said no twice, or the unit still owes it long after.")),
    "stuck": (N_("Stuck"), N_("Nobody has accepted for too long.")),
    "disputed": (N_("Disputed"), N_("A unit says it is not theirs; a ruling is waited for.")),
    "supervised": (N_("Supervised"), N_("Long overdue; the unit was urged in vain.")),
    "review": (N_("To be looked at again"), N_("It was put off, and the date has come or comes within a day.")),
}  # fmt: skip
PARKED = (N_("Put off"), N_("What cannot be solved now; the soonest date first."))
NEEDS = ("overdue", "listed", "stuck", "disputed", "review")  # supervised ones are overdue already
GRAVEST = ("listed", "supervised", "overdue", "disputed", "stuck", "review")  # a case stands in the first of these
FIRST_LINES = 3
ALL_LINES = 100


@dataclass(frozen=True)
class MorningList:
    name: str
    title: str
    meaning: str
    count: int
    lines: list[tuple[Case, Any]]
    also: dict[Any, list[str]]  # what other lists it stands in, by case; each is shown once, where it is gravest


@dataclass(frozen=True)
class Morning:
    lists: list[MorningList]
    ladder: list[RungCount]
    parked: int
    only: str
    total: int
    silent: int  # whistles nobody answered
    proposed: int  # taskforces that wait to be formed or declined


def morning(actor: Actor, asked: Mapping[str, str], *, now: datetime) -> Morning:
    """The lists with their first lines, or one of them whole: `?list=` a list, `parked`, or `rung-2`."""
    jurisdiction = organisation.jurisdiction(actor.jurisdiction)
    ladder = queries.ladder(jurisdiction, now=now)
    rungs = {f"rung-{rung.level}": rung for rung in ladder}
    wish = asked.get("list", "")
    only = wish if wish in {*LISTS, *rungs, "parked"} else ""
    found = queries.leaders_page(actor, now=now, limit=ALL_LINES if only else FIRST_LINES * len(LISTS))
    if only in rungs:
        lists = [_rung(actor, rungs[only], now)]
    else:
        wanted = {"parked": PARKED} if only == "parked" else {n: LISTS[n] for n in LISTS if only in ("", n)}
        shown = {only: getattr(found, only)} if only else _once(found)
        also = {} if only else _also(found)
        lists = [
            MorningList(name, _(title), _(meaning), found.counts[name], _lines(shown[name], now), also)
            for name, (title, meaning) in wanted.items()
        ]
    silent = whistles.counts(actor, now=now, tabs=["silent"])["silent"]
    proposed = len(whistles.taskforces(actor, states=("proposed",)))
    total = sum(found.counts[name] for name in NEEDS) + silent + proposed
    return Morning(lists, ladder, found.counts["parked"], only, total, silent, proposed)


def _rung(actor: Actor, rung: RungCount, now: datetime) -> MorningList:
    meaning = _("Disputes that wait for this rung to rule, the oldest first.")
    cases = queries.on_rung(actor, rung.level, limit=ALL_LINES)
    return MorningList(f"rung-{rung.level}", rung.name, meaning, rung.count, _lines(cases, now), {})


def _once(found: queries.LeadersPage) -> dict[str, list[Case]]:
    """The first lines of every list, each case only where it is gravest."""
    seen: set[Any] = set()
    shown: dict[str, list[Case]] = {}
    for name in GRAVEST:
        shown[name] = [case for case in getattr(found, name) if case.pk not in seen][:FIRST_LINES]
        seen |= {case.pk for case in shown[name]}
    return shown


def _also(found: queries.LeadersPage) -> dict[Any, list[str]]:
    """The titles of the lists each case stands in."""
    lists: dict[Any, list[str]] = {}
    for name in LISTS:
        for case in getattr(found, name):
            lists.setdefault(case.pk, []).append(_(LISTS[name][0]))
    return lists


def _lines(cases: list[Case], now: datetime) -> list[tuple[Case, Any]]:
    return list(zip(cases, queries.strips(cases, now=now), strict=True))
