"""A schedule written as MSPDI, its elements in the order of the schema."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from answerable.plans.exchange.mspdi_values import (
    DAYS,
    ELAPSED_DAYS,
    ELAPSED_PERCENT,
    KINDS,
    NAMESPACE,
    NO_CALENDAR,
    PERCENT,
    duration,
    hour,
    moment,
)
from answerable.plans.exchange.schedule_document import (
    CONSTRAINTS,
    Hours,
    ScheduleCalendar,
    ScheduleDocument,
    ScheduleLink,
    ScheduleTask,
)

_SAVE_VERSION = 12  # of the published schema
_LONGEST = {"Name": 512, "Title": 512, "OutlineNumber": 512}  # characters the schema allows
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_PROJECT_NAME, _LONGEST_CURRENCY = 255, 3

Value = str | int | bool | datetime | None


def write(document: ScheduleDocument, namespace: str = NAMESPACE) -> bytes:
    """The bytes of an MSPDI file. Texts are cut to the length the schema allows.

    `Active` and `Manual`, which came after the published schema, are written only for tasks that need them.
    """
    root = Element("Project", {"xmlns": namespace})
    _put(root, "SaveVersion", _SAVE_VERSION)
    _put(root, "Name", document.name[:_LONGEST_PROJECT_NAME] or None)
    _put(root, "Title", document.title or None)
    _put(root, "ScheduleFromStart", document.from_start)
    _put(root, "StartDate", document.start)
    _put(root, "FinishDate", document.finish)
    SubElement(root, "CurrencyCode").text = document.currency[:_LONGEST_CURRENCY]  # mandatory, even when nobody knows
    _put(root, "CalendarUID", document.calendar_uid)
    _put(root, "MinutesPerDay", document.minutes_per_day)
    _put(root, "MinutesPerWeek", document.minutes_per_week)
    _put(root, "DaysPerMonth", document.days_per_month)
    _put(root, "StatusDate", document.status_date)
    if document.calendars:
        section = SubElement(root, "Calendars")
        for calendar in document.calendars:
            _write_calendar(SubElement(section, "Calendar"), calendar)
    section = SubElement(root, "Tasks")
    for number, task in enumerate(document.tasks, start=1):
        _write_task(SubElement(section, "Task"), task, number)
    _write_resources(root, document)
    indent(root)
    found: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return found


def _put(parent: Element, name: str, value: Value) -> None:
    """An element, unless the value is None."""
    if value is None:
        return
    if isinstance(value, bool):
        text = str(int(value))
    elif isinstance(value, datetime):
        text = moment(value)
    else:
        text = _NOT_XML.sub(" ", str(value))[: _LONGEST.get(name)]
    SubElement(parent, name).text = text


def _put_minutes(parent: Element, name: str, minutes: int | None) -> None:
    _put(parent, name, None if minutes is None else duration(minutes))


def _write_calendar(element: Element, calendar: ScheduleCalendar) -> None:
    _put(element, "UID", calendar.uid)
    _put(element, "Name", calendar.name or None)
    _put(element, "IsBaseCalendar", calendar.is_base)
    _put(element, "BaseCalendarUID", NO_CALENDAR if calendar.base_uid is None else calendar.base_uid)
    if calendar.weekly_hours:
        days = SubElement(element, "WeekDays")
        for weekday in sorted(calendar.weekly_hours, key=lambda day: (day + 1) % 7):  # Sunday first
            day = SubElement(days, "WeekDay")
            _put(day, "DayType", (weekday + 1) % 7 + 1)
            _write_hours(day, calendar.weekly_hours[weekday])
    if calendar.exceptions:
        exceptions = SubElement(element, "Exceptions")
        for exception in calendar.exceptions:
            one = SubElement(exceptions, "Exception")
            _put(one, "EnteredByOccurrences", False)
            period = SubElement(one, "TimePeriod")
            _put(period, "FromDate", datetime.combine(exception.first_day, time(0)))
            _put(period, "ToDate", datetime.combine(exception.last_day, time(23, 59)))
            _put(one, "Occurrences", (exception.last_day - exception.first_day) // timedelta(days=1) + 1)
            _put(one, "Name", exception.name or None)
            _put(one, "Type", 1)
            _write_hours(one, exception.hours)


def _write_hours(element: Element, hours: Hours) -> None:
    _put(element, "DayWorking", bool(hours))
    if hours:
        times = SubElement(element, "WorkingTimes")
        for start, end in hours:
            span = SubElement(times, "WorkingTime")
            _put(span, "FromTime", hour(start))
            _put(span, "ToTime", hour(end))


def _write_task(element: Element, task: ScheduleTask, number: int) -> None:
    _put(element, "UID", task.uid)
    _put(element, "ID", number)
    if task.inactive:
        _put(element, "Active", False)
    if task.manual:
        _put(element, "Manual", True)
    _put(element, "Name", task.name or None)
    _put(element, "OutlineNumber", task.outline or None)
    _put(element, "OutlineLevel", task.level)
    _put(element, "Start", task.start)
    _put(element, "Finish", task.finish)
    _put_minutes(element, "Duration", task.duration)
    _put(element, "DurationFormat", ELAPSED_DAYS if task.elapsed else DAYS)
    _put(element, "Milestone", task.milestone)
    _put(element, "Summary", task.summary)
    _put(element, "PercentComplete", task.percent)
    _put(element, "ActualStart", task.actual_start)
    _put(element, "ActualFinish", task.actual_finish)
    _put_minutes(element, "ActualDuration", task.actual_duration)
    _put_minutes(element, "RemainingDuration", task.remaining)
    _put(element, "ConstraintType", CONSTRAINTS.index(task.constraint))
    _put(element, "CalendarUID", NO_CALENDAR if task.calendar_uid is None else task.calendar_uid)
    _put(element, "ConstraintDate", task.constraint_date)
    _put(element, "Deadline", task.deadline)
    _put(element, "Notes", task.notes or None)
    for link in task.links:
        _write_link(SubElement(element, "PredecessorLink"), link)
    _write_baselines(element, task)


def _write_link(element: Element, link: ScheduleLink) -> None:
    _put(element, "PredecessorUID", link.before)
    _put(element, "Type", KINDS.index(link.kind))
    _put(element, "CrossProject", False)
    if link.lag_percent is None:
        _put(element, "LinkLag", link.lag * 10)
        _put(element, "LagFormat", ELAPSED_DAYS if link.elapsed else DAYS)
    else:
        _put(element, "LinkLag", link.lag_percent)
        _put(element, "LagFormat", ELAPSED_PERCENT if link.elapsed else PERCENT)


def _write_baselines(element: Element, task: ScheduleTask) -> None:
    for baseline in task.baselines:
        one = SubElement(element, "Baseline")
        _put(one, "Number", baseline.number)
        _put(one, "Start", baseline.start)
        _put(one, "Finish", baseline.finish)
        _put_minutes(one, "Duration", baseline.duration)
        _put_minutes(one, "Work", baseline.work)


def _write_resources(root: Element, document: ScheduleDocument) -> None:
    if document.resources:
        section = SubElement(root, "Resources")
        for resource in document.resources:
            one = SubElement(section, "Resource")
            _put(one, "UID", resource.uid)
            _put(one, "Name", resource.name or None)
            _put(one, "CalendarUID", NO_CALENDAR if resource.calendar_uid is None else resource.calendar_uid)
    if document.assignments:
        section = SubElement(root, "Assignments")
        for assignment in document.assignments:
            one = SubElement(section, "Assignment")
            _put(one, "UID", assignment.uid)
            _put(one, "TaskUID", assignment.task_uid)
            _put(one, "ResourceUID", assignment.resource_uid)
            _put(one, "Units", assignment.units or None)
            _put_minutes(one, "Work", assignment.work)
