"""What was known when: observations are never overwritten, a later one supersedes (4.2(5), (6)).

An observation is one figure of one indicator (and one area, where it has areas) for one period, with the instant it
became known. "As of" an instant, the newest known observation of each period counts, so a replay of the records known
by then gives what was said then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from answerable.rules.plan_periods import Period


class State(StrEnum):
    """How firm a figure is; `missing` says, with a reason, that there is none for the period."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    REVISED = "revised"
    ESTIMATED = "estimated"
    MISSING = "missing"


@dataclass(frozen=True)
class Observation:
    """`value`, or `numerator` and `denominator` for a ratio (never both), all None when the state is missing.

    `known_at` is an aware instant; `key` names the stored row and breaks ties between two of the same instant.
    """

    period: Period
    value: Fraction | None
    known_at: datetime
    state: State = State.FINAL
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    key: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        parts = (self.numerator is None, self.denominator is None)
        if parts[0] != parts[1] or (self.value is not None and not parts[0]):
            raise ValueError("an observation is a value, or a numerator with a denominator")
        if (self.value is None and parts[0]) != (self.state is State.MISSING):
            raise ValueError("an observation without a figure, and only that, is missing")


def as_known(observations: Iterable[Observation], as_of: datetime) -> tuple[Observation, ...]:
    """The newest observation of each period known at that instant, in the order of periods; missing ones too."""
    newest: dict[Period, Observation] = {}
    for seen in observations:
        if seen.known_at <= as_of and (seen.period not in newest or _later(seen, newest[seen.period])):
            newest[seen.period] = seen
    return tuple(newest[period] for period in sorted(newest))


def _later(one: Observation, other: Observation) -> bool:
    return (one.known_at, one.key) > (other.known_at, other.key)


def vintages_of(observations: Iterable[Observation], period: Period) -> tuple[Observation, ...]:
    """Every figure ever given for a period, in the order they became known."""
    return tuple(sorted((o for o in observations if o.period == period), key=lambda o: (o.known_at, o.key)))


def changed_between(
    observations: Iterable[Observation], before: datetime, after: datetime
) -> tuple[tuple[Observation | None, Observation], ...]:
    """Periods whose figure is another at `after` than at `before`: (what stood, what stands), new periods with None."""
    rows = tuple(observations)
    then = {o.period: o for o in as_known(rows, before)}
    return tuple((then.get(o.period), o) for o in as_known(rows, after) if then.get(o.period) != o)
