"""Waiting for the citizen: it stops the resolve clock only, after a recorded question, as long as the pack allows.

The due time is moved by the whole wait at once, and moved back when the answer comes sooner: no sweep has to end it.
"""

from __future__ import annotations

from functools import partial

from answerable.cases.actions import clocks
from answerable.cases.actions.retiming import given
from answerable.cases.actions.work import Work
from answerable.cases.models import Step, Wait
from answerable.rules.deferral import due_with
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
    clocks.move(work, clock, clocks.later(work, work.case.tier, clock.due_at, work.now, until))


def end(work: Work) -> None:
    """The citizen answered: only the time that was really waited is added to the due time.

    A date that was granted meanwhile stands (rules.deferral.due_with); so does the limit for doing it again.
    """
    wait = work.case.waits.filter(answered_at=None).first()
    if wait is None:
        return
    work.record.set(wait, answered_at=work.now)
    clock = clocks.running(work, "resolve")
    if clock is None or work.now >= wait.until or clock.started_at > wait.since:
        return
    later = partial(clocks.later, work, work.case.tier)
    rings = due_with(wait.due_before, given(work, clock, since=wait.since), later)
    if rings != clock.due_at:
        clocks.move(work, clock, rings)
