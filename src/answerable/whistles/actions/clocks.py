"""The limits of a whistle as rows, one of a kind for each unit called."""

from __future__ import annotations

from datetime import datetime

from answerable.organisation.models import WhistleGrade
from answerable.organisation.queries import Rulebook
from answerable.rules.clock import Limit, due
from answerable.rules.whistle import CLOCKS
from answerable.whistles.actions.work import Work
from answerable.whistles.models import Summons, WhistleClock


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
