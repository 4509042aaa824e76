"""What runs by the clock in a whistle: limits that have passed are noted and told, whoever looks or does not."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from answerable.organisation.models import Post, Unit
from answerable.organisation.queries import Rulebook
from answerable.rules.access import system
from answerable.whistles.actions.acting import act_on
from answerable.whistles.actions.late import marks, to_ring
from answerable.whistles.actions.notices import tell_blower, tell_over, tell_post, tell_unit
from answerable.whistles.actions.work import Work
from answerable.whistles.models import Answer, Commitment, Task, Whistle, WhistleClock


def ring(book: Rulebook, *, now: datetime, limit: int = 200) -> int:
    """Note every limit that has passed, whistle by whistle, and tell those concerned; returns how many rang.

    Safe to run twice or to kill in the middle: each whistle is one transaction, its limits read again under its lock.
    """
    blown, passed = Whistle.objects.filter(jurisdiction=book.jurisdiction, state="blown"), Q()
    for found in _passed(book, now, OuterRef("pk")):
        passed |= Q(Exists(found))
    rung = 0
    for key, number in blown.filter(passed).order_by("blown_at", "number").values_list("pk", "number")[:limit]:
        with transaction.atomic():
            rung += _ring_one(book, key, number, now)
    return rung


def _passed(book: Rulebook, now: datetime, whistle: Any) -> tuple[QuerySet[Any], ...]:
    """Everything of a whistle that has passed and was not noted."""
    return (
        _clocks(now, whistle=whistle), _unled(now, whistle=whistle), _promises(book, now, whistle=whistle),
        _tasks(book, now, whistle=whistle),
    )  # fmt: skip


def _clocks(now: datetime, *, whistle: Any) -> QuerySet[WhistleClock]:
    """The clocks of a whistle that have passed and were not noted."""
    return WhistleClock.objects.filter(
        summons__whistle=whistle, summons__released_at=None, stopped_at=None, rang_at=None, due_at__lte=now
    )


def _unled(now: datetime, *, whistle: Any) -> QuerySet[WhistleClock]:
    """The limits to answer that passed while nobody led, as rules.summons.unled has it, of a whistle not yet marked."""
    standing = Q(summons__released_at=None) | Q(summons__released_at__gt=F("due_at"))
    led = Answer.objects.filter(
        Q(summons__released_at=None) | Q(summons__released_at__gt=OuterRef("due_at")), stance="lead",
        at__lte=OuterRef("due_at"), summons__whistle=OuterRef("summons__whistle"),
    )  # fmt: skip
    limits = WhistleClock.objects.filter(standing, ~Exists(led), kind="answer", due_at__lte=now)
    return limits.filter(summons__whistle=whistle, summons__whistle__unanswered_at=None)


def _promises(book: Rulebook, now: datetime, *, whistle: Any) -> QuerySet[Commitment]:
    return Commitment.objects.filter(
        to_ring(book, now), summons__whistle=whistle, summons__released_at=None, kept_at=None
    )


def _tasks(book: Rulebook, now: datetime, *, whistle: Any) -> QuerySet[Task]:
    return Task.objects.filter(to_ring(book, now), whistle=whistle, done_at=None)


def _ring_one(book: Rulebook, key: UUID, number: str, now: datetime) -> int:
    """The limits to sign and to answer are noted on the way into the act (actions.silence), the others here."""
    whistle = Whistle.objects.select_for_update().get(pk=key)
    clocks, unled, promises, tasks = _passed(book, now, key)
    found = clocks.count() + unled[:1].count() + promises.count() + tasks.count()
    if not found or whistle.state != "blown":
        return 0
    with act_on("ring", actor=system(book.jurisdiction.code), now=now, number=number) as work:
        overdue = _note_clocks(work)
        for promise in promises.select_related("summons__unit").order_by("due_at", "id"):
            overdue += _note_late(work, promise, promise.summons.unit, None, promise.words)
        for task in tasks.select_related("unit", "post").order_by("due_at", "id"):
            overdue += _note_late(work, task, task.unit, task.post, task.title)
        if overdue:
            work.facts |= {"overdue": sorted(overdue)}
    return found


def _note_clocks(work: Work) -> list[str]:
    clocks = _clocks(work.now, whistle=work.whistle).select_related("summons__unit").order_by("due_at", "id")
    overdue = []
    for clock in clocks:
        work.record.set(clock, rang_at=work.now)
        tell_unit(work, clock.summons.unit, "whistle_overdue", due=clock.due_at)
        tell_blower(work, "whistle_overdue", unit=clock.summons.unit, due=clock.due_at)
        overdue.append(f"{clock.summons.unit.code}:{clock.kind}")
    return overdue


def _note_late(work: Work, row: Commitment | Task, unit: Unit, owner: Post | None, what: str) -> list[str]:
    """A promise or task that is late: its unit, its owner, the blower and who leads are told, later the unit above."""
    noted = marks(row, work.book, work.now)
    work.record.set(row, **noted)
    words = {"unit": unit, "task": what, "due": row.due_at}
    if "rang_at" in noted:
        lead = next((summons.unit for summons in work.summonses if summons.stance == "lead"), unit)
        units = {one.code: one for one in (unit, work.whistle.unit, lead)}
        posts = [*(work.book.units[code].head_post for code in units), *([owner] if owner else [])]
        for post in {post.code: post for post in posts}.values():
            tell_post(work, post, "whistle_late", **words)
    if "raised_at" in noted:
        tell_over(work, unit, "whistle_late", **words)
    return [f"{unit.code}:{'task' if isinstance(row, Task) else 'promise'}"]
