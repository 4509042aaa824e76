"""Deadlines as rows. A clock keeps its start and its due time whoever holds the case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from answerable.cases.actions.work import Work, act_on
from answerable.cases.models import Assignment, Case, Clock
from answerable.organisation.models import Tier, Unit
from answerable.organisation.queries import Rulebook
from answerable.outbox import actions as outbox
from answerable.rules.access import system
from answerable.rules.clock import Limit, due
from answerable.rules.problems import Problem, Refused

BIRTH = ("contact", "update", "resolve")


def due_at(book: Rulebook, tier: Tier, kind: str, start: datetime) -> datetime | None:
    """When a clock of this tier rings, or None when the tier has no such clock."""
    limit = tier.limits.get(kind)
    if limit is None:
        return None
    return due(Limit(limit["amount"], limit["unit"]), start, book.calendar(tier.calendar) if tier.calendar else None)


def limit_due(book: Rulebook, name: str, start: datetime) -> datetime:
    """When a limit of the pack that counts in working days (`part_days`, `redo_days` ...) is up."""
    return due(Limit(int(book.limit(name)), "working_days"), start, book.calendar())


def new_clock(case: Case, unit: Unit, kind: str, start: datetime, rings: datetime) -> Clock:
    return Clock(case=case, unit=unit, kind=kind, started_at=start, due_at=rings)


def birth_clocks(case: Case, book: Rulebook, *, sign: bool) -> list[Clock]:
    """The clocks a case is born with; every case has a resolve clock (a tier without one is refused)."""
    kinds = (*BIRTH, "sign") if sign else BIRTH
    dues = {kind: due_at(book, case.tier, kind, case.opened_at) for kind in kinds}
    if dues["resolve"] is None:
        raise Refused(Problem("tier_without_limit", "category_code", {"tier": case.tier.code}))
    return [new_clock(case, case.lead_unit, k, case.opened_at, d) for k, d in dues.items() if d is not None]


def part_clocks(parts: Iterable[Assignment]) -> list[Clock]:
    """A clock for each assisting unit, to report its part."""
    return [
        new_clock(part.case, part.unit, "part", part.since, part.due_at)
        for part in parts
        if part.role == "assist" and part.due_at is not None
    ]


def running(work: Work, kind: str) -> Clock | None:
    return work.case.clocks.filter(kind=kind, stopped_at=None).first()


def start(work: Work, kind: str, rings: datetime | None) -> None:
    """Start a clock now for the unit that leads, replacing one of its kind that still runs."""
    stop(work, kind)
    if rings is not None:
        work.record.add(new_clock(work.case, work.case.lead_unit, kind, work.now, rings))


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
        work.record.add(new_clock(work.case, unit, clock.kind, clock.started_at, clock.due_at))
    rings = due_at(work.book, work.case.tier, "sign", work.now)
    if rings is not None:
        work.record.add(new_clock(work.case, unit, "sign", work.now, rings))


def retime(work: Work, tier: Tier) -> None:
    """Another tier: due times are computed anew from the start each clock already had."""
    for clock in work.case.clocks.filter(stopped_at=None, kind__in=(*BIRTH, "sign")):
        rings = due_at(work.book, tier, clock.kind, clock.started_at)
        if rings is not None and rings != clock.due_at:
            work.record.set(clock, due_at=rings, rang_at=None)
            if clock.kind == "resolve":
                work.change(due_at=rings)


def ring(*, now: datetime, limit: int = 200) -> int:
    """Note every clock that has passed its due time, tell the head of the unit; returns how many.

    Safe to run twice or to kill in the middle: each clock is one transaction, taken by compare-and-set.
    """
    waiting = Clock.objects.filter(stopped_at=None, rang_at=None, due_at__lte=now).order_by("due_at")
    waiting = waiting.exclude(case__state="closed")
    rung = 0
    for pk, number, code in waiting.values_list("pk", "case__number", "case__jurisdiction__code")[:limit]:
        with transaction.atomic():
            rung += _ring_one(pk, number, code, now)
    return rung


def _ring_one(pk: UUID, number: str, jurisdiction: str, now: datetime) -> int:
    case = Case.objects.select_for_update().get(number=number)
    clock = Clock.objects.filter(pk=pk, stopped_at=None, rang_at=None).select_related("unit__head_post").first()
    if clock is None or case.state == "closed":
        return 0
    with act_on("ring", actor=system(jurisdiction), now=now, number=number) as work:
        work.record.set(clock, rang_at=now)
        work.facts = {"clock": clock.kind, "unit": clock.unit.code}
        outbox.send_to_post(
            now=now,
            post=clock.unit.head_post,
            template="overdue",
            about=case.pk,
            number=number,
            title=case.title,
            unit=clock.unit,
            due=clock.due_at,
        )
    return 1
