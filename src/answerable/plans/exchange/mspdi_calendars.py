"""The calendars of an MSPDI file. Its weekdays count from 1, Sunday; 0 is an exception in the old way of writing."""

from __future__ import annotations

from collections import Counter
from datetime import time, timedelta
from xml.etree.ElementTree import Element

from answerable.plans.exchange.mspdi_recurrence import DAILY, NO_TYPE, days_of
from answerable.plans.exchange.mspdi_values import NO_CALENDAR, Fields
from answerable.plans.exchange.report import Report
from answerable.plans.exchange.safe_xml import children, text
from answerable.plans.exchange.schedule_document import CalendarException, Hours, ScheduleCalendar


def read_calendar(element: Element, report: Report, unkept: Counter[str]) -> ScheduleCalendar | None:
    """One calendar, None without a UID. Exceptions that come again become dates where mspdi_recurrence
    reads them; others are reported and left out."""
    where = f"Calendar {text(element, 'UID')}"
    fields = Fields(element, where, report, unkept)
    uid = fields.number("UID")
    if uid is None:
        report.say("mspdi_without_uid", where)
        return None
    week: dict[int, Hours] = {}
    written = _inside(fields, "Exceptions", "Exception")
    exceptions = [day for one in written for day in _exception(one, where, report, unkept)]
    for one in _inside(fields, "WeekDays", "WeekDay"):
        day = Fields(one, f"{where}/WeekDay", report, unkept)
        number = day.number("DayType")
        if number == 0:
            exceptions += [] if written else _exception(one, where, report, unkept)
        elif number is not None and 1 <= number <= 7:
            hours = _hours(day)
            if hours is None:
                report.say("mspdi_hours_missing", where, day=number)
            else:
                week[(number - 2) % 7] = hours
        day.close({"TimePeriod", "DayWorking", "WorkingTimes"})
    base = fields.number("BaseCalendarUID")
    is_base = fields.truth("IsBaseCalendar")
    name = fields.text("Name")
    fields.close()
    base = None if base == NO_CALENDAR else base
    return ScheduleCalendar(uid, name, is_base, base, week, tuple(exceptions))


def _inside(fields: Fields, outer: str, inner: str) -> list[Element]:
    found = fields.child(outer)
    return [] if found is None else list(children(found, inner))


def _exception(element: Element, where: str, report: Report, unkept: Counter[str]) -> list[CalendarException]:
    """The dates of one exception: a range, or a row of days when it comes again."""
    fields = Fields(element, f"{where}/Exception", report, unkept)
    period = fields.child("TimePeriod")
    name, kind, every = fields.text("Name"), fields.number("Type") or DAILY, fields.number("Period") or 1
    weekdays, month, day = (fields.number(one) or 0 for one in ("DaysOfWeek", "Month", "MonthDay"))
    hours = _hours(fields) or ()
    fields.close({"DayType", "EnteredByOccurrences", "Occurrences", "MonthItem", "MonthPosition"})
    dates = None if period is None else Fields(period, f"{where}/Exception", report, unkept)
    first, last = (dates.moment(end) if dates else None for end in ("FromDate", "ToDate"))
    if first is None or last is None or last < first:
        report.say("mspdi_exception_without_dates", where, name=name)
        return []
    until = last - timedelta(minutes=1) if last.time() == time(0) and last > first else last  # written as its midnight
    if kind in (DAILY, NO_TYPE) and every == 1:
        return [CalendarException(first.date(), until.date(), hours, name)]
    days = days_of(kind, first.date(), until.date(), every, weekdays, month, day)
    if days is None:
        report.say("mspdi_exception_recurs", where, name=name)
    return [CalendarException(one, one, hours, name) for one in days or ()]


def _hours(fields: Fields) -> Hours | None:
    """The hours of a day, () when it is off, None when it is worked and does not say when."""
    if not fields.truth("DayWorking"):
        fields.child("WorkingTimes")
        return ()
    found = []
    for one in _inside(fields, "WorkingTimes", "WorkingTime"):
        try:
            start, end = (time.fromisoformat(text(one, name)) for name in ("FromTime", "ToTime"))
        except ValueError:
            fields.report.say("mspdi_unreadable", f"{fields.where}/WorkingTime", value=text(one, "FromTime"))
            continue
        found.append((start.replace(second=0), end.replace(second=0)))
    return tuple(sorted(found)) or None
