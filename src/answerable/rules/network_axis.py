"""Working minutes laid end to end: the axis on which a network is computed, and the way back to the clock.

The clock counts whole minutes since 1970; of which place, and whether in wall time, is up to who makes the axis. Two
instants with no working minute between them (Friday's close, Monday's opening) are one place on the axis.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta

from answerable.rules.working_calendar import BeyondCalendar, Calendar, Hours

_EPOCH = datetime(1970, 1, 1)
_MINUTE = timedelta(minutes=1)
_MICROS = 60_000_000
_DAY = 1440


class WorkingAxis:
    """Built once from spans of work in order, without overlap, as clock minutes; then only read."""

    def __init__(self, spans: Iterable[tuple[int, int]], known: tuple[int, int]) -> None:
        self.opens: list[int] = []
        self.closes: list[int] = []
        self.before: list[int] = []  # working minutes before each opening
        self.known = known  # the clock minutes between which anything is known
        self.total = 0
        for start, end in spans:
            self.opens.append(start)
            self.closes.append(end)
            self.before.append(self.total)
            self.total += end - start

    def passed(self, at: int) -> int:
        """Working minutes from the first known day to a clock minute; BeyondCalendar outside the known days."""
        if not self.known[0] <= at <= self.known[1]:
            raise self._beyond(at)
        slot = bisect_right(self.opens, at) - 1
        if slot < 0:
            return 0
        return self.before[slot] + min(at, self.closes[slot]) - self.opens[slot]

    def begins(self, place: int) -> int:
        """The clock minute at which work goes on after so many working minutes: an opening, never a close."""
        if not 0 <= place < self.total:
            raise self._beyond(self.known[0] - 1 if place < 0 else self.known[1])
        slot = bisect_right(self.before, place) - 1
        return self.opens[slot] + place - self.before[slot]

    def ends(self, place: int) -> int:
        """The clock minute at which so many working minutes have passed: a close, never an opening, except at 0."""
        if not 0 <= place <= self.total or not self.opens:
            raise self._beyond(self.known[0] - 1 if place < 0 else self.known[1])
        slot = max(bisect_left(self.before, place) - 1, 0)
        return self.opens[slot] + place - self.before[slot]

    def _beyond(self, at: int) -> BeyondCalendar:
        first, end = self.known
        return BeyondCalendar(clock_time(at).date(), clock_time(first).date(), clock_time(end - 1).date())


def axis_of_calendar(calendar: Calendar) -> WorkingAxis:
    """The axis of a working calendar, in minutes since 1970, UTC. Hours begin and end at whole minutes."""
    index = calendar.index
    spans = ((a // _MICROS, b // _MICROS) for a, b in zip(index.opens, index.closes, strict=True))
    return WorkingAxis(spans, (index.begin // _MICROS, index.end // _MICROS))


def axis_of_hours(first_day: date, last_day: date, hours_on: Callable[[date], Hours]) -> WorkingAxis:
    """The axis of hours by date, in minutes of the wall clock since 1970. An interval to 00:00 ends at midnight."""

    def spans() -> Iterable[tuple[int, int]]:
        for ordinal in range(first_day.toordinal(), last_day.toordinal() + 1):
            day = date.fromordinal(ordinal)
            base = _minute_of(day)
            for start, end in hours_on(day):
                yield base + _of_day(start), base + (_of_day(end) or _DAY)

    return WorkingAxis(spans(), (_minute_of(first_day), _minute_of(last_day) + _DAY))


def clock_minute(at: datetime) -> int:
    """A time as clock minutes since 1970: of UTC when it is aware, of the wall when it is naive. Seconds are cut."""
    plain = at if at.tzinfo is None else at.astimezone(UTC).replace(tzinfo=None)
    return (plain - _EPOCH) // _MINUTE


def clock_time(minute: int) -> datetime:
    """And back, naive."""
    return _EPOCH + minute * _MINUTE


def _minute_of(day: date) -> int:
    return (day.toordinal() - _EPOCH.toordinal()) * _DAY


def _of_day(at: time) -> int:
    return at.hour * 60 + at.minute
