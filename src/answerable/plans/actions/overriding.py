"""A person sets another light than the computed one: who, why, until when; and the computed one stays in sight."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from answerable.plans import meetings
from answerable.plans.actions.entries import indicator_by
from answerable.plans.actions.work import Work, act_on, words_of
from answerable.plans.models import Indicator, Override
from answerable.plans.queries.around import around_indicator
from answerable.plans.queries.figures import figure
from answerable.plans.queries.inputs import today_of
from answerable.rules import lights
from answerable.rules.access import Actor
from answerable.rules.lights import GREEN, Outcome, Status
from answerable.rules.problems import Problem, Refused

# Achieved and missed follow from figures and acceptance; endings are acts of their own.
SETTABLE = (Outcome.ON_TRACK, Outcome.SLIPPING, Outcome.BEHIND, Outcome.FAR_BEHIND, Outcome.REGRESSING)


@transaction.atomic
def override(
    *, actor: Actor, now: datetime, plan_code: str, code: str, light: str, words: str, until: date,
    version: int | None = None,
) -> Override:  # fmt: skip
    """Override a light until a day: at most the next review's (plans.meetings), and at most the pack's `override_days`
    from today (invariant 18).

    Never green where there are no current data (invariant 13). One holds at a time; one that has run out makes room.
    """
    row = indicator_by(actor, plan_code, code)
    with act_on(
        "override", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now, version=version
    ) as work:
        wished = _wished(light)
        said, today = words_of(words, "words"), today_of(row.plan, now)
        _check_until(work, lights.Override(wished, work.post.code, said, now, until), today)
        _check_data(_status(row, now), wished)
        _make_room(work, row, today)
        given = Override(
            indicator=row, light=str(wished), words=said, made_at=now, made_by=work.post, until=until
        )  # fmt: skip
        work.add(given)
    return given


def _wished(light: str) -> Outcome:
    if light not in SETTABLE:
        raise Refused(Problem("no_such_light", "light", {"found": light[:20]}))
    return Outcome(light)


def _check_until(work: Work, given: lights.Override, today: date) -> None:
    if given.until < today:
        raise Refused(Problem("date_in_the_past", "until"))
    longest = today + timedelta(days=int(work.book.limit("override_days")))
    problem = lights.check_override(given, min(longest, meetings.next_on(work.plan, today) or longest))
    if problem is not None:
        raise Refused(problem)


def _status(row: Indicator, now: datetime) -> Status | None:
    found = figure(row.plan, row.code, as_of=now)
    return found[0].status if found else None


def _check_data(status: Status | None, wished: Outcome) -> None:
    no_data = status is None or status.outcome is Outcome.NO_DATA or status.greyed
    if wished in GREEN and no_data:
        raise Refused(Problem("no_data_is_never_green", "light"))


def _make_room(work: Work, row: Indicator, today: date) -> None:
    for standing in Override.objects.filter(indicator=row, ended_at=None):
        if standing.until >= today:
            raise Refused(Problem("override_stands"))
        work.set(standing, ended_at=work.now)


@transaction.atomic
def end_override(
    *, actor: Actor, now: datetime, plan_code: str, code: str, version: int | None = None
) -> Override:  # fmt: skip
    """Let the computed light be shown again before the override runs out."""
    row = indicator_by(actor, plan_code, code)
    with act_on(
        "end_override", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now, version=version
    ) as work:
        standing = Override.objects.filter(indicator=row, ended_at=None, until__gte=today_of(row.plan, now)).first()
        if standing is None:
            raise Refused(Problem("no_override"))
        work.set(standing, ended_at=now)
    return standing
