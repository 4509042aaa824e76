"""Hand-offs between posts: what I owe, what I am owed, which are late, and how departments work together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from answerable.organisation.models import Jurisdiction
from answerable.plans.models import Accountability, HandOff, Plan, ScheduleBaseline, Task
from answerable.plans.models.accountability import ACCOUNTABLE
from answerable.plans.queries.access import visible_plans
from answerable.plans.queries.answering import in_force
from answerable.rules import task_marks
from answerable.rules.access import Actor
from answerable.rules.task_marks import Node, Share

_RELATED = ("giver__unit", "taker__unit", "task", "plan__jurisdiction", "dependency__before")


def state_of(row: HandOff) -> str:
    """One of task_marks.HANDOFF_STATES."""
    return task_marks.handoff_state(
        promised_on=row.promised_on,
        given_on=_day(row.given_at, row.plan.jurisdiction),
        accepted_on=_day(row.accepted_at, row.plan.jurisdiction),
        returned=bool(row.returned_words),
    )


def _day(at: datetime | None, jurisdiction: Jurisdiction) -> date | None:
    return at.astimezone(ZoneInfo(jurisdiction.timezone)).date() if at else None


@dataclass(frozen=True)
class HandOffLine:
    """A hand-off as it stands on a day. Days late count from the promise; `slip_days` from the first promise."""

    row: HandOff
    state: str
    late: bool
    days_late: int
    slip_days: int


def line(row: HandOff, *, today: date) -> HandOffLine:
    """A hand-off with its lateness."""
    given_on = _day(row.given_at, row.plan.jurisdiction)
    closed = row.task.state == "cancelled"
    late = 0 if closed else task_marks.days_late("open", row.promised_on, given_on, today)
    slip = 0 if closed else task_marks.days_late("open", row.baseline_on, given_on or row.promised_on, today)
    return HandOffLine(row, state_of(row), late > 0 and row.given_at is None, late, slip)


def handoffs(plan: Plan, *, today: date) -> list[HandOffLine]:
    """Every hand-off of a plan, in the order of their dates; those without a promise last."""
    return _lines(HandOff.objects.filter(plan=plan), today)


def owed_by(actor: Actor, *, today: date, done: bool = False) -> list[HandOffLine]:
    """What the actor's post owes others; with `done` also what was accepted."""
    return _lines(_of(actor, done).filter(giver__code=actor.post or ""), today)


def owed_to(actor: Actor, *, today: date, done: bool = False) -> list[HandOffLine]:
    """What others owe the actor's post."""
    return _lines(_of(actor, done).filter(taker__code=actor.post or ""), today)


def late_for_unit(actor: Actor, *, today: date) -> list[HandOffLine]:
    """Late hand-offs a unit waits for: its posts take them, or answer for the task that needs them. Published plans."""
    answers = Accountability.objects.filter(until=None, kind=ACCOUNTABLE, post__unit__code=actor.unit or "")
    waits = Q(taker__unit__code=actor.unit or "") | Q(task__in=answers.values("subject"))
    rows = _of(actor, done=False).filter(waits, promised_on__lt=today, given_at=None)
    rows = rows.exclude(task__state__in=("accepted", "cancelled")).exclude(plan__state="draft")
    return _lines(rows, today)


def handoff_of(actor: Actor, number: str, *, today: date, now: datetime) -> HandOffLine | None:
    """The hand-off of that number in a plan the actor may see, or one the actor gives or takes; else None."""
    row = _of(actor, done=True).filter(number=number).first()
    if row is None:
        return None
    theirs = actor.post in (row.giver.code, row.taker.code)
    if not theirs and not visible_plans(row.plan.jurisdiction, actor, now=now).filter(pk=row.plan_id).exists():
        return None
    return line(row, today=today)


def _of(actor: Actor, done: bool) -> QuerySet[HandOff]:
    rows = HandOff.objects.filter(plan__jurisdiction__code=actor.jurisdiction)
    return rows.select_related(*_RELATED) if done else rows.filter(accepted_at=None).select_related(*_RELATED)


def _lines(rows: QuerySet[HandOff], today: date) -> list[HandOffLine]:
    found = rows.select_related(*_RELATED).order_by("promised_on", "number")
    return [line(row, today=today) for row in found]


@dataclass(frozen=True)
class Coordination:
    """By post: the share of what it owed others that was there on time, and the nodes it rests on (8.7(92))."""

    shares: dict[str, Share]
    nodes: list[Node]


def coordination(
    jurisdiction: Jurisdiction, *, since: date, until: date, today: date, now: datetime,
    posts: Iterable[str] | None = None,
) -> Coordination:  # fmt: skip
    """How posts kept their parts in others' work, read from the record: hand-offs by their first promise, and nodes of
    a task another post answers for by their first baseline. Drafts and cancelled tasks do not count."""
    wanted = None if posts is None else frozenset(posts)
    nodes = [*_handoff_nodes(jurisdiction), *_part_nodes(jurisdiction, now)]
    nodes = [node for node in nodes if wanted is None or node.post in wanted]
    nodes = [node for node in nodes if since <= node.due_on <= until]
    return Coordination(task_marks.coordination(nodes, since=since, until=until, today=today), nodes)


def _handoff_nodes(jurisdiction: Jurisdiction) -> Iterable[Node]:
    rows = HandOff.objects.filter(plan__jurisdiction=jurisdiction, baseline_on__isnull=False).select_related(*_RELATED)
    for row in rows.exclude(plan__state="draft").exclude(task__state="cancelled"):
        if row.baseline_on is not None:
            yield Node(row.giver.code, row.number, row.baseline_on, _day(row.given_at, jurisdiction))


def _part_nodes(jurisdiction: Jurisdiction, now: datetime) -> Iterable[Node]:
    """Tasks and milestones below a task of another post."""
    rows = list(
        Task.objects.filter(plan__jurisdiction=jurisdiction, parent__isnull=False, due_on__isnull=False)
        .exclude(plan__state="draft").exclude(state="cancelled").select_related("plan", "parent")
    )  # fmt: skip
    subjects = {row.pk for row in rows} | {row.parent_id for row in rows if row.parent_id}
    owners = dict(in_force(now).filter(subject__in=subjects, kind=ACCOUNTABLE).values_list("subject", "post__code"))
    first = dict(
        ScheduleBaseline.objects.filter(plan__in={r.plan_id for r in rows}, number=1).values_list("plan", "dates")
    )
    for row in rows:
        owner, above = owners.get(row.pk), owners.get(row.parent_id) if row.parent_id else None
        if owner is None or above is None or owner == above or row.due_on is None:
            continue
        pictured = first.get(row.plan_id, {}).get(row.code)
        due_on = date.fromisoformat(pictured[1]) if pictured and pictured[1] else row.first_due_on or row.due_on
        yield Node(owner, f"{row.plan.code}/{row.code}", due_on, row.finished_on if row.state == "accepted" else None)
