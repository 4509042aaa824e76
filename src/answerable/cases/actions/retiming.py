"""Another tier, the same promises: due times anew from the start each clock had, with all the time given since."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from answerable.cases.actions import clocks
from answerable.cases.actions.work import Work
from answerable.cases.models import Clock
from answerable.organisation.models import Tier
from answerable.rules.deferral import Granted, Waited, due_with

BY_TIER = ("sign", "contact", "update")


def retime(work: Work, tier: Tier) -> None:
    """Another tier: due times are computed anew from the start each clock already had.

    The clock to resolve keeps the dates granted and the time waited for the citizen since it started
    (rules.deferral.due_with). The limit of a reply that was refuted is the pack's, not the tier's, and stays.
    """
    for clock in work.case.clocks.filter(stopped_at=None, kind__in=BY_TIER):
        rings = clocks.due_at(work.book, tier, clock.kind, clock.started_at)
        if rings is not None and rings != clock.due_at:
            clocks.move(work, clock, rings)
    resolve = clocks.running(work, "resolve")
    if resolve is not None and not work.case.redos:
        _retime_resolve(work, tier, resolve)


def _retime_resolve(work: Work, tier: Tier, clock: Clock) -> None:
    first = clocks.due_at(work.book, tier, "resolve", clock.started_at)
    if first is None:
        return
    time, later = given(work, clock), partial(clocks.later, work, tier)
    wait = work.case.waits.filter(answered_at=None, since__gte=clock.started_at).first()
    if wait is not None:  # an answer that comes sooner is counted from here
        work.record.set(wait, due_before=due_with(first, (one for one in time if one.at < wait.since), later))
    rings = due_with(first, time, later)
    if rings != clock.due_at:
        clocks.move(work, clock, rings)


def given(work: Work, clock: Clock, *, since: datetime | None = None) -> list[Granted | Waited]:
    """The dates granted and the time waited since the clock started, or since a later instant."""
    since = since or clock.started_at
    waits = work.case.waits.filter(since__gte=since).order_by("since")
    granted = work.case.deferrals.filter(granted=True, decided_at__gte=since).order_by("decided_at")
    return [
        *(Waited(w.since, min(w.until, w.answered_at or w.until)) for w in waits),
        *(Granted(d.decided_at, d.until, parks=d.kind == "parking") for d in granted if d.decided_at is not None),
    ]
