"""MSPDI read into a schedule, with a report of everything that was not understood or not kept."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from xml.etree.ElementTree import Element

from answerable.plans.exchange.mspdi_calendars import read_calendar
from answerable.plans.exchange.mspdi_values import (
    ELAPSED_FORMATS,
    KINDS,
    NAMESPACE,
    NO_CALENDAR,
    PERCENT_FORMATS,
    Fields,
)
from answerable.plans.exchange.report import Report
from answerable.plans.exchange.safe_xml import children, local, namespace, parse, text
from answerable.plans.exchange.schedule_document import (
    CONSTRAINTS,
    ScheduleAssignment,
    ScheduleBaseline,
    ScheduleDocument,
    ScheduleLink,
    ScheduleResource,
    ScheduleTask,
)
from answerable.rules.problems import Problem, Refused

# What the writing program computed or only shows: computed again here, or of no meaning elsewhere.
_COMPUTED = frozenset(
    {
        "ID", "WBS", "WBSLevel", "Critical", "EarlyStart", "EarlyFinish", "LateStart", "LateFinish", "StartVariance",
        "FinishVariance", "WorkVariance", "FreeSlack", "TotalSlack", "PercentWorkComplete", "Estimated", "ResumeValid",
        "Stop", "Resume", "HideBar", "Rollup", "OverAllocated", "GUID", "CreateDate", "SaveVersion", "CreationDate",
        "LastSaved", "DurationFormat", "LagFormat", "CrossProject", "BuildNumber", "DefaultStartTime",
        "DefaultFinishTime",
    }
)  # fmt: skip
_SECTIONS = frozenset({"Calendars", "Tasks", "Resources", "Assignments"})


def read(body: bytes) -> tuple[ScheduleDocument, Report]:
    """The schedule and the report. Refused: what safe_xml refuses, and what is no MSPDI at all."""
    root, report = parse(body), Report()
    if local(root) != "Project" or not namespace(root).startswith(NAMESPACE):
        raise Refused(Problem("mspdi_not_project", "", {"name": local(root), "namespace": namespace(root)}))
    unkept: Counter[str] = Counter()
    header = Fields(root, "Project", report, unkept)
    calendars = [read_calendar(one, report, unkept) for one in _section(root, "Calendars", "Calendar")]
    tasks = [_task(one, report, unkept) for one in _section(root, "Tasks", "Task")]
    resources = [_resource(one, report, unkept) for one in _section(root, "Resources", "Resource")]
    assignments = [_assignment(one, report, unkept) for one in _section(root, "Assignments", "Assignment")]
    found = ScheduleDocument(
        name=header.text("Name"), title=header.text("Title"), start=header.moment("StartDate"),
        finish=header.moment("FinishDate"), status_date=header.moment("StatusDate"),
        from_start=header.text("ScheduleFromStart").lower() not in {"0", "false"},
        currency=header.text("CurrencyCode"), calendar_uid=header.number("CalendarUID"),
        minutes_per_day=header.number("MinutesPerDay") or 480,
        minutes_per_week=header.number("MinutesPerWeek") or 2400, days_per_month=header.number("DaysPerMonth") or 20,
        calendars=tuple(one for one in calendars if one), tasks=tuple(one for one in tasks if one),
        resources=tuple(one for one in resources if one), assignments=tuple(one for one in assignments if one),
    )  # fmt: skip
    header.close(_COMPUTED | _SECTIONS)
    for name, count in sorted(unkept.items()):
        report.say("mspdi_not_kept", name, count=count)
    return found, report


def _section(root: Element, outer: str, inner: str) -> list[Element]:
    return [one for section in children(root, outer) for one in children(section, inner)]


def _task(element: Element, report: Report, unkept: Counter[str]) -> ScheduleTask | None:
    where = f"Task {text(element, 'UID')}"
    fields = Fields(element, where, report, unkept)
    uid = fields.number("UID")
    if uid is None:
        report.say("mspdi_without_uid", where)
    if uid is None or fields.truth("IsNull"):  # an empty line of the sheet
        return None
    calendar = fields.number("CalendarUID")
    links = [_link(one, where, report, unkept) for one in fields.children("PredecessorLink")]
    baselines = [_baseline(one, where, report, unkept) for one in fields.children("Baseline")]
    level = fields.number("OutlineLevel")
    found = ScheduleTask(
        uid, name=fields.text("Name"), outline=fields.text("OutlineNumber"), level=1 if level is None else level,
        duration=fields.minutes("Duration"), milestone=fields.truth("Milestone"), summary=fields.truth("Summary"),
        start=fields.moment("Start"), finish=fields.moment("Finish"), constraint=_constraint(fields),
        constraint_date=fields.moment("ConstraintDate"), deadline=fields.moment("Deadline"),
        actual_start=fields.moment("ActualStart"), actual_finish=fields.moment("ActualFinish"),
        actual_duration=fields.minutes("ActualDuration"), remaining=fields.minutes("RemainingDuration"),
        percent=fields.number("PercentComplete") or 0,
        calendar_uid=None if calendar == NO_CALENDAR else calendar,
        elapsed=fields.number("DurationFormat") in ELAPSED_FORMATS,
        inactive=fields.text("Active").lower() in {"0", "false"}, manual=fields.truth("Manual"),
        notes=fields.text("Notes"), links=tuple(one for one in links if one),
        baselines=tuple(one for one in baselines if one),
    )  # fmt: skip
    fields.close(_COMPUTED)
    return found


def _constraint(fields: Fields) -> str:
    number = fields.number("ConstraintType") or 0
    if 0 <= number < len(CONSTRAINTS):
        return CONSTRAINTS[number]
    fields.report.say("mspdi_unreadable", f"{fields.where}/ConstraintType", value=str(number))
    return CONSTRAINTS[0]


def _link(element: Element, where: str, report: Report, unkept: Counter[str]) -> ScheduleLink | None:
    fields = Fields(element, f"{where}/PredecessorLink", report, unkept)
    before, kind = fields.number("PredecessorUID"), fields.number("Type")
    lag, format_ = fields.number("LinkLag") or 0, fields.number("LagFormat")
    if fields.truth("CrossProject"):
        report.say("mspdi_link_elsewhere", fields.where, name=fields.text("CrossProjectName"))
        return None
    kind = 1 if kind is None else kind
    if before is None or not 0 <= kind < len(KINDS):
        report.say("mspdi_unreadable", fields.where, value=f"{before} {kind}")
        return None
    fields.close(_COMPUTED)
    elapsed = format_ in ELAPSED_FORMATS
    if format_ in PERCENT_FORMATS:
        return ScheduleLink(before, KINDS[kind], 0, lag, elapsed)
    return ScheduleLink(before, KINDS[kind], fields.whole("LinkLag", Fraction(lag, 10)), None, elapsed)


def _baseline(element: Element, where: str, report: Report, unkept: Counter[str]) -> ScheduleBaseline | None:
    fields = Fields(element, f"{where}/Baseline", report, unkept)
    number = fields.number("Number")
    if number is None or not 0 <= number <= 10:
        report.say("mspdi_unreadable", fields.where, value=str(number))
        return None
    found = ScheduleBaseline(
        number, fields.moment("Start"), fields.moment("Finish"), fields.minutes("Duration"), fields.minutes("Work")
    )
    fields.close(_COMPUTED)
    return found


def _resource(element: Element, report: Report, unkept: Counter[str]) -> ScheduleResource | None:
    fields = Fields(element, f"Resource {text(element, 'UID')}", report, unkept)
    uid, calendar = fields.number("UID"), fields.number("CalendarUID")
    if uid is None or fields.truth("IsNull"):
        return None
    found = ScheduleResource(uid, fields.text("Name"), None if calendar == NO_CALENDAR else calendar)
    fields.close(_COMPUTED)
    return found


def _assignment(element: Element, report: Report, unkept: Counter[str]) -> ScheduleAssignment | None:
    fields = Fields(element, f"Assignment {text(element, 'UID')}", report, unkept)
    uid, task, resource = (fields.number(name) for name in ("UID", "TaskUID", "ResourceUID"))
    if uid is None or task is None or resource is None:
        report.say("mspdi_without_uid", fields.where)
        return None
    found = ScheduleAssignment(uid, task, resource, fields.text("Units"), fields.minutes("Work"))
    fields.close(_COMPUTED)
    return found
