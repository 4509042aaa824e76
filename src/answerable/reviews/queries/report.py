"""The public report of a review as values: made from the frozen figures, the agenda, decisions and issues (8.7(83)).

Names stand in three languages and numbers as they are shown, so that the kept values read the same on any day and in
any language; sentences.report makes a text of them. Nothing personal is in it: posts, not people; words about cases
are masked.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from answerable.organisation.models import LANGUAGE_SUFFIX
from answerable.plans.models import LagNotice
from answerable.plans.queries.figures import Figure, figures
from answerable.plans.queries.freezes import frozen_figures
from answerable.reviews.models import AgendaItem, IssueAnswer, Review, ReviewDecision
from answerable.reviews.queries.agenda import last_review
from answerable.reviews.queries.facts import HasName, number
from answerable.reviews.queries.progress import LAGGING, answering_post
from answerable.rules.masking import mask
from answerable.rules.reviewing import MATTERS

FORM = 1
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Report:
    """`final`: kept when the review was reported; else a picture of what it would say now."""

    review: Review
    values: Values
    final: bool


def report(review: Review, *, now: datetime) -> Report:
    """The report of a review: the kept one, or how it would read now."""
    if review.report:
        return Report(review, json.loads(review.report), True)
    return Report(review, report_values(review, now=now), False)


def report_values(review: Review, *, now: datetime) -> dict[str, Any]:
    """Everything the report says, as JSON values."""
    zone = ZoneInfo(review.jurisdiction.timezone)
    plan = review.plan
    held_on = review.held_at.astimezone(zone).date() if review.held_at else None
    values: dict[str, Any] = {
        "form": FORM, "number": review.number, "kind": review.kind, "period": review.period,
        "city": names(review.jurisdiction), "unit": names(review.unit), "due_on": review.due_on.isoformat(),
        "held_on": held_on.isoformat() if held_on else None, "environment": review.environment,
        "minutes": review.minutes, "attendance": _attendance(review), "simulated": bool(plan and plan.simulated),
        "plan": {"code": plan.code, "name": names(plan)} if plan else None,
        "items": [_item(item) for item in _items(review)],
        "decisions": [_decision(row, held_on) for row in review.decisions.select_related("owner__unit")],
        "earlier": [_decision(row, held_on) for row in _earlier(review)],
        "issues": [_issue(item, now) for item in _items(review) if item.issue is not None],
    }  # fmt: skip
    return values | _figures(review)


def names(thing: HasName | None) -> dict[str, str]:
    """A name in the three languages; empty for nothing."""
    return {} if thing is None else {language: thing.name_in(language) for language in LANGUAGE_SUFFIX}


def _attendance(review: Review) -> dict[str, Any]:
    rows = list(review.attendances.select_related("post__unit").order_by("post__code"))
    return {
        "asked": len(rows), "present": sum(row.present for row in rows),
        "absent": [
            {"post": names(row.post), "unit": names(row.post.unit), "remark": row.remark}
            for row in rows
            if not row.present
        ],
    }  # fmt: skip


def _items(review: Review) -> list[AgendaItem]:
    rows = review.items.filter(dropped_at=None).select_related("unit", "post", "decision", "issue__unit")
    return list(rows.order_by("number"))


def _item(item: AgendaItem) -> dict[str, Any]:
    return {
        "number": item.number, "duty": MATTERS[item.matter].value, "matter": item.matter, "key": item.key,
        "facts": item.facts, "words": item.words, "said": item.said, "unit": names(item.unit), "post": names(item.post),
        "decision": item.decision.number if item.decision is not None else None,
    }  # fmt: skip


def _decision(row: ReviewDecision, on: date | None) -> dict[str, Any]:
    return {
        "review": row.review.number, "number": row.number, "words": row.words, "owner": names(row.owner),
        "unit": names(row.owner.unit), "due_on": row.due_on.isoformat(), "state": decision_state(row, on=on),
        "done_words": row.done_words,
    }  # fmt: skip


def decision_state(row: ReviewDecision, *, on: date | None) -> str:
    """How a decision stands on a day: one of sentences.names.DECISION."""
    if row.confirmed_at is not None and row.done_at is not None:
        zone = ZoneInfo(row.review.jurisdiction.timezone)
        return "confirmed" if row.done_at.astimezone(zone).date() <= row.due_on else "confirmed_late"
    if row.done_at is not None:
        return "done"
    return "overdue" if on is not None and row.due_on < on else "open"


def _earlier(review: Review) -> list[ReviewDecision]:
    """Decisions of earlier reviews that were open when the last one was held: done or not, they are accounted for."""
    before = last_review(review)
    rows = ReviewDecision.objects.filter(review__jurisdiction=review.jurisdiction, review__plan=review.plan)
    rows = rows.exclude(review=review).select_related("review__jurisdiction", "owner__unit").order_by("due_on", "pk")
    since = before.held_at if before is not None else None
    return [row for row in rows if row.confirmed_at is None or since is None or row.confirmed_at >= since]


def _issue(item: AgendaItem, now: datetime) -> dict[str, Any]:
    issue = item.issue
    assert issue is not None
    answers = list(issue.answers.select_related("unit").order_by("asked_at"))
    return {
        "noun": issue.noun, "key": issue.key, "facts": item.facts, "unit": names(issue.unit),
        "answers": [_answer(row, now) for row in answers], "settled": mask(issue.settled_words),
        "raised_on": issue.raised_at.date().isoformat(),
    }  # fmt: skip


def _answer(row: IssueAnswer, now: datetime) -> dict[str, Any]:
    """In time, late, silent (the limit passed without a word), or still to come."""
    if row.answered_at is not None:
        standing = "late" if row.silent_at is not None else "in_time"
    elif row.ended_at is not None:
        standing = "ended"
    else:
        standing = "silent" if row.silent_at is not None or row.due_at <= now else "waiting"
    return {
        "unit": names(row.unit), "asked_on": row.asked_at.date().isoformat(), "due_on": row.due_at.date().isoformat(),
        "standing": standing, "answer": mask(row.answer),
        "promised_on": row.promised_on.isoformat() if row.promised_on else None,
    }  # fmt: skip


def _figures(review: Review) -> dict[str, Any]:
    """The frozen figures with their names, what stands beside each, and what moved since the review before."""
    if review.freeze is None or review.plan is None:
        return {"as_of": None, "freeze": None, "figures": [], "counts": {}, "moved": []}
    known = {figure.code: figure for figure in figures(review.plan, as_of=review.freeze.as_of).values()}
    frozen = frozen_figures(review.freeze)
    notices = LagNotice.objects.filter(indicator__plan=review.plan, answered_at__isnull=False).order_by("sent_at")
    reasons = {notice.indicator_id: notice for notice in notices.filter(answered_at__lte=review.held_at)}
    rows = [_figure(row, known[row["code"]], reasons) for row in frozen if row["code"] in known]
    return {
        "as_of": review.freeze.as_of.astimezone(UTC).isoformat(), "freeze": review.freeze.sha256, "figures": rows,
        "counts": dict(Counter(row["light"] for row in rows)), "moved": _moved(review, frozen),
    }  # fmt: skip


def _figure(row: Mapping[str, Any], figure: Figure, reasons: Mapping[Any, LagNotice]) -> dict[str, Any]:
    status, decimals = row["status"], figure.meaning.decimals if figure.meaning else 1
    node, post = figure.next_node, answering_post(figure)
    return {
        "code": row["code"], "name": names(figure.meaning), "binding": figure.binding, "light": status["outcome"],
        "override": row["override"]["light"] if row["override"] else None, "class": row["official_class"],
        "value": _shown(status["value"], decimals), "planned": _shown(status["planned"], decimals),
        "period": status["reached"], "data": status["data"],
        "targets": [_target(target, decimals) for target in row["targets"]],
        "leniency": _percent(row["leniency"]), "post": names(post), "post_unit": names(post.unit if post else None),
        "node": {"name": names(node), "due_on": node.due_on.isoformat()} if node and node.due_on else None,
        "reason": _reason(figure, status["outcome"], reasons), "simulated": figure.simulated,
    }  # fmt: skip


def _target(target: Mapping[str, Any], decimals: int) -> dict[str, Any]:
    said = _shown(target["target"], decimals)
    return {"number": target["number"], "until": target["until"], "target": said}


def _reason(figure: Figure, light: str, reasons: Mapping[Any, LagNotice]) -> dict[str, str] | None:
    """What the owner said to the last lag notice, where it lags."""
    notice = reasons.get(figure.indicator.pk)
    if notice is None or light not in {outcome.value for outcome in LAGGING} or notice.new_date is None:
        return None
    return {"cause": notice.cause, "measure": notice.measure, "new_date": notice.new_date.isoformat()}


def _shown(value: str | None, decimals: int) -> str:
    return "" if value is None else number(Fraction(value), decimals)


def _percent(value: str | None) -> str:
    return "" if value is None else number(Fraction(value) * 100, 1)


def _moved(review: Review, frozen: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The lights that are others than at the review before; indicators that were not there then are left out."""
    before = last_review(review)
    if before is None or before.freeze is None:
        return []
    then = {row["code"]: row["status"]["outcome"] for row in frozen_figures(before.freeze)}
    return [
        {"code": row["code"], "before": then[row["code"]], "after": row["status"]["outcome"]}
        for row in frozen
        if then.get(row["code"], row["status"]["outcome"]) != row["status"]["outcome"]
    ]
