"""Deadlines as rows. A clock keeps its start and its due time whoever holds the case.

What follows when one comes near or passes is done by `ringing`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from answerable.cases.actions.work import Work
from answerable.cases.models import Assignment, Case, Clock
from answerable.organisation.models import Tier, Unit
from answerable.organisation.queries import Rulebook
from answerable.rules.clock import Limit, due, shifted
from answerable.rules.overdue import Pace, step_at
from answerable.rules.problems import Problem, Refused

BIRTH = ("contact", "update", "resolve")


def due_at(book: Rulebook, tier: Tier, kind: str, start: datetime) -> datetime | None:
    """When a clock of this tier rings, or None when the tier has no such clock."""
    limit = tier.limits.get(kind)
    if limit is None:
        return None
    return due(Limit(limit["amount"], limit["unit"]), start, book.calendar(tier.calendar) if tier.calendar else None)


def later(work: Work, tier: Tier, due_at: datetime, since: datetime, until: datetime) -> datetime:
    """A due time moved by a pause, in the time in which the case's limit to resolve counts under this tier."""
    unit = "working_days" if work.case.redos else str(tier.limits["resolve"]["unit"])
    calendar = work.book.calendar("" if work.case.redos else tier.calendar)
    return shifted(due_at, unit, since, until, calendar)


def limit_due(book: Rulebook, name: str, start: datetime) -> datetime:
    """When a limit of the pack that counts in working days (`part_days`, `redo_days` ...) is up."""
    return due(Limit(int(book.limit(name)), "working_days"), start, book.calendar())


def pace_of(book: Rulebook) -> Pace:
    """The pack's numbers for the chain of reminders."""
    return Pace(
        book.limit("remind_share"), int(book.limit("urge_days")), int(book.limit("overdue_notice_days")),
        int(book.limit("leaders_list_days")),
        lambda start, days: due(Limit(days, "working_days"), start, book.calendar()),
    )  # fmt: skip


def new_clock(book: Rulebook, case: Case, unit: Unit, kind: str, start: datetime, rings: datetime) -> Clock:
    first = step_at(kind, 0, start, rings, pace_of(book))
    return Clock(case=case, unit=unit, kind=kind, started_at=start, due_at=rings, next_at=first)


def renewed(clock: Clock, unit: Unit) -> Clock:
    """The same promise kept on: start, due time and the steps taken so far stay what they were."""
    return Clock(
        case=clock.case, unit=unit, kind=clock.kind, started_at=clock.started_at, due_at=clock.due_at, step=clock.step,
        next_at=clock.next_at, rang_at=clock.rang_at,
    )  # fmt: skip


def birth_clocks(case: Case, book: Rulebook, *, sign: bool) -> list[Clock]:
    """The clocks a case is born with; every case has a resolve clock (a tier without one is refused)."""
    kinds = (*BIRTH, "sign") if sign else BIRTH
    dues = {kind: due_at(book, case.tier, kind, case.opened_at) for kind in kinds}
    if dues["resolve"] is None:
        raise Refused(Problem("tier_without_limit", "category_code", {"tier": case.tier.code}))
    return [new_clock(book, case, case.lead_unit, k, case.opened_at, d) for k, d in dues.items() if d is not None]


def part_clocks(book: Rulebook, parts: Iterable[Assignment]) -> list[Clock]:
    """A clock for each assisting unit, to report its part."""
    return [
        new_clock(book, part.case, part.unit, "part", part.since, part.due_at)
        for part in parts
        if part.role == "assist" and part.due_at is not None
    ]


def running(work: Work, kind: str) -> Clock | None:
    return work.case.clocks.filter(kind=kind, stopped_at=None).first()


def start(work: Work, kind: str, rings: datetime | None) -> None:
    """Start a clock now for the unit that leads, replacing one of its kind that still runs."""
    stop(work, kind)
    if rings is not None:
        work.record.add(new_clock(work.book, work.case, work.case.lead_unit, kind, work.now, rings))


def first_limit(work: Work, clock: Clock) -> timedelta:
    """The time a resolve clock had at first, before anything was added to it."""
    tier = work.case.tier
    begun = clock.started_at
    first = None if work.case.redos else due_at(work.book, tier, "resolve", begun)
    return (first or limit_due(work.book, "redo_days", begun)) - begun


def stop(work: Work, kind: str) -> None:
    clock = running(work, kind)
    if clock is not None:
        work.record.set(clock, stopped_at=work.now)


def stop_all(work: Work) -> None:
    """A case that closes owes nothing more."""
    for clock in work.case.clocks.filter(stopped_at=None):
        work.record.set(clock, stopped_at=work.now)


def hand_over(work: Work, unit: Unit) -> None:
    """A new lead takes over: its own clock to sign starts, all others run on with the start they had."""
    stop(work, "sign")
    for clock in work.case.clocks.filter(stopped_at=None, kind__in=BIRTH):
        work.record.set(clock, stopped_at=work.now)
        work.record.add(renewed(clock, unit))
    rings = due_at(work.book, work.case.tier, "sign", work.now)
    if rings is not None:
        work.record.add(new_clock(work.book, work.case, unit, "sign", work.now, rings))


def move(work: Work, clock: Clock, rings: datetime) -> None:
    """Another due time for the same promise: its chain of reminders begins anew."""
    first = step_at(clock.kind, 0, clock.started_at, rings, pace_of(work.book))
    work.record.set(clock, due_at=rings, rang_at=None, step=0, next_at=first)
    if clock.kind == "resolve":
        work.change(due_at=rings)
