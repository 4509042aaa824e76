"""rules.trajectory, rules.reconciliation and rules.reductions: where the plan should stand, and whether it adds up."""

from __future__ import annotations

from fractions import Fraction

import pytest

from answerable.rules.exact import rounded
from answerable.rules.measures import Direction, Kind, Measure
from answerable.rules.plan_periods import Span
from answerable.rules.reconciliation import compound_of_cuts, mean_to_compound, reconcile, reconcile_ratio
from answerable.rules.reductions import reduction, schedule
from answerable.rules.trajectory import Path, Shape, planned_in, planned_level, planned_total, year_of
from tests.rules.plan_cast import aim, day, period, points

F = Fraction


def test_a_straight_line_counts_months():
    waiting = aim("2023-12-31", "2027-12-31", "4.5", 6)
    assert planned_level(waiting, day("2025-12-31")) == F("5.25")
    assert planned_level(waiting, day("2020-01-01")) == 6
    assert planned_level(waiting, day("2030-01-01")) == F("4.5")


def test_a_step_stays_until_its_day():
    goal = aim("2023-12-31", "2027-12-31", 10, 2, path=Path(Shape.STEP))
    assert planned_level(goal, day("2027-12-30")) == 2
    assert planned_level(goal, day("2027-12-31")) == 10
    stairs = aim("2023-12-31", "2027-12-31", 10, 2, path=points({"2025": 5}, Shape.STEP))
    assert [planned_level(stairs, day(d)) for d in ("2025-12-30", "2025-12-31", "2026-12-31")] == [2, 5, 5]


def test_points_are_joined_by_straight_lines():
    goal = aim("2023-12-31", "2027-12-31", 10, 2, path=points({"2024": 3, "2026": 9}))
    assert [planned_level(goal, day(f"{y}-12-31")) for y in range(2023, 2028)] == [2, 3, 6, 9, 10]


def test_the_departments_own_path_is_summed():
    flats = aim("2022-12-31", "2032-12-31", 300, path=points({"2023": 22, "2024": 24, "2025": 26, "2026": 28}))
    assert planned_total(flats, day("2026-12-31")) == 100
    assert planned_total(flats, day("2024-06-30")) == 34
    assert planned_in(flats, period("2024")) == 24
    assert planned_in(flats, period("2024-Q1")) == 6


def test_seasons_split_every_year_alike():
    weights = (F(1, 10), F(2, 10), F(3, 10), F(4, 10))
    goal = aim("2024-12-31", "2026-12-31", 200, path=Path(Shape.SEASONAL, weights=weights))
    quarters = [planned_in(goal, period(f"{y}-Q{q}")) for y in (2025, 2026) for q in (1, 2, 3, 4)]
    assert quarters == [10, 20, 30, 40, 10, 20, 30, 40]
    with pytest.raises(ValueError, match="sum to 1"):
        Path(Shape.SEASONAL, weights=(F(1, 2), F(1, 3)))


def test_a_geometric_reduction_asks_for_more_at_first():
    cut = aim("2020-12-31", "2025-12-31", "13.5", 0, path=Path(Shape.GEOMETRIC))
    need = planned_level(cut, day("2024-12-31"), F(100))
    assert rounded(need, 2) == rounded(F("10.95"), 2)
    assert need > F("10.8")
    exactly = aim("2020-12-31", "2022-12-31", 36, 0, path=Path(Shape.GEOMETRIC))
    assert planned_level(exactly, day("2021-12-31"), F(100)) == 20


def test_a_geometric_level_grows_by_the_same_rate():
    goal = aim("2020-12-31", "2022-12-31", 144, 100, path=Path(Shape.GEOMETRIC))
    assert planned_level(goal, day("2021-12-31")) == 120


def test_a_year_of_an_annual_flow_is_an_aim_of_its_own():
    cleaning = aim("2021-12-31", "2026-12-31", 500, path=points({"2024": 520}))
    assert year_of(cleaning, period("2023")).target == 500
    assert year_of(cleaning, period("2024")).target == 520
    assert planned_total(year_of(cleaning, period("2024")), day("2024-06-30")) == 260


def test_goals_that_differ_by_year_keep_their_seasons():
    weights = (F(1, 10), F(2, 10), F(3, 10), F(4, 10))
    path = Path(Shape.SEASONAL, points({"2024": 520}).points, weights)
    year = year_of(aim("2021-12-31", "2026-12-31", 500, path=path), period("2024"))
    assert [planned_in(year, period(f"2024-Q{q}")) for q in (1, 2, 3, 4)] == [52, 104, 156, 208]


def test_an_aim_runs_forwards():
    with pytest.raises(ValueError, match="an aim from"):
        aim("2025-01-01", "2025-01-01", 1)


# The worked test of 8.7(79)


