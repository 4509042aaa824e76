"""Who answers, at any instant, and why (BJ-REG 14: the first receiver is responsible until an objection is upheld).

Answering is read off the assignments alone: an open objection, a whistle or a quarrel moves nobody (8.2(14), (20)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

LEAD, ASSIST, COPY = "lead", "assist", "copy"
_ORDER = {LEAD: 0, ASSIST: 1, COPY: 2}


@dataclass(frozen=True, slots=True)
class Part:
    """A unit's part in a case, from `since` until just before `until` (None: still)."""

    unit: str
    role: str
    rule: str
    since: datetime
    until: datetime | None = None
    due_at: datetime | None = None
    reported_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is needed to say who answers: the parts, and from when until when there is anything to answer for."""

    opened_at: datetime
    closed_at: datetime | None = None
    parts: Sequence[Part] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Answering:
    """One unit that answers: as lead for all of it, as assistant for its part; why, since and until when."""

    unit: str
    role: str
    rule: str
    since: datetime
    due_at: datetime | None


def answerable(facts: Facts, at: datetime) -> tuple[Answering, ...]:
    """Who answers at an instant: the lead first, then assistants who have not yet reported, oldest first.

    Empty only before the case exists and after it is closed. Copies are informed and urge; they do not answer.
    """
    if at < facts.opened_at or (facts.closed_at is not None and at >= facts.closed_at):
        return ()
    holding = [part for part in facts.parts if part.role != COPY and part.holds(at) and not _reported(part, at)]
    holding.sort(key=lambda part: (_ORDER[part.role], part.since, part.unit))
    return tuple(Answering(part.unit, part.role, part.rule, part.since, part.due_at) for part in holding)


def gaps(facts: Facts, until: datetime) -> list[tuple[datetime, datetime]]:
    """Every stretch between opening and closing (or `until`) without exactly one lead; must be empty (8.1(9))."""
    end = facts.closed_at or until
    leads = [part for part in facts.parts if part.role == LEAD]
    times = {facts.opened_at, end}
    times.update(t for part in leads for t in (part.since, part.until) if t and facts.opened_at <= t <= end)
    marks = sorted(times)
    return [(a, b) for a, b in pairwise(marks) if sum(part.holds(a) for part in leads) != 1]


def _reported(part: Part, at: datetime) -> bool:
    return part.role == ASSIST and part.reported_at is not None and part.reported_at <= at
