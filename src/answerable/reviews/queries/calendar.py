"""Reviews in the calendar of a plan: what was held, what is called or called off, and what its rhythm will ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from answerable.plans.models import Plan
from answerable.reviews.models import Review
from answerable.reviews.settings import days_after
from answerable.rules.reviewing import Kind, calls_between

EXPECTED = "expected"


@dataclass(frozen=True)
class CalendarReview:
    """`state` as the review has it, or `expected`: its rhythm asks for it and it is not called yet, so that its day may
    still move. `key` is the same before and after it is called; `version` grows with every act on it."""

    key: str
    on: date
    review: Review
    state: str
    changed_at: datetime
    version: int


def reviews_between(plan: Plan, *, since: date, until: date) -> list[CalendarReview]:
    """The reviews of a plan from one day to another, in order. One query."""
    rows = list(Review.objects.filter(plan=plan).select_related("jurisdiction", "plan", "unit"))
    called = {(row.kind, row.period) for row in rows}
    found = [one for row in rows if since <= (one := _of(row)).on <= until]
    found += [one for one in _expected(plan, since, until) if (one.review.kind, one.review.period) not in called]
    return sorted(found, key=lambda one: (one.on, one.key))


def _of(review: Review) -> CalendarReview:
    zone = ZoneInfo(review.jurisdiction.timezone)
    on = review.held_at.astimezone(zone).date() if review.held_at is not None else review.due_on
    changed = max(at for at in (review.called_at, review.held_at, review.reported_at) if at is not None)
    return CalendarReview(_key(review), on, review, review.state, changed, review.version - 1)


def _key(review: Review) -> str:
    return f"{review.kind}-{review.period or review.pk}"


def _expected(plan: Plan, since: date, until: date) -> list[CalendarReview]:
    """None of a plan that is closed, and of a kind that the city's clock calls none of."""
    stated = datetime.combine(plan.starts_on, time.min, UTC)
    found = []
    for kind in (Kind.MONTHLY, Kind.QUARTERLY, Kind.HALF_YEARLY, Kind.ANNUAL):
        days = days_after(plan.jurisdiction, kind)
        if not days or plan.state != "published":
            continue
        for call in calls_between(
            kind, since, until, plan=(plan.starts_on, plan.ends_on), days=days, year_starts_in=plan.year_starts_in
        ):
            review = Review(jurisdiction=plan.jurisdiction, plan=plan, kind=str(kind), period=call.period.code)
            found.append(CalendarReview(_key(review), call.due_on, review, EXPECTED, stated, 0))
    return found
