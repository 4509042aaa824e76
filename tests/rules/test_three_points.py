"""rules.three_points: expected durations, variances, and the chance of ending in time."""

from __future__ import annotations

from fractions import Fraction

import pytest

from answerable.rules.problems import Refused
from answerable.rules.three_points import ThreePoints, chance_of_ending


def test_the_expected_duration_weighs_the_most_likely_four_times():
    assert ThreePoints(2, 5, 14).expected == 6
    assert ThreePoints(2, 5, 14).variance == 4
    assert ThreePoints(Fraction(1, 2), 1, 2).expected == Fraction(13, 12)


def test_points_out_of_order_are_refused():
    for wrong in ((5, 2, 14), (2, 15, 14), (-1, 2, 3)):
        with pytest.raises(Refused, match="three_points_out_of_order"):
            ThreePoints(*wrong)


def test_the_chance_is_a_half_at_the_mean_and_grows_with_time():
    path = [ThreePoints(2, 5, 14), ThreePoints(1, 4, 7)]
    assert chance_of_ending(path, 10) == 0.5
    assert chance_of_ending(path, 9) < 0.5 < chance_of_ending(path, 11) < chance_of_ending(path, 30) <= 1


def test_what_is_certain_has_ended_or_has_not():
    assert chance_of_ending([ThreePoints(3, 3, 3)], 3) == 1
    assert chance_of_ending([ThreePoints(3, 3, 3)], 2) == 0
