"""What the plan is linked to, both ways: items without a part of the plan, parts of the plan without an item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from answerable.plans.models import Indicator, Item, Link, Plan, Task
from answerable.plans.queries.whole import Whole, whole_plan


@dataclass(frozen=True)
class Linked:
    """An item with what carries it out."""

    item: Item
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Links:
    """Domain rules 8.7(90): what has no link is listed both ways, Policy Address and budget apart."""

    linked: tuple[Linked, ...]
    items_without: tuple[Item, ...]
    indicators_without_item: tuple[Indicator, ...]
    tasks_without_item: tuple[Task, ...]
    indicators_without_budget: tuple[Indicator, ...]


def links_of(plan: Plan, *, now: datetime) -> Links:
    """Every item with its links, and both lists of what has none.

    An indicator counts as linked through itself, one of its tasks, or the element it stands under or below. A year has
    the tasks of its plan that are due in it, with what they are linked to there.
    """
    whole = whole_plan(plan, now=now)
    by_item: dict[object, list[Link]] = {}
    for link in (*whole.links, *whole.due_links):
        by_item.setdefault(link.item_id, []).append(link)
    linked = tuple(Linked(item, tuple(by_item[item.pk])) for item in whole.items if item.pk in by_item)
    open_ones = [row for row in whole.indicators.values() if not row.ended]
    policy, budget = _ends(whole, "policy_address"), _ends(whole, "budget_line")
    jobs = (*whole.tasks.values(), *whole.due.values())
    tasks = [row for row in jobs if row.kind != "milestone" and row.state != "cancelled"]
    return Links(
        linked,
        tuple(item for item in whole.items if item.pk not in by_item),
        tuple(row for row in open_ones if not _reached(whole, row, policy)),
        tuple(row for row in tasks if row.pk not in policy and row.indicator_id not in policy),
        tuple(row for row in open_ones if not _reached(whole, row, budget)),
    )


def _ends(whole: Whole, kind: str) -> set[object]:
    """The ids of everything that an item of this kind points at."""
    links = [link for link in (*whole.links, *whole.due_links) if link.item.kind == kind]
    return {end for link in links for end in (link.element_id, link.indicator_id, link.task_id) if end}


def _reached(whole: Whole, indicator: Indicator, ends: set[object]) -> bool:
    both = {indicator.pk, indicator.parent_id} - {None}
    tasks = {row.pk for row in (*whole.tasks.values(), *whole.due.values()) if row.indicator_id in both}
    above, element = set(), whole.elements.get(indicator.element_id)
    while element is not None:
        above.add(element.pk)
        element = whole.elements.get(element.parent_id) if element.parent_id else None
    return bool(({indicator.pk} | tasks | above) & ends)
