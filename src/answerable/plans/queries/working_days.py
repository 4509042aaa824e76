"""The axis on which a plan's schedule is computed: one working date after the other, each 480 minutes long.

Durations and lags of tasks are working days, whatever the hours of a date, so the axis counts dates and no hours. A
working day is a date on which the pack's calendar works. Beyond the last day the calendar knows, weekdays alone decide;
`known_until` says from where on dates are therefore only provisional.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from answerable.rules.network_axis import WorkingAxis, axis_of_hours, clock_minute, clock_time
from answerable.rules.working_calendar import Calendar, Hours

DAY = 480  # minutes of the axis in one working day
LONGEST = 100 * 366  # days
_WORKED = ((time(0), time(8)),)


class DayAxis:
    """Dates as places on the axis, and places as dates. It grows as far as it is asked, up to LONGEST days."""

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        self.calendar, self.first, self.last = calendar, first, last
        self.axis = axis_of_hours(first, last, self._hours_on)

    @property
    def known_until(self) -> date:
        """The last day whose holidays the calendar knows."""
        return self.calendar.last_day

    def _hours_on(self, day: date) -> Hours:
        calendar = self.calendar
        known = calendar.first_day <= day <= calendar.last_day
        works = calendar.hours_on(day) if known else calendar.weekly_hours.get(day.weekday(), ())
        return _WORKED if works else ()

    def _reach(self, place: int) -> WorkingAxis:
        """The axis, long enough for a place: longer axes have the same places where shorter ones end."""
        while self.axis.total <= place and (self.last - self.first).days < LONGEST:
            self.last += timedelta(days=max(366, (self.last - self.first).days))
            self.axis = axis_of_hours(self.first, self.last, self._hours_on)
        return self.axis

    def start(self, day: date) -> int:
        """The place at which work on a date begins."""
        return self.axis.passed(clock_minute(datetime.combine(day, time(0))))

    def end(self, day: date) -> int:
        """The place at which work on a date has ended."""
        return self.start(day + timedelta(days=1))

    def starts_on(self, place: int) -> date:
        """The date on which work goes on at a place."""
        return clock_time(self._reach(place).begins(place)).date()

    def ends_on(self, place: int) -> date:
        """The date by whose end so much work has passed."""
        return clock_time(self._reach(place).ends(place)).date()

    def days(self, minutes: int) -> Decimal:
        """Working days, to the hundredth."""
        return (Decimal(minutes) / DAY).quantize(Decimal("0.01"))


def minutes(days: Decimal | int | None) -> int:
    """Working days as minutes of the axis."""
    return int((days or 0) * DAY)