def test_the_energy_intensity_of_the_14th_plan_after_four_years():
    energy = schedule(F("0.135"), F("0.116"), 4, 5)
    assert rounded(energy.attainment * 100, 1) == rounded(F("85.9"), 1)
    assert energy.linear_need == F("0.108")
    assert energy.ahead_of_linear == F("0.008")
    assert rounded(energy.geometric_need * 100, 2) == rounded(F("10.95"), 2)
    assert rounded(energy.ahead_of_geometric * 100, 2) == rounded(F("0.65"), 2)
    assert energy.yearly_cut_left == 1 - F("0.865") / F("0.884")
    assert rounded(energy.yearly_cut_left * 100, 2) == rounded(F("2.15"), 2)
    assert not energy.exact


def test_a_reduction_is_what_the_index_lost():
    assert reduction(F("0.884"), F(1)) == F("0.116")
    with pytest.raises(ValueError, match="a reduction of"):
        schedule(F(2), F(1, 2), 1, 5)


# Invariant 4: what the parts make


def test_amounts_of_the_parts_make_the_whole_within_the_rounding():
    flow = Measure(Kind.PERIODIC_FLOW)
    parts = {period("2026"): F(100), **{period(f"2026-Q{q}"): F(25) for q in (1, 2, 3, 4)}}
    assert [r.code for r in reconcile(flow, parts)] == ["reconciles"]
    thirds = {period("2026-Q1"): F(100), **{period(f"2026-0{m}"): F(33) for m in (1, 2, 3)}}
    (off,) = reconcile(flow, thirds)
    assert (off.code, off.made, off.wanted, off.difference, off.span) == ("differs", 99, 100, -1, Span.MONTH)
    assert reconcile(flow, thirds, rounding=F(1))[0].holds


def test_it_says_which_level_does_not_reconcile():
    flow = Measure(Kind.CUMULATIVE_FLOW)
    targets = {period("2026"): F(100), period("2026-H1"): F(40), period("2026-H2"): F(60)}
    targets |= {period("2026-Q3"): F(30), period("2026-Q4"): F(31)}
    found = {r.parent.code: (r.span.value, r.code, r.difference) for r in reconcile(flow, targets)}
    assert found == {"2026": ("half", "reconciles", 0), "2026-H2": ("quarter", "differs", 1)}


def test_a_stretch_is_allowed_when_the_plan_says_so_and_only_upwards():
    flow = Measure(Kind.CUMULATIVE_FLOW)
    more = {period("2026-H1"): F(40), period("2026-Q1"): F(20), period("2026-Q2"): F(25)}
    assert [r.code for r in reconcile(flow, more)] == ["differs"]
    assert [r.code for r in reconcile(flow, more, stretches=frozenset({period("2026-H1")}))] == ["stretch"]
    less = more | {period("2026-Q2"): F(15)}
    assert [r.code for r in reconcile(flow, less, stretches=frozenset({period("2026-H1")}))] == ["differs"]


def test_of_a_level_the_last_part_is_the_whole():
    level = Measure(Kind.LEVEL, Direction.DOWN)
    targets = {period("2026"): F("4.5"), period("2026-H1"): F(5), period("2026-H2"): F("4.5")}
    assert reconcile(level, targets)[0].holds
    assert not reconcile(level, targets | {period("2026-H2"): F("4.6")})[0].holds
    only_last = {period("2026"): F("4.5"), period("2026-H2"): F("4.5")}
    assert reconcile(level, only_last)[0].code == "reconciles"


def test_missing_parts_are_not_invented():
    (found,) = reconcile(Measure(Kind.CUMULATIVE_FLOW), {period("2026"): F(2), period("2026-H1"): F(1)})
    assert (found.code, [p.code for p in found.missing]) == ("incomplete", ["2026-H2"])


def test_a_cap_may_be_tighter_in_a_part_and_never_looser():
    cap = Measure(Kind.CAP)
    targets = {period("2026"): F(5), period("2026-H1"): F("4.8"), period("2026-H2"): F(5)}
    assert reconcile(cap, targets)[0].holds
    assert reconcile(cap, targets | {period("2026-H1"): F("5.2")})[0].code == "looser"


def test_ratios_reconcile_by_their_parts():
    halves = {period("2026-H1"): (F(30), F(100)), period("2026-H2"): (F(50), F(100))}
    found = reconcile_ratio(period("2026"), (F(80), F(200)), halves, Span.HALF)
    assert (found.code, found.made, found.difference) == ("reconciles", F("0.4"), 0)
    assert reconcile_ratio(period("2026"), (F(40), F(100)), halves, Span.HALF).code == "differs"


def test_rates_compound():
    assert mean_to_compound([F(10), F(10)], F(100)) == 21
    assert compound_of_cuts([F(10), F(10)], F(100)) == 19
