"""One indicator as a chart and as a table: path, targets, what was observed with all its vintages, forecasts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from answerable.plans.models import Observation, Plan
from answerable.plans.queries.figures import Figure, figure, local
from answerable.plans.queries.history import vintages_of
from answerable.plans.queries.inputs import Inputs
from answerable.rules.findings import figure as number_of
from answerable.rules.measures import Kind, Measure, Rule
from answerable.rules.plan_periods import Period, Span, periods_between
from answerable.rules.targets import TargetVersion
from answerable.rules.trajectory import Aim, planned_in, planned_level, planned_total, year_of
from answerable.rules.vintages import Observation as Seen


@dataclass(frozen=True)
class Point:
    """One period: what is known of it, every figure ever given, and what the present and the first path ask.

    `total` is the running total of a flow, `planned` and `planned_first` are what belongs beside it (a total for a
    cumulative flow, a level or an amount otherwise). `approved` says whether another post has checked the figure,
    `simulated` whether it is invented.
    """

    period: Period
    value: Fraction | None
    state: str
    known_at: datetime | None
    words: str
    vintages: tuple[tuple[datetime, Fraction | None, str], ...]
    total: Fraction | None
    planned: Fraction | None
    planned_first: Fraction | None
    approved: bool = False
    simulated: bool = False


@dataclass(frozen=True)
class Aimed:
    """A target as drawn: `number` 1 is the original; the one in force is `current`."""

    number: int
    until: date
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    current: bool


@dataclass(frozen=True)
class Series:
    """`breaks` are the days from which the indicator meant something else."""

    figure: Figure
    points: tuple[Point, ...]
    targets: tuple[Aimed, ...]
    breaks: tuple[date, ...]


def series(plan: Plan, code: str, *, as_of: datetime) -> Series | None:
    """Everything a chart and its table say of one indicator as of an instant; None for an unknown code."""
    found = figure(plan, code, as_of=as_of)
    if found is None:
        return None
    shown, inputs = found
    at = local(plan, as_of)
    current = next((v for v in inputs.targets if v.number == shown.assessment.in_force), None)
    return Series(
        shown, tuple(_points(plan, shown, inputs, current, at)),
        tuple(_aimed(version, version is current) for version in inputs.targets),
        _breaks(shown, at),
    )  # fmt: skip


def _aimed(version: TargetVersion, current: bool) -> Aimed:
    aim = version.aim
    return Aimed(version.number, aim.until, aim.target, aim.low, aim.high, current)


def _breaks(shown: Figure, at: datetime) -> tuple[date, ...]:
    later = shown.indicator.versions.filter(number__gt=1, since__lte=at).order_by("since")
    return tuple(local(shown.indicator.plan, since).date() for since in later.values_list("since", flat=True))


def _points(
    plan: Plan, shown: Figure, inputs: Inputs, current: TargetVersion | None, at: datetime
) -> Iterable[Point]:  # fmt: skip
    every = vintages_of(plan, shown.indicator, as_of=at)
    newest = {seen.period: seen for seen in inputs.observations}
    rows = Observation.objects.filter(pk__in=[seen.key for seen in inputs.observations])
    marks = {str(key): (on is not None and on <= at, invented)
             for key, on, invented in rows.values_list("pk", "approved_at", "simulated")}  # fmt: skip
    first = min(inputs.targets, key=lambda version: version.number, default=None)
    periods = sorted({*newest, *_periods(plan, inputs, current)})
    total: Fraction | None = None
    for period in periods:
        seen = newest.get(period)
        value = _value(seen, inputs.measure)
        total = _running(inputs, current, period, value, total)
        yield Point(
            period, value, str(seen.state) if seen else "", seen.known_at if seen else None,
            seen.reason if seen else "",
            tuple((one.known_at, _value(one, inputs.measure), str(one.state)) for one in every.get(period.code, [])),
            total if value is not None else None, _planned(inputs, current, period), _planned(inputs, first, period),
            *marks.get(seen.key if seen is not None else "", (False, False)),
        )  # fmt: skip


def _periods(plan: Plan, inputs: Inputs, current: TargetVersion | None) -> Iterable[Period]:
    meaning = inputs.meaning
    if current is None or meaning is None or not meaning.period:
        return ()
    return periods_between(current.aim.since, current.aim.until, Span(meaning.period), plan.year_starts_in)


def _value(seen: Seen | None, measure: Measure | None) -> Fraction | None:
    return None if seen is None else number_of(seen, measure.factor if measure else Fraction(1))


def _running(
    inputs: Inputs, current: TargetVersion | None, period: Period, value: Fraction | None, total: Fraction | None
) -> Fraction | None:
    """The sum from the start of the aim; of a flow that begins anew every year, from the start of the year."""
    measure = inputs.measure
    if (
        measure is None
        or current is None
        or measure.line.rule is not Rule.TOTAL
        or period.first_day <= current.aim.since
    ):
        return None
    if period.span is not measure.span:
        return total
    begins_anew = measure.kind is Kind.PERIODIC_FLOW and period.season == 0
    return (value or Fraction(0)) + (Fraction(0) if total is None or begins_anew else total)


def _planned(inputs: Inputs, version: TargetVersion | None, period: Period) -> Fraction | None:
    measure = inputs.measure
    if measure is None or version is None or not version.aim.since < period.last_day <= version.aim.until:
        return None
    aim = version.aim
    if measure.line.rule is Rule.TOTAL:
        return _planned_amount(measure, aim, period)
    if measure.line.rule is Rule.LEVEL and aim.baseline is not None and aim.target is not None:
        whole = measure.whole if measure.kind is Kind.CUMULATIVE_REDUCTION else None
        return planned_level(aim, period.last_day, whole)
    set_for = [(p.span.months, value) for p, value in aim.path.points if p.covers(period)]
    return min(set_for)[1] if set_for else aim.target


def _planned_amount(measure: Measure, aim: Aim, period: Period) -> Fraction | None:
    if aim.target is None and not aim.path.points:
        return None
    if measure.kind is Kind.PERIODIC_FLOW:
        year = year_of(aim, period.within(Span.YEAR))
        return None if year.target is None else planned_total(year, period.last_day)
    if aim.target is None:
        return planned_in(aim, period)
    return planned_total(aim, period.last_day)
