"""Who answers, at any instant, and why (BJ-REG 14: the first receiver is responsible until an objection is upheld).

Answering follows from what was done to a case, act by act: `parts` turns the acts into parts with a beginning and an
end, `answerable` reads who holds one at an instant. An objection moves nobody: the unit goes on answering, and the
unit it named answers with it until there is a ruling (8.2(14), (20)). A ruling that no rung gave in time makes those
answer again who passed the case on: nobody took it, so all of them do (seed B4, 8.1(9)).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

LEAD, CANDIDATE, ASSIST, COPY = "lead", "candidate", "assist", "copy"
_ORDER = {LEAD: 0, CANDIDATE: 1, ASSIST: 2, COPY: 3}
# Verbs of rules.lifecycle that decide a dispute: after them nobody is a candidate any more.
RULINGS = frozenset({"dispatch", "uphold", "reject", "route"})
ASKED_BY = {"add_assistant": "asked", "absorb": "joined"}  # why a unit assists, by verb; else the catalogue says so


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
    """Who answers at an instant: the lead, then candidates of a dispute, then assistants who have not yet reported.

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


@dataclass(frozen=True, slots=True)
class Act:
    """What was done to a case, as far as it decides who answers; units by code.

    `lead` is the unit the act names as lead, `named` the units it makes candidates, `asked` those it asks to assist,
    `done` the assisting unit that reports or is let off, or the unit that is complained about. `rule` is the reason
    kept beside the lead; `closed` is when an act closes the case, which history brought in says of a time before the
    act.
    """

    at: datetime
    verb: str
    lead: str = ""
    named: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    done: str = ""
    rule: str = ""
    closed: datetime | None = None


def answered(acts: Sequence[Act], at: datetime) -> tuple[Answering, ...]:
    """Who answered at an instant, from the acts alone."""
    found = parts(acts)
    for since, until in open_times(acts):
        if since <= at and (until is None or at < until):
            return answerable(Facts(since, until, found), at)
    return ()


def open_times(acts: Iterable[Act]) -> tuple[tuple[datetime, datetime | None], ...]:
    """From when until when there was anything to answer for; more than once when a merge was undone.

    While it is merged a case is answered for by who answers for the one it became.
    """
    found: list[tuple[datetime, datetime | None]] = []
    since: datetime | None = None
    for place, act in enumerate(acts):
        if since is None and (place == 0 or act.verb == "unmerge"):
            since = act.at
        if since is not None and act.closed is not None:
            found.append((since, act.closed))
            since = None
    if since is not None:
        found.append((since, None))
    return tuple((begin, end) for begin, end in found if end is None or begin < end)


def parts(acts: Iterable[Act]) -> tuple[Part, ...]:
    """Every part anybody had, from the acts alone, oldest first.

    A part that lasted no time (given and taken in one act, or in the same instant) is left out: nobody could have
    acted in it.
    """
    fold = _Fold()
    for act in acts:
        fold.take(act)
    found = [*fold.ended, *fold.running.values()]
    found = [part for part in found if part.until is None or part.since < part.until]
    return tuple(sorted(found, key=lambda part: (part.since, _ORDER[part.role], part.unit)))


class _Fold:
    """Parts as they stand after some acts: running ones by (role, unit), and those that ended."""

    def __init__(self) -> None:
        self.running: dict[tuple[str, str], Part] = {}
        self.ended: list[Part] = []
        self.lead = ""
        self.leads: list[str] = []
        self.out: set[str] = set()  # complained about: they have no part any more

    def take(self, act: Act) -> None:
        moved = bool(act.lead) and act.lead != self.lead
        if act.verb == "flag_interest" and act.done:
            self.out.add(act.done)
        if act.verb in RULINGS or (act.verb == "flag_interest" and moved):
            self._end_all(CANDIDATE, act.at)
        if act.verb == "escalate":
            for unit in dict.fromkeys(u for u in self.leads if u != self.lead and u not in self.out):
                self._begin(CANDIDATE, unit, act.at, "passed_on")
        if moved:
            self._end_all(LEAD, act.at)
            self._end(ASSIST, act.lead, act.at)
            self._begin(LEAD, act.lead, act.at, act.rule)
            self.lead = act.lead
            self.leads.append(act.lead)
        for unit in act.named:
            self._begin(CANDIDATE, unit, act.at, "consulted" if act.verb == "consult" else "named")
        for unit in act.asked:
            self._begin(ASSIST, unit, act.at, ASKED_BY.get(act.verb, "catalogue"))
        if act.done:
            self._done(act)

    def _done(self, act: Act) -> None:
        part = self.running.get((ASSIST, act.done))
        if act.verb == "flag_interest":
            self._end(CANDIDATE, act.done, act.at)
        if act.verb != "report_part":
            self._end(ASSIST, act.done, act.at)
        elif part is not None:
            self.running[ASSIST, act.done] = replace(part, reported_at=act.at)

    def _begin(self, role: str, unit: str, at: datetime, rule: str) -> None:
        if unit != self.lead or role == LEAD:
            self.running.setdefault((role, unit), Part(unit, role, rule, at))

    def _end(self, role: str, unit: str, at: datetime) -> None:
        part = self.running.pop((role, unit), None)
        if part is not None:
            self.ended.append(replace(part, until=at))

    def _end_all(self, role: str, at: datetime) -> None:
        for key in [key for key in self.running if key[0] == role]:
            self._end(*key, at)
