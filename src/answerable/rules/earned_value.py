"""Earned value and earned schedule: is the money turning into the work that was planned, and when will it be done.

Source: plan rules 3.10. Exact fractions of any one unit of money; None where a figure cannot be told (nothing planned,
nothing spent). Cost terms, with PV planned value (BCWS), EV earned value (BCWP), AC actual cost (ACWP), BAC budget at
completion:

    SV = EV - PV        SPI = EV / PV       CV = EV - AC        CPI = EV / AC
    EAC = BAC / CPI, or AC + BAC - EV ("as planned from now on"), or AC + (BAC - EV) / (CPI SPI) ("both weigh on it")
    ETC = EAC - AC      VAC = BAC - EAC     TCPI = (BAC - EV) / (BAC - AC)

SPI goes to 1 at the end of every project, however late. Earned schedule does not: with C the last period whose planned
value is not above EV, ES = C + (EV - PV(C)) / (PV(C+1) - PV(C)), SPI(t) = ES / AT, IEAC(t) = PD / SPI(t), where AT is
the periods passed and PD the periods planned.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from answerable.rules.problems import Problem, Refused

Money = int | Fraction | Decimal

FORECASTS = ("at_this_cost", "as_planned", "cost_and_schedule")


@dataclass(frozen=True)
class EarnedValue:
    """Where a budget stands after `passed` periods.

    `planned`: cumulative planned value at the end of each period, 1 first, never falling; the last is the budget at
    completion. `earned` and `spent`: cumulative, now. Build it with `earned_value`, which checks.
    """

    planned: tuple[Fraction, ...]
    passed: Fraction
    earned: Fraction
    spent: Fraction

    @property
    def budget(self) -> Fraction:
        """BAC."""
        return self.planned[-1]

    @property
    def planned_now(self) -> Fraction:
        """PV: at the end of the last whole period, and in proportion within one; the budget after the last."""
        return _planned_at(self.planned, self.passed)

    @property
    def schedule_variance(self) -> Fraction:
        """SV, money: below zero is late."""
        return self.earned - self.planned_now

    @property
    def cost_variance(self) -> Fraction:
        """CV, money: below zero is dear."""
        return self.earned - self.spent

    @property
    def schedule_performance(self) -> Fraction | None:
        """SPI."""
        return _ratio(self.earned, self.planned_now)

    @property
    def cost_performance(self) -> Fraction | None:
        """CPI."""
        return _ratio(self.earned, self.spent)

    def estimate_at_completion(self, forecast: str = "at_this_cost") -> Fraction | None:
        """EAC, money, by one of FORECASTS: the rest goes as dear as so far, as planned, or as dear and as late."""
        left, cost, pace = self.budget - self.earned, self.cost_performance, self.schedule_performance
        if forecast == "as_planned":
            return self.spent + left
        if forecast == "at_this_cost":
            return _ratio(self.budget, cost)
        if forecast == "cost_and_schedule":
            rest = _ratio(left, None if cost is None or pace is None else cost * pace)
            return None if rest is None else self.spent + rest
        raise ValueError(f"forecast {forecast!r}, not one of {FORECASTS}")

    def estimate_to_complete(self, forecast: str = "at_this_cost") -> Fraction | None:
        """ETC, money still to be spent."""
        estimate = self.estimate_at_completion(forecast)
        return None if estimate is None else estimate - self.spent

    def variance_at_completion(self, forecast: str = "at_this_cost") -> Fraction | None:
        """VAC, money: below zero is over the budget."""
        estimate = self.estimate_at_completion(forecast)
        return None if estimate is None else self.budget - estimate

    @property
    def to_complete_performance(self) -> Fraction | None:
        """TCPI: how well the rest of the money must do; None when no money is left, however much work is."""
        left = self.budget - self.spent
        return _ratio(self.budget - self.earned, left) if left > 0 else None

    @property
    def earned_schedule(self) -> Fraction:
        """ES, periods: when, by plan, as much was to be earned as is earned now; at most the periods planned."""
        points = (Fraction(0), *self.planned)
        last = bisect_right(points, self.earned) - 1
        if last >= len(self.planned):
            return Fraction(self.periods)
        below, above = points[last], points[last + 1]
        return last + (self.earned - below) / (above - below)

    @property
    def periods(self) -> int:
        """PD: the periods planned, up to the first in which the whole budget is planned to be earned."""
        return self.planned.index(self.budget) + 1

    @property
    def schedule_performance_in_time(self) -> Fraction | None:
        """SPI(t)."""
        return _ratio(self.earned_schedule, self.passed)

    @property
    def estimated_duration(self) -> Fraction | None:
        """IEAC(t), periods."""
        return _ratio(Fraction(self.periods), self.schedule_performance_in_time)


def earned_value(planned: Sequence[Money], passed: Money, earned: Money, spent: Money) -> EarnedValue:
    """Where a budget stands. Refused with every fault: no plan, a plan that falls, figures below zero or above it."""
    plan = tuple(Fraction(value) for value in planned)
    value = EarnedValue(plan, Fraction(passed), Fraction(earned), Fraction(spent))
    problems = []
    if not plan or plan[-1] <= 0:
        problems.append(Problem("planned_value_missing", "planned"))
    elif plan[0] < 0 or any(after < before for before, after in pairwise(plan)):
        problems.append(Problem("planned_value_falls", "planned"))
    elif value.earned > plan[-1]:
        problems.append(Problem("earned_more_than_budget", "earned"))
    figures = {"passed": value.passed, "earned": value.earned, "spent": value.spent}
    problems += [Problem("figure_negative", field) for field, figure in figures.items() if figure < 0]
    if problems:
        raise Refused(problems)
    return value


def _planned_at(planned: tuple[Fraction, ...], passed: Fraction) -> Fraction:
    whole = int(passed)
    if whole >= len(planned):
        return planned[-1]
    points = (Fraction(0), *planned)
    return points[whole] + (points[whole + 1] - points[whole]) * (passed - whole)


def _ratio(part: Fraction, whole: Fraction | None) -> Fraction | None:
    return None if not whole else part / whole
