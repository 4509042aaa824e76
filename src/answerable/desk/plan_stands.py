"""Things of a plan as staff forms stand on them: found for this reader, with what stands around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from answerable.desk.plan_acts import Stand
from answerable.organisation.models import Jurisdiction
from answerable.plans.models import Accountability, Batch, Letter, Plan
from answerable.plans.queries import around
from answerable.plans.queries.answering import Answers, answering
from answerable.plans.queries.at_work import AtWork, at_work
from answerable.plans.queries.batches import Preview, preview
from answerable.plans.queries.changes import get_change
from answerable.plans.queries.handoffs import handoff_of
from answerable.plans.queries.inputs import today_of
from answerable.plans.queries.letters import DraftLetter, draft_letter, get_letter, letters_of
from answerable.plans.queries.mine import batch_of, letter_root, next_period, people_of, subject_root
from answerable.plans.queries.plans import Held, get_plan, history_of
from answerable.plans.queries.tasks import task_page
from answerable.rules.access import Actor
from answerable.rules.plan_periods import Period
from answerable.rules.problems import NotFound, Problem


@dataclass(frozen=True)
class IndicatorDesk:
    """What the page of an indicator shows, with what the address asks (`wish`) and the period due next."""

    work: AtWork
    wish: Mapping[str, str]
    due: Period | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.work, name)


@dataclass(frozen=True)
class BatchDesk:
    """A batch with its preview."""

    batch: Batch
    preview: Preview


def _missing(noun: str) -> NotFound:
    return NotFound(Problem("no_such_plan_thing", "", {"noun": noun}))


def on_plan(actor: Actor, code: str, *, now: datetime, page: Any = None) -> Stand:
    """A plan this reader may see."""
    plan = get_plan(actor, code, now=now)
    return Stand(
        "plan", plan, plan, actor, now, around.around_plan(plan), {"code": code}, f"/desk/plans/{code}/acts",
        plan.version, plan.state, page,
    )  # fmt: skip


def on_indicator(actor: Actor, code: str, indicator: str, *, now: datetime, wish: Mapping[str, str]) -> Stand:
    plan = get_plan(actor, code, now=now)
    work = at_work(plan, indicator, now=now)
    if work is None:
        raise _missing("indicator")
    row = work.indicator
    page = IndicatorDesk(work, wish, next_period(plan, work.series.figure)[0])
    return Stand(
        "indicator", plan, row, actor, now, around.around_indicator(row, now=now),
        {"plan_code": code, "code": indicator}, f"/desk/plans/{code}/indicators/{indicator}", row.version, page=page,
    )  # fmt: skip


def on_task(actor: Actor, code: str, task: str, *, now: datetime) -> Stand:
    plan = get_plan(actor, code, now=now)
    page = task_page(plan, task, today=today_of(plan, now), now=now)
    if page is None:
        raise _missing("task")
    row = page.line.task
    return Stand(
        "task", plan, row, actor, now, around.around_task(row, now=now), {"plan_code": code, "code": task},
        f"/desk/plans/{code}/tasks/{task}", row.version, row.state, page,
    )  # fmt: skip


def on_handoff(actor: Actor, city: Jurisdiction, number: str, *, now: datetime) -> Stand:
    line = handoff_of(actor, number, today=now.date(), now=now)
    if line is None:
        raise _missing("handoff")
    row = line.row
    return Stand(
        "handoff", row.plan, row, actor, now, around.around_handoff(row, now=now), {"number": number},
        f"/desk/plans/handoffs/{number}", row.version, line.state, line,
    )  # fmt: skip


def on_letter(actor: Actor, city: Jurisdiction, key: UUID, *, now: datetime) -> Stand:
    letter: Letter | None = get_letter(actor, city, key, now=now)
    if letter is None:
        raise _missing("letter")
    plan: Plan = letter.accountability.plan
    root = letter_root(letter)
    return Stand(
        "plan", plan, letter, actor, now, around.around_subject(plan, letter.accountability.subject, now=now),
        {"key": key}, f"/desk/plans/letters/{key}", root.version, page=root,
    )  # fmt: skip


def on_batch(actor: Actor, city: Jurisdiction, key: UUID, *, now: datetime) -> Stand:
    batch = batch_of(actor, city, key, now=now)
    if batch is None or batch.indicator is None:
        raise _missing("batch")
    row = batch.indicator
    return Stand(
        "indicator", batch.plan, batch, actor, now, around.around_indicator(row, now=now), {"key": key},
        f"/desk/plans/batches/{key}", row.version, page=BatchDesk(batch, preview(batch, now=now)),
    )  # fmt: skip


def on_change(actor: Actor, number: str, *, now: datetime) -> Stand:
    page = get_change(actor, number, now=now)
    row = page.change
    return Stand(
        "change", row.plan, row, actor, now, around.around_change(row, now=now), {"change": row.pk},
        f"/desk/plans/changes/{number}", row.version, row.state, page,
    )  # fmt: skip


@dataclass(frozen=True)
class SubjectDesk:
    """Something somebody answers for: the letter the plan would write, who has a part in it, and its history."""

    draft: DraftLetter
    answers: Answers | None
    people: list[Accountability]
    letters: list[Letter]
    history: list[Held]
    root: Any


def on_subject(actor: Actor, code: str, noun: str, subject: str, *, now: datetime) -> Stand:
    """An element, indicator, task or milestone, for the office that appoints who answers."""
    plan = get_plan(actor, code, now=now)
    draft = draft_letter(plan, noun, subject, now=now)
    if draft is None:
        raise _missing("subject")
    root = subject_root(plan, noun, draft.subject)
    page = SubjectDesk(
        draft, answering(plan.jurisdiction, [draft.subject], now=now).get(draft.subject),
        people_of(draft.subject, now=now), letters_of(draft.subject), history_of(draft.subject), root,
    )  # fmt: skip
    return Stand(
        "plan", plan, root, actor, now, around.around_subject(plan, draft.subject, now=now),
        {"plan_code": code, "noun": noun, "code": subject}, f"/desk/plans/{code}/who/{noun}/{subject}", root.version,
        plan.state, page,
    )  # fmt: skip
