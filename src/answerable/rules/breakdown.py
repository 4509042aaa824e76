"""From the target of the plan to its years, and from a year to its quarters and months (8.7(74); BJ-PLAN 14(3)).

The yearly plan is made from the plan, not beside it: a year asks what the plan's path asks of it. What is rounded is
the running total, so that rounded parts still make the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from answerable.rules.measures import Kind, Measure, OverTime, Rule
from answerable.rules.plan_periods import Period, Span
from answerable.rules.reconciliation import mean_to_compound
from answerable.rules.trajectory import Aim, PathImpossible, planned_in, planned_level, year_of


@dataclass(frozen=True)
class WholeCheck:
    """The years of a plan against its target. Codes as in `reconciliation`: reconciles, stretch, differs, incomplete,
    looser. `missing` are the years without a target of their own."""

    code: str
    made: Fraction | None = None
    wanted: Fraction | None = None
    missing: tuple[Period, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing needs an explanation."""
        return self.code in ("reconciles", "stretch")

    @property
    def difference(self) -> Fraction | None:
        """What the years make less the target."""
        return None if self.made is None or self.wanted is None else self.made - self.wanted


def check_whole(
    measure: Measure, aim: Aim, targets: Mapping[Period, Fraction], *, rounding: Fraction = Fraction(0),
    stretch: bool = False,
) -> WholeCheck | None:  # fmt: skip
    """Whether the targets of the years make the target of the plan; None where years cannot make it (4.2(4)).

    Amounts of a running total add up, of a level the last year is the whole, mean growth compounds, and what must hold
    in every year may be asked more strictly in one, never more loosely. An amount due anew every year has no sum.
    """
    years = {period: value for period, value in targets.items() if period.span is Span.YEAR}
    if aim.target is None or not years or measure.kind in (Kind.PERIODIC_FLOW, Kind.SET_ANNUALLY):
        return None
    wanted_years = _years(aim, measure.year_starts_in)
    missing = tuple(year for year in wanted_years if year not in years)
    if measure.line.rule is Rule.EVERY_PERIOD:
        return _every_year(measure, aim.target, list(years.values()))
    if missing and not (measure.line.over_time is not OverTime.SUM and missing[-1] != wanted_years[-1]):
        return WholeCheck("incomplete", wanted=aim.target, missing=missing)
    made, wanted = _made(measure, aim.target, [years[y] for y in sorted(years)])
    allowed = rounding / 2 * (len(years) if measure.line.over_time is OverTime.SUM else 1)
    if abs(made - wanted) <= allowed:
        return WholeCheck("reconciles", made, wanted, missing)
    more = measure.sign * (made - wanted) > 0
    return WholeCheck("stretch" if stretch and more else "differs", made, wanted, missing)


def _years(aim: Aim, year_starts_in: int) -> tuple[Period, ...]:
    from_month = Period(Span.MONTH, aim.since.year * 12 + aim.since.month - 1, year_starts_in).following()
    year, found = from_month.within(Span.YEAR), []
    while year.first_day <= aim.until:
        if year.first_day > aim.since:
            found.append(year)
        year = year.following()
    return tuple(found)


def _made(measure: Measure, target: Fraction, values: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    if measure.line.over_time is OverTime.SUM:
        return sum(values, Fraction(0)), target
    if measure.line.over_time is OverTime.COMPOUND:
        return mean_to_compound(values, measure.whole), mean_to_compound([target] * len(values), measure.whole)
    return values[-1], target


def _every_year(measure: Measure, target: Fraction, values: Sequence[Fraction]) -> WholeCheck:
    loosest = max(values) if measure.sign < 0 else min(values)
    looser = measure.sign * (loosest - target) < 0 if measure.sign else any(v != target for v in values)
    return WholeCheck("looser" if looser else "reconciles", loosest, target)


def targets_of_year(
    measure: Measure, aim: Aim, year: Period, *, unit: Fraction = Fraction(0)
) -> dict[Period, Fraction]:
    """What one year, its quarters and its months are asked, from the plan's path. Empty where the path says nothing.

    `unit` is what values are rounded to (0: not at all). The plan's own figures for parts of the year stay as they are.
    Milestones and kinds whose parts do not make a year (growth, set annually) have the year alone, or nothing.
    """
    if aim.until < year.first_day or aim.since > year.last_day:
        return {}
    own = {period: value for period, value in aim.path.points if year.covers(period)}
    if measure.line.over_time is OverTime.UNLIKE or measure.line.rule is Rule.COMPOUND:
        return _alone(measure, aim, year, own)
    if measure.line.rule is Rule.EVERY_PERIOD:
        return _same_throughout(aim, year, own)
    try:
        found = _flow(measure, aim, year, unit) if measure.line.rule is Rule.TOTAL else _level(measure, aim, year, unit)
    except (PathImpossible, ValueError):
        return own
    return found | own


def _alone(measure: Measure, aim: Aim, year: Period, own: Mapping[Period, Fraction]) -> dict[Period, Fraction]:
    if measure.line.rule is Rule.DELIVERY:
        due = year.first_day <= aim.until <= year.last_day
        return {year: aim.target or Fraction(1)} if due else {}
    value = own.get(year, None if measure.kind is Kind.SET_ANNUALLY else aim.target)
    return {} if value is None else {year: value}


def _same_throughout(aim: Aim, year: Period, own: Mapping[Period, Fraction]) -> dict[Period, Fraction]:
    value = own.get(year, aim.target)
    if value is None:
        return dict(own)
    spans = (Span.YEAR, Span.QUARTER, Span.MONTH)
    return {part: own.get(part, value) for span in spans for part in year.parts(span)}


def _flow(measure: Measure, aim: Aim, year: Period, unit: Fraction) -> dict[Period, Fraction]:
    within = year_of(aim, year) if measure.kind is Kind.PERIODIC_FLOW else aim
    months = year.parts(Span.MONTH)
    rounded = round_parts([planned_in(within, month) for month in months], unit)
    found = dict(zip(months, rounded, strict=True))
    for quarter in year.parts(Span.QUARTER):
        found[quarter] = sum((found[month] for month in quarter.parts(Span.MONTH)), Fraction(0))
    found[year] = sum(rounded, Fraction(0))
    return found


def _level(measure: Measure, aim: Aim, year: Period, unit: Fraction) -> dict[Period, Fraction]:
    whole = measure.whole if measure.kind is Kind.CUMULATIVE_REDUCTION else None
    parts = [part for span in (Span.YEAR, Span.QUARTER, Span.MONTH) for part in year.parts(span)]
    inside = [part for part in parts if aim.since < part.last_day and part.first_day <= aim.until]
    return {part: round_to(planned_level(aim, part.last_day, whole), unit) for part in inside}


def round_to(value: Fraction, unit: Fraction) -> Fraction:
    """The nearest multiple of the unit, half to even; the value itself for no unit."""
    return value if not unit else round(value / unit) * unit


def round_parts(values: Sequence[Fraction], unit: Fraction) -> list[Fraction]:
    """Each part a multiple of the unit, and their sum the rounded sum: what is rounded are the running totals."""
    if not unit:
        return list(values)
    total, taken, found = Fraction(0), Fraction(0), []
    for value in values:
        total += value
        part = floor(total / unit + Fraction(1, 2)) * unit - taken
        taken += part
        found.append(part)
    return found
