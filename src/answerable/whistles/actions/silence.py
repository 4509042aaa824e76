"""Silence: a unit that lets the limit to sign pass without a word. It is noted once and never taken back."""

from __future__ import annotations

from answerable.whistles.actions.notices import tell_above, tell_unit
from answerable.whistles.actions.work import Work
from answerable.whistles.models import Summons, WhistleClock


def note_silence(work: Work) -> None:
    """Mark every unit whose limit to sign has passed; when not one has answered, mark the whistle and tell above.

    `silent_at` is the instant the limit passed, however late the sweep comes (BJ-STREET 44: it is reported to the
    authority above and enters the year's appraisal).
    """
    late = [(summons, clock) for summons in work.summonses for clock in _late(work, summons)]
    for summons, clock in late:
        work.record.set(summons, silent_at=clock.due_at)
        work.record.set(clock, rang_at=work.now)
        tell_unit(work, summons.unit, "whistle_silent", due=clock.due_at)
    if late and work.whistle.silent_at is None and all(_unheard(summons) for summons in work.summonses):
        work.change(silent_at=max(clock.due_at for _, clock in late))
        tell_above(work, "whistle_silent_above", due=work.whistle.silent_at)
    if late:
        work.facts |= {"silent": sorted(summons.unit.code for summons, _ in late)}


def _unheard(summons: Summons) -> bool:
    return summons.silent_at is not None and summons.signed_at is None


def _late(work: Work, summons: Summons) -> list[WhistleClock]:
    """The clock to sign of this summons, if it has passed and was not noted yet."""
    return list(summons.clocks.filter(kind="sign", stopped_at=None, rang_at=None, due_at__lte=work.now))
