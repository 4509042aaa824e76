"""From what was known to what is said of it: the rules of lights applied to one indicator's inputs. No SQL."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from answerable.plans.queries.inputs import Inputs
from answerable.rules.deliveries import Delivery, judge_delivery
from answerable.rules.findings import figure
from answerable.rules.forecasts import Forecast, trend
from answerable.rules.four_classes import Class, class_of
from answerable.rules.lights import SETTINGS, DataLight, Outcome, Settings, Status, Step, ended
from answerable.rules.measures import Rule
from answerable.rules.plan_periods import Period
from answerable.rules.progress import judge
from answerable.rules.targets import Change, TargetVersion, changes, in_force, leniency
from answerable.rules.vintages import Observation, State


@dataclass(frozen=True)
class Assessment:
    """The computed part of a figure: what follows from inputs alone, with fractions, ready to be kept.

    `status` is against the target in force, `original` against the first one (the same object while nothing changed).
    `newest` is the newest observation with a figure and `newest_value` its value; `simulated` says it is invented.
    """

    status: Status
    original: Status
    official: Class | None = None
    trend: Forecast | None = None
    in_force: int = 0
    changes: tuple[Change, ...] = ()
    leniency: Fraction | None = None
    newest: Period | None = None
    newest_value: Fraction | None = None
    newest_state: str = ""
    newest_known_at: datetime | None = None
    gaps: tuple[str, ...] = field(default=())


def assess(
    inputs: Inputs, *, as_of: datetime, delivery: Delivery | None = None, settings: Settings = SETTINGS
) -> Assessment:
    """Judge one indicator as of an instant against its target in force and its first one (4.3, 4.4)."""
    day = as_of.date()
    effective = tuple(version for version in inputs.targets if version.effective_on <= day)
    current = in_force(effective, day)
    newest = _newest(inputs)
    if inputs.measure is None or current is None:
        status = _unjudged(inputs, as_of, current, settings)
        return _with_newest(Assessment(status, status, gaps=inputs.gaps), inputs, newest)
    first = min(effective, key=lambda version: version.number)
    status = _judge(inputs, current, as_of, delivery, settings)
    original = status if first is current else _judge(inputs, first, as_of, delivery, settings)
    found = Assessment(
        status, original, class_of(status, current.aim, settings), _trend(inputs, current, as_of, settings),
        current.number, changes(inputs.measure, effective),
        leniency(inputs.measure, effective).net if len(effective) > 1 else None,
    )  # fmt: skip
    return _with_newest(found, inputs, newest)


def _judge(
    inputs: Inputs, version: TargetVersion, as_of: datetime, delivery: Delivery | None, settings: Settings
) -> Status:
    assert inputs.measure is not None
    if inputs.measure.line.rule is Rule.DELIVERY:
        due = dataclasses.replace(delivery or Delivery(version.aim.until), due=version.aim.until)
        status = judge_delivery(due, as_of=as_of, settings=settings)
    else:
        status = judge(
            inputs.measure, version.aim, inputs.observations, as_of=as_of, settings=settings, other=inputs.other
        )
    return _ended(inputs, status, as_of)


def _unjudged(inputs: Inputs, as_of: datetime, current: TargetVersion | None, settings: Settings) -> Status:
    """No light can be given: every field that is missing is a step of the explanation."""
    missing = inputs.gaps or (() if current else ("target",))
    steps = tuple(Step.of("field_missing", field=name) for name in missing)
    light = DataLight.FRESH if _newest(inputs) else DataLight.NOT_YET_DUE
    return _ended(inputs, Status(Outcome.NO_DATA, light, as_of, settings.version, steps=steps), as_of)


def _ended(inputs: Inputs, status: Status, as_of: datetime) -> Status:
    indicator = inputs.indicator
    if indicator.ended and indicator.ended_at is not None and indicator.ended_at <= as_of:
        return ended(status, Outcome(indicator.ended))
    return status


def _trend(inputs: Inputs, current: TargetVersion, as_of: datetime, settings: Settings) -> Forecast | None:
    assert inputs.measure is not None
    return trend(inputs.measure, current.aim, inputs.observations, as_of=as_of, settings=settings)


def _newest(inputs: Inputs) -> Observation | None:
    known = [seen for seen in inputs.observations if seen.state is not State.MISSING]
    return max(known, key=lambda seen: seen.period.last_day, default=None)


def _with_newest(found: Assessment, inputs: Inputs, newest: Observation | None) -> Assessment:
    if newest is None:
        return found
    factor = inputs.measure.factor if inputs.measure else Fraction(1)
    return dataclasses.replace(
        found, newest=newest.period, newest_value=figure(newest, factor), newest_state=str(newest.state),
        newest_known_at=newest.known_at,
    )  # fmt: skip
