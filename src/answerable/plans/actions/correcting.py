"""A name in a published plan is put right: by the secretariat, on the record, old and new in sight for good."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from answerable.plans.actions.changing import next_number
from answerable.plans.actions.plans import NAME_LENGTH, plan_of
from answerable.plans.actions.work import act_on, words_of
from answerable.plans.exchange.naming import LANGUAGES, Names
from answerable.plans.models import ChangeRequest, ChangeStep, Element, Plan, Task
from answerable.plans.queries.around import around_plan, around_subject, around_task
from answerable.plans.queries.inputs import today_of
from answerable.rules.access import Actor
from answerable.rules.adjustment import ChangeClass, Organ
from answerable.rules.plan_acts import Around
from answerable.rules.problems import Problem, Refused, Stale
from answerable.rules.redefinition import keeps_numbers

MODELS: dict[str, Any] = {"element": Element, "task": Task}


def correct_name(
    *, actor: Actor, now: datetime, plan_code: str, noun: str, code: str, names: Names, reason: str,
    version: int | None = None,
) -> ChangeRequest:  # fmt: skip
    """Put right the name of a published plan ("plan"), a policy area, goal or objective ("element"), or a task.

    A change of class editorial, in effect at once: its one step is the secretariat's. A language that is not given
    stays. Refused when nothing changes, or when the numbers in a name would: those are promised. Not by the owner.
    """
    with transaction.atomic():
        plan = plan_of(actor, plan_code)
        if version is not None and version != plan.version:
            raise Stale(Problem("plan_moved_on", "", {"noun": "plan"}))
        row = plan if noun == "plan" else _subject(plan, noun, code)
        was, new = _corrected(row, names)
        change = ChangeRequest(
            plan=plan, number=next_number(plan, now), klass=ChangeClass.EDITORIAL.value, state="effective",
            necessity=words_of(reason, "reason"), corrected={"noun": noun, "code": row.code, "was": was, "now": new},
            proposed_at=now, settled_at=now, salt=secrets.token_bytes(16),
        )  # fmt: skip
        with act_on(
            "correct_name", change, plan=plan, around=_around(plan, row, now), actor=actor, now=now, state=plan.state,
            new=True,
        ) as work:  # fmt: skip
            change.proposed_by = work.post
            step = ChangeStep(
                change=change, step=Organ.SECRETARIAT.value, outcome="done", organ=plan.committee.name_zh_hant,
                document=change.number, decided_on=today_of(plan, now), recorded_at=now, recorded_by=work.post,
            )  # fmt: skip
            work.add(change, step)
            work.set(row, **new)
            work.set(plan, version=plan.version + 1)
    return change


def _subject(plan: Plan, noun: str, code: str) -> Any:
    row = MODELS[noun].objects.select_for_update().filter(plan=plan, code=code).first() if noun in MODELS else None
    if row is None:
        raise Refused(Problem("no_such_code", "subject", {"code": code[:64]}))
    return row


def _corrected(row: Any, names: Names) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The columns that change: as they were, and as they become."""
    new = {f"name_{language}": words_of(getattr(names, language), "name", required=False, longest=NAME_LENGTH)
           for language in LANGUAGES}  # fmt: skip
    new = {column: text for column, text in new.items() if text and text != getattr(row, column)}
    if not new:
        raise Refused(Problem("nothing_changed", "name"))
    was = {column: getattr(row, column) for column in new}
    if not all(keeps_numbers(was[column] or row.name, text) for column, text in new.items()):
        raise Refused(Problem("numbers_are_promised", "name"))
    return was, new


def _around(plan: Plan, row: Any, now: datetime) -> Around:
    if isinstance(row, Task):
        return around_task(row, now=now)
    return around_subject(plan, row.pk, now=now) if isinstance(row, Element) else around_plan(plan)
