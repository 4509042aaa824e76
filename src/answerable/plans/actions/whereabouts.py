"""Rows of a schedule by the codes people use, locked until the transaction ends."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from answerable.organisation.models import Jurisdiction
from answerable.plans.actions.work import locked
from answerable.plans.models import HandOff, Plan, Task
from answerable.rules.access import Actor

_OF_TASK = ("plan__jurisdiction", "plan__committee", "acceptor", "parent__plan", "indicator", "element")
_OF_HANDOFF = ("plan__jurisdiction", "plan__committee", "giver__unit", "giver__jurisdiction", "taker__unit",
               "task__plan__jurisdiction", "task__plan__committee", "task__acceptor", "task__parent")  # fmt: skip


def plan_by(actor: Actor, code: str) -> Plan:
    """The plan of that code in the actor's city, locked; NotFound when there is none."""
    row: Plan = locked(
        Plan, "jurisdiction", "committee", code=code, jurisdiction__code=actor.jurisdiction
    )  # fmt: skip
    return row


def task_by(actor: Actor, plan_code: str, code: str) -> Task:
    """The task or milestone of that code, locked; NotFound when there is none."""
    row: Task = locked(
        Task, *_OF_TASK, plan__code=plan_code, plan__jurisdiction__code=actor.jurisdiction, code=code
    )  # fmt: skip
    return row


def handoff_by(actor: Actor, number: str) -> HandOff:
    """The hand-off of that number, locked; NotFound when there is none."""
    row: HandOff = locked(HandOff, *_OF_HANDOFF, number=number, plan__jurisdiction__code=actor.jurisdiction)
    return row


def local_day(jurisdiction: Jurisdiction, now: datetime) -> date:
    """The date on the wall of that city."""
    return now.astimezone(ZoneInfo(jurisdiction.timezone)).date()
