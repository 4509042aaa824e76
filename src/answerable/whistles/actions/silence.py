"""Silence: a unit that lets the limit to sign, or to answer, pass. It is noted once and never taken back."""

from __future__ import annotations

from answerable.rules.summons import unled
from answerable.whistles.actions.notices import tell_above, tell_over, tell_unit
from answerable.whistles.actions.work import Work
from answerable.whistles.models import Summons, Whistle, WhistleClock
from answerable.whistles.queries.strip import PARTS, facts_of

Late = list[tuple[Summons, WhistleClock]]


def note_silence(work: Work) -> None:
    """Mark every unit whose limit to sign, or to answer, has passed; tell it and whoever stands above it.

    What is noted is the instant the limit passed, however late the sweep comes (BJ-STREET 44: it is reported to the
    authority above and enters the year's appraisal). When not one unit has signed, or nobody leads by the limit to
    answer, the whistle is marked too, and the authority above all of them is told instead of each unit's own.
    """
    silent = _mark(work, "sign", "silent_at", "whistle_silent")
    unanswered = _mark(work, "answer", "unanswered_at", "whistle_unanswered")
    nobody = _nobody_signed(work, silent)
    leaderless = _nobody_leads(work)
    alone = [] if nobody else silent
    alone += [] if leaderless else [(s, clock) for s, clock in unanswered if s.silent_at is None]
    for summons, clock in alone:
        tell_over(work, summons.unit, "whistle_unit_silent", unit=summons.unit, due=clock.due_at)
    named = {"silent": silent, "unanswered": unanswered}
    work.facts |= {name: sorted(summons.unit.code for summons, _ in late) for name, late in named.items() if late}


def _mark(work: Work, kind: str, field: str, template: str) -> Late:
    """The units whose limit of this kind has passed and was not noted yet; each is told."""
    late = [(summons, clock) for summons in work.summonses for clock in _passed(work, summons, kind)]
    for summons, clock in late:
        work.record.set(summons, **{field: clock.due_at})
        work.record.set(clock, rang_at=work.now)
        tell_unit(work, summons.unit, template, due=clock.due_at)
    return late


def _passed(work: Work, summons: Summons, kind: str) -> list[WhistleClock]:
    return list(summons.clocks.filter(kind=kind, stopped_at=None, rang_at=None, due_at__lte=work.now))


def _nobody_signed(work: Work, silent: Late) -> bool:
    unheard = all(summons.silent_at is not None and summons.signed_at is None for summons in work.summonses)
    if not silent or not unheard or work.whistle.silent_at is not None:
        return False
    work.change(silent_at=max(clock.due_at for _, clock in silent))
    tell_above(work, "whistle_silent_above", due=work.whistle.silent_at)
    return True


def _nobody_leads(work: Work) -> bool:
    if work.whistle.unanswered_at is not None:
        return False
    passed = WhistleClock.objects.filter(summons__whistle=work.whistle, kind="answer", due_at__lte=work.now)
    if not passed.exists():
        return False
    row = Whistle.objects.prefetch_related(*PARTS).get(pk=work.whistle.pk)
    since = unled(facts_of(row), work.now)
    if since is None:
        return False
    work.change(unanswered_at=since)
    tell_above(work, "whistle_unled", due=since)
    return True
