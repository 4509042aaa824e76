"""The status of an indicator: one function for every kind (4.3, 4.4; 4.2(10) to (13)).

Pace is taken at r, the end of the newest observed period, not at today: that a figure is published late is no sin of
the owner, and the data light counts it against the steward.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date, datetime

from answerable.rules.findings import Finding, Reading, firm
from answerable.rules.lights import (
    SETTINGS,
    DataLight,
    Outcome,
    Settings,
    Status,
    Step,
    data_light,
    no_better_than,
)
from answerable.rules.measures import Kind, Measure, Rule
from answerable.rules.progress_growth import judge_growth
from answerable.rules.progress_levels import judge_level, no_better_than_baseline
from answerable.rules.progress_periods import judge_every_period
from answerable.rules.progress_totals import judge_total
from answerable.rules.trajectory import Aim, PathImpossible, counted, sense
from answerable.rules.vintages import Observation, State, as_known


def judge(
    measure: Measure,
    aim: Aim,
    observations: Iterable[Observation],
    *,
    as_of: datetime,
    settings: Settings = SETTINGS,
    other: Iterable[Observation] = (),
) -> Status:
    """The status as of an instant; its own date is "today". ValueError for kinds of deliveries: see `deliveries`.

    `observations` may hold every vintage ever: the newest known by `as_of` counts for each period. `other` is the
    figure beside which a relative indicator is judged.
    """
    if measure.line.rule is Rule.DELIVERY:
        raise ValueError(f"a {measure.kind} is judged by deliveries.judge_delivery")
    known, aim = as_known(observations, as_of), counted(measure, aim)
    light, valid_until, data_step = data_light(measure, aim, known, as_of.date())
    reading = Reading(measure, aim, _of_the_aim(known, aim), settings, as_of.date())
    found = _find(reading, as_known(other, as_of)) if reading.known else _nothing(light)
    finding = _marked_early(_capped(found), as_of.date())
    return Status(
        finding.outcome, light, as_of, settings.version, valid_until, finding.reached, finding.value, finding.planned,
        finding.pace, finding.progress, finding.expected, finding.gap, finding.marks,
        (*_missing(known), *finding.steps, data_step), tuple(o.key for o in finding.observed if o.key),
    )  # fmt: skip


def _of_the_aim(known: tuple[Observation, ...], aim: Aim) -> tuple[Observation, ...]:
    """Figures of periods that end within the aim's time, and the first one after it when none ends on its last day.

    What comes later belongs to another aim: a verdict at the target day is not rewritten by it.
    """
    figures = [o for o in known if o.state is not State.MISSING and o.period.last_day > aim.since]
    within = [o for o in figures if o.period.last_day <= aim.until]
    if within and within[-1].period.last_day == aim.until:
        return tuple(within)
    first_after = next((o for o in figures if _spans(o, aim.until)), None)
    return tuple(within) if first_after is None else (*within, first_after)


def _spans(observation: Observation, day: date) -> bool:
    return observation.period.last_day > day


def _find(reading: Reading, other: tuple[Observation, ...]) -> Finding:
    try:
        return _by_rule(reading, other)
    except PathImpossible as fault:
        step = Step.of("path_impossible", path=str(reading.aim.path.shape), words=str(fault))
        return Finding(Outcome.NO_DATA, reading.newest.period, steps=(step,))


def _by_rule(reading: Reading, other: tuple[Observation, ...]) -> Finding:
    rule = reading.measure.line.rule
    if _lacks_direction(reading):
        # Without a direction nothing is better than anything, and everything would be met.
        return Finding(Outcome.NO_DATA, reading.newest.period, steps=(Step.of("direction_missing"),))
    if rule is Rule.TOTAL:
        return judge_total(reading)
    if rule is Rule.COMPOUND:
        return judge_growth(reading)
    if rule is Rule.EVERY_PERIOD:
        return judge_every_period(reading, other)
    if no_better_than_baseline(reading):
        held = dataclasses.replace(reading, measure=dataclasses.replace(reading.measure, kind=Kind.HOLD))
        return judge_every_period(held)
    return judge_level(reading)


def _lacks_direction(reading: Reading) -> bool:
    return reading.measure.line.directed and sense(reading.measure, reading.aim) == 0


def _nothing(light: DataLight) -> Finding:
    """No figure: not due while none could be in, else no data; never green (4.2(13))."""
    outcome = Outcome.NOT_DUE if light is DataLight.NOT_YET_DUE else Outcome.NO_DATA
    return Finding(outcome, steps=(Step.of("no_figure_yet"),))


def _capped(finding: Finding) -> Finding:
    """An estimate is no better than slipping, whatever it says (4.4)."""
    if firm(finding.observed) or finding.outcome is Outcome.NO_DATA:
        return finding
    outcome = no_better_than(finding.outcome, Outcome.SLIPPING)
    return dataclasses.replace(
        finding, outcome=outcome, marks=(*finding.marks, "estimated"),
        steps=(*finding.steps, Step.of("estimate_caps", uncapped=str(finding.outcome))),
    )  # fmt: skip


def _marked_early(finding: Finding, today: date) -> Finding:
    """A figure of a period that has not ended says so."""
    if finding.reached is None or finding.reached.last_day <= today:
        return finding
    return dataclasses.replace(finding, marks=(*finding.marks, "period_not_ended"))


def _missing(known: tuple[Observation, ...]) -> tuple[Step, ...]:
    return tuple(
        Step.of("declared_missing", period=o.period, reason=o.reason) for o in known if o.state is State.MISSING
    )
