"""What runs by the clock in a taskforce: a proposal that waits, a report and a task that are late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from answerable.organisation.queries import Rulebook
from answerable.rules.access import system
from answerable.whistles.actions.late import marks, to_ring
from answerable.whistles.actions.taskforce_acting import Work, act_on, tell
from answerable.whistles.models import Task, Taskforce


def ring(book: Rulebook, *, now: datetime, limit: int = 50) -> int:
    """Note what has passed in every taskforce of a city and tell those concerned; returns how much was noted."""
    waiting = _waiting(book, now).order_by("proposed_at").values_list("pk", "number")[:limit]
    return sum(_ring_one(book, key, number, now) for key, number in waiting)


def _waiting(book: Rulebook, now: datetime) -> QuerySet[Taskforce]:
    """Proposals nobody decided for `taskforce_decide_days`, since the last reminder; late reports and tasks."""
    since = now - timedelta(days=book.limit("taskforce_decide_days"))
    recalled = Q(proposal_rang_at=None) | Q(proposal_rang_at__lte=since)
    return Taskforce.objects.filter(
        Q(recalled, state="proposed", proposed_at__lte=since)
        | Q(state="formed", next_report_at__lte=now, report_rang_at=None)
        | Q(Exists(_tasks(book, now, OuterRef("pk"))), state="formed"),
        jurisdiction=book.jurisdiction,
    )


def _tasks(book: Rulebook, now: datetime, taskforce: Any) -> QuerySet[Task]:
    return Task.objects.filter(to_ring(book, now), taskforce=taskforce, done_at=None)


def _ring_one(book: Rulebook, key: UUID, number: str, now: datetime) -> int:
    with transaction.atomic():
        Taskforce.objects.select_for_update().get(pk=key)
        row = _waiting(book, now).filter(pk=key).first()
        if row is None:
            return 0
        with act_on("ring", actor=system(book.jurisdiction.code), now=now, number=number) as work:
            if row.state == "proposed":
                return _recall(work)
            return _note_report(work) + sum(_note_task(work, task) for task in _late_tasks(work))


def _recall(work: Work) -> int:
    """A proposal does not wait in silence: the coordinator and every leader are reminded, and again."""
    work.change(proposal_rang_at=work.now)
    leaders = [post for post in work.book.posts.values() if "leader" in post.roles]
    for post in {post.code: post for post in (work.book.coordinator_unit.head_post, *leaders)}.values():
        tell(work, post, "taskforce_waits", reason=work.taskforce.reason)
    return 1


def _note_report(work: Work) -> int:
    """A report that is late is told to the lead and to the coordinator, once."""
    due, lead = work.taskforce.next_report_at, work.taskforce.lead_post
    if due is None or lead is None or due > work.now or work.taskforce.report_rang_at is not None:
        return 0
    work.change(report_rang_at=work.now)
    for post in {post.code: post for post in (lead, work.book.coordinator_unit.head_post)}.values():
        tell(work, post, "taskforce_overdue", due=due)
    return 1


def _late_tasks(work: Work) -> QuerySet[Task]:
    found = _tasks(work.book, work.now, work.taskforce).select_related("unit", "post")
    return found.order_by("due_at", "id")


def _note_task(work: Work, task: Task) -> int:
    """A task that is late is told to its unit, its owner and the lead; later to the coordinator, who set it up."""
    noted = marks(task, work.book, work.now)
    work.record.set(task, **noted)
    posts = []
    if "rang_at" in noted:
        posts = [work.book.units[task.unit.code].head_post, task.post]
        posts += [work.taskforce.lead_post] if work.taskforce.lead_post else []
    if "raised_at" in noted:
        posts.append(work.book.coordinator_unit.head_post)
    for post in {post.code: post for post in posts}.values():
        tell(work, post, "taskforce_late", unit=task.unit, task=task.title, due=task.due_at)
    return 1
