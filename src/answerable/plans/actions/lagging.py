"""An indicator lags: its owner is asked for cause, measure and a new date within ten working days (JN-PERF 15).

The clock sends a notice once for each period in which an indicator is behind or worse, or an office does. Silence is
seen and told to the head above; it has no other consequence here.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from answerable.organisation.models import Post
from answerable.outbox import actions as outbox
from answerable.plans import addresses
from answerable.plans.actions.entries import indicator_by
from answerable.plans.actions.work import Work, act_on, words_of
from answerable.plans.models import Indicator, LagNotice, Plan
from answerable.plans.queries.answering import heads_above
from answerable.plans.queries.around import around_indicator
from answerable.plans.queries.figures import Figure, figure, figures
from answerable.plans.queries.inputs import today_of
from answerable.plans.sentences.figures import LIGHTS
from answerable.plans.sentences.shown import InWords
from answerable.rules.access import Actor, system
from answerable.rules.clock import Limit, due
from answerable.rules.lights import Outcome
from answerable.rules.problems import Problem, Refused

LAGGING = frozenset({Outcome.BEHIND, Outcome.FAR_BEHIND, Outcome.REGRESSING, Outcome.MISSED})


def period_in_question(found: Figure) -> str:
    """The period whose light it is; for what is delivered, the day it was due."""
    if found.status.reached is not None:
        return found.status.reached.code
    target = found.target
    return target.due_on.isoformat() if target is not None and target.due_on is not None else ""


@transaction.atomic
def send_lag_notice(
    *, actor: Actor, now: datetime, plan_code: str, code: str, version: int | None = None
) -> LagNotice:  # fmt: skip
    """Ask whoever answers; once a period. Refused when it does not lag, and while nobody answers for it."""
    row = indicator_by(actor, plan_code, code)
    with act_on(
        "send_lag_notice", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now,
        version=version,
    ) as work:  # fmt: skip
        found = figure(row.plan, code, as_of=now)
        if found is None or found[0].status.outcome not in LAGGING:
            raise Refused(Problem("not_lagging", "", {"indicator": code}))
        return _send(work, row, found[0])


def _send(work: Work, row: Indicator, found: Figure) -> LagNotice:
    period = period_in_question(found)
    if LagNotice.objects.filter(indicator=row, period=period).exists():
        raise Refused(Problem("lag_notice_sent", "", {"period": period}))
    answers = found.answers
    post = answers.post if answers and not answers.vacant else answers.standin if answers else None
    if post is None:
        raise Refused(Problem("nobody_answers_for_it", "", {"indicator": row.code}))
    limit = Limit(int(work.book.limit("lag_notice_days")), "working_days")
    notice = LagNotice(
        indicator=row, period=period, light=str(found.status.outcome), sent_at=work.now,
        due_at=due(limit, work.now, work.book.calendar()), post=post,
    )  # fmt: skip
    work.add(notice)
    tell(work, row, found.name_in_words, post, "lag_notice", notice)
    return notice


def tell(work: Work, row: Indicator, name: InWords, to: Post, template: str, notice: LagNotice) -> None:
    """A message about a notice to whoever holds a post."""
    unit = work.book.posts[notice.post.code].unit
    outbox.send_to_post(
        now=work.now, post=to, template=template, about=row.pk, number=row.code, title=name,
        state=InWords(lambda: str(LIGHTS[notice.light])), unit=unit, due=notice.due_at,
        link=addresses.indicator(row.plan.code, row.code),
    )  # fmt: skip


@transaction.atomic
def answer_lag_notice(
    *, actor: Actor, now: datetime, plan_code: str, code: str, cause: str, measure: str, new_date: date,
    version: int | None = None,
) -> LagNotice:  # fmt: skip
    """The owner says why, what will be done, and by when. Late answers are taken, and stay late."""
    row = indicator_by(actor, plan_code, code)
    with act_on(
        "answer_lag_notice", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now,
        version=version,
    ) as work:  # fmt: skip
        notice = LagNotice.objects.filter(indicator=row, answered_at=None).order_by("sent_at").last()
        if notice is None:
            raise Refused(Problem("no_lag_notice"))
        if new_date <= today_of(row.plan, now):
            raise Refused(Problem("date_in_the_past", "new_date"))
        work.set(
            notice, cause=words_of(cause, "cause"), measure=words_of(measure, "measure"), new_date=new_date,
            answered_at=now, answered_by=work.post,
        )  # fmt: skip
    return notice


def send_lag_notices(*, now: datetime) -> int:
    """By the clock: every indicator of a published plan that lags in a period nobody was asked about yet."""
    sent = 0
    for plan in Plan.objects.filter(state="published").select_related("jurisdiction"):
        asked = set(LagNotice.objects.filter(indicator__plan=plan).values_list("indicator_id", "period"))
        for key, found in figures(plan, as_of=now).items():
            lags = found.status.outcome in LAGGING and (key, period_in_question(found)) not in asked
            if lags and found.answers is not None:
                sent += _sent(plan, found.code, now)
    return sent


def _sent(plan: Plan, code: str, now: datetime) -> int:
    try:
        send_lag_notice(actor=system(plan.jurisdiction.code), now=now, plan_code=plan.code, code=code)
    except Refused:
        return 0
    return 1


def note_overdue_notices(*, now: datetime) -> int:
    """By the clock: a notice whose time has passed without an answer is told once to the head above."""
    late = LagNotice.objects.filter(answered_at=None, rang_at=None, due_at__lte=now)
    keys = list(late.values_list("pk", flat=True))
    return sum(_ring(key, now) for key in keys)


@transaction.atomic
def _ring(key: UUID, now: datetime) -> int:
    seen = LagNotice.objects.select_related("indicator__plan__jurisdiction", "post__unit").get(pk=key)
    plan = seen.indicator.plan
    row = indicator_by(system(plan.jurisdiction.code), plan.code, seen.indicator.code)
    notice = LagNotice.objects.select_related("post__unit").get(pk=key)
    if notice.answered_at is not None or notice.rang_at is not None:
        return 0
    with act_on(
        "ring_lag_notice", row, plan=row.plan, around=around_indicator(row, now=now),
        actor=system(plan.jurisdiction.code), now=now,
    ) as work:  # fmt: skip
        work.set(notice, rang_at=now)
        found = figure(plan, row.code, as_of=now)
        above = heads_above(work.book, work.book.posts[notice.post.code])
        if above and found is not None:
            tell(work, row, found[0].name_in_words, above[0], "lag_overdue", notice)
    return 1
