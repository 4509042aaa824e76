"""Days off that come again: every day, every week on some weekdays, every month or year on a day of the month.

Those by position ("the last Friday of May") and by count of days are not read; nor are weeks with gaps, since the
format does not say where a week begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

DAILY, YEARLY_BY_DAY, MONTHLY_BY_DAY, WEEKLY, NO_TYPE = 1, 2, 4, 6, 9
MOST = 2_000  # dates of one exception


def days_of(kind: int, first: date, last: date, every: int, weekdays: int, month: int, day: int) -> list[date] | None:
    """The dates from `first` to `last`; None when the kind is not read, or gives more than MOST.

    `every` so many days, months or years; `weekdays` a sum of 1 Sunday, 2 Monday ... 64 Saturday; `month` 0 to 11.
    """
    if every < 1 or (kind == WEEKLY and every > 1):
        return None
    if kind == DAILY:
        wanted = _each_day(first, last, every)
    elif kind == WEEKLY:
        wanted = (one for one in _each_day(first, last, 1) if weekdays >> (one.isoweekday() % 7) & 1)
    elif kind == MONTHLY_BY_DAY:
        wanted = _each_month(first, last, every, day)
    elif kind == YEARLY_BY_DAY:
        begin = first.replace(day=1, month=month + 1) if 0 <= month <= 11 else first
        wanted = _each_month(begin, last, 12 * every, day)
    else:
        return None
    found: list[date] = []
    for one in wanted:
        if first <= one <= last:
            found.append(one)
        if len(found) > MOST:
            return None
    return found


def _each_day(first: date, last: date, every: int) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1, every):
        yield date.fromordinal(ordinal)


def _each_month(first: date, last: date, every: int, day: int) -> Iterator[date]:
    """The day of a month, where the month has it."""
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month, every):
        begin = date(number // 12, number % 12 + 1, 1)
        if 1 <= day <= 31 and (begin + timedelta(days=day - 1)).month == begin.month:
            yield begin + timedelta(days=day - 1)
