"""Flows: a running total against the planned total of the same periods (4.3, 4.4).

Where more is wanted the pace is X/P. Where less is wanted the target is a budget, and the pace is P/X: half of a
budget used at half time is a pace of 1. Periods without a figure are never filled in: the total is judged against
the plan of the periods that have one, and the coverage stands beside it.
"""

from __future__ import annotations

import dataclasses
from fractions import Fraction

from answerable.rules.findings import Finding, Reading, figure, firm, gaps_before
from answerable.rules.lights import Outcome, Step, by_pace, target_step, tolerance_of
from answerable.rules.measures import Kind
from answerable.rules.plan_periods import Period, Span
from answerable.rules.trajectory import Aim, planned_in, planned_total, year_of
from answerable.rules.vintages import Observation


def judge_total(reading: Reading) -> Finding:
    """The light of a flow; needs a target. A periodic flow is judged by the year of its newest figure."""
    if reading.aim.target is None and not reading.aim.path.points:
        return Finding(Outcome.NO_DATA, reading.newest.period, steps=(Step.of("target_missing"),))
    if reading.measure.kind is Kind.PERIODIC_FLOW:
        return _judge_years(reading)
    aim = reading.aim
    if aim.target is None:
        aim = dataclasses.replace(aim, target=sum((v for _, v in aim.path.points), Fraction(0)))
    return _judge_one(reading, aim)


def _judge_years(reading: Reading) -> Finding:
    """This year's light with every earlier year's verdict; when the last year is in, all of them must be met."""
    years = sorted({_year(reading, o) for o in reading.known})
    findings = [(year, _judge_one(reading, year_of(reading.aim, year))) for year in years]
    year, finding = findings[-1]
    results = tuple(Step.of("year_result", year=y, total=f.value, result=str(f.outcome)) for y, f in findings[:-1])
    all_met = all(f.outcome is Outcome.ACHIEVED for _, f in findings[:-1])
    outcome = finding.outcome
    if year.last_day >= reading.aim.until and outcome is Outcome.ACHIEVED and not all_met:
        over = reading.newest.period.last_day >= reading.aim.until
        outcome = Outcome.MISSED if over else Outcome.TARGET_REACHED
    return dataclasses.replace(finding, outcome=outcome, steps=(*finding.steps, *results))


def _year(reading: Reading, observation: Observation) -> Period:
    # The year of the measure, not of the period: figures may come with calendar months in a fiscal year.
    period = dataclasses.replace(observation.period, year_starts_in=reading.measure.year_starts_in)
    return period.within(Span.YEAR)


def _judge_one(reading: Reading, aim: Aim) -> Finding:
    observed = tuple(
        o for o in reading.known if o.period.first_day > aim.since and o.period.last_day <= aim.until
        and o.period.span is reading.measure.span and figure(o, reading.measure.factor) is not None
    )  # fmt: skip
    if not observed or aim.target is None:
        return Finding(Outcome.NO_DATA, steps=(Step.of("no_figure_of_this_length", span=str(reading.measure.span)),))
    finding = _with_numbers(reading, aim, aim.target, observed)
    full = reading.over(aim) and not gaps_before(reading, aim, observed) and observed[-1].period.last_day >= aim.until
    settle = _fulfilment if reading.sign * aim.target > 0 else _budget
    return settle(reading, aim, finding, full)


def _with_numbers(reading: Reading, aim: Aim, target: Fraction, observed: tuple[Observation, ...]) -> Finding:
    factor, period = reading.measure.factor, observed[-1].period
    amounts = [(o.period, figure(o, factor) or Fraction(0)) for o in observed]
    total = sum((amount for _, amount in amounts), Fraction(0))
    to_date, gaps = planned_total(aim, period.last_day), gaps_before(reading, aim, observed)
    planned = sum((planned_in(aim, p) for p, _ in amounts), Fraction(0)) if gaps else to_date
    steps = [
        *(Step.of("amount_in", period=p, amount=amount) for p, amount in amounts),
        Step.of("total_through", period=period, total=total, observed=len(observed), due=len(observed) + len(gaps)),
        target_step(reading.measure, aim, reading.sign, reading.settings),
        Step.of("planned_total", period=period, planned=to_date, path=str(aim.path.shape)),
    ]  # fmt: skip
    if gaps:
        steps += [Step.of("period_without_figure", period=gap) for gap in gaps]
        steps.append(Step.of("planned_matched", planned=planned, naive=total / to_date if to_date else None))
    return Finding(
        Outcome.NOT_DUE, period, total, planned,
        progress=total / target if target else None, expected=to_date / target if target else None,
        gap=reading.sign * (total - planned), marks=("partial_coverage",) if gaps else (), steps=tuple(steps),
        observed=observed,
    )  # fmt: skip


def _fulfilment(reading: Reading, aim: Aim, finding: Finding, full: bool) -> Finding:
    """The target is an amount to be done: met as soon as the total is there, missed when the last period is in."""
    total, planned, target = finding.value or Fraction(0), finding.planned or Fraction(0), aim.target or Fraction(0)
    short = reading.sign * (total - target)
    if firm(finding.observed):
        if short >= 0 or (full and short >= -tolerance_of(reading.measure, aim, reading.settings)):
            return dataclasses.replace(finding, outcome=Outcome.ACHIEVED)
        if full:
            return dataclasses.replace(finding, outcome=Outcome.MISSED)
    if reading.sign * planned <= 0:
        return dataclasses.replace(finding, outcome=Outcome.NOT_DUE)
    return _paced(reading, finding, total / planned)


def _budget(reading: Reading, aim: Aim, finding: Finding, full: bool) -> Finding:
    """The target is an amount not to be passed: kept or broken at the end; broken before it, it is far behind.

    The source gives the pace P/X alone, by which a budget spent to 101 % one day before its end would be on track;
    that it is far behind from then on is our choice. It is not called missed, for figures may still be corrected.
    """
    total, planned, target = finding.value or Fraction(0), finding.planned or Fraction(0), aim.target or Fraction(0)
    passed = reading.sign * (total - target) < -tolerance_of(reading.measure, aim, reading.settings)
    if full and firm(finding.observed):
        return dataclasses.replace(finding, outcome=Outcome.MISSED if passed else Outcome.ACHIEVED)
    if passed:
        return dataclasses.replace(
            finding, outcome=Outcome.FAR_BEHIND, marks=(*finding.marks, "budget_passed"),
            pace=planned / total if total else None,
        )  # fmt: skip
    if target == 0 or reading.sign * total >= 0:
        return dataclasses.replace(finding, outcome=Outcome.ON_TRACK)
    if planned == 0:
        return dataclasses.replace(finding, outcome=Outcome.NOT_DUE)
    return _paced(reading, finding, planned / total)


def _paced(reading: Reading, finding: Finding, pace: Fraction) -> Finding:
    settings = reading.settings
    step = Step.of("pace", pace=pace, on_track=settings.on_track, slipping=settings.slipping, behind=settings.behind)
    return dataclasses.replace(finding, outcome=by_pace(pace, settings), pace=pace, steps=(*finding.steps, step))
