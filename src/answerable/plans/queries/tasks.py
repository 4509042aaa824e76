"""Tasks and milestones as they stand: who answers, whether late or at risk and why, and everything that happened."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from answerable.plans.models import (
    Accountability,
    Dependency,
    HandOff,
    Letter,
    Plan,
    ScheduleRun,
    StepIn,
    Submission,
    SubmissionEvidence,
    Task,
)
from answerable.plans.models.accountability import ACCOUNTABLE
from answerable.plans.queries.answering import Answers, answering, in_force, posts_as
from answerable.plans.queries.handoffs import HandOffLine
from answerable.plans.queries.handoffs import line as handoff_line
from answerable.plans.queries.years import due_in_year
from answerable.rules import task_marks
from answerable.rules.access import Actor
from answerable.rules.task_marks import TaskTimes

_RELATED = ("parent", "indicator", "element", "acceptor__unit")


@dataclass(frozen=True)
class TaskLine:
    """A task on a day. `mark` and `risks` are codes of rules.task_marks; forecasts come from the newest run.

    `days_late` are counted from its date, `days_late_first` from the date it was first published for.
    """

    task: Task
    answers: Answers | None
    mark: str
    risks: tuple[str, ...]
    days_late: int
    forecast_on: date | None
    p50_on: date | None
    p80_on: date | None
    late_handoffs: int
    waiting: Submission | None  # handed in, and neither accepted nor sent back
    days_late_first: int = 0
    why: StepIn | None = None  # the newest assessment of why government does this

    @property
    def days_behind(self) -> int:
        """Days late by its date or by its first one, whichever is more."""
        return max(self.days_late, self.days_late_first)

    @property
    def moved(self) -> int:
        """By how many days its date was moved since it was first published; below zero: brought forward."""
        first, due = self.task.first_due_on, self.task.due_on
        return 0 if first is None or due is None else (due - first).days


def task_lines(
    plan: Plan, *, today: date, now: datetime, codes: Sequence[str] | None = None
) -> list[TaskLine]:  # fmt: skip
    """The tasks of a plan (or those of these codes) in its order; cancelled ones are among them. Eight queries."""
    rows = Task.objects.filter(plan=plan).select_related(*_RELATED).order_by("sequence", "code")
    return _lines(plan, list(rows if codes is None else rows.filter(code__in=codes)), today, now)


def lines_of_year(plan: Plan, *, today: date, now: datetime) -> list[TaskLine]:
    """The tasks of the plan a year was made from that are due in it; nothing for another plan."""
    codes = [task.code for task in due_in_year(plan)]
    return task_lines(plan.parent, today=today, now=now, codes=codes) if plan.parent and codes else []


def _lines(plan: Plan, tasks: list[Task], today: date, now: datetime) -> list[TaskLine]:
    keys = [task.pk for task in tasks]
    for task in tasks:
        task.plan = plan
    owners = answering(plan.jurisdiction, {*keys, *(t.parent_id for t in tasks if t.parent_id)}, now=now)
    waiting = {row.task_id: row for row in Submission.objects.filter(task__plan=plan, verdict="")}
    why = {row.task_id: row for row in StepIn.objects.filter(task__in=keys).order_by("assessed_at")}
    late = Counter(
        HandOff.objects.filter(plan=plan, given_at=None, promised_on__lt=today).values_list("task", flat=True)
    )
    run = ScheduleRun.objects.filter(plan=plan, ran_at__lte=now).order_by("-ran_at").first()
    results: Mapping[str, Any] = run.results if run else {}
    return [
        _line(task, owners.get(task.pk) or owners.get(task.parent_id or task.pk), waiting.get(task.pk), results,
              late[task.pk], today, why.get(task.pk))
        for task in tasks
    ]  # fmt: skip


def _line(
    task: Task, owner: Answers | None, waiting: Submission | None, results: Mapping[str, Any], late: int, today: date,
    why: StepIn | None,
) -> TaskLine:  # fmt: skip
    handed_on = waiting.submitted_at.astimezone(ZoneInfo(task.plan.jurisdiction.timezone)).date() if waiting else None
    forecast, p50, p80 = (
        _date(results.get("tasks", {}).get(task.code, {}).get("finish")),
        _date(results.get("p50", {}).get(task.code)),
        _date(results.get("p80", {}).get(task.code)),
    )
    times = TaskTimes(
        task.state, task.starts_on, task.due_on, task.started_on, task.finished_on, handed_on, forecast, p80, late
    )  # fmt: skip
    done_on = task.finished_on if task.state == "accepted" else handed_on
    return TaskLine(
        task, owner, task_marks.mark(times, today), task_marks.risks(times, today),
        task_marks.days_late(task.state, task.due_on, done_on, today), forecast, p50, p80, late, waiting,
        task_marks.days_late(task.state, task.first_due_on, done_on, today), why,
    )  # fmt: skip


def _date(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


@dataclass(frozen=True)
class TaskPage:
    """Everything about one task. Removed dependencies stand among the others, with the reason."""

    line: TaskLine
    children: list[TaskLine]
    waits_for: list[Dependency]
    followers: list[Dependency]
    handoffs: list[HandOffLine]
    submissions: list[tuple[Submission, list[SubmissionEvidence]]]
    step_ins: list[StepIn]
    letters: list[Letter]
    history: list[Accountability]
    contributors: frozenset[str]


def task_page(plan: Plan, code: str, *, today: date, now: datetime) -> TaskPage | None:
    """A task of a plan the reader may see; None when there is none of that code."""
    lines = task_lines(plan, today=today, now=now, codes=[code])
    if not lines:
        return None
    task = lines[0].task
    children = list(task.children.select_related(*_RELATED).order_by("sequence", "code"))
    given = HandOff.objects.filter(task=task).select_related("giver__unit", "taker__unit", "plan__jurisdiction", "task")
    return TaskPage(
        line=lines[0], children=_lines(plan, children, today, now),
        waits_for=list(task.waits_for.select_related("before").order_by("removed_at", "before__sequence")),
        followers=list(task.followers.select_related("after").order_by("removed_at", "after__sequence")),
        handoffs=[handoff_line(row, today=today) for row in given.order_by("promised_on", "number")],
        submissions=submissions_of(task),
        step_ins=list(StepIn.objects.filter(task=task).select_related("assessed_by__unit").order_by("-assessed_at")),
        letters=list(Letter.objects.filter(accountability__subject=task.pk).order_by("-issued_at")),
        history=list(
            Accountability.objects.filter(subject=task.pk).select_related("post__unit").order_by("-since", "kind")
        ),
        contributors=posts_as("contributor", task.pk, now=now),
    )  # fmt: skip


def submissions_of(task: Task) -> list[tuple[Submission, list[SubmissionEvidence]]]:
    """What was handed in, the newest first, each with its papers."""
    rows = task.submissions.select_related("submitted_by__unit", "verdict_by__unit")
    return [
        (row, list(row.papers.all())) for row in rows.prefetch_related("papers__evidence").order_by("-submitted_at")
    ]


def stalled(plan: Plan, *, today: date, now: datetime, days: int) -> list[TaskLine]:
    """Open tasks late by more than so many days, the latest first: for the joint review, and for whistles.

    By the date first published: a stall does not end by a new date.
    """
    lines = [
        one
        for one in task_lines(plan, today=today, now=now)
        if one.days_behind > days and (one.mark == "late" or one.task.state in ("planned", "started"))
    ]
    return sorted(lines, key=lambda one: -one.days_behind)


def to_accept(actor: Actor, *, today: date, now: datetime) -> list[TaskLine]:
    """What waits for the actor's post to accept it or send it back."""
    rows = Task.objects.filter(
        plan__jurisdiction__code=actor.jurisdiction, state="submitted", acceptor__code=actor.post or ""
    )
    return _by_plan(list(rows.select_related(*_RELATED, "plan__jurisdiction").order_by("due_on", "code")), today, now)


def mine(actor: Actor, *, today: date, now: datetime) -> list[TaskLine]:
    """The open tasks the actor's post answers for, the earliest due date first."""
    held = in_force(now).filter(post__code=actor.post or "", post__jurisdiction__code=actor.jurisdiction)
    rows = Task.objects.filter(pk__in=held.filter(kind=ACCOUNTABLE).values("subject"))
    rows = rows.exclude(state__in=("accepted", "cancelled"))
    return _by_plan(list(rows.select_related(*_RELATED, "plan__jurisdiction").order_by("due_on", "code")), today, now)


def _by_plan(tasks: list[Task], today: date, now: datetime) -> list[TaskLine]:
    """Lines of tasks of several plans, in the order given."""
    plans: dict[UUID, list[Task]] = defaultdict(list)
    for task in tasks:
        plans[task.plan_id].append(task)
    found = {one.task.pk: one for rows in plans.values() for one in _lines(rows[0].plan, rows, today, now)}
    return [found[task.pk] for task in tasks]


def counts(plan: Plan, *, today: date, now: datetime) -> Counter[str]:
    """How many tasks stand at each mark; cancelled ones are counted (invariant 14)."""
    return Counter(one.mark for one in task_lines(plan, today=today, now=now))
