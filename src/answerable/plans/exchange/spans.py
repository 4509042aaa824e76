"""Between days and the codes of periods."""

from __future__ import annotations

from datetime import date, timedelta

from answerable.rules.plan_periods import Span, containing, parse


def months_between(starts_on: date, ends_on: date) -> int | None:
    """How many whole months lie between two days, both counted; None unless they begin and end a month."""
    after = ends_on + timedelta(days=1)
    if starts_on.day != 1 or after.day != 1 or after <= starts_on:
        return None
    return (after.year - starts_on.year) * 12 + after.month - starts_on.month


def period_code(starts_on: date, ends_on: date, year_starts_in: int = 1) -> str:
    """2026, 2026-H1, 2026-Q2 or 2026-05; both days as an interval (ISO 8601) where they bound none of these."""
    for span in Span:
        period = containing(starts_on, span, year_starts_in)
        if (period.first_day, period.last_day) == (starts_on, ends_on):
            return period.code
    return f"{starts_on}/{ends_on}"


def days_of(code: str, year_starts_in: int = 1) -> tuple[date | None, date | None]:
    """The first and last day of a period; of an interval its own; of a single day that day; else none."""
    try:
        if is_period(code):
            period = parse(code, year_starts_in)
            return period.first_day, period.last_day
        first, _, last = code.partition("/")
        return date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        return None, None


def is_period(code: str) -> bool:
    """Whether a code names a period of a plan."""
    try:
        parse(code)
    except ValueError:
        return False
    return True
