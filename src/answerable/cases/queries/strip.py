"""The answer strip: who answers now, since when, until when, by which rule, and how much time is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from answerable.cases import sentences
from answerable.cases.models import Assignment, Case, Clock
from answerable.cases.queries.wiring import book_of, wired
from answerable.organisation.models import Officer, Post, Unit
from answerable.organisation.queries import Rulebook, holders

COUNTS = ("resolve", "callback")  # the clocks a strip runs on
SMALLER = ("sign", "contact", "update")  # kept on the way; the strip names one that is missed
SOON = 0.75  # share of the time used from which a case is said to fall due soon


@dataclass(frozen=True)
class StripPart:
    """One unit that answers, with the post at its head and whoever holds it."""

    unit: Unit
    post: Post
    holder: Officer | None
    role: str
    since: datetime
    rule: str

    @property
    def why(self) -> str:
        """The rule in the reader's words."""
        return sentences.dispatch_reason(self.rule)


@dataclass(frozen=True)
class Missed:
    """A smaller limit that passed and is still owed: what was to be done, and since when it is late."""

    unit: Unit
    what: str
    since: datetime


@dataclass(frozen=True)
class Strip:
    """used: 0 at the start, 1 at the due time, more when overdue. level: calm, soon, overdue, waiting or done."""

    case: Case
    answering: list[StripPart]
    since: datetime
    until: datetime | None
    used: float
    level: str
    missed: list[Missed] = field(default_factory=list)
    history: list[StripPart] = field(default_factory=list)

    @property
    def rule_sentence(self) -> str:
        return self.answering[0].why

    @property
    def next_sentence(self) -> str:
        return sentences.what_next(self.case)

    @property
    def percent(self) -> int:
        return max(0, min(100, round(self.used * 100)))


def level_of(case: Case, used: float) -> str:
    if case.state == "closed":
        return "done"
    if case.state == "verifying":
        return "waiting"
    return "overdue" if used >= 1 else "soon" if used >= SOON else "calm"


def strips(cases: Sequence[Case], *, now: datetime) -> list[Strip]:
    """One strip a case, in the same order; four statements whatever the number of cases."""
    keys = [case.pk for case in cases]
    book = book_of(cases[0].jurisdiction.code) if cases else None
    if book is None:
        return []
    leads, candidates = _leads(keys, book), _candidates(keys, book)
    clocks, missed = _clocks(keys, book, now)
    parts = [*leads.values(), *(part for named in candidates.values() for part in named)]
    units = [part.unit for part in parts] + [clock.unit for clock in clocks.values()]
    held = holders((unit.head_post_id for unit in units), now)
    return [
        _strip(
            case, leads[case.pk], clocks.get(case.pk), candidates.get(case.pk, ()), missed.get(case.pk, ()), held, now
        )
        for case in cases
    ]


def strip(case: Case, *, now: datetime) -> Strip:
    """The strip of one case, with how it came about."""
    short = strips([case], now=now)[0]
    past = case.assignments.select_related("unit__head_post").order_by("since", "until")
    held = holders((a.unit.head_post_id for a in past), now)
    history = [_part(a.unit, a.role, a.since, a.rule, held) for a in past]
    return Strip(**{**short.__dict__, "history": history})


def _leads(keys: list[UUID], book: Rulebook) -> dict[UUID, Assignment]:
    found = Assignment.objects.filter(case__in=keys, role="lead", until=None)
    return {lead.case_id: lead for lead in wired(found, book, "unit")}


def _candidates(keys: list[UUID], book: Rulebook) -> dict[UUID, list[Assignment]]:
    """While a dispute is open: the units that answer beside the lead, because they may be the ones."""
    found = Assignment.objects.filter(case__in=keys, role="candidate", until=None).order_by("since", "pk")
    named: dict[UUID, list[Assignment]] = {}
    for part in wired(found, book, "unit"):
        named.setdefault(part.case_id, []).append(part)
    return named


def _clocks(keys: list[UUID], book: Rulebook, now: datetime) -> tuple[dict[UUID, Clock], dict[UUID, list[Missed]]]:
    """The clock that counts (of the callback while the citizen is asked, else to resolve it); what else is late."""
    found = Clock.objects.filter(case__in=keys, stopped_at=None, kind__in=(*COUNTS, *SMALLER))
    running = wired(found, book, "unit")
    ordered = sorted((c for c in running if c.kind in COUNTS), key=lambda clock: clock.kind, reverse=True)
    missed: dict[UUID, list[Missed]] = {}
    for clock in sorted(running, key=lambda clock: clock.due_at):
        if clock.kind in SMALLER and clock.due_at <= now:
            late = Missed(clock.unit, sentences.clock_label(clock.kind), clock.due_at)
            missed.setdefault(clock.case_id, []).append(late)
    return {clock.case_id: clock for clock in ordered}, missed


def _part(unit: Unit, role: str, since: datetime, rule: str, held: dict[int, Officer]) -> StripPart:
    return StripPart(unit, unit.head_post, held.get(unit.head_post_id), role, since, rule)


def _strip(
    case: Case, lead: Assignment, clock: Clock | None, named: Sequence[Assignment], missed: Sequence[Missed],
    held: dict[int, Officer], now: datetime,
) -> Strip:  # fmt: skip
    start, until = (clock.started_at, clock.due_at) if clock else (case.opened_at, case.closed_at or case.due_at)
    asks = clock is not None and clock.kind == "callback"
    unit = clock.unit if asks and clock is not None else lead.unit
    rule = "asks" if asks else lead.rule
    since = start if asks else lead.since
    used = (now - start) / (until - start) if until > start else 1.0
    used = 1.0 if case.state == "closed" else used
    answering = [_part(unit, "asks" if asks else "lead", since, rule, held)]
    if not asks and case.state != "closed":
        answering += [_part(part.unit, part.role, part.since, part.rule, held) for part in named]
    ends = None if case.state == "closed" else until
    return Strip(case, answering, since, ends, used, level_of(case, used), list(missed))
