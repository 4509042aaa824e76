"""rules.earned_value: is the money turning into the work that was planned."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.earned_value import FORECASTS, earned_value
from answerable.rules.problems import Refused

PLAN = (10, 25, 45, 70, 100)
WORKED = earned_value(PLAN, passed=3, earned=40, spent=50)


def test_the_worked_numbers_of_the_plan_rules():
    assert round(float(WORKED.schedule_performance), 3) == 0.889
    assert WORKED.cost_performance == Fraction(4, 5)
    assert WORKED.estimate_at_completion() == 125
    assert WORKED.earned_schedule == Fraction(11, 4)
    assert round(float(WORKED.schedule_performance_in_time), 3) == 0.917
    assert round(float(WORKED.estimated_duration), 2) == 5.45
    assert WORKED.to_complete_performance == Fraction(6, 5)


def test_the_other_figures_follow():
    assert (WORKED.planned_now, WORKED.budget, WORKED.periods) == (45, 100, 5)
    assert (WORKED.schedule_variance, WORKED.cost_variance) == (-5, -10)
    assert WORKED.estimate_at_completion("as_planned") == 110
    assert WORKED.estimate_at_completion("cost_and_schedule") == 50 + 60 / (Fraction(4, 5) * Fraction(8, 9))
    assert WORKED.estimate_to_complete() == 75
    assert WORKED.variance_at_completion() == -25
    with pytest.raises(ValueError, match="by_luck"):
        WORKED.estimate_at_completion("by_luck")


def test_at_the_end_of_a_late_project_the_ratio_of_values_says_one_and_that_of_time_does_not():
    late = earned_value(PLAN, passed=8, earned=100, spent=100)
    assert late.schedule_performance == 1
    assert late.schedule_performance_in_time == Fraction(5, 8)
    assert late.estimated_duration == 8


def test_before_anything_has_happened_nothing_is_told_that_cannot_be():
    fresh = earned_value(PLAN, passed=0, earned=0, spent=0)
    assert (fresh.planned_now, fresh.earned_schedule) == (0, 0)
    for figure in (fresh.schedule_performance, fresh.cost_performance, fresh.schedule_performance_in_time,
                   fresh.estimated_duration, fresh.estimate_at_completion(), fresh.estimate_to_complete(),
                   fresh.variance_at_completion("cost_and_schedule")):  # fmt: skip
        assert figure is None
    assert fresh.to_complete_performance == 1


def test_when_the_money_is_spent_no_performance_completes_the_rest():
    assert earned_value(PLAN, passed=4, earned=60, spent=100).to_complete_performance is None
    assert earned_value(PLAN, passed=4, earned=60, spent=120).to_complete_performance is None


def test_within_a_period_planned_value_goes_in_proportion():
    assert earned_value(PLAN, passed=Decimal("2.5"), earned=1, spent=1).planned_now == 35


def test_a_plan_that_rests_counts_the_rest_as_earned_schedule():
    """C is the last period whose planned value is not above what is earned."""
    resting = earned_value((10, 30, 30, 30, 50), passed=2, earned=30, spent=1)
    assert resting.earned_schedule == 4
    assert earned_value((10, 50, 50), passed=3, earned=50, spent=1).earned_schedule == 2


def test_every_fault_is_told():
    def codes(*figures):
        with pytest.raises(Refused) as refused:
            earned_value(*figures)
        return [problem.code for problem in refused.value.problems]

    assert codes((), 1, 1, 1) == codes((0, 0), 1, 1, 1) == ["planned_value_missing"]
    assert codes((10, 9), 1, 1, 1) == codes((-1, 9), 1, 1, 1) == ["planned_value_falls"]
    assert codes((10, 20), -1, 21, -1) == ["earned_more_than_budget", "figure_negative", "figure_negative"]


plans = st.lists(st.integers(0, 50), min_size=1, max_size=8).filter(any)


@given(plans, st.integers(1, 9), st.data())
def test_planned_value_at_the_earned_schedule_is_what_is_earned(steps, passed, data):
    planned = [sum(steps[: number + 1]) for number in range(len(steps))]
    earned = data.draw(st.integers(0, planned[-1]))
    value = earned_value(planned, passed, earned, 1)
    assert earned_value(planned, value.earned_schedule, 0, 1).planned_now == earned
    assert value.earned_schedule <= value.periods


@given(plans, st.integers(1, 9), st.data(), st.integers(1, 1000))
def test_the_unit_of_money_changes_no_ratio(steps, passed, data, factor):
    planned = [sum(steps[: number + 1]) for number in range(len(steps))]
    earned, spent = data.draw(st.integers(0, planned[-1])), data.draw(st.integers(0, 400))
    one = earned_value(planned, passed, earned, spent)
    scaled = earned_value([value * factor for value in planned], passed, earned * factor, spent * factor)
    for name in ("schedule_performance", "cost_performance", "to_complete_performance", "earned_schedule",
                 "schedule_performance_in_time", "estimated_duration"):  # fmt: skip
        assert getattr(one, name) == getattr(scaled, name)
    for forecast in FORECASTS:
        estimate = one.estimate_at_completion(forecast)
        assert scaled.estimate_at_completion(forecast) == (None if estimate is None else estimate * factor)
