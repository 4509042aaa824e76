"""A schedule from a file becomes tasks of a plan: nothing guessed, and a line for everything that is not kept.

Where the formats and this system differ, and what is done: durations and lags are taken in working days of the file and
then work by the city's calendar; a summary is a task with the tasks below it; a task the file says is finished is under
way with nothing left, since done is what somebody else accepts (invariant 17); baselines of the file become baselines.
"""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from answerable.organisation.models import Post
from answerable.plans.actions.task_inputs import refuse_acceptor
from answerable.plans.actions.whereabouts import plan_by
from answerable.plans.actions.work import Work, act_on, post_of
from answerable.plans.exchange.report import Report
from answerable.plans.exchange.schedule_document import ScheduleDocument, ScheduleLink, ScheduleTask
from answerable.plans.exchange.schedule_network import network_of_document
from answerable.plans.models import Accountability, Dependency, Plan, ScheduleBaseline, Task
from answerable.plans.models.accountability import ACCOUNTABLE
from answerable.plans.queries.around import around_plan
from answerable.rules.access import Actor
from answerable.rules.problems import Problem, Refused

MOST_TASKS = 20_000
_CHUNK = 500
_HUNDREDTH = Decimal("0.01")
_KEPT_CONSTRAINTS = ("as_soon_as_possible", "start_not_earlier")


@dataclass(frozen=True)
class StoredSchedule:
    """How many rows were made, and what was not kept as it stood."""

    tasks: int
    dependencies: int
    baselines: int
    report: Report


@transaction.atomic
def store_schedule(
    *, actor: Actor, now: datetime, plan_code: str, document: ScheduleDocument, owner: str, acceptor: str,
    prefix: str = "",
) -> StoredSchedule:  # fmt: skip
    """Tasks, dependencies and baselines of a schedule, all answered for by `owner` until others are appointed.

    A task's code is the prefix and its number in the file. Refused as a whole: a cycle (printed), a link nobody can
    keep, codes the plan has already, no two posts.
    """
    plan = plan_by(actor, plan_code)
    if not owner or not acceptor or owner == acceptor:
        raise Refused(Problem("schedule_needs_owner", "owner"))
    if len(document.tasks) > MOST_TASKS:
        raise Refused(Problem("schedule_too_large", "", {"count": len(document.tasks), "limit": MOST_TASKS}))
    network_of_document(document)
    with act_on(
        "import_schedule", plan, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state
    ) as work:  # fmt: skip
        posts = post_of(work.book, owner, "owner"), post_of(work.book, acceptor, "acceptor")
        refuse_acceptor(*posts)
        storing = _Storing(work, plan, document, prefix, posts[0], posts[1])
        return storing.store()


