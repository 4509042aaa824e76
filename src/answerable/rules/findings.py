"""What a rule is given and what it finds: the inner currency of `progress`, one reading in, one finding out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from answerable.rules.lights import Outcome, Settings, Step
from answerable.rules.measures import Measure
from answerable.rules.plan_periods import Period, periods_between
from answerable.rules.trajectory import Aim
from answerable.rules.vintages import Observation, State


@dataclass(frozen=True)
class Reading:
    """`known`: observations with a figure, each period once, in order, that belong to the time of the aim."""

    measure: Measure
    aim: Aim
    known: tuple[Observation, ...]
    settings: Settings
    today: date

    def over(self, aim: Aim) -> bool:
        """Whether the day of an aim has come: before it nothing is missed, whatever was entered early."""
        return self.today >= aim.until

    @property
    def newest(self) -> Observation:
        """The newest observed; a reading of nothing is never judged."""
        return self.known[-1]

    @property
    def sign(self) -> int:
        """Which way is better."""
        return self.measure.sign


@dataclass(frozen=True)
class Finding:
    """The part of a status that its kind's rule decides; see `lights.Status` for the fields."""

    outcome: Outcome
    reached: Period | None = None
    value: Fraction | None = None
    planned: Fraction | None = None
    pace: Fraction | None = None
    progress: Fraction | None = None
    expected: Fraction | None = None
    gap: Fraction | None = None
    marks: tuple[str, ...] = ()
    steps: tuple[Step, ...] = field(default=())
    observed: tuple[Observation, ...] = ()


def firm(observed: tuple[Observation, ...]) -> bool:
    """Whether none of them is an estimate: an estimate settles nothing (4.4)."""
    return all(o.state is not State.ESTIMATED for o in observed)


def figure(observation: Observation, factor: Fraction) -> Fraction | None:
    """Its value, or numerator / denominator x factor; None when the denominator is 0."""
    if observation.value is not None:
        return observation.value
    if not observation.denominator or observation.numerator is None:
        return None
    return observation.numerator / observation.denominator * factor


def pooled_figure(observed: tuple[Observation, ...], factor: Fraction) -> Fraction | None:
    """The ratio of several periods: sums first, then the quotient (3.4; 4.3): never a mean of quotients."""
    if len(observed) == 1 or any(o.numerator is None for o in observed):
        return figure(observed[-1], factor)
    bottom = sum((o.denominator or Fraction(0) for o in observed), Fraction(0))
    top = sum((o.numerator or Fraction(0) for o in observed), Fraction(0))
    return top / bottom * factor if bottom else None


def gaps_before(reading: Reading, aim: Aim, observed: tuple[Observation, ...]) -> tuple[Period, ...]:
    """The periods of the aim up to the newest observed one that have no figure."""
    measure, seen = reading.measure, {o.period for o in observed}
    until = min(observed[-1].period.last_day, aim.until)
    return tuple(p for p in periods_between(aim.since, until, measure.span, measure.year_starts_in) if p not in seen)
