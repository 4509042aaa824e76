"""rules.geometry: inside or outside, near or far."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.geometry import Box, around, bbox, centroid, contains, distance_m, is_position

SQUARE = {"type": "Polygon", "coordinates": [[[10.0, 50.0], [10.1, 50.0], [10.1, 50.1], [10.0, 50.1], [10.0, 50.0]]]}
NORTH = {"type": "Polygon", "coordinates": [[[10.0, 50.1], [10.1, 50.1], [10.1, 50.2], [10.0, 50.2], [10.0, 50.1]]]}
HOLE = {
    "type": "Polygon",
    "coordinates": [*SQUARE["coordinates"], [[10.04, 50.04], [10.06, 50.04], [10.06, 50.06], [10.04, 50.06]]],
}
latitudes, longitudes = st.floats(-85, 85), st.floats(-179, 179)


def star(points: int, wobble: list[float]) -> list[list[float]]:
    """A star-shaped ring round (114.2, 22.3)."""
    ring = [
        [114.2 + 0.1 * w * math.cos(2 * math.pi * n / points), 22.3 + 0.1 * w * math.sin(2 * math.pi * n / points)]
        for n, w in enumerate(wobble)
    ]
    return [*ring, ring[0]]


@given(st.lists(st.floats(0.2, 1), min_size=5, max_size=30), st.floats(0, 2 * math.pi), st.floats(0, 1.5))
def test_inside_a_star_is_told_as_by_the_winding_of_its_edges(wobble, angle, radius):
    ring = star(len(wobble), wobble)
    x, y = 114.2 + 0.1 * radius * math.cos(angle), 22.3 + 0.1 * radius * math.sin(angle)
    turns = [math.atan2(b[1] - y, b[0] - x) - math.atan2(a[1] - y, a[0] - x) for a, b in pairwise(ring)]
    turns = [(t + math.pi) % (2 * math.pi) - math.pi for t in turns]
    if any(abs(abs(t) - math.pi) < 1e-6 for t in turns):
        return  # on an edge
    if min(math.dist((x, y), corner) for corner in ring) < 1e-9:
        return  # at a corner
    assert contains({"type": "Polygon", "coordinates": [ring]}, y, x) == (abs(sum(turns)) > math.pi)


@given(st.floats(50.0, 50.2, exclude_max=True), st.floats(10.0, 10.1, exclude_max=True))
def test_neighbours_share_no_point_and_leave_none_between(latitude, longitude):
    assert contains(SQUARE, latitude, longitude) != contains(NORTH, latitude, longitude)


def test_a_hole_is_outside_and_many_parts_are_one_place():
    assert contains(SQUARE, 50.05, 10.05)
    assert not contains(HOLE, 50.05, 10.05)
    both = {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], NORTH["coordinates"]]}
    assert contains(both, 50.05, 10.05)
    assert contains(both, 50.15, 10.05)
    assert bbox(both) == (10.0, 50.0, 10.1, 50.2)
    assert contains({"type": "GeometryCollection", "geometries": [SQUARE, NORTH]}, 50.15, 10.05)


def test_other_shapes_are_refused():
    with pytest.raises(ValueError, match="Point"):
        contains({"type": "Point", "coordinates": [1, 2]}, 1, 2)


def test_the_middle_is_the_middle():
    assert centroid(SQUARE) == pytest.approx((50.05, 10.05))
    line = {"type": "Polygon", "coordinates": [[[1, 1], [2, 2], [1, 1]]]}
    assert centroid(line) == (1.5, 1.5)


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_one_and_the_same_both_ways(a, b, c, d):
    there = distance_m(a, b, c, d)
    assert 0 <= there <= math.pi * 6_371_009
    assert there == pytest.approx(distance_m(c, d, a, b))
    assert distance_m(a, b, a, b) == 0


def test_known_distances():
    assert distance_m(22.2819, 114.1583, 22.3193, 114.1694) == pytest.approx(4310, rel=0.01)  # Central to Mong Kok
    assert distance_m(0, 0, 0, 1) == pytest.approx(111_195, rel=1e-4)


@given(latitudes, longitudes, st.floats(1, 50_000), st.floats(0, 2 * math.pi), st.floats(0, 0.99))
def test_the_box_around_a_place_holds_every_place_so_near(latitude, longitude, metres, angle, share):
    step = metres * share / 6_371_009
    other = math.asin(
        math.sin(math.radians(latitude)) * math.cos(step)
        + math.cos(math.radians(latitude)) * math.sin(step) * math.cos(angle)
    )
    turn = math.atan2(
        math.sin(angle) * math.sin(step) * math.cos(math.radians(latitude)),
        math.cos(step) - math.sin(math.radians(latitude)) * math.sin(other),
    )
    assert around(latitude, longitude, metres).holds(math.degrees(other), longitude + math.degrees(turn))


@pytest.mark.parametrize(
    ("latitude", "longitude", "possible"),
    [(22.3, 114.2, True), (91, 0, False), (0, 181, False), (math.nan, 0, False), (0, math.inf, False)],
)
def test_what_is_a_position(latitude, longitude, possible):
    assert is_position(latitude, longitude) is possible


def test_a_box_holds_its_border():
    assert Box(10, 50, 11, 51).holds(50, 11)
