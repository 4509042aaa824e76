"""Deadlines the slow way: every minute of a calendar, one after the other, with what the clock on the wall shows.

It knows the definitions at the head of rules.clock and nothing of how they are computed there. Working hours begin
and end at whole minutes, so within one minute all of it is worked or none.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from answerable.rules.clock import Calendar, Limit

MINUTE = timedelta(minutes=1)
MICROS = 60_000_000  # of a minute
MARGIN = timedelta(days=40)  # walked beyond the calendar's ends, for natural days


class Oracle:
    """`worked[m]` says whether minute m is worked, `shown[w]` which is the first minute that shows wall minute w."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar, self.zone = calendar, ZoneInfo(calendar.timezone)
        self.begin = datetime.combine(calendar.first_day, time(0), UTC) - MARGIN
        self.shown: dict[int, int] = {}
        self._walk()
        self.minutes_of: dict[date, list[int]] = {}
        self.worked = [False] * len(self.shown) * 2
        day = calendar.first_day
        while day <= calendar.last_day:
            self.minutes_of[day] = [m for hours in self._hours(day) for m in self._minutes(day, *hours)]
            for minute in self.minutes_of[day]:
                self.worked[minute] = True
            day += timedelta(days=1)
        self.known = self._midnight(calendar.first_day), self._midnight(calendar.last_day + timedelta(days=1))

    def _walk(self) -> None:
        """Minute by minute: whatever the wall has reached for the first time is shown, or jumped over, now."""
        end = datetime.combine(self.calendar.last_day, time(0), UTC) + MARGIN
        at, minute = self.begin, 0
        reached = wall_minute(at.astimezone(self.zone)) - 1
        while at < end:
            wall = wall_minute(at.astimezone(self.zone))
            while reached < wall:
                reached += 1
                self.shown[reached] = minute
            at, minute = at + MINUTE, minute + 1

    def _hours(self, day: date):
        special = self.calendar.days.get(day)
        if special and special.kind == "off":
            return []
        if special and special.works_as is not None:
            return self.calendar.weekly_hours.get(special.works_as, [])
        own = self.calendar.weekly_hours.get(day.weekday(), [])
        return own or (self.calendar.weekly_hours.get(0, []) if special else [])

    def _minutes(self, day: date, start: time, end: time) -> range:
        ends_on = day if end > time(0) else day + timedelta(days=1)
        return range(*(self.shown[wall_minute(datetime.combine(d, t))] for d, t in ((day, start), (ends_on, end))))

    def _midnight(self, day: date) -> datetime:
        return self._at(self.shown[wall_minute(datetime.combine(day, time(0)))])

    def _at(self, minute: int) -> datetime:
        return self.begin + minute * MINUTE

    def _first(self, day: date, wall: time) -> datetime:
        """When the clock first shows this time on this date; when it jumps over it, the instant of the jump."""
        minute = self.shown[wall_minute(datetime.combine(day, wall))]
        showing = self._at(minute).astimezone(self.zone)
        jumped = (showing.hour, showing.minute) != (wall.hour, wall.minute)
        return self._at(minute) + (
            timedelta(0) if jumped else timedelta(seconds=wall.second, microseconds=wall.microsecond)
        )

    def knows(self, at: datetime) -> bool:
        return self.known[0] <= at <= self.known[1]

    def works(self, at: datetime) -> bool:
        return self.worked[(at - self.begin) // MINUTE]

    def worked_between(self, a: datetime, b: datetime) -> timedelta:
        """Working time from a to b, minute by minute."""
        begin, end = self._micros(a), self._micros(b)
        total = 0
        for minute in range(begin // MICROS, -(-end // MICROS)):
            if self.worked[minute]:
                total += min(end, (minute + 1) * MICROS) - max(begin, minute * MICROS)
        return timedelta(microseconds=total)

    def after(self, start: datetime, wanted: timedelta) -> datetime | None:
        """The first instant at which so much working time has passed since the start; None beyond the calendar."""
        at, left = self._micros(start), wanted // timedelta(microseconds=1)
        for minute in range(at // MICROS, self._micros(self.known[1]) // MICROS):
            if self.worked[minute]:
                at = max(at, minute * MICROS)
                piece = (minute + 1) * MICROS - at
                if left <= piece:
                    return self.begin + timedelta(microseconds=at + left)
                left -= piece
        return None

    def _micros(self, at: datetime) -> int:
        return (at - self.begin) // timedelta(microseconds=1)

    def due(self, limit: Limit, start: datetime) -> datetime | None:
        """What rules.clock.due must say; None where it must raise BeyondCalendar."""
        start = start.astimezone(UTC)
        if limit.unit in ("minutes", "hours"):
            return start + timedelta(**{limit.unit: limit.amount})
        if limit.unit == "days":
            local = start.astimezone(self.zone)
            return self._first(local.date() + timedelta(days=limit.amount), local.time())
        if not self.knows(start):
            return None
        if limit.unit == "working_hours":
            return self.after(start, timedelta(hours=limit.amount))
        return self._working_days(limit.amount, start.astimezone(self.zone))

    def _working_days(self, amount: int, local: datetime) -> datetime | None:
        day = local.date()
        while amount:
            day += timedelta(days=1)
            if day > self.calendar.last_day:
                return None
            amount -= bool(self.minutes_of[day])
        worked = self.minutes_of[day]
        if not self.minutes_of.get(local.date()):
            return self._at(worked[-1] + 1)  # begun on a day off: as if at its end
        wish = self._first(day, local.time())
        minute = (wish - self.begin) // MINUTE
        if minute in worked or (wish == self._at(minute) and minute - 1 in worked):
            return wish
        later = [m for m in worked if m > minute]
        return self._at(later[0]) if later else self._at(worked[-1] + 1)


def wall_minute(wall: datetime) -> int:
    return wall.toordinal() * 1440 + wall.hour * 60 + wall.minute
