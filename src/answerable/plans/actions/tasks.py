"""Tasks and milestones: added with who answers and who accepts, edited, begun, estimated, cancelled.

Domain rules 8.7 (70): every task has exactly one head who answers, a duty, a deadline and a standard; without any of
the four it is refused. (75): who accepts is another post than who answers.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from answerable.organisation import queries as organisation
from answerable.plans.actions.letter_notices import tell_issued
from answerable.plans.actions.task_inputs import TaskWish, checked_dates, named, refuse_acceptor
from answerable.plans.actions.whereabouts import local_day, plan_by, task_by
from answerable.plans.actions.work import Work, act_on, post_of, words_of
from answerable.plans.exchange.naming import Names
from answerable.plans.models import Accountability, Element, Indicator, Letter, Plan, Task
from answerable.plans.models.accountability import ACCOUNTABLE, CONTRIBUTOR
from answerable.plans.queries.around import around_plan, around_subject, around_task
from answerable.rules.access import Actor
from answerable.rules.plan_acts import Around
from answerable.rules.problems import Problem, Refused
from answerable.rules.three_points import ThreePoints


@transaction.atomic
def add_task(*, actor: Actor, now: datetime, plan_code: str, wish: TaskWish) -> Task:
    """A task, deliverable or milestone with its head, acceptor, deadline and standard; the head's letter is issued.

    Refused, all reasons at once: a code that is taken, one of the four missing, an acceptor who is the owner.
    """
    plan = plan_by(actor, plan_code)
    task, above = _new_task(plan, wish, now)
    around = around_subject(plan, above, now=now) if above else around_plan(plan)
    with act_on(
        "add_task", task, plan=plan, around=around, actor=actor, now=now, state=plan.state, new=True
    ) as work:  # fmt: skip
        owner, acceptor = wish.posts(work.book)
        task.acceptor = acceptor
        work.add(task)
        held = _accountable(work, task, owner.pk, ACCOUNTABLE)
        for code in dict.fromkeys(wish.contributors):
            _accountable(work, task, post_of(work.book, code, "contributors").pk, CONTRIBUTOR)
        letter = _letter(work, task, held, wish.deadline)
        work.add(letter)
        tell_issued(work, [letter])
    return task


def _new_task(plan: Plan, wish: TaskWish, now: datetime) -> tuple[Task, UUID | None]:
    """The row, not stored yet, and the subject above it whose owner may add to it: parent, indicator or element."""
    if Task.objects.filter(plan=plan, code=wish.code).exists():
        raise Refused(Problem("task_code_taken", "code", {"code": wish.code}))
    wish.check()
    parent = _within(Task, plan, wish.parent, "parent")
    indicator = _within(Indicator, plan, wish.indicator, "indicator") or (parent.indicator if parent else None)
    element = _within(Element, plan, wish.element, "element") or (indicator.element if indicator else None)
    task = Task(
        plan=plan, parent=parent, indicator=indicator, element=element, kind=wish.kind, code=wish.code,
        sequence=Task.objects.filter(plan=plan).count(), starts_on=wish.starts_on, due_on=wish.due_on,
        duration_days=Decimal(0) if wish.kind == "milestone" else wish.duration_days, adds=wish.adds,
        standard=words_of(wish.standard, "standard"), salt=secrets.token_bytes(16), added_at=now,
        **named("name", wish.name),
        **named("description", wish.description),
    )  # fmt: skip
    above = parent or indicator or element
    return task, above.pk if above else None


def _within(model: Any, plan: Plan, code: str, field: str) -> Any:
    """The row of that code in the plan; None without a code, Refused without a row."""
    if not code:
        return None
    row = model.objects.filter(plan=plan, code=code).first()
    if row is None:
        raise Refused(Problem("no_such_task_part", field, {"code": code[:60]}))
    return row


def _accountable(work: Work, task: Task, post: int, kind: str) -> Accountability:
    held = Accountability(
        plan=task.plan, noun="milestone" if task.kind == "milestone" else "task", subject=task.pk, post_id=post,
        kind=kind, since=work.now,
    )  # fmt: skip
    work.add(held)
    return held


def _letter(work: Work, task: Task, held: Accountability, deadline: date) -> Letter:
    duty = task.description_en or task.description_zh_hant or task.name_en
    return Letter(
        accountability=held, duty=duty, deadline=deadline, standard=task.standard, issued_at=work.now,
        issued_by=work.post,
    )  # fmt: skip


@transaction.atomic
def edit_task(
    *, actor: Actor, now: datetime, plan_code: str, code: str, version: int | None = None, name: Names | None = None,
    description: Names | None = None, starts_on: date | None = None, due_on: date | None = None,
    standard: str | None = None, acceptor: str | None = None, adds: Decimal | None = None, words: str = "",
) -> Task:  # fmt: skip
    """Other words, dates, standard or acceptor; None leaves a field as it is. Dates in baselines never move.

    Once the plan is published its date, standard, acceptor and what it adds are promised: the office moves them and
    never the owner, with the reason (`words`), and a new letter asks for what is new. The first date stays beside the
    new one for good. A name is put right by `correcting.correct_name`.
    """
    task = task_by(actor, plan_code, code)
    published = task.plan.state != "draft"
    values = _plain_values(task, name, description, starts_on, adds)
    around = around_task(task, now=now)
    promised = _promised_values(actor, task, around, due_on, standard, acceptor)
    if published and any(field.startswith("name_") for field in values):
        raise Refused(Problem("name_is_corrected", "name"))
    if not values and not promised:
        raise Refused(Problem("nothing_changed"))
    checked_dates(values.get("starts_on", task.starts_on), promised.get("due_on", task.due_on))
    moved = published and bool(promised or "adds" in values)
    with _on("move_task" if moved else "edit_task", task, around, actor, now, version) as work:
        if moved:
            values["moved_words"] = words_of(words, "words")
        work.set(task, **values, **promised)
        if moved and promised.keys() & {"due_on", "standard"}:
            _issue_again(work, task)
    return task


def _plain_values(
    task: Task, name: Names | None, description: Names | None, starts_on: date | None, adds: Decimal | None
) -> dict[str, Any]:  # fmt: skip
    """The columns that would change of those that are not promised by a letter."""
    values: dict[str, Any] = {}
    for field, words in (("name", name), ("description", description)):
        values |= named(field, words) if words else {}
    values |= {field: value for field, value in (("starts_on", starts_on), ("adds", adds)) if value is not None}
    return {field: value for field, value in values.items() if getattr(task, field) != value}


def _promised_values(
    actor: Actor, task: Task, around: Around, due_on: date | None, standard: str | None, acceptor: str | None
) -> dict[str, Any]:  # fmt: skip
    """The columns that would change of those that the letter and the acceptance rest on."""
    book = organisation.rulebook(task.plan.jurisdiction)
    values: dict[str, Any] = {} if due_on is None else {"due_on": due_on}
    if standard is not None:
        values["standard"] = words_of(standard, "standard")
    if acceptor is not None:
        values["acceptor"] = post_of(book, acceptor, "acceptor")
        refuse_acceptor(book.post(around.owner), values["acceptor"])
    return {field: value for field, value in values.items() if getattr(task, field) != value}


def _issue_again(work: Work, task: Task) -> None:
    """The letter of whoever answers asks for the new date and standard; the letter before it stays."""
    held = Accountability.objects.filter(subject=task.pk, kind=ACCOUNTABLE, until=None).select_related("post").first()
    if held is None or task.due_on is None:
        return
    letter = _letter(work, task, held, task.due_on)
    letter.number = held.letters.count() + 1
    work.add(letter)
    tell_issued(work, [letter])


@transaction.atomic
def start_task(
    *, actor: Actor, now: datetime, plan_code: str, code: str, started_on: date | None = None,
    version: int | None = None,
) -> Task:  # fmt: skip
    """The work has begun: today, or on an earlier day."""
    task = task_by(actor, plan_code, code)
    day = not_after_today(started_on, task.plan, now, "started_on")
    with _on("start_task", task, around_task(task, now=now), actor, now, version) as work:
        work.set(task, state="started", started_on=day)
    return task


@transaction.atomic
def estimate(
    *, actor: Actor, now: datetime, plan_code: str, code: str, duration_days: Decimal,
    optimistic_days: Decimal | None = None, pessimistic_days: Decimal | None = None,
    remaining_days: Decimal | None = None, version: int | None = None,
) -> Task:  # fmt: skip
    """How long it takes, in working days: one figure, or three for the odds; and what is left once it has begun."""
    task = task_by(actor, plan_code, code)
    if (optimistic_days is None) != (pessimistic_days is None):
        raise Refused(Problem("three_points_or_one", "duration_days"))
    if duration_days < 0 or (remaining_days or 0) < 0:
        raise Refused(Problem("duration_negative", "duration_days", {"key": code}))
    if optimistic_days is not None and pessimistic_days is not None:
        ThreePoints(*(int(days * 100) for days in (optimistic_days, duration_days, pessimistic_days)))
    if remaining_days is not None and task.state != "started":
        raise Refused(Problem("remaining_before_start", "remaining_days"))
    with _on("estimate", task, around_task(task, now=now), actor, now, version) as work:
        work.set(
            task, duration_days=duration_days, optimistic_days=optimistic_days, pessimistic_days=pessimistic_days,
            remaining_days=remaining_days,
        )  # fmt: skip
    return task


@transaction.atomic
def cancel_task(
    *, actor: Actor, now: datetime, plan_code: str, code: str, words: str, version: int | None = None
) -> Task:  # fmt: skip
    """Given up, with the reason. It stays in the plan and in every count (invariant 14)."""
    task = task_by(actor, plan_code, code)
    said = words_of(words, "words")
    with _on("cancel_task", task, around_task(task, now=now), actor, now, version) as work:
        work.set(task, state="cancelled", cancelled_words=said)
    return task


def _on(verb: str, task: Task, around: Around, actor: Actor, now: datetime, version: int | None) -> Any:
    return act_on(
        verb, task, plan=task.plan, around=around, actor=actor, now=now, state=task.state, version=version
    )  # fmt: skip


def not_after_today(day: date | None, plan: Plan, now: datetime, field: str) -> date:
    """The day, or today without one; Refused when it lies in the future."""
    today = local_day(plan.jurisdiction, now)
    if day is not None and day > today:
        raise Refused(Problem("day_in_future", field, {"day": day}))
    return day or today
