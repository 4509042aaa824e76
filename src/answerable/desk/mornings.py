"""What a leader reads in the morning: four lists, shortest first lines, each opening to all its cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as N_

from answerable.cases import queries
from answerable.cases.models import Case
from answerable.rules.access import Actor

LISTS = {
    "overdue": (N_("Overdue"), N_("The promised time has passed.")),
    "listed": (N_("Twice unsatisfied"), N_("The citizen said no twice.")),
    "stuck": (N_("Stuck"), N_("Nobody has accepted for too long.")),
    "disputed": (N_("Disputed"), N_("A unit says it is not theirs; a ruling is waited for.")),
}  # fmt: skip
FIRST_LINES = 3
ALL_LINES = 100


@dataclass(frozen=True)
class MorningList:
    name: str
    title: str
    meaning: str
    count: int
    lines: list[tuple[Case, Any]]


@dataclass(frozen=True)
class Morning:
    lists: list[MorningList]
    only: str
    total: int


def morning(actor: Actor, asked: Mapping[str, str], *, now: datetime) -> Morning:
    """The four lists with their first lines, or one of them whole (`?list=`)."""
    only = asked.get("list", "") if asked.get("list", "") in LISTS else ""
    found = queries.leaders_page(actor, now=now, limit=ALL_LINES if only else FIRST_LINES)
    lists = []
    for name, (title, meaning) in LISTS.items():
        if only in ("", name):
            cases = getattr(found, name)
            lines = list(zip(cases, queries.strips(cases, now=now), strict=True))
            lists.append(MorningList(name, title, meaning, found.counts[name], lines))
    return Morning(lists, only, sum(found.counts.values()))
