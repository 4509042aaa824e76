"""The axis on which a plan's schedule is computed: one working date after the other, each 480 minutes long.

Durations and lags of tasks are working days, whatever the hours of a date, so the axis counts dates and no hours. A
working day is a date on which the pack's calendar works. Beyond the last day the calendar knows, weekdays alone decide;
`known_until` says from where on dates are therefore only provisional.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from answerable.rules.network_axis import WorkingAxis, axis_of_hours, clock_minute, clock_time
from answerable.rules.working_calendar import Calendar, Hours

DAY = 480  # minutes of the axis in one working day
_WORKED = ((time(0), time(8)),)


@dataclass(frozen=True, eq=False)
class DayAxis:
    """Dates as places on the axis, and places as dates."""

    axis: WorkingAxis
    known_until: date

    def start(self, day: date) -> int:
        """The place at which work on a date begins."""
        return self.axis.passed(clock_minute(datetime.combine(day, time(0))))

    def end(self, day: date) -> int:
        """The place at which work on a date has ended."""
        return self.start(day + timedelta(days=1))

    def starts_on(self, place: int) -> date:
        """The date on which work goes on at a place."""
        return clock_time(self.axis.begins(place)).date()

    def ends_on(self, place: int) -> date:
        """The date by whose end so much work has passed."""
        return clock_time(self.axis.ends(place)).date()

    def days(self, minutes: int) -> Decimal:
        """Working days, to the hundredth."""
        return (Decimal(minutes) / DAY).quantize(Decimal("0.01"))


def minutes(days: Decimal | int | None) -> int:
    """Working days as minutes of the axis."""
    return int((days or 0) * DAY)


def day_axis(calendar: Calendar, first: date, last: date) -> DayAxis:
    """The axis between two dates."""

    def hours_on(day: date) -> Hours:
        known = calendar.first_day <= day <= calendar.last_day
        works = calendar.hours_on(day) if known else calendar.weekly_hours.get(day.weekday(), ())
        return _WORKED if works else ()

    return DayAxis(axis_of_hours(first, last, hours_on), calendar.last_day)
