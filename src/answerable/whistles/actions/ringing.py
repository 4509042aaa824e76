"""What runs by the clock in a whistle: limits that have passed are noted and told, whoever looks or does not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from answerable.rules.access import system
from answerable.whistles.actions.acting import act_on
from answerable.whistles.actions.notices import tell_blower, tell_unit
from answerable.whistles.actions.work import Work
from answerable.whistles.models import Answer, Whistle, WhistleClock


def ring(*, now: datetime, limit: int = 200) -> int:
    """Note every limit that has passed, whistle by whistle, and tell those concerned; returns how many rang.

    Safe to run twice or to kill in the middle: each whistle is one transaction, its limits read again under its lock.
    """
    blown = Whistle.objects.filter(state="blown")
    waiting = blown.filter(Exists(_clocks(now, whistle=OuterRef("pk"))) | Exists(_unled(now, whistle=OuterRef("pk"))))
    rows = waiting.order_by("blown_at", "number").values_list("pk", "number", "jurisdiction__code")[:limit]
    rung = 0
    for key, number, code in rows:
        with transaction.atomic():
            rung += _ring_one(key, number, code, now)
    return rung


def _clocks(now: datetime, *, whistle: object) -> QuerySet[WhistleClock]:
    """The clocks of a whistle that have passed and were not noted."""
    return WhistleClock.objects.filter(
        summons__whistle=whistle, summons__released_at=None, stopped_at=None, rang_at=None, due_at__lte=now
    )


def _unled(now: datetime, *, whistle: object) -> QuerySet[WhistleClock]:
    """The limits to answer that passed while nobody led, as rules.summons.unled has it, of a whistle not yet marked."""
    standing = Q(summons__released_at=None) | Q(summons__released_at__gt=F("due_at"))
    led = Answer.objects.filter(
        Q(summons__released_at=None) | Q(summons__released_at__gt=OuterRef("due_at")), stance="lead",
        at__lte=OuterRef("due_at"), summons__whistle=OuterRef("summons__whistle"),
    )  # fmt: skip
    limits = WhistleClock.objects.filter(standing, ~Exists(led), kind="answer", due_at__lte=now)
    return limits.filter(summons__whistle=whistle, summons__whistle__unanswered_at=None)


def _ring_one(key: object, number: str, jurisdiction: str, now: datetime) -> int:
    """The limits to sign and to answer are noted on the way into the act (actions.silence), the others here."""
    whistle = Whistle.objects.select_for_update().get(pk=key)
    found = _clocks(now, whistle=key).count() + _unled(now, whistle=key)[:1].count()
    if not found or whistle.state != "blown":
        return 0
    with act_on("ring", actor=system(jurisdiction), now=now, number=number) as work:
        _note_clocks(work)
    return found


def _note_clocks(work: Work) -> None:
    clocks = _clocks(work.now, whistle=work.whistle).select_related("summons__unit").order_by("due_at", "id")
    overdue = []
    for clock in clocks:
        work.record.set(clock, rang_at=work.now)
        tell_unit(work, clock.summons.unit, "whistle_overdue", due=clock.due_at)
        tell_blower(work, "whistle_overdue", unit=clock.summons.unit, due=clock.due_at)
        overdue.append(f"{clock.summons.unit.code}:{clock.kind}")
    if overdue:
        work.facts |= {"overdue": sorted(overdue)}
