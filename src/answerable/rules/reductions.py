"""A cumulative reduction, such as energy per unit of output by 13.5 % in five years (6.7; 8.7(79)).

The reduction after k years is 1 - I_k / I_0. Two schedules are in use and both are shown: even (k/n of the target) and
geometric, 1 - (1 - T)^(k/n), the same cut of what is left every year. The second asks for more at first.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from answerable.rules.exact import power


def reduction(now: Fraction, start: Fraction) -> Fraction:
    """1 - I_k / I_0 as a share; ZeroDivisionError when there was nothing to reduce."""
    return 1 - now / start


@dataclass(frozen=True)
class ReductionSchedule:
    """Shares of the start: `achieved` after `years` of `of_years`, beside what either schedule asks by then.

    `attainment` is achieved / target. `yearly_cut_left` is the cut of what is left that each remaining year needs,
    None when no year is left; `exact` is whether both roots are rational, else they are rounded to 30 decimals.
    """

    target: Fraction
    achieved: Fraction
    years: int
    of_years: int
    attainment: Fraction
    linear_need: Fraction
    geometric_need: Fraction
    yearly_cut_left: Fraction | None
    exact: bool

    @property
    def ahead_of_linear(self) -> Fraction:
        """In shares of the start; below 0 when behind."""
        return self.achieved - self.linear_need

    @property
    def ahead_of_geometric(self) -> Fraction:
        """In shares of the start; below 0 when behind."""
        return self.achieved - self.geometric_need


def schedule(target: Fraction, achieved: Fraction, years: int, of_years: int) -> ReductionSchedule:
    """How a reduction stands after so many years of a plan; target and achieved are shares below 1 (13.5 % is 27/200).

    ValueError for a target that is not between 0 and 1, years outside the plan, or a reduction of all there was.
    """
    if not 0 < target < 1 or not 0 <= years <= of_years or achieved >= 1:
        raise ValueError(f"a reduction of {achieved} against {target} after {years} of {of_years} years")
    kept, exact_need = power(1 - target, Fraction(years, of_years))
    cut, exact_cut = None, True
    if years < of_years:
        left, exact_cut = power((1 - target) / (1 - achieved), Fraction(1, of_years - years))
        cut = 1 - left
    return ReductionSchedule(
        target, achieved, years, of_years, achieved / target, target * Fraction(years, of_years), 1 - kept, cut,
        exact_need and exact_cut,
    )  # fmt: skip
