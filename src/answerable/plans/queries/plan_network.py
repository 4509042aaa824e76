"""The network of a plan: its tasks, milestones and hand-offs as activities, and what waits for what.

How rows become activities, where the sources are silent:
* A task that never waited for anything begins not before its planned start; one that waits follows what it waits for.
* A milestone that waits for nothing stands at its due date.
* A task with tasks below it lasts as long as they do: what it waits for, they wait for.
* Of a task that has begun and of which nobody says what is left, what is left of its duration is taken to be left, at
  least one day. One that is handed in waits, with nothing left, for its acceptance.
* A hand-off is a moment between the task it comes out of (if any) and the task it is needed for; until it is given it
  is expected on the date promised. Nothing waits for what was cancelled.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from answerable.organisation import queries as organisation
from answerable.plans.models import Dependency, HandOff, Plan, Task
from answerable.plans.queries.working_days import DAY, DayAxis, minutes
from answerable.rules import network as rules
from answerable.rules.network import Activity, Network, Schedule
from answerable.rules.three_points import ThreePoints
from answerable.rules.working_calendar import Calendar


@dataclass(frozen=True, eq=False)
class PlanNetwork:
    """A plan's network on a status date. Keys are codes of tasks and `handoff:NUMBER`.

    `without_duration`: tasks nobody gave a duration or dates. `digest`: of everything the network was made from.
    """

    plan: Plan
    status_on: date
    tasks: Mapping[str, Task]
    handoffs: Mapping[str, HandOff]
    network: Network
    points: Mapping[str, ThreePoints]
    axis: DayAxis
    start: int
    status: int
    without_duration: tuple[str, ...]
    digest: str

    def schedule(self, by: date | None = None) -> Schedule:
        """The dates and floats, on the axis."""
        return rules.schedule(self.network, self.start, self.status, None if by is None else self.axis.end(by))


@dataclass(eq=False)
class Rows:
    """The rows a network is made from, read at once."""

    plan: Plan
    tasks: list[Task]
    dependencies: list[Dependency]
    handoffs: list[HandOff]
    ever_waited: set[UUID]
    parents: dict[UUID, list[Task]] = field(default_factory=dict)  # those with work, not only milestones, below them

    def __post_init__(self) -> None:
        for task in self.tasks:
            if task.parent_id and task.kind != "milestone":
                self.parents.setdefault(task.parent_id, []).append(task)

    def below(self, task: Task) -> Iterator[Task]:
        """The tasks that stand for a task: itself, or all the work below it."""
        if task.pk not in self.parents:
            yield task
        for child in self.parents.get(task.pk, ()):
            yield from self.below(child)


def rows_of(plan: Plan) -> Rows:
    """Three queries. Cancelled tasks are left out, and what hangs on them; rows share their tasks."""
    tasks = list(Task.objects.filter(plan=plan).exclude(state="cancelled"))
    by_key = {task.pk: task for task in tasks}
    dependencies = list(Dependency.objects.filter(plan=plan))
    held = [d for d in dependencies if d.removed_at is None and d.before_id in by_key and d.after_id in by_key]
    for row in held:
        row.before, row.after = by_key[row.before_id], by_key[row.after_id]
    handoffs = HandOff.objects.filter(plan=plan).exclude(task__state="cancelled")
    given = list(handoffs.select_related("giver__unit", "taker__unit", "dependency__before"))
    for handoff in given:
        handoff.plan, handoff.task = plan, by_key[handoff.task_id]
    return Rows(plan, tasks, held, given, {d.after_id for d in dependencies})


def network_of_plan(plan: Plan, *, status_on: date, promised: bool = False, rows: Rows | None = None) -> PlanNetwork:
    """The network as it stands on a date, or, `promised`, as it was promised: nothing begun, first promises kept.

    Refused where rules.network refuses: a cycle cannot be, since acts and imports are checked.
    """
    rows = rows or rows_of(plan)
    axis = _axis(rows, status_on)
    build = _Build(rows, axis, status_on, promised)
    activities, dependencies = list(build.activities()), list(build.dependencies())
    start, points = axis.start(plan.starts_on), build.points()
    said = [[str(a) for a in activities], [str(d) for d in dependencies], [f"{k} {p}" for k, p in points.items()],
            start, status_on.isoformat(), axis.first.isoformat(), _spelt(axis.calendar)]  # fmt: skip
    return PlanNetwork(
        plan, status_on, {task.code: task for task in rows.tasks}, {key_of(h): h for h in rows.handoffs},
        rules.network_of(activities, dependencies), points, axis, start, axis.start(status_on),
        tuple(build.without_duration), hashlib.sha256(json.dumps(said).encode()).hexdigest(),
    )  # fmt: skip


def _spelt(calendar: Calendar) -> list[str]:
    """The working days of a calendar, for the digest."""
    days = [f"{day} {what.kind}" for day, what in sorted(calendar.days.items())]
    return [f"{calendar.first_day} {calendar.last_day} {sorted(calendar.weekly_hours)}", *days]


def key_of(handoff: HandOff) -> str:
    """The key of a hand-off in the network."""
    return f"handoff:{handoff.number}"


def _axis(rows: Rows, status_on: date) -> DayAxis:
    """From well before the first date to well after the last; it grows with what is computed."""
    plan = rows.plan
    dates = [plan.starts_on, plan.ends_on, status_on]
    for task in rows.tasks:
        dates += [d for d in (task.starts_on, task.due_on, task.started_on, task.finished_on) if d]
    for handoff in rows.handoffs:
        dates += [d for d in (handoff.baseline_on, handoff.promised_on) if d]
    calendar = organisation.calendar(plan.jurisdiction)
    lead = (
        max((abs(int(row.lag_days)) for row in rows.dependencies), default=0) * 2
    )  # a lead may reach before all dates
    return DayAxis(calendar, min(dates) - timedelta(days=366 + lead), max(dates) + timedelta(days=366))


@dataclass(eq=False)
class _Build:
    rows: Rows
    axis: DayAxis
    status_on: date
    promised: bool
    without_duration: list[str] = field(default_factory=list)

    def activities(self) -> Iterator[Activity]:
        for task in self.rows.tasks:
            yield self._activity(task)
        for handoff in self.rows.handoffs:
            yield self._handoff(handoff)

    def _activity(self, task: Task) -> Activity:
        if task.pk in self.rows.parents:
            return Activity(task.code, 0)
        duration = self._duration(task)
        if not self.promised and task.state == "accepted" and task.finished_on:
            ended = self.axis.end(task.finished_on)
            first = min(self.axis.start(task.started_on or task.finished_on), ended)
            return Activity(task.code, duration, actual_start=first, actual_finish=ended)
        if not self.promised and task.state in ("started", "submitted") and task.started_on:
            began = self.axis.start(task.started_on)
            return Activity(task.code, duration, actual_start=began, remaining=self._left(task, began, duration))
        return Activity(task.code, duration, start_from=self._start_from(task))

    def _duration(self, task: Task) -> int:
        if task.kind == "milestone":
            return 0
        if task.duration_days is not None:
            return minutes(task.duration_days)
        if task.starts_on and task.due_on:
            return max(0, self.axis.end(task.due_on) - self.axis.start(task.starts_on))
        self.without_duration.append(task.code)
        return 0

    def _left(self, task: Task, began: int, duration: int) -> int:
        if task.state == "submitted" or not duration:
            return 0
        if task.remaining_days is not None:
            return minutes(task.remaining_days)
        return max(DAY, began + duration - self.axis.start(self.status_on))

    def _start_from(self, task: Task) -> int | None:
        if task.pk in self.rows.ever_waited:
            return None
        if task.kind == "milestone" and task.due_on:
            return self.axis.end(task.due_on)
        return self.axis.start(task.starts_on) if task.starts_on else None

    def _handoff(self, row: HandOff) -> Activity:
        given_on = _day(row.given_at, self.rows.plan)
        if not self.promised and row.accepted_at and given_on:
            at = self.axis.end(given_on)
            return Activity(key_of(row), 0, actual_start=at, actual_finish=at)
        expected = row.baseline_on if self.promised else given_on or row.promised_on
        return Activity(key_of(row), 0, start_from=None if expected is None else self.axis.end(expected))

    def dependencies(self) -> Iterator[rules.Dependency]:
        """Also from the work below a task to it, and from what a task waits for to the work below it."""
        for row in self.rows.dependencies:
            afters = {row.after.code}
            if row.kind in ("FS", "SS"):
                afters |= {task.code for task in self.rows.below(row.after)}
            yield from (
                rules.Dependency(row.before.code, after, row.kind, minutes(row.lag_days)) for after in sorted(afters)
            )
        for task in self.rows.tasks:
            if task.pk in self.rows.parents:
                yield from (rules.Dependency(t.code, task.code) for t in self.rows.below(task) if t is not task)
        held = {row.pk for row in self.rows.dependencies}
        for handoff in self.rows.handoffs:
            afters = {handoff.task.code, *(task.code for task in self.rows.below(handoff.task))}
            yield from (rules.Dependency(key_of(handoff), after) for after in sorted(afters))
            if handoff.dependency_id in held and handoff.dependency is not None:
                yield rules.Dependency(handoff.dependency.before.code, key_of(handoff))

    def points(self) -> dict[str, ThreePoints]:
        """Three durations where somebody gave them."""
        found = {}
        for task in self.rows.tasks:
            three = (task.optimistic_days, task.duration_days, task.pessimistic_days)
            if task.pk not in self.rows.parents and None not in three:
                low, likely, high = sorted(minutes(days) for days in three)
                found[task.code] = ThreePoints(low, likely, high)
        return found


def _day(at: datetime | None, plan: Plan) -> date | None:
    return at.astimezone(ZoneInfo(plan.jurisdiction.timezone)).date() if at else None
