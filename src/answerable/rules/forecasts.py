"""Where it is heading: two forecasts, always both and labelled, and what catching up would take (4.3).

The trend carries on what was seen; bottom-up adds what the schedule says will be delivered. Neither changes a light;
a forecast that falls short of the target by more than the tolerance puts a mark beside it, which the review answers.
"""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import combinations

from answerable.rules.findings import figure
from answerable.rules.lights import SETTINGS, Settings, Step, tolerance_of
from answerable.rules.measures import Kind, Measure, Rule
from answerable.rules.plan_periods import Span, position
from answerable.rules.trajectory import Aim, sense, year_of
from answerable.rules.vintages import Observation, State, as_known

Point = tuple[Fraction, Fraction]  # the end of a period in months, and the value


@dataclass(frozen=True)
class Forecast:
    """A value at the end of the aim. `low` is the cautious line of bottom-up (P80). Of a trend `low` and `high` are the
    ends of its range, by size: what comes out if all that is left goes as the lower or as the upper half of what was
    seen lately; None where one figure alone was seen.

    `rate` is what a year adds as seen lately and `needed` what each remaining year would have to add (for a budget:
    may add); `catch_up` is their quotient, above 1 when more effort is needed; None when nothing was gained lately.
    `marks`: `forecast_short`, `needs_a_step_change`.
    """

    method: str
    value: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None
    rate: Fraction | None = None
    needed: Fraction | None = None
    catch_up: Fraction | None = None
    marks: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Deliverable:
    """What a project adds when it is finished, and by when the schedule's runs finish it in 50 and 80 of 100 cases."""

    amount: Fraction
    p50: date | None
    p80: date | None
    key: str = ""


def trend(
    measure: Measure,
    aim: Aim,
    observations: Iterable[Observation],
    *,
    as_of: datetime,
    settings: Settings = SETTINGS,
) -> Forecast | None:
    """What was seen, carried on to the end; None for kinds and amounts of data that no trend fits.

    Flows: total + mean of the last periods x periods left, an annual flow to the end of its year. Levels: newest value
    + Theil-Sen slope x time left, on at least four points of the same season, history before the plan included.
    """
    known = [o for o in as_known(observations, as_of) if o.state is not State.MISSING and o.period.last_day < aim.until]
    if aim.target is None or not known or measure.kind is Kind.ORDINAL:
        return None
    if measure.kind is Kind.PERIODIC_FLOW:
        newest = dataclasses.replace(known[-1].period, year_starts_in=measure.year_starts_in)
        return _trend_of_flow(measure, year_of(aim, newest.within(Span.YEAR)), known, settings)
    if measure.kind is Kind.CUMULATIVE_FLOW:
        return _trend_of_flow(measure, aim, known, settings)
    return _trend_of_level(measure, aim, known, settings) if measure.line.rule is Rule.LEVEL else None


def _trend_of_flow(measure: Measure, aim: Aim, known: list[Observation], settings: Settings) -> Forecast | None:
    figures = [(o.period, figure(o, measure.factor)) for o in known if o.period.span is measure.span]
    seen = [(period, value) for period, value in figures if value is not None]
    counted = [(period, value) for period, value in seen if period.first_day > aim.since]
    if not counted or counted[-1][0].last_day >= aim.until:
        return None
    recent = (seen if measure.kind is Kind.PERIODIC_FLOW else counted)[-_recent_periods(measure.span, settings) :]
    newest, total = counted[-1][0], sum((value for _, value in counted), Fraction(0))
    amounts = [value for _, value in recent]
    mean = sum(amounts, Fraction(0)) / len(recent)
    left = (position(aim.until) - position(newest.last_day)) / measure.span.months
    steps = (
        Step.of("total_through", period=newest, total=total, observed=len(counted)),
        Step.of("recent_mean", mean=mean, periods=len(recent)),
        Step.of("periods_left", left=left),
    )
    a_year = Fraction(12, measure.span.months)
    found = _forecast(
        measure, aim, settings, "trend", total + mean * left, total, mean * a_year, left / a_year, steps
    )  # fmt: skip
    return _ranged(found, total, amounts, left, a_year)


def _recent_periods(span: Span, settings: Settings) -> int:
    return settings.recent_years if span is Span.YEAR else 12 // span.months


