"""Two networks of textbooks, Reliable Construction and General Foundry, with the figures published for them."""

from __future__ import annotations

import csv
from fractions import Fraction

import pytest

from answerable.rules.network import Activity, Dependency, network_of, schedule
from answerable.rules.network_simulation import simulate
from answerable.rules.three_points import ThreePoints, chance_of_ending

from .shared_plans import PLANS, there

pytestmark = [pytest.mark.peer, there("networks")]
WEEK = 5 * 8 * 60


def read(name: str):
    """Rows of the file, and the network of expected durations in working minutes."""
    with (PLANS / "networks" / f"{name}.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    activities = [Activity(row["id"], int(points(row).expected * WEEK)) for row in rows]
    links = [Dependency(before, row["id"]) for row in rows for before in row["predecessors"].split()]
    return rows, network_of(activities, links)


def points(row, unit: int = 1) -> ThreePoints:
    """The three durations, in weeks times `unit`."""
    return ThreePoints(*(Fraction(row[name]) * unit for name in ("optimistic", "most_likely", "pessimistic")))


@pytest.mark.parametrize("name", ["reliable_construction", "general_foundry"])
def test_expected_durations_and_variances_are_the_published_ones(name):
    rows, _ = read(name)
    for row in rows:
        assert points(row).expected == Fraction(row["expected"])
        assert abs(points(row).variance - Fraction(row["variance"])) < Fraction(1, 10**6)


@pytest.mark.parametrize(
    ("name", "weeks", "critical", "variance", "by", "chance"),
    [
        ("reliable_construction", 44, "ABCEFJLN", 9, 47, 0.8413),
        ("general_foundry", 15, "ACEGH", Fraction(28, 9), 16, 0.7157),
    ],
)
def test_length_critical_path_and_chance_are_the_published_ones(name, weeks, critical, variance, by, chance):
    rows, network = read(name)
    found = schedule(network)
    assert found.finish == weeks * WEEK
    assert "".join(found.critical()) == critical
    path = [points(row) for row in rows if row["id"] in critical]
    assert sum(point.variance for point in path) == variance
    assert chance_of_ending(path, by) == pytest.approx(chance, abs=0.002)  # books look z up with two digits


@pytest.mark.parametrize(("name", "by"), [("reliable_construction", 47), ("general_foundry", 16)])
def test_the_simulation_says_how_much_too_hopeful_one_path_alone_is(name, by):
    rows, network = read(name)
    uncertain = {row["id"]: points(row, WEEK) for row in rows}
    found = simulate(network, uncertain, seed=20261126, runs=4000)
    path = [points(row) for row in rows if row["id"] in schedule(network).critical()]
    drawn = float(found.chance_of_ending(by * WEEK))
    assert drawn == pytest.approx(chance_of_ending(path, by), abs=0.1)
    critical = dict(zip(network.keys, found.criticality(), strict=True))
    assert critical["A"] > Fraction(1, 2)
