"""橫向到邊、縱向到底: policy areas by bureau, and how far each target is broken down."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from answerable.organisation import queries as organisation
from answerable.organisation.models import Unit
from answerable.plans.models import Element, Plan
from answerable.plans.models.accountability import ACCOUNTABLE, CONTRIBUTOR
from answerable.plans.queries.breakdowns import Breakdown, breakdowns
from answerable.plans.queries.gaps import Checklist, gaps_of, leaves
from answerable.plans.queries.whole import Whole, whole_plan
from answerable.rules.coverage import Coverage, coverage

CONCERNED = ("bureau", "department")


@dataclass(frozen=True)
class Cell:
    """What one unit has in one policy area: what it answers for, and what it helps with."""

    answers: int = 0
    contributes: int = 0


@dataclass(frozen=True)
class Matrix:
    """Policy areas x units, both coverages, and the checklist of gaps. `empty` are bureaux and departments without any
    part in it."""

    plan: Plan
    domains: tuple[Element, ...]
    units: tuple[Unit, ...]
    empty: tuple[Unit, ...]
    cells: Mapping[tuple[UUID, str], Cell]
    coverage: Coverage
    breakdowns: tuple[Breakdown, ...]
    gaps: Checklist

    def cell(self, domain: UUID, unit: str) -> Cell:
        """What a unit has in a policy area."""
        return self.cells.get((domain, unit), Cell())

    @property
    def rows(self) -> list[tuple[Element, list[Cell]]]:
        """The matrix line by line, its columns as `units`."""
        return [(domain, [self.cell(domain.pk, unit.code) for unit in self.units]) for domain in self.domains]

    @property
    def without(self) -> list[Element]:
        """Policy areas without a complete objective."""
        return [domain for domain in self.domains if domain.code in self.coverage.areas_without]


def matrix(plan: Plan, *, now: datetime) -> Matrix:
    """The coverage of a plan at an instant: a fixed number of queries."""
    whole = whole_plan(plan, now=now)
    found = breakdowns(whole)
    gaps = gaps_of(plan, now=now, whole=whole, broken=found)
    domains = tuple(row for row in whole.elements.values() if row.parent_id is None and row.withdrawn_at is None)
    cells, units = _cells(whole)
    return Matrix(
        plan, domains, units, _without_part(whole, units), cells, _coverage(whole, domains, gaps, found),
        tuple(found.values()), gaps,
    )  # fmt: skip


def domain_of(whole: Whole, element: Element | None) -> Element | None:
    """The policy area that an element lies in."""
    while element is not None and element.parent_id is not None:
        element = whole.elements.get(element.parent_id)
    return element


def _subjects(whole: Whole) -> dict[UUID, Element | None]:
    """Everything that is answered for, with its policy area."""
    found = {key: domain_of(whole, element) for key, element in whole.elements.items()}
    found |= {row.pk: domain_of(whole, whole.elements.get(row.element_id)) for row in whole.indicators.values()}
    codes = {row.code: row for row in whole.elements.values()}
    for task in whole.due.values():
        found[task.pk] = domain_of(whole, codes.get(task.element.code) if task.element else None)
    for task in whole.tasks.values():
        found[task.pk] = domain_of(whole, whole.elements.get(task.element_id) if task.element_id else None)
    return found


def _cells(whole: Whole) -> tuple[dict[tuple[UUID, str], Cell], tuple[Unit, ...]]:
    cells: dict[tuple[UUID, str], Cell] = {}
    units: dict[str, Unit] = {}
    for subject, domain in _subjects(whole).items():
        for row in whole.people.get(subject, ()):
            if domain is None or row.kind not in (ACCOUNTABLE, CONTRIBUTOR):
                continue
            unit = row.post.unit
            units[unit.code] = unit
            old = cells.get((domain.pk, unit.code), Cell())
            answers, helps = row.kind == ACCOUNTABLE, row.kind == CONTRIBUTOR
            cells[domain.pk, unit.code] = Cell(old.answers + answers, old.contributes + helps)
    return cells, tuple(units[code] for code in sorted(units))


def _coverage(
    whole: Whole, domains: tuple[Element, ...], gaps: Checklist, found: Mapping[UUID, Breakdown]
) -> Coverage:  # fmt: skip
    open_ones = {line.subject for line in gaps.lines}
    areas: dict[str, list[bool]] = {domain.code: [] for domain in domains}
    for element in leaves(whole):
        domain = domain_of(whole, element)
        under = {row.pk for row in whole.indicators.values() if row.element_id == element.pk and not row.ended}
        if domain is not None and domain.code in areas:
            areas[domain.code].append(not ({element.pk} | under) & open_ones)
    return coverage(areas, {one.indicator.code: one.levels for one in found.values()})


def _without_part(whole: Whole, units: Collection[Unit]) -> tuple[Unit, ...]:
    """Bureaux and departments of the city that have no part in the plan."""
    has = {unit.code for unit in units}
    book = organisation.rulebook(whole.plan.jurisdiction)
    return tuple(unit for code, unit in sorted(book.units.items()) if unit.kind in CONCERNED and code not in has)
