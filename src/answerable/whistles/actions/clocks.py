"""The limits of a whistle as rows, one of a kind for each unit called."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Min

from answerable.organisation.models import WhistleGrade
from answerable.organisation.queries import Rulebook
from answerable.rules.access import system
from answerable.rules.clock import Limit, due
from answerable.rules.whistle import CLOCKS
from answerable.whistles.actions.acting import act_on
from answerable.whistles.actions.notices import tell_blower, tell_unit
from answerable.whistles.actions.work import Work
from answerable.whistles.models import Summons, Whistle, WhistleClock


def due_at(book: Rulebook, grade: WhistleGrade, kind: str, start: datetime) -> datetime | None:
    """When a clock of this grade rings, or None when the grade has no such clock."""
    limit = grade.limits.get(kind)
    if limit is None:
        return None
    return due(Limit(limit["amount"], limit["unit"]), start, book.calendar(grade.calendar) if grade.calendar else None)


def start_all(work: Work, summonses: list[Summons]) -> None:
    """Every clock of the grade starts for every unit just called."""
    dues = {kind: due_at(work.book, work.whistle.grade, kind, work.now) for kind in CLOCKS}
    work.record.add_all(
        [
            WhistleClock(summons=summons, kind=kind, started_at=work.now, due_at=rings)
            for summons in summonses
            for kind, rings in dues.items()
            if rings is not None
        ]
    )


def stop(work: Work, summons: Summons, *kinds: str) -> None:
    for clock in summons.clocks.filter(kind__in=kinds, stopped_at=None):
        work.record.set(clock, stopped_at=work.now)


def heard(work: Work, summons: Summons) -> None:
    """Whoever acts has signed: the first word of a unit stops its clock to sign."""
    if summons.signed_at is None:
        work.record.set(summons, signed_at=work.now)
    stop(work, summons, "sign")


def stop_all(work: Work) -> None:
    """A whistle that is over owes nothing more."""
    for summons in work.summonses:
        stop(work, summons, *CLOCKS)


def ring(*, now: datetime, limit: int = 200) -> int:
    """Note every limit that has passed, whistle by whistle, and tell those concerned; returns how many clocks rang.

    Safe to run twice or to kill in the middle: each whistle is one transaction, its clocks read again under its lock.
    """
    waiting = WhistleClock.objects.filter(
        stopped_at=None, rang_at=None, due_at__lte=now, summons__released_at=None, summons__whistle__state="blown"
    )
    whistles = waiting.values_list("summons__whistle__number", "summons__whistle__jurisdiction__code")
    rung = 0
    for number, code, _ in whistles.annotate(first=Min("due_at")).order_by("first")[:limit]:
        with transaction.atomic():
            rung += _ring_one(number, code, now)
    return rung


def _due(number: str, now: datetime) -> list[WhistleClock]:
    """The clocks of a whistle that have passed and were not noted, the longest overdue first."""
    clocks = WhistleClock.objects.filter(
        summons__whistle__number=number, summons__whistle__state="blown", summons__released_at=None,
        stopped_at=None, rang_at=None, due_at__lte=now,
    )  # fmt: skip
    return list(clocks.select_related("summons__unit").order_by("due_at", "id"))


def _ring_one(number: str, jurisdiction: str, now: datetime) -> int:
    """The limit to sign is noted on the way into the act (actions.silence), the others here."""
    Whistle.objects.select_for_update().get(number=number)
    found = len(_due(number, now))
    if not found:
        return 0
    with act_on("ring", actor=system(jurisdiction), now=now, number=number) as work:
        clocks = _due(number, now)
        for clock in clocks:
            work.record.set(clock, rang_at=now)
            tell_unit(work, clock.summons.unit, "whistle_overdue", due=clock.due_at)
            tell_blower(work, "whistle_overdue", unit=clock.summons.unit, due=clock.due_at)
        if clocks:
            work.facts |= {"overdue": sorted(f"{clock.summons.unit.code}:{clock.kind}" for clock in clocks)}
    return found
