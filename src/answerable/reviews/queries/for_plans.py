"""What plans are told of their reviews (plans.meetings): what one had before it last, and when the next one is."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max

from answerable.plans.meetings import Looked
from answerable.plans.models import Plan
from answerable.reviews.models import AgendaItem, Review
from answerable.reviews.settings import days_after
from answerable.rules.plan_periods import containing
from answerable.rules.reviewing import SPANS, Kind, held_after

# What a matter on the agenda is about; its key is the code. Matters of other things are about no part of a plan.
NOUNS = {
    **dict.fromkeys(
        ("behind", "forecast_short", "status_revised", "judgement_differs", "override_ends", "phantom_owner",
         "no_current_data", "lag_unanswered", "step_change"),
        "indicator",
    ),
    **dict.fromkeys(("late_milestone", "late_task"), "task"),
}  # fmt: skip
OBJECTIVE = "objective:"  # begins the key of a matter by hand ("other") that is about one
CALENDAR = (Kind.MONTHLY, Kind.QUARTERLY, Kind.HALF_YEARLY, Kind.ANNUAL)


def looked_at(plan: Plan, now: datetime) -> Looked:
    """When a review that was held last had each indicator, task or objective on its agenda. One query."""
    items = AgendaItem.objects.filter(review__plan=plan, review__held_at__lte=now, dropped_at=None)
    rows = items.order_by().values_list("matter", "key").annotate(Max("review__held_at"))
    found: dict[tuple[str, str], datetime] = {}
    for matter, key, at in rows:
        by_hand = matter == "other" and key.startswith(OBJECTIVE)
        if matter in NOUNS or by_hand:
            about = ("element", key.removeprefix(OBJECTIVE)) if by_hand else (NOUNS[matter], key)
            found[about] = max(at, found.get(about, at))
    return found


def next_on(plan: Plan, today: date) -> date | None:
    """The day of the next review, called or due by the calendar of the city; None when neither lies ahead."""
    rows = Review.objects.filter(plan=plan).values_list("kind", "period", "state", "due_on")
    known = {(kind, period): (state, due_on) for kind, period, state, due_on in rows}
    days = [due_on for state, due_on in known.values() if state == "called" and due_on >= today]
    for kind in CALENDAR:
        after = days_after(plan.jurisdiction, kind)
        period = containing(today, SPANS[kind], plan.year_starts_in).following(-1)
        while after and (held_after(kind, period, after).due_on < today or (kind, period.code) in known):
            period = period.following()
        if after and plan.starts_on <= period.first_day and period.last_day <= plan.ends_on:
            days.append(held_after(kind, period, after).due_on)
    return min(days, default=None)
