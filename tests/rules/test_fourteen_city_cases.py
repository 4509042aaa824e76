"""Fourteen ordinary cases of a city, with the light a reasonable person would give, said before computing it."""

from __future__ import annotations

import dataclasses
from datetime import date
from fractions import Fraction

import pytest

from answerable.rules.deliveries import Delivery, judge_delivery
from answerable.rules.lights import Outcome
from answerable.rules.measures import Direction, Kind, Measure, Nature
from answerable.rules.plan_periods import Span
from answerable.rules.progress import judge
from answerable.rules.trajectory import Path, Shape
from tests.rules.plan_cast import aim, instant, seen

F = Fraction
BINDING = Nature.BINDING
LEVEL_UP = Measure(Kind.LEVEL, nature=BINDING)
LEVEL_DOWN = Measure(Kind.LEVEL, Direction.DOWN, BINDING)
FLOW = Measure(Kind.CUMULATIVE_FLOW, nature=BINDING)
SUMMER = tuple(F(n, 20) for n in (0, 0, 1, 2, 3, 4, 4, 3, 2, 1, 0, 0))

CASES = {
    # name: (measure, aim, figures, as of, the light)
    "a queue that is half way down at half time":
        (LEVEL_DOWN, aim("2022-12-31", "2026-12-31", 100, 200), {"2024": 150}, "2025-01-01", Outcome.ON_TRACK),
    "a housing programme at half its pace":
        (FLOW, aim("2020-12-31", "2030-12-31", 1000), {str(y): 50 for y in range(2021, 2026)}, "2026-01-01",
         Outcome.FAR_BEHIND),
    "a ten-year programme exactly on schedule in its third year":
        (FLOW, aim("2020-12-31", "2030-12-31", 1000), {"2021": 100, "2022": 100, "2023": 100}, "2024-01-01",
         Outcome.ON_TRACK),
    "a deficit that turns to a surplus as planned":
        (LEVEL_UP, aim("2022-12-31", "2026-12-31", 30, -50), {"2025": 12}, "2026-01-01", Outcome.ON_TRACK),
    "rodent black spots on a straight line to none":
        (LEVEL_DOWN, aim("2022-12-31", "2026-12-31", 0, 100), {"2025": 25}, "2026-01-01", Outcome.ON_TRACK),
    "a share that starts from nothing and lags a little":
        (Measure(Kind.RATIO, nature=BINDING, factor=F(100)), aim("2022-12-31", "2026-12-31", 80, 0),
         {"2024": (340, 1000)}, "2025-01-01", Outcome.SLIPPING),
    "pollution that got worse than at the start":
        (LEVEL_DOWN, aim("2022-12-31", "2026-12-31", 20, 30), {"2024": 31}, "2025-01-01", Outcome.REGRESSING),
    "cooling centres opened when summer comes, nothing before":
        (Measure(Kind.PERIODIC_FLOW, nature=BINDING, span=Span.MONTH),
         aim("2025-12-31", "2026-12-31", 200, path=Path(Shape.SEASONAL, weights=SUMMER)),
         {"2026-01": 0, "2026-02": 0}, "2026-03-01", Outcome.NOT_DUE),
    "the same centres in June, at the pace of a summer":
        (Measure(Kind.PERIODIC_FLOW, nature=BINDING, span=Span.MONTH),
         aim("2025-12-31", "2026-12-31", 200, path=Path(Shape.SEASONAL, weights=SUMMER)),
         {"2026-01": 0, "2026-02": 0, "2026-03": 10, "2026-04": 20, "2026-05": 30, "2026-06": 38}, "2026-07-01",
         Outcome.ON_TRACK),
    "water lost in pipes against a budget, a fifth too much":
        (Measure(Kind.CUMULATIVE_FLOW, Direction.DOWN, BINDING, Span.QUARTER),
         aim("2025-12-31", "2026-12-31", 400), {"2026-Q1": 120, "2026-Q2": 120}, "2026-07-01", Outcome.SLIPPING),
    "unemployment under its ceiling in every quarter":
        (Measure(Kind.CAP, nature=BINDING, span=Span.QUARTER), aim("2025-12-31", "2026-12-31", 3),
         {"2026-Q1": "2.9", "2026-Q2": 3}, "2026-07-01", Outcome.ON_TRACK),
    "a target reached a year early, which must still hold":
        (LEVEL_UP, aim("2022-12-31", "2026-12-31", 95, 90), {"2025": "95.2"}, "2026-01-01", Outcome.TARGET_REACHED),
    "a hospital nearly built on its opening day":
        (Delivery(date(2026, 6, 30), date(2022, 1, 1), submitted_on=date(2026, 6, 29)), None, None, "2026-07-01",
         Outcome.MISSED),
    "a bill whose drafters now expect it two months late":
        (Delivery(date(2026, 12, 31), date(2025, 12, 31), forecast_on=date(2027, 2, 28)), None, None, "2026-07-01",
         Outcome.SLIPPING),
}  # fmt: skip


