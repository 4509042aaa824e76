"""The nodes of a plan: what falls due in the coming months, for pages and calendar feeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max

from answerable.organisation.models import Post
from answerable.plans.models import HandOff, IndicatorVersion, Plan, Target, Task
from answerable.plans.queries.answering import answering
from answerable.plans.queries.handoffs import state_of
from answerable.plans.queries.years import due_in_year

YEAR = 366
NODES = ("task", "deliverable", "milestone", "handoff", "target")


@dataclass(frozen=True)
class CalendarNode:
    """Something that falls due. `key` is the code of a task or indicator, or the number of a hand-off; `uid` never
    changes when dates do, so that a calendar moves the entry; `post` answers for it (or gives it). `version` grows with
    every act on it, and `changed_at` is when what stands here was changed last."""

    uid: UUID
    noun: str
    key: str
    name: str
    due_on: date
    state: str
    post: Post | None
    changed_at: datetime
    version: int = 0


def nodes(
    plan: Plan, *, today: date, now: datetime, days: int = YEAR, back: int = 0, handoffs: bool = True
) -> list[CalendarNode]:
    """What falls due from `back` days before today to `days` after it, in order; cancelled tasks are left out.

    What is overdue and open stands among them however old it is. A fixed number of queries.
    """
    since, until = today - timedelta(days=back), today + timedelta(days=days)
    found = [*_tasks(plan, since, until, now), *_targets(plan, since, until, now)]
    found += _handoffs(plan, since, until) if handoffs else []
    return sorted(found, key=lambda node: (node.due_on, NODES.index(node.noun), node.key))


def _tasks(plan: Plan, since: date, until: date, now: datetime) -> list[CalendarNode]:
    dated = Task.objects.filter(plan=plan, due_on__lte=until).exclude(state="cancelled")
    rows: list[Task] = [*dated.annotate(moved_at=Max("history__until"))]
    rows += [row for row in due_in_year(plan) if row.state != "cancelled" and row.due_on and row.due_on <= until]
    rows = [row for row in rows if row.due_on and (row.due_on >= since or row.state != "accepted")]
    parents = {row.parent_id for row in rows if row.parent_id}
    held = answering(plan.jurisdiction, {row.pk for row in rows} | parents, now=now)
    owners = {row.pk: held.get(row.pk) or held.get(row.parent_id or row.pk) for row in rows}
    return [
        CalendarNode(row.pk, row.kind, row.code, row.name, row.due_on, row.state,
                     owner.post if (owner := owners[row.pk]) else None, getattr(row, "moved_at", None) or row.added_at,
                     row.version - 1)
        for row in rows if row.due_on
    ]  # fmt: skip


def _targets(plan: Plan, since: date, until: date, now: datetime) -> list[CalendarNode]:
    """The due dates of the newest target of each indicator that is still followed."""
    rows = Target.objects.filter(indicator__plan=plan, indicator__ended="").select_related("indicator")
    newest = {row.indicator_id: row for row in rows.order_by("number")}
    due = [row for row in newest.values() if row.due_on and since <= row.due_on <= until]
    held = answering(plan.jurisdiction, [row.indicator_id for row in due], now=now)
    meanings = IndicatorVersion.objects.filter(indicator__in=[row.indicator_id for row in due], until=None)
    names = {meaning.indicator_id: meaning.name for meaning in meanings}
    return [
        CalendarNode(row.indicator_id, "target", row.indicator.code, names.get(row.indicator_id, ""), row.due_on, "",
                     held[row.indicator_id].post if row.indicator_id in held else None, row.recorded_at, row.number - 1)
        for row in due if row.due_on
    ]  # fmt: skip


def _handoffs(plan: Plan, since: date, until: date) -> list[CalendarNode]:
    rows = HandOff.objects.filter(plan=plan, promised_on__lte=until).exclude(task__state="cancelled")
    return [
        CalendarNode(row.pk, "handoff", row.number, row.what, row.promised_on, state_of(row), row.giver,
                     row.accepted_at or row.given_at or row.asked_at, row.version - 1)
        for row in rows.select_related("giver__unit", "plan__jurisdiction")
        if row.promised_on and (row.promised_on >= since or row.accepted_at is None)
    ]  # fmt: skip
