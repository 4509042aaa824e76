"""The working hours of a place, and the working time they make when they are laid end to end.

Hours are written in wall time and computed in real time: an interval runs from the first instant at which the clock
on the wall shows its start, or jumps over it, to the first at which it shows its end. Instants are counted in whole
microseconds since 1970, UTC.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_MIDNIGHT = time(0)


class BeyondCalendar(Exception):
    """The answer lies outside the days the calendar knows; nobody may guess it. `day` is the first unknown date."""

    def __init__(self, day: date, first_day: date, last_day: date) -> None:
        self.day, self.first_day, self.last_day = day, first_day, last_day
        super().__init__(f"{day} is beyond the working calendar, which knows {first_day} to {last_day}")


@dataclass(frozen=True, slots=True)
class Day:
    """A date that differs from its weekday: `off`, or `work` with the hours of weekday `works_as` (Monday is 0).

    A make-up day without `works_as` follows its own weekday's hours when that has any, else Monday's.
    """

    kind: str
    works_as: int | None = None
    provisional: bool = False


Hours = Sequence[tuple[time, time]]


@dataclass(frozen=True, eq=False)
class Calendar:
    """Working hours of a place. An interval that ends at 00:00 ends at midnight. Built once, then only read.

    `weekly_hours` maps weekday (Monday is 0) to intervals in order, without overlap; `days` holds the exceptions.
    Nothing is known before `first_day` or after `last_day`.
    """

    timezone: str
    weekly_hours: Mapping[int, Hours]
    days: Mapping[date, Day]
    first_day: date
    last_day: date
    index: Index = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for weekday, hours in self.weekly_hours.items():
            if weekday not in range(7):
                raise ValueError(f"weekday {weekday} is not 0 (Monday) to 6 (Sunday)")
            _check_hours(hours)
        if self.last_day < self.first_day:
            raise ValueError(f"last day {self.last_day} lies before first day {self.first_day}")
        object.__setattr__(self, "index", Index(self))

    def hours_on(self, day: date) -> Hours:
        """The working intervals of a date, in wall time; BeyondCalendar outside the known days."""
        if not self.first_day <= day <= self.last_day:
            raise BeyondCalendar(day, self.first_day, self.last_day)
        exception = self.days.get(day)
        if exception is None:
            return self.weekly_hours.get(day.weekday(), ())
        if exception.kind == "off":
            return ()
        if exception.works_as is not None:
            return self.weekly_hours.get(exception.works_as, ())
        return self.weekly_hours.get(day.weekday()) or self.weekly_hours.get(0, ())

    def known(self, at: int) -> int:
        """The instant as it is, when it lies in the known days; else BeyondCalendar."""
        if not self.index.begin <= at <= self.index.end:
            raise BeyondCalendar(aware(at).astimezone(self.index.zone).date(), self.first_day, self.last_day)
        return at

    def past_the_end(self) -> BeyondCalendar:
        """What to raise when the last known day does not suffice."""
        return BeyondCalendar(self.last_day + timedelta(days=1), self.first_day, self.last_day)


def _check_hours(hours: Hours) -> None:
    last = time(0)
    for number, (start, end) in enumerate(hours):
        if (end <= start and end != _MIDNIGHT) or (number and (start < last or last == _MIDNIGHT)):
            raise ValueError(f"working hours {start}-{end} end before they start or overlap the ones before")
        last = end


class Index:
    """Working time laid end to end: microseconds since 1970 of every opening and close, and the sum up to each."""

    def __init__(self, calendar: Calendar) -> None:
        self.zone = ZoneInfo(calendar.timezone)
        self.opens: list[int] = []
        self.closes: list[int] = []
        self.before: list[int] = []  # working microseconds before each opening
        self.working_days: list[int] = []  # ordinals of the dates with working time
        self.slots: dict[int, tuple[int, int]] = {}  # ordinal -> range of its intervals
        self.provisional = sorted(day.toordinal() for day, what in calendar.days.items() if what.provisional)
        total = 0
        for ordinal in range(calendar.first_day.toordinal(), calendar.last_day.toordinal() + 1):
            day, first = date.fromordinal(ordinal), len(self.opens)
            for start, end in calendar.hours_on(day):
                ends_on = day + timedelta(days=1) if end == _MIDNIGHT else day
                a, b = instant(day, start, self.zone), instant(ends_on, end, self.zone)
                if a < b:
                    self.opens.append(a)
                    self.closes.append(b)
                    self.before.append(total)
                    total += b - a
            if len(self.opens) > first:
                self.working_days.append(ordinal)
                self.slots[ordinal] = (first, len(self.opens))
        self.begin = instant(calendar.first_day, _MIDNIGHT, self.zone)
        self.end = instant(calendar.last_day + timedelta(days=1), _MIDNIGHT, self.zone)

    def passed(self, at: int) -> int:
        """Working microseconds from the calendar's beginning to an instant."""
        slot = bisect_right(self.opens, at) - 1
        if slot < 0:
            return 0
        return self.before[slot] + min(at, self.closes[slot]) - self.opens[slot]

    def reached(self, total: int) -> int | None:
        """The first instant at which so many working microseconds have passed, or None beyond the last day."""
        slot = bisect_left(self.before, total) - 1
        at = self.opens[slot] + total - self.before[slot] if slot >= 0 else None
        return at if at is not None and at <= self.closes[slot] else None


def micros(at: datetime) -> int:
    """An aware time as microseconds since 1970."""
    return (at - _EPOCH) // _MICRO


def aware(at: int) -> datetime:
    """And back, in UTC."""
    return _EPOCH + timedelta(microseconds=at)


def instant(day: date, wall: time, zone: ZoneInfo) -> int:
    """When a wall clock first shows this time; where it jumps over it, the instant of the jump."""
    local = datetime.combine(day, wall.replace(fold=0), tzinfo=zone)  # a start in a repeated hour carries fold 1
    at = local.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None, fold=0) == local.replace(tzinfo=None):
        return micros(at)
    low, high = micros(local.replace(fold=1).astimezone(UTC)), micros(at)
    offset = aware(low).astimezone(zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if aware(middle).astimezone(zone).utcoffset() == offset else (low, middle)
    return high
