"""The agenda of a review, built from data: undone decisions first, then the five duties, riskiest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from answerable.plans.models import Freeze
from answerable.plans.queries.figures import figures
from answerable.reviews.models import Issue, Review
from answerable.reviews.queries import progress, work_matters
from answerable.reviews.queries.facts import facts
from answerable.reviews.queries.stalls import Stalls, stalls
from answerable.reviews.settings import limit_of
from answerable.rules.reviewing import Kind, Matter, in_order


def matters(
    review: Review, *, now: datetime, as_of: datetime | None = None, found: Stalls | None = None
) -> tuple[Matter, ...]:  # fmt: skip
    """Every matter for this review as things stand now, on the figures of a vintage (default: now), in its order.

    A joint review asks about open issues; `found` are the stalls they were raised from, to count what is not shown.
    """
    today = now.astimezone(ZoneInfo(review.jurisdiction.timezone)).date()
    if review.kind == Kind.JOINT or review.plan is None:
        joint = [*work_matters.of_undone(review, today=today), *of_issues(review, now=now)]
        return in_order([*joint, *_hidden(found or stalls(review.jurisdiction, now=now, today=today))])
    plan, known = review.plan, figures(review.plan, as_of=as_of or now)
    ahead = limit_of(review.jurisdiction, "review_call_days")
    return in_order([
        *work_matters.of_undone(review, today=today),
        *progress.of_progress(known.values(), review_on=review.due_on, margin=ahead),
        *progress.of_revisions(plan, known, last_freeze(review), now=now),
        *work_matters.of_handoffs(plan, today=today),
        *work_matters.of_tasks(plan, today=today, now=now),
        *work_matters.of_phantoms(plan, known, now=now, months=limit_of(review.jurisdiction, "silent_periods")),
        *progress.of_risk(plan, known),
        *work_matters.of_answers(plan, known, now=now, today=today),
    ])  # fmt: skip


def last_review(review: Review) -> Review | None:
    """The review of the same plan held last before this one."""
    rows = Review.objects.filter(jurisdiction=review.jurisdiction, plan=review.plan, held_at__isnull=False)
    rows = rows.exclude(pk=review.pk)
    rows = rows.filter(held_at__lt=review.held_at) if review.held_at is not None else rows
    return rows.select_related("freeze").order_by("-held_at").first()


def last_freeze(review: Review) -> Freeze | None:
    """The figures the review before this one looked at."""
    before = last_review(review)
    return before.freeze if before is not None else None


def of_issues(review: Review, *, now: datetime) -> Iterator[Matter]:
    """Issues that are not settled, wherever they were raised; the silent ones first, then the oldest."""
    rows = Issue.objects.filter(jurisdiction=review.jurisdiction, settled_at=None).select_related("unit__head_post")
    for issue in rows.prefetch_related("answers"):
        answers = list(issue.answers.all())
        silent = sum(answer.silent_at is not None for answer in answers)
        last = next((answer for answer in reversed(answers) if answer.answered_at is not None), None)
        known = facts(tuple(issue.facts.items()), noun=issue.noun, key=issue.key, silent=silent or "",
                      raised=issue.raised_at.date().isoformat(), answered="yes" if last else "",
                      gone="yes" if issue.gone_at else "")  # fmt: skip
        waiting = any(a.answered_at is None and a.ended_at is None and a.silent_at is not None for a in answers)
        risk = (int(waiting), silent, (now - issue.raised_at).days)
        yield Matter("issue", f"{issue.noun}:{issue.key}", issue.unit.code, issue.unit.head_post.code, risk, known)


def _hidden(found: Stalls) -> Iterator[Matter]:
    if found.hidden or found.more:
        yield Matter("hidden_cases", "cases", facts=facts(hidden=found.hidden, more=found.more))
