"""How each target of a plan is broken down, and whether its parts make the whole at every level (invariant 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from answerable.plans.models import Indicator
from answerable.plans.queries.inputs import Inputs, inputs_of, period_of
from answerable.plans.queries.whole import Whole
from answerable.rules.breakdown import WholeCheck, check_whole
from answerable.rules.coverage import Level, levels_of
from answerable.rules.measures import Measure
from answerable.rules.plan_periods import Period, Span
from answerable.rules.reconciliation import Reconciliation, reconcile


@dataclass(frozen=True)
class Breakdown:
    """One indicator: the years against the target, and each period against its parts; `stretch` explains."""

    indicator: Indicator
    whole: WholeCheck | None
    parts: tuple[Reconciliation, ...]
    stretch: str
    levels: Mapping[Span, Level]

    @property
    def holds(self) -> bool:
        """Whether every level makes the one above it, or the plan says why it asks for more."""
        return (self.whole is None or self.whole.holds) and all(part.holds for part in self.parts)

    @property
    def years_differ(self) -> bool:
        """Whether the years make something else than the target, without a word why."""
        return self.whole is not None and self.whole.code in ("differs", "looser")

    @property
    def parts_differ(self) -> bool:
        """Whether the parts of some period make something else than it, without a word why."""
        return any(part.code in ("differs", "looser") for part in self.parts)


def breakdowns(whole: Whole) -> dict[UUID, Breakdown]:
    """Every indicator that is followed and says its kind, in the order of the plan; five queries."""
    rows = [row for row in whole.indicators.values() if not row.ended]
    found = inputs_of(whole.plan, rows, as_of=whole.now)
    return {
        key: _one(whole, inputs, inputs.measure) for key, inputs in found.items() if inputs.measure is not None
    }  # fmt: skip


def _one(whole: Whole, inputs: Inputs, measure: Measure) -> Breakdown:
    points = whole.path_of(inputs.indicator.pk)
    periods = {period: point for point in points if (period := period_of(whole.plan, point.period)) is not None}
    targets = {period: Fraction(point.value) for period, point in periods.items()}
    told = [period for period, point in periods.items() if point.stretch]
    explained = frozenset(parent for parent in targets if any(_within(part, parent) for part in told))
    unit = Fraction(1, 10 ** (inputs.meaning.decimals if inputs.meaning else 0))
    aim = inputs.targets[-1].aim if inputs.targets and targets else None
    years_told = any(period.span is Span.YEAR for period in told)
    years = check_whole(measure, aim, targets, rounding=unit, stretch=years_told) if aim else None
    parts = reconcile(measure, targets, rounding=unit, stretches=explained)
    words = " ".join(dict.fromkeys(point.stretch for point in points if point.stretch))
    return Breakdown(inputs.indicator, years, parts, words, levels_of(measure, targets, years, parts))


def _within(part: Period, parent: Period) -> bool:
    return parent.span.months > part.span.months and parent.covers(part)