def test_there_are_fourteen():
    assert len(CASES) == 14


@pytest.mark.parametrize("name", CASES)
def test_the_light_is_the_one_expected(name):
    measure, goal, figures, when, expected = CASES[name]
    if isinstance(measure, Delivery):
        status = judge_delivery(measure, as_of=instant(when))
    else:
        status = judge(measure, goal, seen(figures), as_of=instant(when))
    assert status.outcome is expected, status


def test_submitted_is_not_accepted():
    proposal = Delivery(date(2025, 3, 31), submitted_on=date(2025, 3, 28))
    status = judge_delivery(proposal, as_of=instant("2025-05-01"))
    assert (status.outcome, status.marks) == (Outcome.MISSED, ("overdue", "submitted_not_accepted"))
    late = judge_delivery(dataclasses.replace(proposal, accepted_on=date(2025, 6, 1)), as_of=instant("2025-07-01"))
    assert (late.outcome, late.marks, late.progress) == (Outcome.MISSED, ("done_late",), 1)


def test_an_indivisible_asset_counts_only_when_it_is_accepted():
    hospital = Delivery(date(2026, 12, 31), date(2022, 12, 31), forecast_on=date(2026, 12, 1))
    building = judge_delivery(hospital, as_of=instant("2026-07-01"))
    assert (building.outcome, building.progress) == (Outcome.ON_TRACK, 0)
    opened = dataclasses.replace(hospital, accepted_on=date(2026, 12, 20))
    assert judge_delivery(opened, as_of=instant("2026-12-01")).progress == 0  # not known yet
    done = judge_delivery(opened, as_of=instant("2027-01-01"))
    assert (done.outcome, done.progress) == (Outcome.ACHIEVED, 1)


def test_a_forecast_a_day_late_is_not_on_track():
    bill = Delivery(date(2026, 12, 31), date(2022, 12, 31), forecast_on=date(2027, 1, 1))
    assert judge_delivery(bill, as_of=instant("2026-07-01")).outcome is Outcome.SLIPPING
    assert judge_delivery(dataclasses.replace(bill, start=None), as_of=instant("2026-07-01")).outcome is Outcome.BEHIND
    silent = judge_delivery(dataclasses.replace(bill, forecast_on=None), as_of=instant("2026-07-01"))
    assert silent.outcome is Outcome.NOT_DUE


def test_accepted_on_the_day_is_in_time():
    on_the_day = Delivery(date(2026, 6, 30), accepted_on=date(2026, 6, 30))
    assert judge_delivery(on_the_day, as_of=instant("2026-07-01")).outcome is Outcome.ACHIEVED
    a_day_late = dataclasses.replace(on_the_day, accepted_on=date(2026, 7, 1))
    assert judge_delivery(a_day_late, as_of=instant("2026-07-01")).outcome is Outcome.MISSED
