"""The sweep: every step of every clock's chain, each once (rules.overdue), each told and on the record."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from answerable.cases.actions import clocks
from answerable.cases.actions.disputes import climb
from answerable.cases.actions.notices import tell_unit
from answerable.cases.actions.parts import find
from answerable.cases.actions.work import Work, act_on
from answerable.cases.models import Case, Clock
from answerable.organisation.models import Unit
from answerable.rules import overdue
from answerable.rules.access import system
from answerable.rules.parts import owes_stage

TEMPLATES = {
    overdue.REMIND: "reminder", overdue.NOTICE: "overdue", overdue.URGE: "urged", overdue.SUPERVISE: "supervised",
    overdue.LIST: "listed",
}  # fmt: skip


def ring(*, now: datetime, limit: int = 200) -> int:
    """Take every step that is due, at most `limit`; returns how many.

    Safe to run twice or to kill in the middle: each step is one transaction, taken by compare-and-set.
    """
    waiting = Clock.objects.filter(stopped_at=None, next_at__lte=now).exclude(case__state="closed")
    waiting = waiting.order_by("next_at", "kind")  # two at one instant: the same order every time
    found = waiting.values_list("pk", "step", "case__number", "case__jurisdiction__code")[:limit]
    rung = 0
    for pk, step, number, code in found:
        with transaction.atomic():
            rung += _ring_one(pk, step, number, code, now)
    return rung


def _ring_one(pk: UUID, step: int, number: str, jurisdiction: str, now: datetime) -> int:
    case = Case.objects.select_for_update().get(number=number)
    clock = Clock.objects.filter(pk=pk, stopped_at=None, step=step, next_at__lte=now).first()
    if clock is None or case.state == "closed":
        return 0
    if overdue.step_of(clock.kind, step) == overdue.REMIND and clock.due_at <= now:
        clock.step += 1  # nobody is reminded of what has passed already
    name = overdue.step_of(clock.kind, clock.step)
    escalates = clock.kind == "ruling" and name == overdue.NOTICE
    with act_on("ring", actor=system(jurisdiction), now=now, number=number) as work:
        _take(work, clock, name)
    if escalates:
        climb(now=now, number=number, jurisdiction=jurisdiction)
    return 1


def _take(work: Work, clock: Clock, name: str) -> None:
    taken = clock.step + 1
    follows = overdue.step_at(clock.kind, taken, clock.started_at, clock.due_at, clocks.pace_of(work.book))
    noticed = {"rang_at": work.now} if name == overdue.NOTICE else {}
    work.record.set(clock, step=taken, next_at=follows, **noticed)
    unit = work.book.by_key[Unit].get(clock.unit_id) or clock.unit
    work.facts = {"clock": clock.kind, "unit": unit.code, "step": name}
    most = timedelta(hours=work.book.limit("digest_hours"))
    wait = overdue.letter_waits(name, start=clock.started_at, due=clock.due_at, now=work.now, most=most)
    for told in _told(work, name, unit):
        written = _template(work, clock, name, unit)
        tell_unit(work, told, written, digest=True, wait=wait, unit=clock.unit, due=clock.due_at)
    if name == overdue.SUPERVISE and work.case.supervised_at is None:
        work.change(supervised_at=work.now)
    if name == overdue.LIST and work.case.listed_at is None:
        work.change(listed_at=work.now)


def _template(work: Work, clock: Clock, name: str, unit: Unit) -> str:
    """What is written at a step; of a late part its unit is asked for the stage report it owes."""
    part = find(work, unit.code) if clock.kind == "part" and name in (overdue.NOTICE, overdue.URGE) else None
    owes = part is not None and part.due_at is not None and owes_stage(part.due_at, None, part.stage_at, work.now)
    return "stage_owed" if owes else TEMPLATES[name]


def _told(work: Work, name: str, unit: Unit) -> list[Unit]:
    """The unit itself; from supervised listing on also the unit above it, and for the leaders' list the coordinator."""
    if name not in (overdue.SUPERVISE, overdue.LIST):
        return [unit]
    above = [work.book.units[code] for code in work.book.above(unit.code)]
    told = [unit, above[0], *([work.book.coordinator_unit] if name == overdue.LIST else [])]
    readers = [reader for one in told if (reader := work.reader(one)) is not None]
    return list({one.code: one for one in readers}.values())
