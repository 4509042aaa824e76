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

What working time is says `rules.working_calendar`; `rules.clock_bulk` answers `due` for many starts at once. All
results are aware, in UTC. Sources fix the tiers but not whether their days are natural or working (8.1(11)); that is a
field of the pack.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from answerable.rules.working_calendar import BeyondCalendar, Calendar, Day, aware, instant, micros

__all__ = [
    "UNITS", "BeyondCalendar", "Calendar", "Day", "Limit", "due", "is_working", "rests_on_provisional", "shifted",
    "working_seconds",
]  # fmt: skip

UNITS = ("minutes", "hours", "days", "working_hours", "working_days")
_SECOND = 1_000_000


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
    zone = calendar.index.zone
    local = start.astimezone(zone)
    return aware(instant(local.date() + timedelta(days=amount), local.time(), zone))


def _due_working_hours(amount: int, start: datetime, calendar: Calendar) -> datetime:
    index = calendar.index
    at = index.reached(index.passed(calendar.known(micros(start))) + amount * 3600 * _SECOND)
    if at is None:
        raise calendar.past_the_end()
    return aware(at)


def _due_working_days(amount: int, start: datetime, calendar: Calendar) -> datetime:
    index = calendar.index
    calendar.known(micros(start))
    local = start.astimezone(index.zone)
    place = bisect_right(index.working_days, local.toordinal()) + amount - 1
    if place >= len(index.working_days):
        raise calendar.past_the_end()
    ordinal = index.working_days[place]
    first, beyond = index.slots[ordinal]
    if local.toordinal() not in index.slots:
        return aware(index.closes[beyond - 1])
    wish = instant(date.fromordinal(ordinal), local.time(), index.zone)
    for slot in range(first, beyond):
        if wish <= index.closes[slot]:
            return aware(max(wish, index.opens[slot]))
    return aware(index.closes[beyond - 1])


def shifted(
    due_at: datetime, unit: str, paused_from: datetime, paused_until: datetime, calendar: Calendar | None = None
) -> datetime:
    """The due time of a limit in `unit` after a pause, in UTC.

    Natural units, `days` too, move by the real seconds of the pause. Working units, `working_days` too, move by the
    working time of the pause: to the first instant at which that much more has passed since the old due time. A pause
    without working time moves nothing; two pauses in a row move as far as one of their sum.

    Raises, for working units, BeyondCalendar when the old due time, the pause or the answer lies outside the known
    days; ValueError for an unknown unit, a time without a zone, a pause that ends before it begins, or a working unit
    without a calendar.
    """
    if unit not in UNITS:
        raise ValueError(f"unit {unit!r} is none of {', '.join(UNITS)}")
    times = (due_at, paused_from, paused_until)
    if any(at.tzinfo is None for at in times):
        raise ValueError("a time without a time zone is not an instant")
    old, begin, end = (micros(at) for at in times)
    if end < begin:
        raise ValueError(f"a pause from {paused_from} to {paused_until} ends before it begins")
    if not unit.startswith("working"):
        return aware(old + end - begin)
    if calendar is None:
        raise ValueError(f"{unit} need a working calendar")
    return aware(_after_working_time(old, begin, end, calendar))


def _after_working_time(old: int, begin: int, end: int, calendar: Calendar) -> int:
    index = calendar.index
    passed_old, passed_begin, passed_end = (index.passed(calendar.known(at)) for at in (old, begin, end))
    spent = passed_end - passed_begin
    at = index.reached(passed_old + spent) if spent else old
    if at is None:
        raise calendar.past_the_end()
    return at


def working_seconds(calendar: Calendar, a: datetime, b: datetime) -> float:
    """Working seconds between two instants (negative when b lies before a); BeyondCalendar outside the known days."""
    index = calendar.index
    spent = index.passed(calendar.known(micros(b))) - index.passed(calendar.known(micros(a)))
    return spent / _SECOND


def is_working(calendar: Calendar, at: datetime) -> bool:
    """Whether work is done at this instant (from an opening, up to but not at a close)."""
    index = calendar.index
    slot = bisect_right(index.opens, calendar.known(micros(at))) - 1
    return slot >= 0 and micros(at) < index.closes[slot]


def rests_on_provisional(calendar: Calendar, a: datetime, b: datetime) -> bool:
    """Whether a date between two instants is provisional, so that the answer may change when the year is gazetted."""
    index = calendar.index
    first, last = (t.astimezone(index.zone).toordinal() for t in (a, b))
    place = bisect_left(index.provisional, first)
    return place < len(index.provisional) and index.provisional[place] <= last
