"""Due times of a whole column of starts: what `rules.clock.due` says of each, to the microsecond, in one go.

For history that is brought in, replayed or simulated. It stands apart from `rules.clock` so that who asks for one due
time does not load numpy. Inside, every time is an int64 of microseconds since 1970, UTC, as in
`rules.working_calendar`; a wall time is the same count on the clock of the zone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from answerable.rules.clock import Limit
from answerable.rules.working_calendar import Calendar, Index, aware, micros

__all__ = ["due_all"]

Micros = NDArray[np.int64]
_MINUTE = 60_000_000
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_NATURAL = {"minutes": _MINUTE, "hours": _HOUR, "days": _DAY}
_FIRST, _LAST = (micros(at.replace(tzinfo=UTC)) for at in (datetime.min, datetime.max))
_ORDINAL_OF_1970 = date(1970, 1, 1).toordinal()


def due_all(limit: Limit, starts: NDArray[Any], calendar: Calendar | None = None) -> NDArray[np.datetime64]:
    """When a limit runs out that starts at each of `starts`: datetime64[us] in UTC, in the shape given.

    `starts` are datetime64 in UTC, of any unit (parts of a microsecond are cut off), or int64 microseconds since 1970.
    Raises BeyondCalendar where `due` raises it for the first start in order that it would refuse; OverflowError for
    starts and due times outside the years 1 to 9999; ValueError for NaT, for starts that are no times, and for a
    working limit without a calendar.
    """
    at = _micros_of(starts)
    if limit.needs_calendar and calendar is None:
        raise ValueError(f"{limit.unit} need a working calendar")
    if not at.size:
        found = at
    elif calendar is None or limit.unit in ("minutes", "hours"):
        found = at + limit.amount * _NATURAL[limit.unit]
    elif limit.unit == "days":
        found = _days(limit.amount, at, calendar.index.zone)
    elif limit.unit == "working_hours":
        found = _working_hours(limit.amount, at, calendar)
    else:
        found = _working_days(limit.amount, at, calendar)
    return _in_range(found).astype("datetime64[us]")


def _micros_of(starts: NDArray[Any]) -> Micros:
    given = np.asarray(starts)
    if given.dtype.kind == "M":
        if np.isnat(given).any():
            raise ValueError("a start is no time (NaT)")
        given = given.astype("datetime64[us]")
    elif given.dtype.kind not in "iu":
        raise ValueError(f"starts of type {given.dtype} are neither datetime64 nor whole microseconds")
    return _in_range(given.astype(np.int64))


def _in_range(at: Micros) -> Micros:
    if at.size and (at.min() < _FIRST or at.max() > _LAST):
        raise OverflowError("a time lies outside the years 1 to 9999")
    return at


def _days(amount: int, at: Micros, zone: ZoneInfo) -> Micros:
    about = _in_range(at + amount * _DAY)
    wall = _Wall.around(zone, int(at.min()), int(about.max()))
    return wall.instant(wall.local(at) + amount * _DAY)


def _working_hours(amount: int, at: Micros, calendar: Calendar) -> Micros:
    index = _Columns.of(calendar)
    more = min(amount, index.total // _HOUR + 1) * _HOUR
    slot = np.searchsorted(index.opens, at, "right") - 1
    passed = np.minimum(at, index.closes[slot]) - index.opens[slot] + index.before[slot]
    wanted = np.where(slot < 0, 0, passed) + more
    _refuse(at, wanted > index.total, calendar)
    slot = np.searchsorted(index.before, wanted, "left") - 1
    found: Micros = index.opens[slot] + wanted - index.before[slot]
    return found


def _working_days(amount: int, at: Micros, calendar: Calendar) -> Micros:
    index, wall = _Columns.of(calendar), _Wall.of(calendar)
    day, time_of_day = np.divmod(wall.local(at), _DAY)
    here = np.searchsorted(index.working_days, day, "right")
    place = here + min(amount, index.working_days.size + 1) - 1
    _refuse(at, place >= index.working_days.size, calendar)
    begun_on_one = (here > 0) & (index.working_days[here - 1] == day)
    wish = wall.instant(index.working_days[place] * _DAY + time_of_day)
    first, last = index.first_slot[place], index.last_slot[place]
    slot = np.searchsorted(index.closes, wish, "left").clip(first, last)
    in_time = begun_on_one & (wish <= index.closes[last])
    return np.where(in_time, np.maximum(wish, index.opens[slot]), index.closes[last])


def _refuse(at: Micros, past: NDArray[np.bool_], calendar: Calendar) -> None:
    """BeyondCalendar for the first start outside the known days, or whose due time lies past them, if there is one."""
    refused = past | (at < calendar.index.begin) | (at > calendar.index.end)
    if refused.any():
        calendar.known(int(at[refused][0]))
        raise calendar.past_the_end()


class _Columns:
    """The index of a calendar as columns. A calendar without working time has one slot of no length."""

    _kept: WeakKeyDictionary[Calendar, _Columns] = WeakKeyDictionary()

    def __init__(self, index: Index) -> None:
        slots = [index.slots[ordinal] for ordinal in index.working_days]
        self.opens: Micros = np.array(index.opens or [0], np.int64)
        self.closes: Micros = np.array(index.closes or [0], np.int64)
        self.before: Micros = np.array(index.before or [0], np.int64)
        self.total = int(self.before[-1] + self.closes[-1] - self.opens[-1])
        self.working_days: Micros = np.array(index.working_days, np.int64) - _ORDINAL_OF_1970
        self.first_slot: Micros = np.array([first for first, _ in slots], np.int64)
        self.last_slot: Micros = np.array([beyond - 1 for _, beyond in slots], np.int64)

    @classmethod
    def of(cls, calendar: Calendar) -> _Columns:
        if calendar not in cls._kept:
            cls._kept[calendar] = cls(calendar.index)
        return cls._kept[calendar]


class _Wall:
    """The clock on the wall of a zone, as columns: between two changes of the clock its offset is one number."""

    def __init__(self, changes: list[int], offsets: list[int]) -> None:
        self.changes: Micros = np.array([2 * _FIRST, *changes], np.int64)  # the first offset holds since ever
        self.offsets: Micros = np.array(offsets, np.int64)
        self.ends: Micros = np.array([*changes, 2 * _LAST], np.int64) + self.offsets  # what it shows at each change

    def local(self, at: Micros) -> Micros:
        """What the clock shows at these instants."""
        shown: Micros = at + self.offsets[np.searchsorted(self.changes, at, "right") - 1]
        return shown

    def instant(self, wall: Micros) -> Micros:
        """When it first shows these times, or jumps over them (`working_calendar.instant`)."""
        period = np.searchsorted(self.ends, wall, "right")
        first: Micros = np.maximum(self.changes[period], wall - self.offsets[period])
        return first

    @staticmethod
    def of(calendar: Calendar) -> _Wall:
        return _wall(calendar.index.zone, calendar.first_day.year, calendar.last_day.year)

    @staticmethod
    def around(zone: ZoneInfo, first: int, last: int) -> _Wall:
        return _wall(zone, aware(first).year, aware(last).year)


@lru_cache(maxsize=64)
def _wall(zone: ZoneInfo, first_year: int, last_year: int) -> _Wall:
    """A zone's clock over whole years and a year on either side, found by asking day by day.

    Two changes within one day that undo each other would be missed.
    """
    at = datetime(max(first_year - 1, 1), 1, 2, tzinfo=UTC)
    end = datetime(min(last_year + 1, 9999), 12, 30, tzinfo=UTC)
    changes, offsets = [], [_offset(at, zone)]
    while at < end:
        following = at + timedelta(days=1)
        if _offset(following, zone) != offsets[-1]:
            changes.append(_change(micros(at), micros(following), zone))
            offsets.append(_offset(following, zone))
        at = following
    return _Wall(changes, offsets)


def _change(before: int, after: int, zone: ZoneInfo) -> int:
    """The first microsecond at which the offset is no longer what it was before."""
    old = _offset(aware(before), zone)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _offset(aware(middle), zone) == old else (before, middle)
    return after


def _offset(at: datetime, zone: ZoneInfo) -> int:
    return (at.astimezone(zone).utcoffset() or timedelta()) // timedelta(microseconds=1)
