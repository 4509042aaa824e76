"""One year of a plan as an appraisal sees it: its days, its last instant, and what a post answered for in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from answerable.organisation.models import Post
from answerable.plans.models import Accountability, Plan
from answerable.plans.models.accountability import ACCOUNTABLE
from answerable.plans.queries.answering import in_force
from answerable.rules.plan_periods import Period, Span, parse


@dataclass(frozen=True)
class Year:
    """`since` and `until` are the instants it begins and ends at on the plan's clock."""

    plan: Plan
    period: Period
    since: datetime
    until: datetime

    @property
    def first_day(self) -> date:
        return self.period.first_day

    @property
    def last_day(self) -> date:
        return self.period.last_day

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.since.tzinfo)

    def day(self, at: datetime | None) -> date | None:
        """The date of an instant where the plan is."""
        return self.local(at).date() if at is not None else None


def year_of(plan: Plan, code: str) -> Year | None:
    """A year of a plan by its code; None for what is no year of it."""
    try:
        period = parse(code, plan.year_starts_in)
    except ValueError:
        return None
    if period.span is not Span.YEAR or period.last_day < plan.starts_on or period.first_day > plan.ends_on:
        return None
    zone = ZoneInfo(plan.jurisdiction.timezone)
    since = datetime.combine(period.first_day, time(0), zone)
    return Year(plan, period, since, datetime.combine(period.last_day + timedelta(days=1), time(0), zone))


def answered_for(year: Year, post: Post, *nouns: str) -> set[UUID]:
    """The subjects of these nouns that a post answered for at the end of the year, or of the plan if that is before."""
    return set(_held(year, *nouns).filter(post=post).values_list("subject", flat=True))


def posts_of_year(year: Year) -> list[Post]:
    """Every post that answered for an indicator, task or milestone at the end of the year, by code."""
    found = _held(year, "indicator", "task", "milestone").values("post")
    return list(Post.objects.filter(pk__in=found).select_related("unit", "jurisdiction").order_by("code"))


def _held(year: Year, *nouns: str) -> QuerySet[Accountability]:
    last = datetime.combine(min(year.last_day, year.plan.ends_on), time(23, 59, 59), year.since.tzinfo)
    return in_force(last).filter(plan=year.plan, kind=ACCOUNTABLE, noun__in=nouns)
