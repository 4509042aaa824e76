"""From a schedule document to the network the rules compute, in minutes of the wall clock since 1970."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time

from answerable.plans.exchange.schedule_document import (
    Hours,
    ScheduleCalendar,
    ScheduleDocument,
    ScheduleLink,
    ScheduleTask,
)
from answerable.rules.network import Activity, Dependency, Network, network_of
from answerable.rules.network_axis import WorkingAxis, axis_of_hours, clock_minute
from answerable.rules.problems import Problem, Refused

# Which bounds each constraint sets; "as late as possible" sets none: the latest dates show it.
_BOUNDS: Mapping[str, tuple[str, ...]] = {
    "as_soon_as_possible": (),
    "as_late_as_possible": (),
    "must_start_on": ("start_from", "start_by"),
    "must_finish_on": ("finish_from", "finish_by"),
    "start_not_earlier": ("start_from",),
    "start_not_later": ("start_by",),
    "finish_not_earlier": ("finish_from",),
    "finish_not_later": ("finish_by",),
}


def network_of_document(document: ScheduleDocument) -> Network:
    """The network of the tasks that are work: no summaries, none switched off. Keys are uids.

    Durations are minutes of the task's calendar; the network is for `network_calendars.schedule_on`, or for
    `network.schedule` where nothing has a date and every minute is worked.

    A link of a summary holds for every task below it; Refused where that says something else than the link does (from
    the start or to the finish of a summary). A lag given as a share of the earlier task becomes minutes of its
    duration, half a minute up. Refused also where rules.network refuses.
    """
    tasks = {task.uid: task for task in document.tasks if not task.summary and not task.inactive}
    return network_of((_activity(task) for task in tasks.values()), [link for link, _ in _links(document, tasks)])


def lag_on_of_document(document: ScheduleDocument) -> list[str]:
    """Where the minutes of each lag are counted, in the order of the network's dependencies: LAG_ON."""
    tasks = {task.uid: task for task in document.tasks if not task.summary and not task.inactive}
    return ["elapsed" if link.elapsed else "after" for _, link in _links(document, tasks)]


def _links(document: ScheduleDocument, tasks: Mapping[int, ScheduleTask]) -> Iterator[tuple[Dependency, ScheduleLink]]:
    """Every dependency between work, and the link it comes from."""
    summaries = {task.uid for task in document.tasks if task.summary}
    linked = _linked(document, summaries)
    asked = [task for task in document.tasks if not task.summary or task.uid in linked]
    below = {task.uid: _below(task, tasks.values()) for task in asked}
    for task in document.tasks:
        for link in task.links:
            _check_summary(task, link, summaries)
            lag = link.lag + _share(link.lag_percent, tasks, link.before)
            befores = below.get(link.before, [link.before])  # unknown: refused below, by name
            for after in below[task.uid]:
                yield from ((Dependency(str(before), str(after), link.kind, lag), link) for before in befores)


def _linked(document: ScheduleDocument, summaries: set[int]) -> set[int]:
    """The summaries that have a link at either end."""
    ends = {uid for task in document.tasks for link in task.links for uid in (task.uid, link.before)}
    return ends & summaries


def _below(task: ScheduleTask, tasks: Iterable[ScheduleTask]) -> list[int]:
    """The uids of the work that a task stands for: its own, of a summary those below it, none when switched off."""
    if not task.summary:
        return [] if task.inactive else [task.uid]
    return [one.uid for one in tasks if one.outline.startswith(f"{task.outline}.")]


def _check_summary(task: ScheduleTask, link: ScheduleLink, summaries: set[int]) -> None:
    from_start, to_finish = link.kind in ("SS", "SF"), link.kind in ("FF", "SF")
    share_of_summary = link.lag_percent is not None and link.before in summaries
    if (from_start and link.before in summaries) or (to_finish and task.summary) or share_of_summary:
        raise Refused(Problem("schedule_link_of_summary", "", {"task": task.name or str(task.uid), "kind": link.kind}))


def _share(percent: int | None, tasks: Mapping[int, ScheduleTask], before: int) -> int:
    if percent is None or before not in tasks:
        return 0
    return ((tasks[before].duration or 0) * percent + 50) // 100


def _activity(task: ScheduleTask) -> Activity:
    at = None if task.constraint_date is None else clock_minute(task.constraint_date)
    bounds = {} if at is None else dict.fromkeys(_BOUNDS[task.constraint], at)
    if task.manual and task.start is not None and not bounds:
        bounds = {"start_from": clock_minute(task.start)}
    return Activity(
        str(task.uid), task.duration or 0, **bounds, actual_start=_minute(task.actual_start),
        actual_finish=_minute(task.actual_finish), remaining=_remaining(task),
    )  # fmt: skip


def _remaining(task: ScheduleTask) -> int | None:
    """What is left: as the source says, else by the share that is done, half a minute up."""
    if task.remaining is not None or task.duration is None:
        return task.remaining
    return (task.duration * (100 - task.percent) + 50) // 100


def _minute(at: datetime | None) -> int | None:
    return None if at is None else clock_minute(at)


def axes_of_document(document: ScheduleDocument, network: Network, years: int = 10) -> list[WorkingAxis]:
    """The axis of each activity of the network: of its own calendar, else of the document's; of
    day and night for what is elapsed.

    Axes reach from a year before the start of the schedule to `years` after it. Refused where there is no start or a
    calendar is missing.
    """
    if document.start is None:
        raise Refused(Problem("schedule_without_start"))
    day = document.start.toordinal()
    first, last = date.fromordinal(max(day - 366, 1)), date.fromordinal(min(day + 366 * years, date.max.toordinal()))
    always = axis_of_hours(first, last, lambda _: ((time(0), time(0)),))
    calendars = {calendar.uid: calendar for calendar in document.calendars}
    tasks = {str(task.uid): task for task in document.tasks}
    axes: dict[int | None, WorkingAxis] = {}
    found = []
    for key in network.keys:
        if tasks[key].elapsed:
            found.append(always)
            continue
        own = tasks[key].calendar_uid
        uid = document.calendar_uid if own is None else own
        if uid is None or uid not in calendars:
            raise Refused(Problem("schedule_calendar_missing", "", {"task": tasks[key].name}))
        if uid not in axes:
            axes[uid] = _axis(calendars[uid], calendars, first, last)
        found.append(axes[uid])
    return found


def _axis(
    calendar: ScheduleCalendar, calendars: Mapping[int, ScheduleCalendar], first: date, last: date
) -> WorkingAxis:
    chain = [calendar]
    while (base := calendars.get(chain[-1].base_uid or -1)) is not None and base not in chain:
        chain.append(base)

    def hours_on(day: date) -> Hours:
        for one in chain:
            exception = next((e for e in one.exceptions if e.first_day <= day <= e.last_day), None)
            if exception is not None:
                return exception.hours
            if day.weekday() in one.weekly_hours:
                return one.weekly_hours[day.weekday()]
        return ()

    return axis_of_hours(first, last, hours_on)
