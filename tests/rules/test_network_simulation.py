"""rules.network_simulation: plans drawn by chance."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules import network_simulation
from answerable.rules.network import Activity, Dependency, network_of, schedule
from answerable.rules.network_simulation import SHAPES, simulate
from answerable.rules.three_points import ThreePoints

from .test_network import networks

A, B, C = Activity("a", 100), Activity("b", 100), Activity("c", 50)
SIDE_BY_SIDE = network_of([A, B, C], [Dependency("a", "c"), Dependency("b", "c")])


def test_the_same_seed_draws_the_same_plans_and_another_does_not():
    points = {"a": ThreePoints(50, 100, 300), "b": ThreePoints(80, 100, 120)}
    one, same, other = (simulate(SIDE_BY_SIDE, points, seed=seed) for seed in (7, 7, 8))
    assert one.finishes.tolist() == same.finishes.tolist() != other.finishes.tolist()
    assert one.critical_runs.tolist() == same.critical_runs.tolist()
    assert (one.seed, one.runs, one.shape) == (7, 1000, "pert")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("likely", [0, 100, 350, 977, 1000])
def test_drawn_durations_have_the_mean_and_variance_of_their_distribution(shape, likely):
    drawn = simulate(
        network_of([A], []), {"a": ThreePoints(0, likely, 1000)}, seed=3, runs=40_000, shape=shape
    ).finishes
    mean, variance = moments(shape, likely / 1000)
    assert drawn.mean() / 1000 == pytest.approx(mean, abs=4 * (variance / drawn.size) ** 0.5)
    assert drawn.var() / 1000**2 == pytest.approx(variance, rel=0.04)
    assert drawn.min() >= 0
    assert drawn.max() <= 1000


EVENLY = (np.arange(2**18) + 0.5) / 2**18


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("mode", [0, 0.003, 0.1, 0.237, 0.5, 0.777, 0.99, 1])
def test_every_chance_taken_once_gives_the_moments_themselves(shape, mode):
    values = getattr(network_simulation, f"_{shape}")(EVENLY, mode)
    mean, variance = moments(shape, mode)
    assert values.mean() == pytest.approx(mean, abs=2e-5)
    assert values.var() == pytest.approx(variance, rel=1e-3)
    assert (np.diff(values) >= 0).all()


@pytest.mark.parametrize(
    ("mode", "below"),
    [(0, lambda x: 1 - (1 - x) ** 5), (0.5, lambda x: x**3 * (10 - 15 * x + 6 * x**2)), (1, lambda x: x**5)],
)
def test_the_table_of_the_pert_distribution_is_that_of_its_closed_forms(mode, below):
    assert np.abs(below(network_simulation._pert(EVENLY, mode)) - EVENLY).max() < 3e-4


def moments(shape: str, mode: float) -> tuple[float, float]:
    """Mean and variance on 0 to 1."""
    if shape == "pert":
        mean = (1 + 4 * mode) / 6
        return mean, mean * (1 - mean) / 7
    return (1 + mode) / 3, (1 + mode**2 - mode) / 18


def test_p80_is_the_least_finish_by_which_eighty_of_a_hundred_runs_have_ended():
    found = simulate(SIDE_BY_SIDE, {"a": ThreePoints(50, 100, 300)}, seed=1, runs=100)
    assert found.by(80) == sorted(found.finishes.tolist())[79]
    assert found.chance_of_ending(found.by(80)) >= Fraction(80, 100) > found.chance_of_ending(found.by(80) - 1)
    assert found.chance_of_ending(0) == 0
    assert found.by(50) <= found.by(80) <= found.by(100)
    with pytest.raises(ValueError, match="P0"):
        found.by(0)


def test_two_equal_paths_end_later_than_either_and_each_decides_in_about_half_of_the_runs():
    point = ThreePoints(50, 100, 150)
    found = simulate(SIDE_BY_SIDE, {"a": point, "b": point}, seed=2, runs=4000)
    a, b, c = found.criticality()
    assert c == 1
    assert abs(a - Fraction(1, 2)) < Fraction(1, 20)
    assert a + b >= 1  # both, where they end together
    assert found.by(50) > schedule(SIDE_BY_SIDE).finish


def test_what_is_done_is_certain_and_what_has_begun_is_uncertain_by_what_is_left():
    points = {"a": ThreePoints(50, 100, 200), "b": ThreePoints(50, 100, 200)}
    done = Activity("a", 100, actual_start=0, actual_finish=90)
    half = Activity("b", 100, actual_start=0, remaining=50)
    found = simulate(network_of([done, half], []), points, seed=1, status=90, shape="triangular")
    assert 90 + 25 <= found.by(1) < found.by(100) <= 90 + 100
    assert found.critical_runs.tolist() == [0, 1000]


def test_a_watched_activity_ends_when_it_ends_and_not_when_it_might_at_the_latest():
    aside = network_of([Activity("short", 10), Activity("long", 1000)], [])
    points = {"short": ThreePoints(10, 10, 20), "long": ThreePoints(900, 1000, 1500)}
    found = simulate(aside, points, seed=5, watch=("short", "long"))
    assert found.by(1, "short") == 10 < found.by(100, "short") <= 20
    assert found.watched["long"].tolist() == found.finishes.tolist()


@given(networks(), st.integers(0, 25))
def test_without_uncertainty_every_run_is_the_plan(drawn, status):
    activities, dependencies = drawn
    network = network_of(activities, dependencies)
    plan = schedule(network, status=status)
    found = simulate(network, {}, seed=1, runs=3, status=status, watch=network.keys)
    assert found.finishes.tolist() == [plan.finish] * 3
    assert [found.by(80, key) for key in network.keys] == plan.early_finish.tolist()
    assert [n // 3 for n in found.critical_runs.tolist()] == [int(a.key in plan.critical()) for a in activities]


@given(networks(), st.integers(0, 2**32), st.sampled_from(SHAPES))
def test_every_run_is_a_plan_of_its_own(drawn, seed, shape):
    """One run at a time: fix the durations that were drawn, and compute the plan the ordinary way."""
    activities, dependencies = drawn
    activities = [Activity(a.key, a.duration, a.start_from, finish_from=a.finish_from) for a in activities]
    points = {a.key: ThreePoints(a.duration, a.duration + 5, a.duration + 30) for a in activities[::2]}
    network = network_of(activities, dependencies)
    left = network_simulation._draw(
        np.random.default_rng(seed), network_simulation._ranges(network, points), network.left, 1, shape, np.int32
    )
    again = [
        Activity(a.key, int(left[n, 0]), a.start_from, finish_from=a.finish_from) for n, a in enumerate(activities)
    ]
    plan = schedule(network_of(again, dependencies))
    found = simulate(network, points, seed=seed, runs=1, shape=shape)
    assert found.finishes.tolist() == [plan.finish]
    assert found.critical_runs.tolist() == [int(a.key in plan.critical()) for a in again]


def test_blocks_of_runs_and_wide_numbers_change_nothing(monkeypatch):
    points = {"a": ThreePoints(50, 100, 300), "b": ThreePoints(80, 100, 120)}
    far = 2**40
    whole = simulate(SIDE_BY_SIDE, points, seed=7, runs=10, shape="triangular")
    moved = simulate(SIDE_BY_SIDE, points, seed=7, runs=10, shape="triangular", start=far)
    assert [finish - far for finish in moved.finishes.tolist()] == whole.finishes.tolist()
    monkeypatch.setattr(network_simulation, "_CELLS", 9)
    assert simulate(SIDE_BY_SIDE, points, seed=7, runs=10).finishes.size == 10