def _trend_of_level(measure: Measure, aim: Aim, known: list[Observation], settings: Settings) -> Forecast | None:
    season = known[-1].period.season, known[-1].period.span
    alike = [o for o in known if (o.period.season, o.period.span) == season][-settings.most_points :]
    points = [(position(o.period.last_day), figure(o, measure.factor)) for o in alike]
    usable: list[Point] = [(when, value) for when, value in points if value is not None]
    if len(usable) < settings.comparable_points:
        return None
    slopes = [slope * 12 for slope in slopes_of(usable)]
    slope, (newest, value) = statistics.median(slopes), usable[-1]
    left = (position(aim.until) - newest) / 12
    steps = (
        *(Step.of("comparable_value", period=o.period, value=figure(o, measure.factor)) for o in alike),
        Step.of("slope_a_year", slope=slope, points=len(usable)),
        Step.of("years_left", left=left),
    )
    found = _forecast(measure, aim, settings, "trend", value + slope * left, value, slope, left, steps)
    return _ranged(found, value, slopes, left, Fraction(1))


def slopes_of(points: Sequence[Point]) -> list[Fraction]:
    """The slopes of all pairs, exact; their median is the estimate of Theil and Sen."""
    return [(b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(points, 2)]


def halves(values: Iterable[Fraction]) -> tuple[Fraction, Fraction]:
    """The mean of the lower and of the upper half, a middle value being in both, so that mean and median lie between
    them; ZeroDivisionError for nothing."""
    ordered = sorted(values)
    size = (len(ordered) + 1) // 2
    return sum(ordered[:size], Fraction(0)) / size, sum(ordered[-size:], Fraction(0)) / size


def _ranged(found: Forecast, now: Fraction, steps: list[Fraction], left: Fraction, a_year: Fraction) -> Forecast:
    """With its range: `steps` are what was gained from time to time lately, `left` how many such steps are left."""
    if len(steps) < 2:
        return found
    lower, upper = halves(steps)
    low, high = now + lower * left, now + upper * left
    said = Step.of("trend_range", lower=lower * a_year, upper=upper * a_year, low=low, high=high)
    return dataclasses.replace(found, low=low, high=high, steps=(*found.steps, said))


def bottom_up(
    measure: Measure,
    aim: Aim,
    total: Fraction,
    deliverables: Iterable[Deliverable],
    *,
    settings: Settings = SETTINGS,
) -> Forecast:
    """Done so far + what is expected (P50) by the end of the aim; `low` counts only what is expected at P80."""
    rows = tuple(deliverables)
    likely = [d for d in rows if d.p50 is not None and d.p50 <= aim.until]
    sure = [d for d in rows if d.p80 is not None and d.p80 <= aim.until]
    value = total + sum((d.amount for d in likely), Fraction(0))
    low = total + sum((d.amount for d in sure), Fraction(0))
    steps = (
        Step.of("done_so_far", total=total),
        *(Step.of("deliverable", key=d.key, amount=d.amount, p50=d.p50, p80=d.p80) for d in rows),
        Step.of("expected_by", day=aim.until, p50=value, p80=low, deliverables=len(rows), counted=len(likely)),
    )
    marks = ("forecast_short",) if _short(measure, aim, value, settings) else ()
    return Forecast("bottom_up", value, low, marks=marks, steps=steps)


def _forecast(
    measure: Measure, aim: Aim, settings: Settings, method: str, value: Fraction, now: Fraction, rate: Fraction,
    years_left: Fraction, steps: tuple[Step, ...],
) -> Forecast:  # fmt: skip
    needed = ((aim.target or Fraction(0)) - now) / years_left
    factor = catch_up(measure, aim, needed, rate)
    marks: tuple[str, ...] = ("forecast_short",) if _short(measure, aim, value, settings) else ()
    if factor is not None and factor > settings.step_change:
        marks += ("needs_a_step_change",)
    numbers = Step.of("catch_up", needed=needed, recent=rate, factor=factor)
    return Forecast(method, value, None, None, rate, needed, factor, marks, (*steps, numbers))


def catch_up(measure: Measure, aim: Aim, needed: Fraction, recent: Fraction) -> Fraction | None:
    """Needed rate / recent rate, for a budget recent / allowed; None when the divisor is no gain, 0 if met."""
    sign = sense(measure, aim)
    if measure.line.rule is Rule.TOTAL and measure.sign * (aim.target or 0) < 0:
        return recent / needed if -measure.sign * needed > 0 else None
    if sign * needed <= 0:
        return Fraction(0)
    return needed / recent if sign * recent > 0 else None


def _short(measure: Measure, aim: Aim, value: Fraction, settings: Settings) -> bool:
    if aim.target is None:
        return False
    return sense(measure, aim) * (aim.target - value) > tolerance_of(measure, aim, settings)
