"""Durations nobody knows: an optimistic, a most likely and a pessimistic one (PERT), and what follows for a plan.

Expected duration (o + 4m + p) / 6, variance ((p - o) / 6) squared, exactly, in the unit given; source: plan rules 3.10.
The chance of ending in time takes the critical path alone and a normal distribution, as textbooks do. It is too hopeful
where other paths are nearly as long; `network_simulation` does not have that fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from answerable.rules.problems import Problem, Refused

Number = int | Fraction


@dataclass(frozen=True, slots=True)
class ThreePoints:
    """Three durations in one unit, in this order; Refused when they are not, or when one is negative."""

    optimistic: Number
    likely: Number
    pessimistic: Number

    def __post_init__(self) -> None:
        if not 0 <= self.optimistic <= self.likely <= self.pessimistic:
            raise Refused(Problem("three_points_out_of_order", "likely"))

    @property
    def expected(self) -> Fraction:
        """The mean of the PERT distribution."""
        return Fraction(self.optimistic + 4 * self.likely + self.pessimistic) / 6

    @property
    def variance(self) -> Fraction:
        """In the unit squared."""
        return (Fraction(self.pessimistic - self.optimistic) / 6) ** 2


def chance_of_ending(path: Iterable[ThreePoints], by: Number) -> float:
    """The chance, 0 to 1, that the activities of a path, one after the other, have ended after so long."""
    points = list(path)
    mean = sum((point.expected for point in points), Fraction(0))
    variance = sum((point.variance for point in points), Fraction(0))
    if not variance:
        return float(by >= mean)
    return NormalDist().cdf(float(Fraction(by) - mean) / sqrt(variance))
