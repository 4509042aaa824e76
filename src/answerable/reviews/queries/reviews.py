"""Reviews as their readers see them: lists, one review with its agenda by duty, and the issues a unit holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from answerable.organisation.models import Jurisdiction
from answerable.plans.models import Plan
from answerable.reviews.models import AgendaItem, Attendance, Issue, IssueAnswer, Review, ReviewDecision
from answerable.reviews.queries.around import around_issue
from answerable.reviews.queries.report import decision_state
from answerable.rules import reviewing
from answerable.rules.access import Actor
from answerable.rules.problems import NotFound, Problem
from answerable.rules.reviewing import MATTERS, Duty

REVIEW_VERBS = ("gather", "hold", "add_item", "minute", "discuss", "decide", "report", "call_off_review")
DECISION_VERBS = ("carry_out", "confirm", "send_back")
ISSUE_VERBS = ("answer_issue", "hand_over_issue", "settle_issue")


@dataclass(frozen=True)
class DecisionShown:
    """A decision, how it stands (codes of sentences.names.DECISION), and what this reader may do with it."""

    decision: ReviewDecision
    state: str
    verbs: tuple[str, ...]


@dataclass(frozen=True)
class ReviewPage:
    """One review: its agenda by duty, its decisions, and what this reader may do now."""

    review: Review
    agenda: Mapping[Duty, list[AgendaItem]]
    decisions: list[DecisionShown]
    attendance: list[Attendance]
    verbs: tuple[str, ...]


@dataclass(frozen=True)
class IssueShown:
    """An issue with every question asked about it; `silent`: the last one has had no answer within its limit."""

    issue: Issue
    answers: list[IssueAnswer]
    waiting: IssueAnswer | None
    silent: bool
    verbs: tuple[str, ...]


def visible_reviews(jurisdiction: Jurisdiction, actor: Actor | None) -> QuerySet[Review]:
    """The public knows of reviews that were called and reads those that were reported; officers of the city read all.

    Outsiders read what the public reads. Reviews are held of published plans, so that there is nothing to hide but
    what is not finished.
    """
    rows = Review.objects.filter(jurisdiction=jurisdiction).select_related(
        "evaluation",
        "jurisdiction",
        "plan__jurisdiction",
        "plan__committee",
        "unit",
        "freeze",
        "called_by",
        "held_by",
        "reported_by",
    )
    return rows if reads_inside(jurisdiction, actor) else rows.filter(state="reported")


def reads_inside(jurisdiction: Jurisdiction, actor: Actor | None) -> bool:
    """Whether a reader sees agendas before the report: officers of the city, outsiders not among them."""
    if actor is None or actor.jurisdiction != jurisdiction.code:
        return False
    return actor.kind == "system" or (actor.kind == "officer" and bool(actor.roles - {"outsider"}))


def reviews_of(jurisdiction: Jurisdiction, actor: Actor | None, *, plan: Plan | None = None) -> list[Review]:
    """The reviews a reader may see, the newest first: of one plan, or all."""
    rows = visible_reviews(jurisdiction, actor)
    return list((rows.filter(plan=plan) if plan is not None else rows).order_by("-due_on", "number"))


def upcoming(jurisdiction: Jurisdiction, *, since: date, plan: Plan | None = None) -> list[Review]:
    """The reviews that were called and are still to be held: their dates are public, for calendars."""
    rows = Review.objects.filter(jurisdiction=jurisdiction, state="called", due_on__gte=since)
    rows = rows.filter(plan=plan) if plan is not None else rows
    return list(rows.select_related("jurisdiction", "plan", "unit").order_by("due_on", "number"))


def get_review(jurisdiction: Jurisdiction, actor: Actor | None, number: str, *, now: datetime) -> ReviewPage:
    """One review by its number; NotFound where this reader may not read it."""
    review = visible_reviews(jurisdiction, actor).filter(number=number).first()
    if review is None:
        raise NotFound(Problem("no_such_review"))
    items = review.items.filter(dropped_at=None).select_related("unit", "post", "decision", "issue__unit", "undone")
    agenda: dict[Duty, list[AgendaItem]] = {duty: [] for duty in Duty}
    for item in items.order_by("number"):
        agenda[MATTERS[item.matter]].append(item)
    return ReviewPage(
        review, {duty: rows for duty, rows in agenda.items() if rows}, _decisions(review, actor, now),
        list(review.attendances.select_related("post__unit").order_by("post__code")),
        _verbs(REVIEW_VERBS, actor, review.state, chair=review.unit.code),
    )  # fmt: skip


def _decisions(review: Review, actor: Actor | None, now: datetime) -> list[DecisionShown]:
    rows = review.decisions.select_related("review__jurisdiction", "owner__unit", "decided_by", "confirmed_by")
    return [decision_shown(row, review, actor, now) for row in rows]


def decision_shown(row: ReviewDecision, review: Review, actor: Actor | None, now: datetime) -> DecisionShown:
    """A decision on a day, with the acts that fit: done is said first, then confirmed or sent back."""
    on = now.astimezone(ZoneInfo(review.jurisdiction.timezone)).date()
    state = decision_state(row, on=on)
    fitting = {"open": ("carry_out",), "overdue": ("carry_out",), "done": ("confirm", "send_back")}.get(state, ())
    verbs = _verbs(DECISION_VERBS, actor, review.state, chair=review.unit.code, owner=row.owner.code)
    return DecisionShown(row, state, tuple(verb for verb in verbs if verb in fitting))


def decisions_of_post(actor: Actor, *, now: datetime) -> list[DecisionShown]:
    """What the actor's post is to carry out and nobody has confirmed, the earliest first."""
    rows = ReviewDecision.objects.filter(
        review__jurisdiction__code=actor.jurisdiction, owner__code=actor.post, confirmed_at=None
    ).select_related("review__jurisdiction", "review__unit", "review__plan", "owner__unit")
    return [decision_shown(row, row.review, actor, now) for row in rows.order_by("due_on", "pk")]


