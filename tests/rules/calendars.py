"""Two calendars to test with: one like Hong Kong's, one like the mainland's; and an oracle that counts minutes."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from answerable.rules.clock import Calendar, Day

FIRST, LAST = date(2026, 9, 1), date(2026, 11, 30)


def t(text: str) -> time:
    return time.fromisoformat(text)


WEEK = [(t("09:00"), t("13:00")), (t("14:00"), t("18:00"))]
HONGKONG = Calendar(
    "Asia/Hong_Kong",
    {**dict.fromkeys(range(5), WEEK), 5: [(t("09:00"), t("13:00"))]},
    {
        date(2026, 9, 26): Day("off"),
        date(2026, 10, 1): Day("off"),
        date(2026, 10, 19): Day("off", provisional=True),
    },
    FIRST,
    LAST,
)
MAINLAND = Calendar(
    "Asia/Shanghai",
    {day: [(t("08:30"), t("12:00")), (t("13:30"), t("17:45"))] for day in range(5)},
    {
        **{date(2026, 10, day): Day("off") for day in range(1, 8)},
        date(2026, 9, 20): Day("work"),  # a Sunday that works as a Monday
        date(2026, 10, 10): Day("work", works_as=4),  # a Saturday that works as a Friday
        date(2026, 11, 14): Day("work", works_as=6),  # works as a Sunday, which has no hours
    },
    FIRST,
    LAST,
)


class Oracle:
    """Every minute of the calendar, worked or not, from its definition alone."""

    def __init__(self, calendar: Calendar) -> None:
        self.zone = ZoneInfo(calendar.timezone)
        self.begin = datetime.combine(calendar.first_day, time(0), self.zone)
        days = (calendar.last_day - calendar.first_day).days + 1
        self.worked = [False] * (days * 1440)
        for place in range(days):
            day = calendar.first_day + timedelta(days=place)
            for start, end in self._hours(calendar, day):
                for minute in range(_minute(start), _minute(end)):
                    self.worked[place * 1440 + minute] = True
        self.sum = [0, *accumulate(self.worked)]

    @staticmethod
    def _hours(calendar, day):
        special = calendar.days.get(day)
        if special and special.kind == "off":
            return []
        if special and special.works_as is not None:
            return calendar.weekly_hours.get(special.works_as, [])
        own = calendar.weekly_hours.get(day.weekday(), [])
        return own or (calendar.weekly_hours[0] if special else [])

    def minutes(self, a: datetime, b: datetime) -> int:
        return self.sum[self.place(b)] - self.sum[self.place(a)]

    def place(self, at: datetime) -> int:
        return int((at - self.begin).total_seconds() // 60)

    def after(self, start: datetime, minutes: int) -> datetime | None:
        """The end of the n-th worked minute after start."""
        place = bisect_left(self.sum, self.sum[self.place(start)] + minutes)
        if place >= len(self.sum):
            return None
        return (self.begin + timedelta(minutes=place)).astimezone(UTC)

    def working_days(self, start: datetime, amount: int) -> datetime | None:
        """The definition of working days, walked day by day and minute by minute."""
        local = start.astimezone(self.zone)
        wall = local.hour * 60 + local.minute if self._works(local.date()) else 1440
        day = local.date()
        while amount:
            day += timedelta(days=1)
            if (day - self.begin.date()).days * 1440 >= len(self.worked):
                return None
            amount -= self._works(day)
        worked = self._of(day)
        minute = wall  # a close is still worked; else the next opening, else the day's last close
        while minute < 1440 and not worked[minute] and not (minute == wall and wall and worked[wall - 1]):
            minute += 1
        if minute >= 1440:
            minute = 1440 - worked[::-1].index(True)
        return (datetime.combine(day, time(0), self.zone) + timedelta(minutes=minute)).astimezone(UTC)

    def _of(self, day: date):
        place = (day - self.begin.date()).days * 1440
        return self.worked[place : place + 1440]

    def _works(self, day: date) -> bool:
        return any(self._of(day))


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
