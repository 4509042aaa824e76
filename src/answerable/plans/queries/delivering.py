"""What tasks say about an indicator: whether what is to be delivered was accepted, what they will add, what comes next.

Submissions and schedule runs are never changed, and of a task that was changed its history says what it was: all of
it is read as of an instant (invariant 6).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Q

from answerable.plans.models import Plan, ScheduleRun, Submission, Task, TaskHistory
from answerable.plans.queries.inputs import today_of
from answerable.rules.deliveries import Delivery
from answerable.rules.forecasts import Deliverable

OPEN = ("planned", "started", "submitted")


@dataclass(frozen=True)
class Forecasted:
    """By when a run finishes a task in 50 and in 80 of 100 cases."""

    p50: date | None = None
    p80: date | None = None


@dataclass
class Deliveries:
    """The tasks of a plan by indicator; `accepted` and `submitted` by task: the day of what was handed in."""

    tasks: Mapping[UUID, list[Task]]
    accepted: dict[UUID, date] = field(default_factory=dict)
    submitted: dict[UUID, date] = field(default_factory=dict)
    forecasts: Mapping[str, Forecasted] = field(default_factory=dict)

    def delivery_of(self, indicator: UUID, due: date) -> Delivery:
        """All deliverables of an indicator as one: accepted when all are, forecast when the last one is."""
        tasks = [task for task in self.tasks.get(indicator, []) if task.state != "cancelled"]
        last = [task for task in tasks if task.kind in ("milestone", "deliverable")] or tasks
        starts = [task.starts_on for task in tasks if task.starts_on]
        accepted = [self.accepted.get(task.pk) for task in last]
        forecasts = [self.forecast_of(task) for task in last]
        return Delivery(
            due, min(starts, default=None), self._last([self.submitted.get(task.pk) for task in last]),
            self._last(accepted), self._last(forecasts),
        )  # fmt: skip

    def forecast_of(self, task: Task) -> date | None:
        """When it was handed in, or else when the schedule run expects it."""
        done = self.accepted.get(task.pk)
        return done or self.forecasts.get(task.code, Forecasted()).p50

    def deliverables_of(self, indicator: UUID) -> tuple[Deliverable, ...]:
        """What the open tasks of an indicator will add; what was accepted stands in the observations already."""
        tasks = [t for t in self.tasks.get(indicator, []) if t.adds is not None and t.state in OPEN]
        found = [(task, self.forecasts.get(task.code, Forecasted())) for task in tasks]
        return tuple(Deliverable(Fraction(t.adds or 0), f.p50, f.p80, t.code) for t, f in found)

    def next_of(self, indicator: UUID) -> Task | None:
        """The open task or milestone that falls due first; overdue ones come first of all."""
        waiting = [t for t in self.tasks.get(indicator, []) if t.state in OPEN and t.due_on is not None]
        return min(waiting, key=lambda t: (t.due_on or date.max, t.sequence), default=None)

    @staticmethod
    def _last(days: Iterable[date | None]) -> date | None:
        """The last day of several, None while one of them is not there yet."""
        known = list(days)
        return max((day for day in known if day is not None), default=None) if None not in known else None


_BARE = ("description_zh_hant", "description_en", "description_zh_hans", "standard", "cancelled_words")


def deliveries(plan: Plan, *, as_of: datetime) -> Deliveries:
    """The tasks that serve indicators of a plan, with what was accepted and forecast by an instant. Four queries."""
    tasks: dict[UUID, list[Task]] = defaultdict(list)
    for task in _tasks(plan, as_of):
        if task.indicator_id is not None:
            tasks[task.indicator_id].append(task)
    found = Deliveries(tasks)
    handed = Submission.objects.filter(task__plan=plan, submitted_at__lte=as_of).order_by("submitted_at")
    for key, at, verdict, verdict_at in handed.values_list("task_id", "submitted_at", "verdict", "verdict_at"):
        day = today_of(plan, at)
        found.submitted[key] = day
        if verdict == "accepted" and verdict_at is not None and verdict_at <= as_of:
            found.accepted[key] = day
    run = ScheduleRun.objects.filter(plan=plan, ran_at__lte=as_of).order_by("-ran_at").first()
    found.forecasts = {} if run is None else forecasts_of(run.results)
    return found


def _tasks(plan: Plan, as_of: datetime) -> list[Task]:
    changed = TaskHistory.objects.filter(task__plan=plan, until__gt=as_of).values("task")
    rows = Task.objects.filter(Q(indicator__isnull=False) | Q(pk__in=changed), plan=plan)
    return as_they_were(plan, rows.defer(*_BARE), as_of)


def as_they_were(plan: Plan, tasks: Iterable[Task], as_of: datetime) -> list[Task]:
    """Those of some tasks that were there at an instant, as they were: never to be saved. One query more."""
    changes = TaskHistory.objects.filter(task__plan=plan, until__gt=as_of).order_by("-until")
    was = {row.task_id: row for row in changes}  # the first change after the instant
    found = [task for task in tasks if task.added_at <= as_of]
    for task in found:
        before = was.get(task.pk)
        if before is not None:
            task.indicator_id, task.kind, task.state = before.indicator_id, before.kind, before.state
            task.starts_on, task.due_on, task.adds = before.starts_on, before.due_on, before.adds
    return found


def forecasts_of(results: Mapping[str, Any]) -> dict[str, Forecasted]:
    """P50 and P80 of each task of a run, by code."""
    p50, p80 = results.get("p50", {}), results.get("p80", {})
    return {code: Forecasted(_day(p50.get(code)), _day(p80.get(code))) for code in {*p50, *p80}}


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)[:10]) if text else None
