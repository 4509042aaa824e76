"""Periods of a plan: years, halves, quarters and months, in a calendar or a fiscal year.

Codes are those people write: 2026, 2026-H1, 2026-Q2, 2026-05. A year bears the number of the calendar year in which
it starts, and halves and quarters count from its first month: in a fiscal year from April, 2026 runs from April 2026
to March 2027 and 2026-Q1 is April to June. Months are always calendar months.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache


class Span(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Months in it."""
        return _MONTHS[self]

    @property
    def finer(self) -> tuple[Span, ...]:
        """The spans it can be broken down to, the longest first."""
        return tuple(s for s in (Span.HALF, Span.QUARTER, Span.MONTH) if s.months < self.months)


_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.HALF: 6, Span.YEAR: 12}
_CODE = re.compile(r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True)
class Period:
    """`month` counts months from year 0 (2026-01 is 24312); `year_starts_in` is the first month of a year, 1 to 12.

    Two periods of the same days are the same, whichever year they are counted in.
    """

    span: Span
    month: int
    year_starts_in: int = field(default=1, compare=False)

    def __post_init__(self) -> None:
        if not 1 <= self.year_starts_in <= 12:
            raise ValueError(f"a year that starts in month {self.year_starts_in}")
        if (self.month - self.year_starts_in + 1) % self.span.months:
            raise ValueError(f"no {self.span} starts in {_day(self.month):%Y-%m}")

    @property
    def first_day(self) -> date:
        """Its first day."""
        return _day(self.month)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return _last_day(self.month + self.span.months)

    @property
    def code(self) -> str:
        """As people write it; `parse` reads it back."""
        if self.span is Span.MONTH:
            return f"{self.first_day:%Y-%m}"
        year, offset = divmod(self.month - self.year_starts_in + 1, 12)
        number = offset // self.span.months + 1
        return {"year": f"{year:04}", "half": f"{year:04}-H{number}", "quarter": f"{year:04}-Q{number}"}[self.span]

    def following(self, steps: int = 1) -> Period:
        """The period so many steps later (earlier when negative), of the same length."""
        return Period(self.span, self.month + steps * self.span.months, self.year_starts_in)

    def within(self, span: Span) -> Period:
        """The period of that span it lies in; ValueError when that is shorter than this one."""
        if span.months < self.span.months:
            raise ValueError(f"{self.code} does not lie in one {span}")
        return containing(self.first_day, span, self.year_starts_in)

    def parts(self, span: Span) -> tuple[Period, ...]:
        """The periods of that span it consists of, in order; ValueError when that is longer than this one."""
        if span.months > self.span.months:
            raise ValueError(f"{self.code} has no {span} in it")
        count = self.span.months // span.months
        return tuple(Period(span, self.month + n * span.months, self.year_starts_in) for n in range(count))

    def covers(self, other: Period) -> bool:
        """Whether the other lies in it (or is it)."""
        return self.month <= other.month and other.month + other.span.months <= self.month + self.span.months

    @property
    def season(self) -> int:
        """Which one of its year it is, from 0: the second quarter of any year is 1."""
        return (self.month - self.year_starts_in + 1) % 12 // self.span.months

    def __lt__(self, other: Period) -> bool:
        return (self.last_day, self.month) < (other.last_day, other.month)


def _day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


@lru_cache(maxsize=4096)  # asked for again and again by every status; a plan has a few hundred months
def _last_day(following: int) -> date:
    return _day(following) - timedelta(days=1)


def parse(code: str, year_starts_in: int = 1) -> Period:
    """The period a code names; ValueError for anything else."""
    found = _CODE.fullmatch(code)
    if found is None or code.startswith("0000"):
        raise ValueError(f"{code!r} is no period: 2026, 2026-H1, 2026-Q2 or 2026-05")
    start = int(found["year"]) * 12
    if found["month"]:
        return Period(Span.MONTH, start + int(found["month"]) - 1, year_starts_in)
    span = Span.HALF if found["half"] else Span.QUARTER if found["quarter"] else Span.YEAR
    number = int(found["half"] or found["quarter"] or 1)
    return Period(span, start + year_starts_in - 1 + (number - 1) * span.months, year_starts_in)


def containing(day: date, span: Span, year_starts_in: int = 1) -> Period:
    """The period of that span in which the day lies."""
    month = day.year * 12 + day.month - 1
    return Period(span, month - (month - year_starts_in + 1) % span.months, year_starts_in)


def periods_between(since: date, until: date, span: Span, year_starts_in: int = 1) -> Iterator[Period]:
    """Every period of that span that ends after `since` and no later than `until`, in order."""
    period = containing(since + timedelta(days=1), span, year_starts_in)
    while period.last_day <= until:
        yield period
        period = period.following()


@lru_cache(maxsize=4096)
def position(day: date) -> Fraction:
    """The end of the day on the axis of time, in months: months count alike, so that half a plan is half of it.

    The last day of a month is a whole number; within a month the days share it evenly.
    """
    return day.year * 12 + day.month - 1 + Fraction(day.day, monthrange(day.year, day.month)[1])


def due(period: Period, lag_days: int) -> date:
    """The day by which its figure is to be in: the end of the period and the publication lag (4.3)."""
    return period.last_day + timedelta(days=lag_days)