def issues(jurisdiction: Jurisdiction, actor: Actor, *, now: datetime, unit: str = "") -> list[IssueShown]:
    """The issues that are not settled (of one unit, or all), silent ones first, then the oldest. For officers."""
    if not reads_inside(jurisdiction, actor):
        return []
    rows = _issues(jurisdiction).filter(settled_at=None)
    found = [_shown(row, actor, now) for row in (rows.filter(unit__code=unit) if unit else rows)]
    return sorted(found, key=lambda shown: (not shown.silent, shown.issue.raised_at))


def get_issue(jurisdiction: Jurisdiction, actor: Actor, key: UUID, *, now: datetime) -> IssueShown:
    """One issue; NotFound for outsiders and other cities."""
    row = _issues(jurisdiction).filter(pk=key).first() if reads_inside(jurisdiction, actor) else None
    if row is None:
        raise NotFound(Problem("no_such_issue"))
    return _shown(row, actor, now)


def _issues(jurisdiction: Jurisdiction) -> QuerySet[Issue]:
    answers = IssueAnswer.objects.select_related("unit", "answered_by__unit").order_by("asked_at")
    items = AgendaItem.objects.select_related("review__unit").order_by("-review__due_on")
    rows = Issue.objects.filter(jurisdiction=jurisdiction).select_related("jurisdiction", "unit", "settled_by")
    return rows.prefetch_related(Prefetch("answers", queryset=answers), Prefetch("items", queryset=items))


def _shown(issue: Issue, actor: Actor, now: datetime) -> IssueShown:
    answers = list(issue.answers.all())
    waiting = next((row for row in answers if row.answered_at is None and row.ended_at is None), None)
    verbs = _verbs(ISSUE_VERBS, actor, "open" if issue.settled_at is None else "settled", **around_issue(issue))
    silent = waiting is not None and (waiting.silent_at is not None or waiting.due_at <= now)
    return IssueShown(
        issue, answers, waiting, silent, tuple(v for v in verbs if v != "answer_issue" or waiting is not None)
    )


def _verbs(wanted: tuple[str, ...], actor: Actor | None, state: str, **stands: str) -> tuple[str, ...]:
    if actor is None:
        return ()
    fitting = (verb for verb in wanted if state in reviewing.LINES[verb].states)
    return tuple(v for v in fitting if reviewing.may(v, actor, **stands))
