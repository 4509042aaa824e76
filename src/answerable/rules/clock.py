"""Deadlines in natural and in working time (BJ-REG 13: every order carries its limit on its face).

Definitions, exact:

* `minutes`, `hours` are natural time: so many real seconds later. No calendar is asked.
* `days` are natural days: the same time of day that many dates later in the calendar's zone; without a calendar,
  24 hours each.
* `working_hours` count real seconds inside working hours. The due time is the first instant at which they have all
  passed, so nine hours from the opening of a nine-hour day end at its close, not at the next opening.
* `working_days`: the same time of day on the N-th working day after the start's date. When no work is done at that
  time, the next opening of that day, or its last close when there is none (at a close, work is still done). A start
  on a day without working time counts as the end of that day. (A working day is a date that has working time.)

Hours are written in wall time and computed in real time: an interval runs from the first instant at which the clock
on the wall shows its start, or jumps over it, to the first at which it shows its end. All results are aware, in UTC.
Sources fix the tiers but not whether their days are natural or working (8.1(11)); that is a field of the pack.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

UNITS = ("minutes", "hours", "days", "working_hours", "working_days")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_SECOND = 1_000_000
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


@dataclass(frozen=True, slots=True)
class Limit:
    """So much time: an amount of one or more, in one of UNITS."""

    amount: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"unit {self.unit!r} is none of {', '.join(UNITS)}")
        if self.amount < 1:
            raise ValueError(f"a limit of {self.amount} {self.unit} is no time at all")

    @property
    def needs_calendar(self) -> bool:
        return self.unit.startswith("working")


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
    _index: _Index = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for weekday, hours in self.weekly_hours.items():
            if weekday not in range(7):
                raise ValueError(f"weekday {weekday} is not 0 (Monday) to 6 (Sunday)")
            _check_hours(hours)
        if self.last_day < self.first_day:
            raise ValueError(f"last day {self.last_day} lies before first day {self.first_day}")
        object.__setattr__(self, "_index", _Index(self))

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


def _check_hours(hours: Hours) -> None:
    last = time(0)
    for number, (start, end) in enumerate(hours):
        if (end <= start and end != _MIDNIGHT) or (number and (start < last or last == _MIDNIGHT)):
            raise ValueError(f"working hours {start}-{end} end before they start or overlap the ones before")
        last = end


class _Index:
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
                a, b = _instant(day, start, self.zone), _instant(ends_on, end, self.zone)
                if a < b:
                    self.opens.append(a)
                    self.closes.append(b)
                    self.before.append(total)
                    total += b - a
            if len(self.opens) > first:
                self.working_days.append(ordinal)
                self.slots[ordinal] = (first, len(self.opens))
        self.begin = _instant(calendar.first_day, _MIDNIGHT, self.zone)
        self.end = _instant(calendar.last_day + timedelta(days=1), _MIDNIGHT, self.zone)

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


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // _MICRO


def _aware(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


def _instant(day: date, wall: time, zone: ZoneInfo) -> int:
    """When a wall clock first shows this time; where it jumps over it, the instant of the jump."""
    local = datetime.combine(day, wall, tzinfo=zone)
    at = local.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None, fold=0) == local.replace(tzinfo=None, fold=0):
        return _micros(at)
    low, high = _micros(local.replace(fold=1).astimezone(UTC)), _micros(at)
    offset = _aware(low).astimezone(zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _aware(middle).astimezone(zone).utcoffset() == offset else (low, middle)
    return high


def due(limit: Limit, start: datetime, calendar: Calendar | None = None) -> datetime:
    """When a limit that starts at `start` (aware) runs out, in UTC. See the module's definitions.

    Raises BeyondCalendar when the calendar does not reach so far, ValueError for a naive start, or for a working
    limit without a calendar.
    """
    if start.tzinfo is None:
        raise ValueError("a start without a time zone is not an instant")
    if limit.unit == "minutes":
        return start.astimezone(UTC) + timedelta(minutes=limit.amount)
    if limit.unit == "hours":
        return start.astimezone(UTC) + timedelta(hours=limit.amount)
    if limit.unit == "days":
        return _due_days(limit.amount, start, calendar)
    if calendar is None:
        raise ValueError(f"{limit.unit} need a working calendar")
    if limit.unit == "working_hours":
        return _due_working_hours(limit.amount, start, calendar)
    return _due_working_days(limit.amount, start, calendar)


def _due_days(amount: int, start: datetime, calendar: Calendar | None) -> datetime:
    if calendar is None:
        return start.astimezone(UTC) + timedelta(days=amount)
    zone = calendar._index.zone
    local = start.astimezone(zone)
    return _aware(_instant(local.date() + timedelta(days=amount), local.time(), zone))


def _known(micros: int, calendar: Calendar) -> int:
    index = calendar._index
    if not index.begin <= micros <= index.end:
        day = _aware(micros).astimezone(index.zone).date()
        raise BeyondCalendar(day, calendar.first_day, calendar.last_day)
    return micros


def _past_the_end(calendar: Calendar) -> BeyondCalendar:
    return BeyondCalendar(calendar.last_day + timedelta(days=1), calendar.first_day, calendar.last_day)


def _due_working_hours(amount: int, start: datetime, calendar: Calendar) -> datetime:
    index = calendar._index
    at = index.reached(index.passed(_known(_micros(start), calendar)) + amount * 3600 * _SECOND)
    if at is None:
        raise _past_the_end(calendar)
    return _aware(at)


def _due_working_days(amount: int, start: datetime, calendar: Calendar) -> datetime:
    index = calendar._index
    _known(_micros(start), calendar)
    local = start.astimezone(index.zone)
    place = bisect_right(index.working_days, local.toordinal()) + amount - 1
    if place >= len(index.working_days):
        raise _past_the_end(calendar)
    ordinal = index.working_days[place]
    first, beyond = index.slots[ordinal]
    if local.toordinal() not in index.slots:
        return _aware(index.closes[beyond - 1])
    wish = _instant(date.fromordinal(ordinal), local.time(), index.zone)
    for slot in range(first, beyond):
        if wish <= index.closes[slot]:
            return _aware(max(wish, index.opens[slot]))
    return _aware(index.closes[beyond - 1])


def working_seconds(calendar: Calendar, a: datetime, b: datetime) -> float:
    """Working seconds between two instants (negative when b lies before a); BeyondCalendar outside the known days."""
    index = calendar._index
    spent = index.passed(_known(_micros(b), calendar)) - index.passed(_known(_micros(a), calendar))
    return spent / _SECOND


def is_working(calendar: Calendar, at: datetime) -> bool:
    """Whether work is done at this instant (from an opening, up to but not at a close)."""
    index = calendar._index
    slot = bisect_right(index.opens, _known(_micros(at), calendar)) - 1
    return slot >= 0 and _micros(at) < index.closes[slot]


def rests_on_provisional(calendar: Calendar, a: datetime, b: datetime) -> bool:
    """Whether a date between two instants is provisional, so that the answer may change when the year is gazetted."""
    index = calendar._index
    first, last = (t.astimezone(index.zone).toordinal() for t in (a, b))
    place = bisect_left(index.provisional, first)
    return place < len(index.provisional) and index.provisional[place] <= last
