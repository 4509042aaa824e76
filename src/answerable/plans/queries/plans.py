"""Plans as their readers meet them: which there are, one of them, its tree, and who answered when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction, Officer, Post
from answerable.plans.models import Accountability, Element, Indicator, Plan, PlanVersion, Task
from answerable.plans.queries.access import visible_plan, visible_plans
from answerable.rules.access import Actor


def plans_for(
    jurisdiction: Jurisdiction, *, now: datetime, public: bool = True, actor: Actor | None = None
) -> list[Plan]:
    """The plans of a jurisdiction that a reader may see, plans over several years before those of one, newest first."""
    reader = None if public else actor
    plans = visible_plans(jurisdiction, reader, now=now).order_by("-starts_on", "-ends_on", "code")
    return sorted(plans, key=lambda plan: plan.parent_id is not None)


def get_plan(actor: Actor | None, code: str, *, now: datetime, jurisdiction: str = "") -> Plan:
    """One plan for a reader (None: the public, of the jurisdiction named); NotFound for what they may not know of."""
    place = organisation.jurisdiction(actor.jurisdiction if actor is not None else jurisdiction)
    return visible_plan(place, actor, code, now=now)


@dataclass
class Node:
    """An element with what stands under it, in the plan's order."""

    element: Element
    children: list[Node] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)

    @property
    def all_indicators(self) -> list[Indicator]:
        """Its own and those of everything below it."""
        return self.indicators + [found for child in self.children for found in child.all_indicators]

    @property
    def all_tasks(self) -> list[Task]:
        """Its own and those of everything below it."""
        return self.tasks + [found for child in self.children for found in child.all_tasks]

    def walk(self) -> Iterable[Node]:
        """This node and every one below it, from the top."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree(plan: Plan) -> list[Node]:
    """The domains of a plan (and what stands at the top without one), with everything under them. Three queries.

    Withdrawn elements are among them (invariant 14). Milestones stand under their task, not here.
    """
    nodes = {element.pk: Node(element) for element in plan.elements.all()}
    for indicator in plan.indicators.select_related("element"):
        nodes[indicator.element_id].indicators.append(indicator)
    for task in plan.tasks.exclude(kind="milestone").select_related("element", "indicator"):
        if task.element_id in nodes:
            nodes[task.element_id].tasks.append(task)
    tops: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.element.parent_id) if node.element.parent_id else None
        (above.children if above is not None else tops).append(node)
    return tops


def versions_of(plan: Plan) -> list[PlanVersion]:
    """What was published, the newest first, without its body."""
    return list(plan.versions.defer("body").select_related("published_by").order_by("-number"))


@dataclass(frozen=True)
class Held:
    """Between two instants a post answered, held by one officer (None: nobody held it)."""

    post: Post
    officer: Officer | None
    since: datetime
    until: datetime | None
    words: str
    kind: str


def history_of(subject: UUID, *, as_of: datetime | None = None, kind: str = "accountable") -> list[Held]:
    """Who answered for a subject (by an instant: what was known then), by post and person, the newest first; a vacant
    time is a line of its own."""
    rows = Accountability.objects.filter(subject=subject, kind=kind).select_related("post__unit").order_by("-since")
    lines = [line for row in rows for line in reversed(_by_holder(row))]
    if as_of is None:
        return lines
    return [
        replace(line, until=None) if line.until is not None and line.until > as_of else line
        for line in lines if line.since <= as_of
    ]  # fmt: skip


def _by_holder(row: Accountability) -> list[Held]:
    """The time of one accountability, cut where the holder of its post changed."""
    end = row.until
    tenures = [
        t for t in reversed(list(organisation.tenures_of(row.post)))
        if (end is None or t.since < end) and (t.until is None or t.until > row.since)
    ]  # fmt: skip
    lines: list[Held] = []
    at: datetime | None = row.since
    for tenure in tenures:
        start = max(tenure.since, row.since)
        if at is not None and start > at:
            lines.append(Held(row.post, None, at, start, row.words, row.kind))
        until = _earlier(tenure.until, end)
        lines.append(Held(row.post, tenure.officer, start, until, row.words, row.kind))
        at = until
    if at is not None and (end is None or at < end):
        lines.append(Held(row.post, None, at, end, row.words, row.kind))
    return lines


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(filter(None, (one, other)), default=None)


def answered_at(subject: UUID, instant: datetime) -> Held | None:
    """Who answered for a subject at a past instant, by post and person; None before anybody was appointed."""
    lines = history_of(subject)
    return next((h for h in lines if h.since <= instant and (h.until is None or instant < h.until)), None)
