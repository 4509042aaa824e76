"""The plan in public: which there are, and one of them with what changed, its areas and its indicators."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate, groupby
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.http import QueryDict

from answerable.organisation.models import Jurisdiction, Unit
from answerable.plans import charts
from answerable.plans.models import Element, Observation, Plan
from answerable.plans.queries.days import AsOf, as_of
from answerable.plans.queries.figures import Figure, figures
from answerable.plans.queries.inputs import period_of
from answerable.plans.queries.plans import get_plan, plans_for
from answerable.portal.plan_changes import Change, Quarter, quarter_of, quarters_changes
from answerable.portal.plan_words import GROUPS, is_total
from answerable.rules.plan_periods import Span

PER_PAGE = 50
GROUP_OF = {light: group for group, lights in GROUPS.items() for light in lights}
SPARKS = 24  # periods in a small line


@dataclass(frozen=True)
class Filters:
    """What the list of indicators is narrowed to; `light` is a group of lights or one of them."""

    area: str = ""
    light: str = ""
    unit: str = ""

    @classmethod
    def of(cls, data: QueryDict) -> Filters:
        return cls(**{name: data.get(name, "").replace("\x00", "")[:80].strip() for name in cls.__dataclass_fields__})

    def __bool__(self) -> bool:
        return bool(self.area or self.light or self.unit)


@dataclass
class Area:
    """A domain with how its indicators stand."""

    element: Element
    total: int = 0
    groups: Counter[str] = field(default_factory=Counter)

    @property
    def counts(self) -> list[tuple[str, int]]:
        return in_order(self.groups)


@dataclass(frozen=True)
class Row:
    """An indicator in the list; `spark` are the points of its small line."""

    figure: Figure
    spark: str


@dataclass(frozen=True)
class Overview:
    """One plan as a page shows it."""

    plan: Plan
    as_of: AsOf
    filters: Filters
    total: int
    groups: list[tuple[str, int]]
    areas: list[Area]
    units: list[Unit]
    page: Page[Figure]
    rows: list[tuple[Element, list[Row]]]
    quarter: Quarter
    changes: list[Change]
    simulated: bool

    @property
    def good(self) -> int:
        return dict(self.groups).get("good", 0)


def in_order(groups: Mapping[str, int]) -> list[tuple[str, int]]:
    """Groups of lights that have any, in the order pages use."""
    return [(name, groups[name]) for name in GROUPS if groups.get(name)]


def group_of(figure: Figure) -> str:
    return GROUP_OF[str(figure.light)]


def public_plans(jurisdiction: Jurisdiction, *, now: datetime) -> list[tuple[Plan, int, list[tuple[str, int]]]]:
    """Every published plan with how many indicators it has and how they stand."""
    found = []
    for plan in plans_for(jurisdiction, now=now):
        groups = Counter(group_of(figure) for figure in figures(plan, as_of=now).values())
        found.append((plan, sum(groups.values()), in_order(groups)))
    return found


def headline(jurisdiction: Jurisdiction, *, now: datetime) -> dict[str, Any] | None:
    """What the front page says of the newest plan over several years; None without one. Once a minute."""
    key = f"portal_plan:{jurisdiction.code}"
    kept: list[dict[str, Any] | None] | None = cache.get(key)
    if kept is None:
        plan = next((row for row in plans_for(jurisdiction, now=now) if row.state == "published"), None)
        kept = [None if plan is None else _headline(plan, now)]
        cache.set(key, kept, 60)
    return kept[0]


def _headline(plan: Plan, now: datetime) -> dict[str, Any]:
    groups = Counter(group_of(figure) for figure in figures(plan, as_of=now).values())
    return {"plan": plan, "total": sum(groups.values()), "groups": in_order(groups), "good": groups["good"]}


def overview(jurisdiction: Jurisdiction, code: str, data: QueryDict, *, now: datetime) -> Overview:
    """The page of a plan: NotFound for a draft. A page of indicators at a time, in the plan's order."""
    plan, filters = get_plan(None, code, now=now, jurisdiction=jurisdiction.code), Filters.of(data)
    day = as_of(jurisdiction, data.get("as_of", ""), now=now)
    found = figures(plan, as_of=day.at)
    tops = areas_of(plan)
    areas = _areas(tops, found)
    order = {area.element.pk: place for place, area in enumerate(areas)}
    shown = [figure for figure in found.values() if _fits(figure, filters, tops)]
    shown.sort(key=lambda figure: order[tops[figure.indicator.element_id].pk])
    page: Page[Figure] = Paginator(shown, PER_PAGE).get_page(data.get("page"))
    groups = Counter(group_of(figure) for figure in found.values())
    quarter = quarter_of(plan, day.day)
    simulated = plan.simulated or any(figure.simulated for figure in found.values())
    return Overview(
        plan, day, filters, len(found), in_order(groups), areas, _units(found), page, _rows(plan, page, tops, day),
        quarter, quarters_changes(plan, found, quarter, day), simulated,
    )  # fmt: skip


