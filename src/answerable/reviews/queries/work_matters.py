"""Matters that follow from tasks, hand-offs and what waits for an answer: who is late, silent, or was never seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max

from answerable.ledger.models import Entry
from answerable.plans.models import Accountability, LagNotice, Plan
from answerable.plans.models.accountability import ACCOUNTABLE, STEWARD
from answerable.plans.queries.answering import in_force
from answerable.plans.queries.changes import OPEN, changes_of
from answerable.plans.queries.evaluations import open_findings
from answerable.plans.queries.figures import Figure
from answerable.plans.queries.handoffs import handoffs
from answerable.plans.queries.tasks import TaskLine, task_lines
from answerable.reviews.models import Review, ReviewDecision
from answerable.reviews.queries.facts import day, facts, named
from answerable.reviews.queries.progress import of_figure
from answerable.rules.reviewing import Matter

MONTH = timedelta(days=30)


def undone(review: Review) -> list[ReviewDecision]:
    """Decisions of earlier reviews of the same plan (or of joint reviews) that nobody confirmed as done, in order."""
    rows = ReviewDecision.objects.filter(
        review__jurisdiction=review.jurisdiction, review__plan=review.plan, confirmed_at=None
    ).exclude(review=review)
    return list(rows.select_related("review", "owner__unit").order_by("due_on", "decided_at"))


def of_undone(review: Review, *, today: date) -> Iterator[Matter]:
    for decision in undone(review):
        known = facts(words=decision.words, due=day(decision.due_on), said=decision.done_words,
                      review=decision.review.number, late=max((today - decision.due_on).days, 0))  # fmt: skip
        key = f"{decision.review.number}/{decision.number}"
        owner = decision.owner
        yield Matter("undone_decision", key, owner.unit.code, owner.code, ((today - decision.due_on).days,), known)


def of_tasks(plan: Plan, *, today: date, now: datetime) -> Iterator[Matter]:
    """Tasks and milestones that are late, the latest first."""
    for line in task_lines(plan, today=today, now=now):
        if line.mark == "late":
            code = "late_milestone" if line.task.kind == "milestone" else "late_task"
            yield of_task(code, line)


def of_task(code: str, line: TaskLine) -> Matter:
    answers = line.answers
    post = (answers.standin or answers.post) if answers and answers.vacant else answers.post if answers else None
    known = facts(named("name", line.task), late=line.days_late, due=day(line.task.due_on),
                  forecast=day(line.forecast_on), state=line.task.state)  # fmt: skip
    return Matter(
        code, line.task.code, post.unit.code if post else "", post.code if post else "", (line.days_late,), known
    )


def of_handoffs(plan: Plan, *, today: date) -> Iterator[Matter]:
    """What one post owes another and has not given."""
    for line in handoffs(plan, today=today):
        if line.late and line.row.task.state not in ("accepted", "cancelled"):
            row = line.row
            known = facts(named("to", row.taker.unit), named("name", row.task), what=row.what, late=line.days_late,
                          due=day(row.promised_on))  # fmt: skip
            yield Matter("late_handoff", row.number, row.giver.unit.code, row.giver.code, (line.days_late,), known)


def of_answers(plan: Plan, figures: Mapping[UUID, Figure], *, now: datetime, today: date) -> Iterator[Matter]:
    """Lag notices nobody answered, changes that wait for an organ, findings of evaluations that are not dealt with."""
    notices = LagNotice.objects.filter(indicator__plan=plan, answered_at=None, sent_at__lte=now)
    for notice in notices.select_related("post__unit"):
        figure = figures.get(notice.indicator_id)
        if figure is not None:
            late = max((now - notice.due_at).days, 0)
            yield of_figure("lag_unanswered", figure, late, period=notice.period, late=late,
                            sent=day(notice.sent_at.date()))  # fmt: skip
    for change in changes_of(plan, states=OPEN):
        figure = figures.get(change.indicator_id) if change.indicator_id else None
        known = facts(named("name", figure.meaning if figure else None), change=change.klass, state=change.state,
                      ground=change.ground, leniency=change.leniency)  # fmt: skip
        post = change.proposed_by
        yield Matter("proposed_change", change.number, post.unit.code, post.code, facts=known)
    for finding in open_findings(plan):
        figure = figures.get(finding.indicator_id) if finding.indicator_id else None
        follower = finding.follow_up_post
        late = (today - finding.follow_up_on).days if finding.follow_up_on else 0
        known = facts(named("name", figure.meaning if figure else None), words=finding.words,
                      answered="yes" if finding.answered_at else "", due=day(finding.follow_up_on))  # fmt: skip
        yield Matter(
            "open_finding", str(finding.pk), follower.unit.code if follower else plan.committee.code,
            follower.code if follower else "", (late,), known,
        )  # fmt: skip


def of_phantoms(plan: Plan, figures: Mapping[UUID, Figure], *, now: datetime, months: int) -> Iterator[Matter]:
    """Indicators whose owner and steward have done nothing about them for so long, since they were appointed (4.4).

    An act is an entry of the ledger on the indicator by one of these posts: a figure, an answer, a proposal.
    """
    open_ones = {key: figure for key, figure in figures.items() if not figure.indicator.ended}
    held = in_force(now).filter(subject__in=open_ones, kind__in=(ACCOUNTABLE, STEWARD))
    posts: dict[UUID, list[Accountability]] = {}
    for row in held:
        posts.setdefault(row.subject, []).append(row)
    last = _last_acts(open_ones, now)
    for key, rows in posts.items():
        acted = [at for row in rows if (at := last.get((key, row.post.code))) is not None]
        idle_since = max([*acted, max(row.since for row in rows)])
        if now - idle_since > MONTH * months:
            yield of_figure("phantom_owner", open_ones[key], (now - idle_since).days, days=(now - idle_since).days,
                            last=day(max(acted).date()) if acted else "")  # fmt: skip


def _last_acts(keys: Iterable[UUID], now: datetime) -> dict[tuple[UUID, str], datetime]:
    """When each post acted last on each indicator: one query over the streams."""
    rows = Entry.objects.filter(stream__in=list(keys), at__lte=now, actor__startswith="post:")
    found: dict[tuple[UUID, str], datetime] = {}
    for stream, actor, at in rows.values_list("stream", "actor").annotate(newest=Max("at")):
        post = actor.removeprefix("post:").rpartition("/")[0]
        found[stream, post] = max(at, found.get((stream, post), at))
    return found
