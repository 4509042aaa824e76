"""What points a target has is what the rules are given: years beside seasons are not lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from answerable.plans.models import PathPoint
from answerable.plans.queries.figures import figure
from answerable.plans.queries.inputs import path_of
from answerable.rules.measures import Direction, Kind, Measure, Nature
from answerable.rules.plan_periods import Span, parse
from answerable.rules.trajectory import Shape

TWO_YEARS = (date(2025, 12, 31), date(2027, 12, 31))
QUARTERS = {"2026-Q1": 10, "2026-Q2": 20, "2026-Q3": 30, "2026-Q4": 40}


def measure(kind):
    return Measure(kind, Direction.UP, Nature.BINDING, Span.QUARTER, None, 20, 0, Fraction(1))


def seasonal(kind, points):
    return path_of(measure(kind), "seasonal", [(parse(c), Fraction(v)) for c, v in points.items()], TWO_YEARS)


def test_the_yearly_goals_of_an_annual_flow_stand_beside_its_seasons():
    path = seasonal(Kind.PERIODIC_FLOW, {**QUARTERS, "2026": 100, "2027": 200})
    assert path.weights == (Fraction(1, 10), Fraction(2, 10), Fraction(3, 10), Fraction(4, 10))
    assert [(period.code, value) for period, value in path.points] == [("2026", 100), ("2027", 200)]


def test_the_years_of_a_running_total_are_split_by_its_seasons():
    path = seasonal(Kind.CUMULATIVE_FLOW, {**QUARTERS, "2026": 100, "2027": 200})
    assert path.shape is Shape.POINTS
    assert [value for _, value in path.points] == [10, 20, 30, 40, 20, 40, 60, 80]


def test_a_running_total_without_all_its_years_walks_by_its_seasons_alone():
    path = seasonal(Kind.CUMULATIVE_FLOW, {**QUARTERS, "2026": 100})
    assert (path.shape, path.points, len(path.weights)) == (Shape.SEASONAL, (), 4)


def test_without_a_whole_year_of_parts_there_are_no_seasons():
    assert seasonal(Kind.PERIODIC_FLOW, {"2026": 100, "2026-Q1": 10}).shape is Shape.LINEAR


@pytest.mark.django_db
def test_a_lane_cleaned_in_a_slow_season_is_judged_by_the_goal_of_its_year(draft, now):
    target = draft.indicators.get(code="H-03").targets.get()
    target.points.filter(period="2026").update(value=Decimal(1000))
    weights = (5, 5, 5, 5, 5, 5, 10, 10, 10, 10, 15, 15)
    PathPoint.objects.bulk_create(
        PathPoint(target=target, period=f"2026-{month:02}", value=value, recorded_at=now)
        for month, value in enumerate(weights, 1)
    )  # fmt: skip
    type(target).objects.filter(pk=target.pk).update(path_kind="seasonal")
    status = figure(draft, "H-03", as_of=now)[0].status
    assert (status.value, status.planned) == (203, 250)  # five months of a twentieth of 1,000 each
