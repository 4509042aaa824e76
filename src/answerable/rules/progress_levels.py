"""Levels: the newest value against the path (4.3; ratios, reductions, changes and ranks too).

g = s (v - P) is the gap, A = (v - b)/(T - b) the share of the way gone and E = (P - b)/(T - b) the share that should
have been gone; their quotient is the pace. Only differences enter, so neither a change of unit nor adding a constant
to everything moves a light (4.2(11)).
"""

from __future__ import annotations

import dataclasses
from fractions import Fraction

from answerable.rules.findings import Finding, Reading, firm, pooled_figure
from answerable.rules.lights import Outcome, Step, by_pace, target_step, tolerance_of
from answerable.rules.measures import Kind, Window
from answerable.rules.plan_periods import Span
from answerable.rules.trajectory import Aim, Shape, planned_level, sense
from answerable.rules.vintages import Observation


def no_better_than_baseline(reading: Reading) -> bool:
    """Whether the target asks for no way to be gone: then it is held, period by period (4.3, hold)."""
    distance = reading.aim.distance
    return distance is not None and sense(reading.measure, reading.aim) * distance <= 0


def judge_level(reading: Reading) -> Finding:
    """The light of a level at its newest observed period; needs a target, and a baseline before the target day."""
    observed = _window(reading)
    value = pooled_figure(observed, reading.measure.factor)
    if value is None:
        return Finding(Outcome.NO_DATA, reading.newest.period, steps=(Step.of("denominator_zero"),))
    target = reading.aim.target
    if target is None:
        return Finding(Outcome.NO_DATA, reading.newest.period, value, steps=(Step.of("target_missing"),))
    finding = _with_numbers(reading, value, target, observed)
    at_the_end = _at_the_end(reading, value, target, observed)
    if at_the_end is not None:
        return dataclasses.replace(finding, outcome=at_the_end)
    if finding.planned is None:
        return finding
    return _against_the_path(reading, finding, value)


def _window(reading: Reading) -> tuple[Observation, ...]:
    measure, newest = reading.measure, reading.newest
    if measure.kind is not Kind.RATIO or measure.window is Window.PERIOD:
        return (newest,)
    if measure.window is Window.SINCE_START:
        return reading.known
    year = newest.period.within(Span.YEAR)
    return tuple(o for o in reading.known if year.covers(o.period))


def _with_numbers(reading: Reading, value: Fraction, target: Fraction, observed: tuple[Observation, ...]) -> Finding:
    aim, settings, period = reading.aim, reading.settings, reading.newest.period
    steps = [
        Step.of("value_at", period=period, value=value),
        *(
            Step.of(
                "parts_of_value",
                period=o.period,
                numerator=o.numerator,
                denominator=o.denominator,
                factor=reading.measure.factor,
            )
            for o in observed
            if o.numerator is not None
        ),
        target_step(reading.measure, aim, sense(reading.measure, aim), settings),
    ]
    if aim.baseline is None:
        return Finding(Outcome.NO_DATA, period, value, steps=(*steps, Step.of("baseline_missing")), observed=observed)
    planned = _planned(reading)
    gap = sense(reading.measure, reading.aim) * (value - planned)
    progress, expected = (
        (value - aim.baseline) / (target - aim.baseline),
        (planned - aim.baseline) / (target - aim.baseline),
    )
    pace = progress / expected if expected > 0 else None
    steps += [
        Step.of("baseline_at", day=aim.since, baseline=aim.baseline),
        Step.of("planned_at", period=period, planned=planned, path=str(aim.path.shape)),
        Step.of("gap", gap=gap),
        Step.of("way_gone", progress=progress, expected=expected),
    ]
    if pace is not None:
        steps.append(Step.of("pace", pace=pace, on_track=settings.on_track, slipping=settings.slipping,
                             behind=settings.behind))  # fmt: skip
    return Finding(
        Outcome.NOT_DUE, period, value, planned, pace, progress, expected, gap, steps=tuple(steps), observed=observed
    )


def _planned(reading: Reading) -> Fraction:
    aim, day = reading.aim, reading.newest.period.last_day
    if reading.measure.kind is Kind.ORDINAL:
        return planned_level(_stepwise(aim), day)
    whole = reading.measure.whole if reading.measure.kind is Kind.CUMULATIVE_REDUCTION else None
    return planned_level(aim, day, whole)


def _stepwise(aim: Aim) -> Aim:
    return dataclasses.replace(aim, path=dataclasses.replace(aim.path, shape=Shape.STEP))


def _at_the_end(
    reading: Reading, value: Fraction, target: Fraction, observed: tuple[Observation, ...]
) -> Outcome | None:
    """Lines 1 and 2: at the target day the tolerance counts; before it the target itself must be reached."""
    short = sense(reading.measure, reading.aim) * (value - target)
    tolerance = tolerance_of(reading.measure, reading.aim, reading.settings)
    if reading.newest.period.last_day >= reading.aim.until and reading.over(reading.aim):
        if not firm(observed):
            return None
        return Outcome.ACHIEVED if short >= -tolerance else Outcome.MISSED
    return Outcome.TARGET_REACHED if short >= 0 else None


def _against_the_path(reading: Reading, finding: Finding, value: Fraction) -> Finding:
    """Lines 3 to 5, in this order: worse than the baseline, nothing due yet, then the gap and the pace."""
    baseline, gap, expected = reading.aim.baseline or Fraction(0), finding.gap or Fraction(0), finding.expected
    tolerance = tolerance_of(reading.measure, reading.aim, reading.settings)
    if sense(reading.measure, reading.aim) * (value - baseline) < -tolerance:
        planned_dip = ("dip_was_planned",) if gap >= -tolerance else ()
        return dataclasses.replace(finding, outcome=Outcome.REGRESSING, marks=planned_dip)
    if expected == 0:
        return dataclasses.replace(finding, outcome=Outcome.NOT_DUE)
    if gap >= -tolerance or finding.pace is None:
        return dataclasses.replace(finding, outcome=Outcome.ON_TRACK)
    if reading.measure.kind is Kind.ORDINAL:
        # Ranks have an order and no distances: moved at all, or not, is all that can be said below the path.
        moved = finding.progress is not None and finding.progress > 0
        return dataclasses.replace(finding, outcome=Outcome.BEHIND if moved else Outcome.FAR_BEHIND)
    return dataclasses.replace(finding, outcome=by_pace(finding.pace, reading.settings))
