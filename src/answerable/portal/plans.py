"""The plan in public: which there are, and one of them with what changed, its areas and its indicators."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.http import QueryDict

from answerable.organisation.models import Jurisdiction, Unit
from answerable.plans import charts
from answerable.plans.models import Observation, Plan
from answerable.plans.queries.days import AsOf, as_of
from answerable.plans.queries.figures import Figure, figures
from answerable.plans.queries.inputs import period_of
from answerable.plans.queries.plans import get_plan, plans_for
from answerable.portal.plan_changes import Change, Quarter, quarter_of, quarters_changes
from answerable.portal.plan_tree import Branch, blocks, branches, figures_on, in_order, in_tree_order, rolled
from answerable.rules.four_classes import Class
from answerable.rules.lights import Outcome
from answerable.rules.plan_periods import Span
from answerable.rules.rollup import Rollup

PER_PAGE = 50
SPARKS = 24  # periods in a small line


@dataclass(frozen=True)
class Filters:
    """What the list of indicators is narrowed to; `light` is a group of lights or one of them, `official` one of the
    four classes."""

    area: str = ""
    light: str = ""
    unit: str = ""
    official: str = ""

    @classmethod
    def of(cls, data: QueryDict) -> Filters:
        return cls(**{name: data.get(name, "").replace("\x00", "")[:80].strip() for name in cls.__dataclass_fields__})

    def __bool__(self) -> bool:
        return bool(self.area or self.light or self.unit or self.official)


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
    whole: Rollup
    groups: list[tuple[str, int]]
    worst: tuple[Outcome, list[Figure]] | None
    classes: list[tuple[str, int]]
    areas: list[Branch]
    units: list[Unit]
    page: Page[Figure]
    blocks: list[tuple[list[Branch], list[Row]]]
    quarter: Quarter
    changes: list[Change]
    simulated: bool


def public_plans(jurisdiction: Jurisdiction, *, now: datetime) -> list[tuple[Plan, int, list[tuple[str, int]], bool]]:
    """Every published plan with how many indicators it has, how they stand, and whether any figure is invented."""
    found = []
    for plan in plans_for(jurisdiction, now=now):
        shown = figures(plan, as_of=now).values()
        whole = rolled(shown)
        found.append((plan, whole.total, in_order(whole), plan.simulated or any(row.simulated for row in shown)))
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
    whole = rolled(figures(plan, as_of=now).values())
    return {"plan": plan, "total": whole.total, "groups": in_order(whole), "good": whole.good}


def overview(jurisdiction: Jurisdiction, code: str, data: QueryDict, *, now: datetime) -> Overview:
    """The page of a plan: NotFound for a draft. A page of indicators at a time, in the order of its tree."""
    plan, filters = get_plan(None, code, now=now, jurisdiction=jurisdiction.code), Filters.of(data)
    day = as_of(jurisdiction, data.get("as_of", ""), now=now)
    found = figures_on(plan, day)
    tree = branches(plan, found, day)
    shown = in_tree_order(tree, (figure for figure in found.values() if _fits(figure, filters, tree)))
    page: Page[Figure] = Paginator(shown, PER_PAGE).get_page(data.get("page"))
    whole, quarter = rolled(found.values()), quarter_of(plan, day.day)
    return Overview(
        plan, day, filters, whole, in_order(whole), _worst(found, whole), _classes(found),
        [branch for branch in tree.values() if branch.above is None], _units(found), page,
        _blocks(plan, tree, page, day), quarter, quarters_changes(plan, found, quarter, day),
        plan.simulated or any(figure.simulated for figure in found.values()),
    )  # fmt: skip


def _worst(found: Mapping[UUID, Figure], whole: Rollup) -> tuple[Outcome, list[Figure]] | None:
    """The worst light among the binding indicators, with those that have it."""
    if whole.worst_binding is None:
        return None
    light, codes = whole.worst_binding
    return light, [figure for figure in found.values() if figure.code in codes]


def _classes(found: Mapping[UUID, Figure]) -> list[tuple[str, int]]:
    """How many stand in each of the official classes, in their order."""
    counts = Counter(figure.assessment.official for figure in found.values())
    return [(str(klass), counts[klass]) for klass in Class if counts[klass]]


def _units(found: Mapping[UUID, Figure]) -> list[Unit]:
    units = {figure.answers.post.unit_id: figure.answers.post.unit for figure in found.values() if figure.answers}
    return sorted(units.values(), key=lambda unit: unit.name)


def _fits(figure: Figure, filters: Filters, tree: Mapping[UUID, Branch]) -> bool:
    if filters.area and tree[figure.indicator.element_id].area.element.code != filters.area:
        return False
    if filters.light and filters.light not in (figure.standing, figure.light):
        return False
    if filters.official and filters.official != figure.assessment.official:
        return False
    return not filters.unit or (figure.answers is not None and figure.answers.post.unit.code == filters.unit)


def _blocks(
    plan: Plan, tree: Mapping[UUID, Branch], page: Page[Figure], day: AsOf
) -> list[tuple[list[Branch], list[Row]]]:  # fmt: skip
    shown = list(page.object_list)
    lines = sparks(plan, shown, at=day.at)
    return [
        (block.heads, [Row(figure, lines[figure.indicator.pk]) for figure in block.figures])
        for block in blocks(tree, shown)
    ]


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
    return charts.spark(list(accumulate(values)) if figure.is_total else values)
