"""Waiting for the citizen: it stops the resolve clock only, after a recorded question, as long as the pack allows.

The due time is moved by the whole wait at once, and moved back when the answer comes sooner: no sweep has to end it.
"""

from __future__ import annotations

from datetime import datetime

from answerable.cases.actions import clocks
from answerable.cases.actions.work import Work
from answerable.cases.models import Clock, Step, Wait
from answerable.rules.clock import shifted
from answerable.rules.problems import NotAllowed, Problem


def begin(work: Work, question: Step) -> None:
    """The resolve clock waits from now on, once for each question the pack allows."""
    clock = clocks.running(work, "resolve")
    if clock is None or work.now >= clock.due_at:
        raise NotAllowed(Problem("too_late_to_wait"))
    allowed = int(work.book.limit("waiting_questions"))
    if work.case.waits.count() >= allowed or work.case.waits.filter(answered_at=None).exists():
        raise NotAllowed(Problem("waited_already", "", {"times": allowed}))
    until = clocks.limit_due(work.book, "waiting_days", work.now)
    work.record.add(Wait(case=work.case, question=question, since=work.now, until=until, due_before=clock.due_at))
    clocks.move(work, clock, _later(work, clock, clock.due_at, work.now, until))


def end(work: Work) -> None:
    """The citizen answered: only the time that was really waited is added to the due time.

    A due time that somebody else set meanwhile (a new date was granted, it must be done again) is left alone.
    """
    wait = work.case.waits.filter(answered_at=None).first()
    if wait is None:
        return
    work.record.set(wait, answered_at=work.now)
    clock = clocks.running(work, "resolve")
    if clock is None or work.now >= wait.until:
        return
    if clock.due_at == _later(work, clock, wait.due_before, wait.since, wait.until):
        clocks.move(work, clock, _later(work, clock, wait.due_before, wait.since, work.now))


def _later(work: Work, clock: Clock, due_at: datetime, since: datetime, until: datetime) -> datetime:
    """A due time moved by a pause, in the time in which the tier's limit counts."""
    tier = work.case.tier
    unit = "working_days" if work.case.redos else str(tier.limits["resolve"]["unit"])
    calendar = work.book.calendar("" if work.case.redos else tier.calendar)
    return shifted(due_at, unit, since, until, calendar)