@dataclass(eq=False)
class _Storing:
    work: Work
    plan: Plan
    document: ScheduleDocument
    prefix: str
    owner: Post
    acceptor: Post
    report: Report = field(default_factory=Report)
    rows: dict[int, Task] = field(default_factory=dict)
    rounded: int = 0

    def store(self) -> StoredSchedule:
        kept = [task for task in self.document.tasks if not task.inactive]
        for task in self.document.tasks:
            if task.inactive:
                self.report.say("schedule_line_inactive", task.outline, name=task.name)
        self._check_codes(kept)
        outlines: dict[str, Task] = {}
        for sequence, task in enumerate(kept, Task.objects.filter(plan=self.plan).count()):
            parent = outlines.get(task.outline.rpartition(".")[0])
            self.rows[task.uid] = outlines[task.outline] = self._task(task, sequence, parent)
        for generation in _generations(list(self.rows.values())):
            self._add_all(generation)
        self._add_all([self._answers(row) for row in self.rows.values()])
        links = [self._dependency(task, link) for task in kept for link in task.links if link.before in self.rows]
        self._add_all(links)
        self._add_all(baselines := self._baselines(kept))
        self._say_rest()
        return StoredSchedule(len(self.rows), len(links), len(baselines), self.report)

    def _check_codes(self, tasks: list[ScheduleTask]) -> None:
        codes = [f"{self.prefix}{task.uid}"[:64] for task in tasks]
        held = sorted(Task.objects.filter(plan=self.plan, code__in=codes).values_list("code", flat=True))
        if held:
            raise Refused(Problem("schedule_has_tasks", "", {"codes": ", ".join(held[:5])}))

    def _add_all(self, rows: list[Task] | list[Accountability] | list[Dependency] | list[ScheduleBaseline]) -> None:
        for start in range(0, len(rows), _CHUNK):
            self.work.record.add_all(rows[start : start + _CHUNK])

    def _task(self, task: ScheduleTask, sequence: int, parent: Task | None) -> Task:
        starts_on, due_on = _day(task.start), _day(task.deadline or task.finish)
        if starts_on and due_on and due_on < starts_on:
            due_on = starts_on
        begun = _day(task.actual_start) if task.actual_start else None
        self._say_task(task)
        name = (task.name or f"{self.prefix}{task.uid}")[:200]
        milestone = task.milestone and not task.summary
        return Task(
            plan=self.plan, parent=parent, kind="milestone" if milestone else "task", sequence=sequence,
            code=f"{self.prefix}{task.uid}"[:64], starts_on=starts_on, due_on=due_on, started_on=begun,
            duration_days=None if task.summary else Decimal(0) if milestone else self._days(task.duration),
            state="started" if begun else "planned", acceptor=self.acceptor, salt=secrets.token_bytes(16),
            remaining_days=self._remaining(task) if begun else None, added_at=self.work.now,
            **{f"name_{language}": name for language in ("zh_hant", "en", "zh_hans")},
            description_en=task.notes, description_zh_hant=task.notes, description_zh_hans=task.notes,
        )  # fmt: skip

    def _remaining(self, task: ScheduleTask) -> Decimal | None:
        return Decimal(0) if task.actual_finish else self._days(task.remaining)

    def _days(self, minutes: int | None) -> Decimal | None:
        """Minutes of the file as working days of the file, to the hundredth."""
        if minutes is None:
            return None
        days = Decimal(minutes) / self.document.minutes_per_day
        self.rounded += days != days.quantize(_HUNDREDTH)
        return days.quantize(_HUNDREDTH)

    def _dependency(self, task: ScheduleTask, link: ScheduleLink) -> Dependency:
        lag = self._days(link.lag) or Decimal(0)
        if link.lag_percent is not None:
            share = (self.rows[link.before].duration_days or Decimal(0)) * link.lag_percent / 100
            lag = share.quantize(_HUNDREDTH)
            self.report.say("schedule_line_lag_share", task.outline, name=task.name, days=lag)
        before, after = self.rows[link.before], self.rows[task.uid]
        return Dependency(plan=self.plan, before=before, after=after, kind=link.kind, lag_days=lag)

    def _answers(self, row: Task) -> Accountability:
        noun = "milestone" if row.kind == "milestone" else "task"
        return Accountability(
            plan=self.plan, noun=noun, subject=row.pk, post=self.owner, kind=ACCOUNTABLE, since=self.work.now
        )

    def _baselines(self, tasks: list[ScheduleTask]) -> list[ScheduleBaseline]:
        """Each numbered baseline of the file as one picture of all the tasks that have dates in it."""
        pictures: dict[int, dict[str, list[str]]] = {}
        for task in tasks:
            for one in task.baselines:
                if one.start and one.finish:
                    dates = [one.start.date().isoformat(), one.finish.date().isoformat()]
                    pictures.setdefault(one.number, {})[self.rows[task.uid].code] = dates
        first = ScheduleBaseline.objects.filter(plan=self.plan).count() + 1
        return [
            ScheduleBaseline(
                plan=self.plan, number=number, name=f"{self.document.name or self.plan.code} {key}"[:200],
                taken_at=self.work.now, taken_by=self.work.post, dates=pictures[key], reason=self.document.title,
            )
            for number, key in enumerate(sorted(pictures), first)
        ]  # fmt: skip

    def _say_task(self, task: ScheduleTask) -> None:
        if task.constraint not in _KEPT_CONSTRAINTS or (task.constraint == "start_not_earlier" and task.links):
            self.report.say(
                "schedule_line_constraint", task.outline, name=task.name, constraint=task.constraint.replace("_", " ")
            )
        if task.actual_finish:
            self.report.say("schedule_line_done", task.outline, name=task.name)

    def _say_rest(self) -> None:
        own = Counter(task.calendar_uid not in (None, self.document.calendar_uid) for task in self.document.tasks)
        if own[True]:
            self.report.say("schedule_line_calendar", "", count=own[True])
        if self.document.resources:
            self.report.say("schedule_line_resources", "", count=len(self.document.resources))
        self.report.say("schedule_line_day", "", minutes=self.document.minutes_per_day)
        if self.rounded:
            self.report.say("schedule_line_rounded", "", count=self.rounded)


def _day(at: datetime | None) -> date | None:
    return None if at is None else at.date()


def _generations(tasks: list[Task]) -> list[list[Task]]:
    """Parents before their children, so that each row finds the one above it."""
    depth: dict[object, int] = {}
    for task in tasks:
        depth[task.pk] = depth[task.parent_id] + 1 if task.parent_id else 0
    return [[t for t in tasks if depth[t.pk] == level] for level in sorted(set(depth.values()))]
