"""橫向到邊、縱向到底: policy areas by bureau, and how far each target is broken down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from answerable.organisation.models import Unit
from answerable.plans.models import Element, Indicator, Plan
from answerable.plans.models.accountability import ACCOUNTABLE, CONTRIBUTOR
from answerable.plans.queries.gaps import Checklist, gaps_of, leaves
from answerable.plans.queries.inputs import Inputs, inputs_of, period_of
from answerable.plans.queries.whole import Whole, whole_plan
from answerable.rules.breakdown import WholeCheck, check_whole
from answerable.rules.gaps import Coverage, coverage
from answerable.rules.measures import Measure
from answerable.rules.plan_periods import Period
from answerable.rules.reconciliation import Reconciliation, reconcile


@dataclass(frozen=True)
class Cell:
    """What one unit has in one policy area: what it answers for, and what it helps with."""

    answers: int = 0
    contributes: int = 0


@dataclass(frozen=True)
class Breakdown:
    """One indicator: the years against the target, and each period against its parts; `stretch` explains."""

    indicator: Indicator
    whole: WholeCheck | None
    parts: tuple[Reconciliation, ...]
    stretch: str

    @property
    def holds(self) -> bool:
        """Whether every level makes the one above it, or the plan says why it asks for more."""
        return (self.whole is None or self.whole.holds) and all(part.holds for part in self.parts)


@dataclass(frozen=True)
class Matrix:
    """Policy areas x units, both coverages, and the checklist of gaps. `empty` are units without any part in it."""

    plan: Plan
    domains: tuple[Element, ...]
    units: tuple[Unit, ...]
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


def matrix(plan: Plan, *, now: datetime) -> Matrix:
    """The coverage of a plan at an instant: a fixed number of queries."""
    whole = whole_plan(plan, now=now)
    gaps = gaps_of(plan, now=now, whole=whole)
    domains = tuple(row for row in whole.elements.values() if row.parent_id is None and row.withdrawn_at is None)
    cells, units = _cells(whole)
    found = breakdowns(whole)
    return Matrix(plan, domains, units, cells, _coverage(whole, domains, gaps), found, gaps)


def domain_of(whole: Whole, element: Element | None) -> Element | None:
    """The policy area that an element lies in."""
    while element is not None and element.parent_id is not None:
        element = whole.elements.get(element.parent_id)
    return element


def _subjects(whole: Whole) -> dict[UUID, Element | None]:
    """Everything that is answered for, with its policy area."""
    found = {key: domain_of(whole, element) for key, element in whole.elements.items()}
    found |= {row.pk: domain_of(whole, whole.elements.get(row.element_id)) for row in whole.indicators.values()}
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


def _coverage(whole: Whole, domains: tuple[Element, ...], gaps: Checklist) -> Coverage:
    open_ones = {line.subject for line in gaps.lines}
    areas: dict[str, list[bool]] = {domain.code: [] for domain in domains}
    for element in leaves(whole):
        domain = domain_of(whole, element)
        under = {row.pk for row in whole.indicators.values() if row.element_id == element.pk and not row.ended}
        if domain is not None and domain.code in areas:
            areas[domain.code].append(not ({element.pk} | under) & open_ones)
    return coverage(areas, {row.code: pair for row, pair, _ in _targets(whole)})


def _targets(whole: Whole) -> list[tuple[Indicator, tuple[Measure, dict[Period, Fraction]], Inputs]]:
    found = []
    rows = [row for row in whole.indicators.values() if not row.ended]
    for key, inputs in inputs_of(whole.plan, rows, as_of=whole.now).items():
        if inputs.measure is not None:
            points = ((period_of(whole.plan, p.period), p.value) for p in whole.path_of(key))
            targets = {period: Fraction(value) for period, value in points if period is not None}
            found.append((whole.indicators[key], (inputs.measure, targets), inputs))
    return found


def breakdowns(whole: Whole) -> tuple[Breakdown, ...]:
    """For every indicator with a path: whether its parts make the whole, at every level (invariant 4)."""
    found = []
    for indicator, (measure, targets), inputs in _targets(whole):
        words = {p.period: p.stretch for p in whole.path_of(indicator.pk) if p.stretch}
        told = frozenset(period for period in targets if period.code in words)
        aim = inputs.targets[-1].aim if inputs.targets else None
        unit = Fraction(1, 10 ** (inputs.meaning.decimals if inputs.meaning else 0))
        whole_check = check_whole(measure, aim, targets, rounding=unit, stretch=bool(told)) if aim else None
        if targets:
            parts = reconcile(measure, targets, rounding=unit, stretches=told)
            found.append(Breakdown(indicator, whole_check, parts, " ".join(words.values())))
    return tuple(found)
