"""Whether the trouble a task was made of grows less: complaints before the task, and in each window since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from answerable.cases.models import Case
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction
from answerable.organisation.queries import Rulebook
from answerable.performance.models import TaskProblem
from answerable.performance.queries.figures import COMPLAINTS
from answerable.performance.queries.scope import areas_below, categories_below
from answerable.plans.models import Task


@dataclass(frozen=True)
class Trouble:
    """`before` and `since` are complaints in windows of `days`; None for a count that is withheld.

    Only windows that are over stand in `since`, the first one first.
    """

    row: TaskProblem
    days: int
    before: int | None
    since: tuple[int | None, ...]


def window_of(book: Rulebook) -> timedelta:
    """How long complaints are counted before a task is made of them, and after."""
    return timedelta(days=book.limit("problem_window_days"))


def trouble_of(task: Task, *, now: datetime) -> Trouble | None:
    """The trouble a task was made of; None for a task that was made otherwise."""
    row = TaskProblem.objects.filter(task=task).first()
    if row is None:
        return None
    jurisdiction, window = task.plan.jurisdiction, timedelta(days=row.window_days)
    least = int(organisation.rulebook(jurisdiction).limit("smallest_count"))
    starts = [row.made_at + n * window for n in range((now - row.made_at) // window)]
    counts = [complaints_between(jurisdiction, row.category, row.area, at, at + window) for at in starts]
    shown = [None if 0 < count < least else count for count in (row.complaints, *counts)]
    return Trouble(row, row.window_days, shown[0], tuple(shown[1:]))


def complaints_between(jurisdiction: Jurisdiction, category: str, area: str, since: datetime, until: datetime) -> int:
    """Complaints, reports and requests for help opened from `since` until just before `until`."""
    cases = Case.objects.filter(
        jurisdiction=jurisdiction, kind__in=COMPLAINTS, opened_at__gte=since, opened_at__lt=until,
        category__in=categories_below(jurisdiction, [category]),
    )  # fmt: skip
    return (cases.filter(area__in=areas_below(jurisdiction, area)) if area else cases).count()
