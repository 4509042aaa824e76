"""rules.rollup: counts before averages, nothing leaves the count, values permissive and targets strict."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

from answerable.rules.lights import DataLight, Outcome, Status, ended
from answerable.rules.measures import Kind, Measure, Nature
from answerable.rules.rollup import Item, roll_up, score_of, targets_across, values_across, weighted
from answerable.rules.vintages import State
from tests.rules.plan_cast import instant, seen

F = Fraction
NOW = instant("2026-06-30")


def status(outcome: Outcome, data: DataLight = DataLight.FRESH, **more) -> Status:
    return Status(outcome, data, NOW, **more)


def item(key: str, outcome: Outcome, nature: Nature = Nature.BINDING, weight=1, **more) -> Item:
    return Item(key, status(outcome, **more), nature, None if weight is None else F(weight))


GOOD = item("a", Outcome.ON_TRACK)
SLOW = item("b", Outcome.SLIPPING, pace=F("0.85"))
BAD = item("c", Outcome.FAR_BEHIND, pace=F("0.4"))
HOPED = item("d", Outcome.REGRESSING, Nature.EXPECTED, progress=F("-0.2"))


def test_the_default_is_counts_and_the_worst_binding_item():
    found = roll_up([GOOD, SLOW, BAD, HOPED])
    assert (found.total, found.green, found.coverage) == (4, 1, 1)
    assert found.counts == {"on_track": 1, "slipping": 1, "far_behind": 1, "regressing": 1}
    assert found.worst_binding == (Outcome.FAR_BEHIND, ("c",))


def test_withdrawing_the_worst_does_not_better_the_plan():
    withdrawn = Item("c", ended(BAD.status, Outcome.WITHDRAWN), Nature.BINDING, F(1))
    found = roll_up([GOOD, SLOW, withdrawn, HOPED])
    assert (found.total, found.counts[Outcome.WITHDRAWN], found.last) == (4, 1, {Outcome.FAR_BEHIND: 1})
    assert found.worst_binding == (Outcome.FAR_BEHIND, ("c",))
    assert weighted([GOOD, withdrawn], expected=2) == F(1, 2)


def test_stale_and_absent_figures_are_not_current():
    late = item("e", Outcome.ON_TRACK, data=DataLight.LATE)
    found = roll_up([GOOD, late, item("f", Outcome.NO_DATA)])
    assert (found.total, found.current, found.green) == (3, 1, 1)
    assert found.coverage == F(1, 3)


def test_an_average_is_null_and_not_smaller_when_a_binding_part_is_missing():
    rows = [GOOD, SLOW, BAD]
    assert weighted(rows, expected=3) == (1 + F("0.85") + F("0.4")) / 3
    assert weighted([*rows, item("f", Outcome.NO_DATA)], expected=4) is None
    assert weighted([*rows, item("f", Outcome.NO_DATA, Nature.EXPECTED)], expected=4) == F("0.75")
    assert weighted([*rows, item("e", Outcome.ON_TRACK, data=DataLight.LATE)], expected=4) == F("0.8125")
    late = item("e", Outcome.SLIPPING, data=DataLight.LATE, pace=F(9, 10))
    assert weighted([*rows, late], expected=4) is None


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
