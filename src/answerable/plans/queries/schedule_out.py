"""The tasks of a plan as a schedule document, for other programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from answerable.organisation import queries as organisation
from answerable.plans.exchange.schedule_document import (
    CalendarException,
    Hours,
    ScheduleAssignment,
    ScheduleBaseline,
    ScheduleCalendar,
    ScheduleDocument,
    ScheduleLink,
    ScheduleResource,
    ScheduleTask,
)
from answerable.plans.models import Dependency, Plan, Task
from answerable.plans.models import ScheduleBaseline as Picture
from answerable.plans.queries.answering import answering
from answerable.plans.queries.plan_network import PlanNetwork, network_of_plan
from answerable.plans.queries.working_days import DAY, minutes
from answerable.rules.network import Schedule
from answerable.rules.working_calendar import Calendar

OPENS, CLOSES = time(9), time(17)  # a day of 480 minutes; the axis of a plan counts days and no hours
WORKED: Hours = ((OPENS, CLOSES),)
CALENDAR_UID = 1
MOST_BASELINES = 11  # the format has numbers 0 to 10


def schedule_document(plan: Plan, *, status_on: date, now: datetime) -> ScheduleDocument:
    """Tasks, links, baselines, the working calendar and who answers (as resources). Cancelled tasks are switched off.

    Dates are those that happened, else the computed ones. The code of a task stands first in its notes.
    """
    tasks = list(Task.objects.filter(plan=plan).select_related("parent").order_by("sequence", "code"))
    uids = {task.pk: number for number, task in enumerate(tasks, 1)}
    network = network_of_plan(plan, status_on=status_on)
    parts = _Parts(plan, tasks, uids, network)
    first, last = plan.starts_on, max(plan.ends_on, network.axis.ends_on(parts.computed.finish))
    owners = answering(plan.jurisdiction, [task.pk for task in tasks], now=now)
    posts = {answers.post.pk: answers.post for answers in owners.values()}
    resources = {pk: number for number, pk in enumerate(sorted(posts), 1)}
    assigned = [(uids[key], resources[answers.post.pk]) for key, answers in owners.items()]
    return ScheduleDocument(
        name=plan.code, title=plan.name, start=_at(plan.starts_on), finish=_until(plan.ends_on),
        status_date=_until(status_on), calendar_uid=CALENDAR_UID, minutes_per_day=DAY, minutes_per_week=5 * DAY,
        calendars=(_calendar(organisation.calendar(plan.jurisdiction), first, last),),
        tasks=tuple(parts.task(task) for task in tasks),
        resources=tuple(ScheduleResource(uid, f"{posts[pk].unit} {posts[pk]}") for pk, uid in resources.items()),
        assignments=tuple(ScheduleAssignment(n, task, post, "1") for n, (task, post) in enumerate(sorted(assigned), 1)),
    )  # fmt: skip


def _at(day: date) -> datetime:
    return datetime.combine(day, OPENS)


def _until(day: date) -> datetime:
    return datetime.combine(day, CLOSES)


class _Parts:
    """What the tasks of a document share."""

    def __init__(self, plan: Plan, tasks: list[Task], uids: Mapping[UUID, int], network: PlanNetwork) -> None:
        self.uids, self.network = uids, network
        self.computed: Schedule = network.schedule()
        self.place = {key: place for place, key in enumerate(network.network.keys)}
        self.outlines = dict(_outlines(tasks))
        self.summaries = {task.parent_id for task in tasks if task.parent_id}
        self.links: dict[object, list[ScheduleLink]] = {}
        self.waited: set[object] = set()
        for row in Dependency.objects.filter(plan=plan).order_by("before__sequence"):
            self.waited.add(row.after_id)
            if row.removed_at is None:
                link = ScheduleLink(uids[row.before_id], row.kind, minutes(row.lag_days))
                self.links.setdefault(row.after_id, []).append(link)
        self.pictures = list(Picture.objects.filter(plan=plan).order_by("number"))[:MOST_BASELINES]

    def task(self, task: Task) -> ScheduleTask:
        start, finish = self._dates(task)
        held = task.pk not in self.waited and task.starts_on is not None and task.kind != "milestone"
        done = task.state == "accepted"
        return ScheduleTask(
            uid=self.uids[task.pk], name=task.name, outline=self.outlines[task.pk],
            level=self.outlines[task.pk].count(".") + 1, duration=self._duration(task),
            milestone=task.kind == "milestone", summary=task.pk in self.summaries, start=start, finish=finish,
            constraint="start_not_earlier" if held else "as_soon_as_possible",
            constraint_date=_at(task.starts_on) if held and task.starts_on else None,
            deadline=_until(task.due_on) if task.due_on else None,
            actual_start=_at(task.started_on) if task.started_on else None,
            actual_finish=_until(task.finished_on) if done and task.finished_on else None,
            remaining=0 if done else None if task.remaining_days is None else minutes(task.remaining_days),
            percent=100 if done else 0, calendar_uid=None, inactive=task.state == "cancelled",
            notes=f"{task.code}\n{task.description_en or task.description_zh_hant}".strip(),
            links=tuple(self.links.get(task.pk, ())), baselines=tuple(self._baselines(task)),
        )  # fmt: skip

    def _dates(self, task: Task) -> tuple[datetime | None, datetime | None]:
        place = self.place.get(task.code)
        if place is None:
            return _at(task.starts_on) if task.starts_on else None, _until(task.due_on) if task.due_on else None
        finish = self.network.axis.ends_on(int(self.computed.early_finish[place]))
        start = min(finish, self.network.axis.starts_on(int(self.computed.early_start[place])))
        return (_until(finish) if task.kind == "milestone" else _at(start)), _until(finish)

    def _duration(self, task: Task) -> int:
        place = self.place.get(task.code)
        return minutes(task.duration_days) if place is None else int(self.network.network.duration[place])

    def _baselines(self, task: Task) -> Iterator[ScheduleBaseline]:
        for number, picture in enumerate(self.pictures):
            pair = picture.dates.get(task.code)
            if pair:
                start, finish = (date.fromisoformat(text) for text in pair)
                yield ScheduleBaseline(number, _at(start), _until(finish))


def _outlines(tasks: list[Task]) -> Iterator[tuple[object, str]]:
    """1, 1.1, 1.2, 2 …: the place of each task among those of its parent."""
    counted, found = Counter[object](), dict[object, str]()
    waiting = list(tasks)
    while waiting:
        later = []
        for task in waiting:
            if task.parent_id is not None and task.parent_id not in found:
                later.append(task)
                continue
            counted[task.parent_id] += 1
            above = f"{found[task.parent_id]}." if task.parent_id else ""
            found[task.pk] = f"{above}{counted[task.parent_id]}"
        waiting = later
    return iter(found.items())


def _calendar(calendar: Calendar, first: date, last: date) -> ScheduleCalendar:
    """The city's working days between two dates, each as one of eight hours."""
    weekly: dict[int, Hours] = {day: WORKED if calendar.weekly_hours.get(day) else () for day in range(7)}
    exceptions, day = [], first
    while day <= min(last, calendar.last_day):
        hours: Hours = WORKED if day >= calendar.first_day and calendar.hours_on(day) else ()
        if day >= calendar.first_day and hours != weekly[day.weekday()]:
            exceptions.append(CalendarException(day, day, hours))
        day += timedelta(days=1)
    return ScheduleCalendar(CALENDAR_UID, "Working days", True, None, weekly, tuple(exceptions))
