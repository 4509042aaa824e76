"""A whistle about the plan: a task that stalls, or a hand-off that does not come, exactly as a street calls for help.

Whoever answers for the task leads the matter, so its unit may call the others (rules.whistle); nothing is blown by the
clock: the late hand-offs of a unit are only suggested to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction, Unit
from answerable.plans import addresses
from answerable.plans.models import Plan, Task
from answerable.plans.queries.access import visible_plans
from answerable.plans.queries.answering import answering
from answerable.plans.queries.handoffs import HandOffLine, handoff_of, late_for_unit
from answerable.rules.access import Actor
from answerable.whistles.models import Subject
from answerable.whistles.subjects import Found, Noun, register

OPEN = ("drafted", "blown")


def _leading_unit(jurisdiction: Jurisdiction, task: Task, now: datetime) -> str:
    """The unit of the post that answers for a task, or for the task above a milestone without one of its own."""
    held = answering(jurisdiction, [key for key in (task.pk, task.parent_id) if key], now=now)
    answers = held.get(task.pk) or (held.get(task.parent_id) if task.parent_id else None)
    return answers.post.unit.code if answers else ""


def find_task(actor: Actor, key: str, now: datetime) -> Found | None:
    """A task by PLAN/CODE."""
    plan_code, _, code = key.partition("/")
    city = organisation.jurisdiction(actor.jurisdiction)
    plan: Plan | None = visible_plans(city, actor, now=now).filter(code=plan_code).first()
    task = plan and Task.objects.filter(plan=plan, code=code).first()
    if not task:
        return None
    return Found(key, f"{task.name} ({key})", _leading_unit(city, task, now))


def find_handoff(actor: Actor, key: str, now: datetime) -> Found | None:
    """A hand-off by its number; the unit that answers for the task it is needed for leads."""
    city = organisation.jurisdiction(actor.jurisdiction)
    line = handoff_of(actor, key, today=_today(city, now), now=now)
    if line is None:
        return None
    return Found(key, f"{line.row.what} ({line.row.giver.unit})", _leading_unit(city, line.row.task, now))


def _today(city: Jurisdiction, now: datetime) -> date:
    return now.astimezone(ZoneInfo(city.timezone)).date()


@dataclass(frozen=True)
class Suggestion:
    """A late hand-off a unit waits for, about which no whistle of its own is open. `noun` and `key` fill the form."""

    line: HandOffLine
    calls: Unit
    noun: str = "handoff"

    @property
    def key(self) -> str:
        return self.line.row.number


def suggestions(actor: Actor, *, now: datetime) -> list[Suggestion]:
    """This hand-off is late: blow a whistle? The latest first. Two queries."""
    city = organisation.jurisdiction(actor.jurisdiction)
    lines = late_for_unit(actor, today=_today(city, now))
    whistled = Subject.objects.filter(
        noun="handoff", key__in=[line.row.number for line in lines], whistle__state__in=OPEN,
        whistle__unit__code=actor.unit or "",
    )  # fmt: skip
    open_: set[str] = set(whistled.values_list("key", flat=True))
    late = [Suggestion(line, line.row.giver.unit) for line in lines if line.row.number not in open_]
    return sorted(late, key=lambda one: -one.line.days_late)


def known_of(actor: Actor, noun: str, key: str, *, now: datetime) -> dict[str, object]:
    """What the form of a whistle holds already when it is opened from a task or hand-off; empty for anything else."""
    if noun == "handoff":
        line = handoff_of(actor, key, today=_today(organisation.jurisdiction(actor.jurisdiction), now), now=now)
        if line is None:
            return {}
        return {"title": line.row.what[:200], "units": [line.row.giver.unit.code], "about_noun": noun,
                "about_key": key, "kind": "problem"}  # fmt: skip
    found = find_task(actor, key, now) if noun == "task" else None
    return {"title": found.label[:200], "about_noun": noun, "about_key": key, "kind": "problem"} if found else {}


def _task_link(key: str) -> str:
    plan_code, _, code = key.partition("/")
    return addresses.task(plan_code, code)


def register_nouns() -> None:
    """Make both nouns known; called once, when the program starts."""
    register(Noun("task", find_task, _task_link))
    register(Noun("handoff", find_handoff, addresses.handoff))
