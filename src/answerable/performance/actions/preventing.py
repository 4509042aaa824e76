"""A problem that shows in the case stream becomes a task of a plan, with a head who answers for it (loop 2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from answerable.ledger.actions.record import Record
from answerable.organisation import queries as organisation
from answerable.performance.models import TaskProblem
from answerable.performance.queries.problems import complaints_between, window_of
from answerable.plans.actions.task_inputs import TaskWish
from answerable.plans.actions.tasks import add_task
from answerable.plans.models import Task
from answerable.rules.access import Actor
from answerable.rules.problems import Problem, Refused

RULE = "8.6(65), (66): a problem outlives its cases, and has one lead, tasks and a date"


@transaction.atomic
def make_task(
    *, actor: Actor, now: datetime, plan_code: str, wish: TaskWish, category_code: str, area_code: str = ""
) -> Task:  # fmt: skip
    """Add a task (as plans.actions.tasks.add_task does, with all it refuses) and keep out of which trouble it was made.

    The complaints of the window before are counted once and kept, so that it can be seen whether they fall. Refused
    for a category or area the city does not have, and when nobody complained.
    """
    book = organisation.rulebook(organisation.jurisdiction(actor.jurisdiction))
    known = {"category": (category_code, book.categories), "area": (area_code, book.areas)}
    problems = [
        Problem(f"unknown_{name}", f"{name}_code", {name: code[:60]})
        for name, (code, rows) in known.items()
        if code not in rows and (code or name == "category")
    ]
    if problems:
        raise Refused(problems)
    window = window_of(book)
    count = complaints_between(book.jurisdiction, category_code, area_code, now - window, now)
    if count == 0:
        raise Refused(Problem("nobody_complained", "category_code", {"days": window.days}))
    task = add_task(actor=actor, now=now, plan_code=plan_code, wish=wish)
    row = TaskProblem(
        task=task, category=category_code, area=area_code, complaints=count, window_days=window.days, made_at=now,
        made_by=book.posts[str(actor.post)],
    )  # fmt: skip
    record = Record(stream=task.pk, salt=task.salt, verb="make_task", actor=actor, at=now, rule=RULE)
    record.add(row)
    record.write()
    return task
