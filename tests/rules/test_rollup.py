"""rules.rollup: counts before averages, nothing leaves the count, values permissive and targets strict."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from answerable.rules.lights import DataLight, Outcome, Status, ended, shown
from answerable.rules.measures import Kind, Measure, Nature
from answerable.rules.rollup import Item, Standing, roll_up, score_of, targets_across, values_across, weighted
from answerable.rules.vintages import State
from tests.rules.plan_cast import instant, seen

F = Fraction
NOW = instant("2026-06-30")


def status(outcome: Outcome, data: DataLight = DataLight.FRESH, **more) -> Status:
    return Status(outcome, data, NOW, **more)


def item(key: str, outcome: Outcome, nature: Nature = Nature.BINDING, weight=1, figure=True, **more) -> Item:
    return Item(key, status(outcome, **more), nature, None if weight is None else F(weight), figure)


GOOD = item("a", Outcome.ON_TRACK)
SLOW = item("b", Outcome.SLIPPING, pace=F("0.85"))
BAD = item("c", Outcome.FAR_BEHIND, pace=F("0.4"))
HOPED = item("d", Outcome.REGRESSING, Nature.EXPECTED, progress=F("-0.2"))


def test_the_default_is_counts_and_the_worst_binding_item():
    found = roll_up([GOOD, SLOW, BAD, HOPED])
    assert (found.total, found.good, found.coverage) == (4, 1, 1)
    assert found.counts == {"good": 1, "slipping": 1, "behind": 2}
    assert found.worst_binding == (Outcome.FAR_BEHIND, ("c",))


def test_withdrawing_the_worst_does_not_better_the_plan():
    withdrawn = Item("c", ended(BAD.status, Outcome.WITHDRAWN), Nature.BINDING, F(1))
    found = roll_up([GOOD, SLOW, withdrawn, HOPED])
    assert (found.total, found.counts[Standing.ENDED], found.current) == (4, 1, 3)
    assert found.worst_binding == (Outcome.FAR_BEHIND, ("c",))
    assert weighted([GOOD, withdrawn], expected=2) == F(1, 2)


def test_what_lost_its_figures_is_no_longer_green_whatever_it_last_was():
    late = item("e", Outcome.ON_TRACK, data=DataLight.LATE)
    found = roll_up([GOOD, late, item("f", Outcome.NO_DATA, figure=False), item("g", Outcome.NO_DATA)])
    assert found.counts == {"good": 1, "stale": 1, "unknown": 1, "unjudged": 1}
    assert (found.total, found.good, found.current, found.coverage) == (4, 1, 2, F(1, 2))
    assert roll_up([GOOD, late]).worst_binding == (Outcome.NO_DATA, ("e",))


@pytest.mark.parametrize("verdict", [Outcome.ACHIEVED, Outcome.MISSED])
def test_a_verdict_stands_without_further_figures(verdict):
    found = roll_up([item("e", verdict, data=DataLight.MISSING)])
    assert (found.counts[Standing.STALE], found.current, found.worst_binding) == (0, 1, (verdict, ("e",)))


def test_no_word_is_green_without_current_figures_and_none_hides_an_ending():
    fresh, late = status(Outcome.SLIPPING), status(Outcome.SLIPPING, data=DataLight.LATE)
    assert [shown(found, Outcome.ON_TRACK) for found in (fresh, late)] == [Outcome.ON_TRACK, Outcome.SLIPPING]
    assert shown(late, Outcome.FAR_BEHIND) is Outcome.FAR_BEHIND
    assert shown(status(Outcome.NO_DATA), Outcome.ON_TRACK) is Outcome.NO_DATA
    assert shown(ended(fresh, Outcome.HALTED), Outcome.ON_TRACK) is Outcome.HALTED
    assert shown(fresh, None) is Outcome.SLIPPING


def test_an_average_is_null_and_not_smaller_when_a_binding_part_is_missing():
    rows = [GOOD, SLOW, BAD]
    assert weighted(rows, expected=3) == (1 + F("0.85") + F("0.4")) / 3
    assert weighted([*rows, item("f", Outcome.NO_DATA)], expected=4) is None
    assert weighted([*rows, item("f", Outcome.NO_DATA, Nature.EXPECTED)], expected=4) == F("0.75")
    for late in (Outcome.ON_TRACK, Outcome.SLIPPING):
        assert weighted([*rows, item("e", late, data=DataLight.LATE, pace=F(9, 10))], expected=4) is None


def test_an_average_is_null_when_a_part_went_missing():
    assert weighted([GOOD, SLOW], expected=3) is None
    assert weighted([item("a", Outcome.ON_TRACK, weight=None)], expected=1) is None


def test_a_score_lies_between_nothing_and_all():
    assert score_of(HOPED.status) == 0
    assert score_of(status(Outcome.ACHIEVED)) == 1
    assert score_of(status(Outcome.BEHIND, progress=F(2, 3))) == F(2, 3)
    assert score_of(status(Outcome.NOT_DUE)) is None


def test_values_over_areas_are_permissive_with_their_coverage():
    flats = Measure(Kind.CUMULATIVE_FLOW)
    figures = dict(zip("ns", seen({"2025": 10}) + seen({"2025": 5}, state=State.ESTIMATED), strict=True))
    found = values_across(flats, {**figures, "e": None})
    assert (found.value, found.areas, found.expected, found.missing, found.estimated) == (15, 2, 3, ("e",), 1)
    assert values_across(flats, figures, mean=True).value == F("7.5")
    assert values_across(flats, {"e": None}).value is None


def test_ratios_over_areas_are_the_ratio_of_sums():
    share = Measure(Kind.RATIO, factor=F(100))
    (one,), (two,) = seen({"2025": (9, 10)}), seen({"2025": (50, 90)})
    assert values_across(share, {"n": one, "s": two}).value == 59
    plain = dataclasses.replace(one, numerator=None, denominator=None, value=F(90))
    assert values_across(share, {"n": plain, "s": two}).value is None


def test_a_target_of_some_areas_is_no_target_of_the_whole():
    flats = Measure(Kind.CUMULATIVE_FLOW)
    assert targets_across(flats, {"n": F(10), "s": F(20)}) == 30
    assert targets_across(flats, {"n": F(10), "s": None}) is None
    assert targets_across(flats, {}) is None