def areas_of(plan: Plan) -> dict[UUID, Element]:
    """The domain (or whatever stands at the top) above each element of a plan, in the plan's order."""
    elements = {element.pk: element for element in plan.elements.all()}
    tops = {}
    for element in elements.values():
        top = element
        while top.parent_id:
            top = elements[top.parent_id]
        tops[element.pk] = top
    return tops


def _areas(tops: Mapping[UUID, Element], found: Mapping[UUID, Figure]) -> list[Area]:
    areas = {key: Area(top) for key, top in tops.items() if key == top.pk}
    for figure in found.values():
        area = areas[tops[figure.indicator.element_id].pk]
        area.total += 1
        area.groups[group_of(figure)] += 1
    return list(areas.values())


def _units(found: Mapping[UUID, Figure]) -> list[Unit]:
    units = {figure.answers.post.unit_id: figure.answers.post.unit for figure in found.values() if figure.answers}
    return sorted(units.values(), key=lambda unit: unit.name)


def _fits(figure: Figure, filters: Filters, tops: Mapping[UUID, Element]) -> bool:
    if filters.area and tops[figure.indicator.element_id].code != filters.area:
        return False
    if filters.light and filters.light not in (group_of(figure), str(figure.light)):
        return False
    return not filters.unit or (figure.answers is not None and figure.answers.post.unit.code == filters.unit)


def _rows(
    plan: Plan, page: Page[Figure], tops: Mapping[UUID, Element], day: AsOf
) -> list[tuple[Element, list[Row]]]:  # fmt: skip
    shown = list(page.object_list)
    lines = sparks(plan, shown, at=day.at)
    grouped = groupby(shown, key=lambda figure: tops[figure.indicator.element_id])
    return [(top, [Row(figure, lines[figure.indicator.pk]) for figure in members]) for top, members in grouped]


def sparks(plan: Plan, shown: list[Figure], *, at: datetime) -> dict[UUID, str]:
    """The newest figures of each indicator as the points of a small line; of a running total the sums. One query.

    Floats, and without the rules' values: a line of 2 cm is for the eye, and a page has fifty of them.
    """
    known = Observation.objects.filter(
        indicator__in=[figure.indicator.pk for figure in shown], area=None, dimension="", known_at__lte=at
    )
    newest = known.order_by("indicator_id", "period", "-known_at", "-pk").distinct("indicator_id", "period")
    seen: dict[UUID, list[tuple[date, Span, float]]] = defaultdict(list)
    for key, code, value, top, bottom in newest.values_list(
        "indicator_id", "period", "value", "numerator", "denominator"
    ):
        period, number = period_of(plan, code), value if value is not None else top and bottom and top / bottom
        if period is not None and number is not None:
            seen[key].append((period.last_day, period.span, float(number)))
    return {figure.indicator.pk: _spark(figure, seen[figure.indicator.pk]) for figure in shown}


def _spark(figure: Figure, seen: list[tuple[date, Span, float]]) -> str:
    span = figure.assessment.newest.span if figure.assessment.newest else None
    values = [value for _on, of, value in sorted(seen) if of is span][-SPARKS:]
    return charts.spark(list(accumulate(values)) if is_total(figure) else values)
