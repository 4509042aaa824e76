"""Who held a post in a year, for how long: it is nobody's year alone when the post changed hands (plan rules 4.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from answerable.organisation.models import Officer, Post, Tenure
from answerable.performance.queries.year import Year


@dataclass(frozen=True)
class Served:
    """An officer who held the post from a first to a last day of the year, both included."""

    officer: Officer
    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


def served(year: Year, post: Post) -> list[Served]:
    """In the order of time. A day on which the post changed hands counts for both."""
    rows = Tenure.objects.filter(Q(until=None) | Q(until__gt=year.since), post=post, since__lt=year.until)
    last = year.until - timedelta(seconds=1)
    return [
        Served(row.officer, year.local(max(row.since, year.since)).date(),
               year.local(min(row.until or last, last)).date())
        for row in rows.select_related("officer").order_by("since")
    ]  # fmt: skip


def longest(found: list[Served]) -> Officer | None:
    """Who held it for most days, the later one when two held it as long: the year is counted for this person."""
    days: dict[int, int] = {}
    for one in found:
        days[one.officer.pk] = days.get(one.officer.pk, 0) + one.days
    chosen = max(enumerate(found), key=lambda pair: (days[pair[1].officer.pk], pair[0]), default=None)
    return chosen[1].officer if chosen is not None else None
