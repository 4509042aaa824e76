"""Do the targets of the years, quarters and months make the target of the whole (4.2(4); 8.7(74))?

Amounts add up. Of a level the last part is the whole. Of a ratio numerators and denominators are compared each. Rates
of growth compound. What must hold in every period may be asked for more strictly in a part, never more loosely. A
difference is zero within the rounding unit, or the plan calls it a stretch and says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from answerable.rules.measures import Kind, Measure, OverTime, Rule
from answerable.rules.plan_periods import Period, Span


@dataclass(frozen=True)
class Reconciliation:
    """One parent with its parts: `difference` is what the parts make less the parent; `code` says how it stands.

    Codes: `reconciles`, `stretch` (more is asked of the parts, and the plan says so), `differs`, `incomplete` (parts
    missing: none is invented), `looser` (a part asks less than the whole).
    """

    parent: Period
    span: Span
    code: str
    made: Fraction | None = None
    wanted: Fraction | None = None
    difference: Fraction | None = None
    missing: tuple[Period, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing needs an explanation."""
        return self.code in ("reconciles", "stretch")


def reconcile(
    measure: Measure,
    targets: Mapping[Period, Fraction],
    *,
    rounding: Fraction = Fraction(0),
    stretches: frozenset[Period] = frozenset(),
) -> tuple[Reconciliation, ...]:
    """Every period that has a target and parts with targets, against its parts of the next shorter length given.

    `rounding` is the unit of rounding of the plan: for amounts each part may be off by half of it. `stretches` are
    the parents whose difference the plan explains. The order is the parents' in time, the longest first.
    """
    found = []
    for parent in sorted(targets, key=lambda p: (-p.span.months, p.month)):
        span = next((s for s in parent.span.finer if any(part in targets for part in parent.parts(s))), None)
        if span is not None:
            found.append(_one(measure, targets, parent, span, rounding, parent in stretches))
    return tuple(found)


def _one(
    measure: Measure, targets: Mapping[Period, Fraction], parent: Period, span: Span, rounding: Fraction, stretch: bool
) -> Reconciliation:
    parts, wanted = parent.parts(span), targets[parent]
    missing = tuple(part for part in parts if part not in targets)
    values = [targets[part] for part in parts if part in targets]
    if measure.line.rule is Rule.EVERY_PERIOD:
        return _every_part(measure, parent, span, values, wanted, missing)
    if missing and not (measure.line.over_time in (OverTime.LAST, OverTime.SUM_OF_PARTS) and missing[-1] != parts[-1]):
        return Reconciliation(parent, span, "incomplete", wanted=wanted, missing=missing)
    made = _made(measure, values)
    allowed = rounding / 2 * (len(values) if measure.line.over_time is OverTime.SUM else 1)
    difference = made - wanted
    if abs(difference) <= allowed:
        code = "reconciles"
    else:
        code = "stretch" if stretch and measure.sign * difference > 0 else "differs"
    return Reconciliation(parent, span, code, made, wanted, difference, missing)


def _made(measure: Measure, values: Sequence[Fraction]) -> Fraction:
    if measure.line.over_time is OverTime.SUM:
        return sum(values, Fraction(0))
    if measure.line.over_time is OverTime.COMPOUND:
        return mean_to_compound(values, measure.whole)
    return values[-1]


def mean_to_compound(rates: Sequence[Fraction], whole: Fraction) -> Fraction:
    """The growth over the whole time that yearly rates make, in the same unit: the target of it is (1 + g)^n - 1."""
    index = Fraction(1)
    for rate in rates:
        index *= 1 + rate / whole
    return (index - 1) * whole


def compound_of_cuts(cuts: Sequence[Fraction], whole: Fraction) -> Fraction:
    """The cut over the whole time that yearly cuts make: 1 - product of (1 - c); cuts of what was left each year."""
    return -mean_to_compound([-cut for cut in cuts], whole)


def _every_part(
    measure: Measure, parent: Period, span: Span, values: list[Fraction], wanted: Fraction, missing: tuple[Period, ...]
) -> Reconciliation:
    """The loosest part against the whole; a part without a target of its own is held to the whole's."""
    loosest = max(values) if measure.sign < 0 else min(values)
    looser = measure.sign * (loosest - wanted) < 0 if measure.sign else any(v != wanted for v in values)
    code = "looser" if looser and measure.kind is not Kind.SET_ANNUALLY else "reconciles"
    return Reconciliation(parent, span, code, loosest, wanted, loosest - wanted, missing)


def reconcile_ratio(
    parent: Period,
    whole: tuple[Fraction, Fraction],
    parts: Mapping[Period, tuple[Fraction, Fraction]],
    span: Span,
    rounding: Fraction = Fraction(0),
) -> Reconciliation:
    """A ratio that is planned by numerator and denominator: both sums must be the parent's.

    The difference given is the quotient of the sums less the parent's quotient; both parts are held to the rounding.
    """
    wanted_periods = parent.parts(span)
    missing = tuple(p for p in wanted_periods if p not in parts)
    if missing:
        return Reconciliation(parent, span, "incomplete", missing=missing)
    top = sum((parts[p][0] for p in wanted_periods), Fraction(0))
    bottom = sum((parts[p][1] for p in wanted_periods), Fraction(0))
    allowed = rounding / 2 * len(wanted_periods)
    fits = abs(top - whole[0]) <= allowed and abs(bottom - whole[1]) <= allowed
    made, wanted = (top / bottom if bottom else None), (whole[0] / whole[1] if whole[1] else None)
    difference = None if made is None or wanted is None else made - wanted
    return Reconciliation(parent, span, "reconciles" if fits else "differs", made, wanted, difference)
