"""A plan with everything that stands in it now, read in a fixed number of queries however large it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from answerable.plans.models import (
    Accountability,
    Baseline,
    Dependency,
    Element,
    Indicator,
    IndicatorLink,
    IndicatorVersion,
    Item,
    Letter,
    Link,
    PathPoint,
    Plan,
    Target,
    Task,
)
from answerable.plans.models.accountability import ACCOUNTABLE
from answerable.plans.queries.answering import in_force
from answerable.plans.queries.delivering import as_they_were
from answerable.plans.queries.inputs import today_of
from answerable.plans.queries.years import due_in_year


@dataclass
class Whole:
    """Everything by id, as it stands at `now`. `targets` are in force, or the first where none is in force yet."""

    plan: Plan
    now: datetime
    elements: dict[UUID, Element]
    indicators: dict[UUID, Indicator]
    tasks: dict[UUID, Task]
    meanings: dict[UUID, IndicatorVersion] = field(default_factory=dict)
    baselines: dict[UUID, Baseline] = field(default_factory=dict)
    targets: dict[UUID, Target] = field(default_factory=dict)
    points: dict[UUID, list[PathPoint]] = field(default_factory=lambda: defaultdict(list))
    people: dict[UUID, list[Accountability]] = field(default_factory=lambda: defaultdict(list))
    letters: dict[UUID, Letter] = field(default_factory=dict)
    dependencies: list[Dependency] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    parts: set[UUID] = field(default_factory=set)  # indicators that are linked to one they are a part of
    due: dict[UUID, Task] = field(default_factory=dict)  # of a year: tasks of its parent plan that are due in it
    due_links: list[Link] = field(default_factory=list)  # of those tasks, to the year's own items

    def owner(self, subject: UUID) -> Accountability | None:
        """Who was appointed to answer for a subject."""
        return next((row for row in self.people.get(subject, ()) if row.kind == ACCOUNTABLE), None)

    def posts(self, subject: UUID, kind: str) -> list[Accountability]:
        """Those who stand to a subject as contributor, steward or reviewer."""
        return [row for row in self.people.get(subject, ()) if row.kind == kind]

    def letter(self, subject: UUID) -> Letter | None:
        """The newest letter of whoever answers."""
        held = self.owner(subject)
        return self.letters.get(held.pk) if held is not None else None

    def path_of(self, indicator: UUID) -> list[PathPoint]:
        """The points of the target in force."""
        target = self.targets.get(indicator)
        return self.points.get(target.pk, []) if target is not None else []


def whole_plan(plan: Plan, *, now: datetime) -> Whole:
    """A plan as it stands at an instant: eleven queries."""
    whole = Whole(
        plan, now, _by_key(plan.elements.all()), _by_key(plan.indicators.select_related("element", "parent")),
        _by_key(as_they_were(plan, plan.tasks.select_related("acceptor", "parent", "element", "indicator"), now)),
    )  # fmt: skip
    _read_meanings(whole)
    _read_people(whole)
    held = Q(removed_at=None) | Q(removed_at__gt=now)
    waits = plan.dependencies.filter(held, before__in=whole.tasks, after__in=whole.tasks)
    whole.dependencies = list(waits.select_related("before", "after"))
    whole.items = list(plan.items.order_by("kind", "year", "code"))
    links = Link.objects.filter(held, item__plan=plan, linked_at__lte=now)
    whole.links = list(links.select_related("item", "element", "indicator", "task"))
    for link in whole.links:
        link.task = whole.tasks.get(link.task_id, link.task) if link.task_id else None
    _read_due(whole)
    _read_parts(whole)
    return whole


def _read_parts(whole: Whole) -> None:
    """An indicator is a part by its own word or the other's; in a year's plan also by those of its parent."""
    plans = [whole.plan.pk, *([whole.plan.parent_id] if whole.plan.parent_id else [])]
    rows = IndicatorLink.objects.filter(indicator__plan__in=plans, removed_at=None, kind__in=("narrower", "broader"))
    ends = {row.indicator_id if row.kind == "narrower" else row.other_id for row in rows}
    whole.parts = {key for key, row in whole.indicators.items() if {key, row.parent_id} & ends}


def _read_due(whole: Whole) -> None:
    """A year has the tasks of its plan that are due in it without a copy of any row, and their links with them."""
    whole.due = _by_key(due_in_year(whole.plan))
    if not whole.due:
        return
    for row in in_force(whole.now).filter(subject__in=whole.due).order_by("since"):
        whole.people[row.subject].append(row)
    items = {item.code: item for item in whole.items}
    links = Link.objects.filter(task__in=whole.due, item__plan=whole.plan.parent_id, removed_at=None).select_related(
        "item", "task"
    )
    for link in links:
        link.task = whole.due[link.task_id] if link.task_id else None
        if (item := items.get(link.item.code)) is not None:
            link.item = item
            whole.due_links.append(link)


def _by_key(rows: Iterable[Any]) -> dict[UUID, Any]:
    return {row.pk: row for row in rows}


def _read_meanings(whole: Whole) -> None:
    now, day = whole.now, today_of(whole.plan, whole.now)
    held = IndicatorVersion.objects.filter(Q(until=None) | Q(until__gt=now), indicator__plan=whole.plan)
    for meaning in held.filter(since__lte=now).select_related("relative_to").order_by("number"):
        whole.meanings[meaning.indicator_id] = meaning
    baselines = Baseline.objects.filter(indicator__plan=whole.plan, decided_at__lte=now)
    whole.baselines = {row.indicator_id: row for row in baselines.order_by("number")}
    for target in Target.objects.filter(indicator__plan=whole.plan, recorded_at__lte=now).order_by(
        "effective_on", "number"
    ):
        if target.indicator_id not in whole.targets or target.effective_on <= day:
            whole.targets[target.indicator_id] = target
    points = PathPoint.objects.filter(target__in=[t.pk for t in whole.targets.values()], recorded_at__lte=now)
    for point in points.order_by("period"):
        whole.points[point.target_id].append(point)


def _read_people(whole: Whole) -> None:
    for row in in_force(whole.now).filter(plan=whole.plan).order_by("since"):
        whole.people[row.subject].append(row)
    letters = Letter.objects.filter(accountability__plan=whole.plan, accountability__until=None)
    whole.letters = {row.accountability_id: row for row in letters.order_by("number")}
