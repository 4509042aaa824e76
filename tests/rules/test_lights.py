"""rules.lights and rules.vintages: freshness, endings, overrides, and which figure counts when."""

from __future__ import annotations

import dataclasses
from datetime import date
from fractions import Fraction

import pytest

from answerable.rules.lights import (
    DataLight,
    Outcome,
    Override,
    as_json,
    by_pace,
    check_override,
    ended,
    override_in_force,
    worst,
)
from answerable.rules.measures import Kind, Measure, Nature
from answerable.rules.plan_periods import Span
from answerable.rules.progress import judge
from answerable.rules.vintages import Observation, State, as_known, changed_between, vintages_of
from tests.rules.plan_cast import LONG_AFTER, aim, instant, period, seen

F = Fraction
LEVEL = Measure(Kind.LEVEL, nature=Nature.BINDING)
GOAL = aim("2023-12-31", "2027-12-31", 100, 0)


@pytest.mark.parametrize(
    ("pace", "light"),
    [("0.95", "on_track"), ("0.9499", "slipping"), ("0.8", "slipping"), ("0.6", "behind"), ("0.5999", "far_behind")],
)
def test_the_bounds_belong_to_the_better_light(pace, light):
    assert by_pace(F(pace)) == light


def test_the_newest_known_figure_of_a_period_counts():
    figures = seen({"2024": 10}, "2025-02-01", State.PROVISIONAL) + seen({"2024": 25}, "2025-06-01", State.REVISED)
    assert [o.value for o in as_known(figures, instant("2025-03-01"))] == [10]
    assert [o.value for o in as_known(figures, instant("2025-06-01"))] == [25]
    assert as_known(figures, instant("2025-01-31")) == ()
    assert [o.value for o in vintages_of(figures, period("2024"))] == [10, 25]


def test_a_revision_that_moves_a_light_can_be_named():
    figures = seen({"2024": 15}, "2025-02-01") + seen({"2024": 24}, "2025-06-01") + seen({"2025": 50}, "2025-06-01")
    before, after = instant("2025-03-01"), instant("2025-07-01")
    lights = [judge(LEVEL, GOAL, figures[:2], as_of=when).outcome for when in (before, after)]
    assert lights == [Outcome.BEHIND, Outcome.ON_TRACK]
    changed = changed_between(figures, before, after)
    assert [(old and old.value, new.value) for old, new in changed] == [(15, 24), (None, 50)]


def test_two_figures_of_one_instant_are_told_apart_by_their_keys():
    one, two = (dataclasses.replace(o, key=k) for o, k in zip(seen({"2024": 1}) * 2, "ab", strict=True))
    assert as_known([two, one], LONG_AFTER) == as_known([one, two], LONG_AFTER) == (two,)


def test_an_observation_is_a_value_or_a_quotient_or_missing():
    at, known = period("2024"), instant("2025-01-01")
    for wrong in (
        {"value": None},
        {"value": F(1), "numerator": F(1), "denominator": F(2)},
        {"value": None, "numerator": F(1)},
        {"value": F(1), "state": State.MISSING},
    ):
        with pytest.raises(ValueError, match="an observation"):
            Observation(at, known_at=known, **wrong)


def test_when_the_last_period_is_in_the_status_stands_for_good():
    status = judge(LEVEL, GOAL, seen({"2027": 100}), as_of=LONG_AFTER)
    assert (status.outcome, status.data, status.valid_until) == (Outcome.ACHIEVED, DataLight.FRESH, None)


def test_a_monthly_figure_goes_stale_in_months():
    monthly = Measure(Kind.LEVEL, span=Span.MONTH, lag_days=15, grace_days=10)
    figures = seen({"2024-01": 3})
    found = [judge(monthly, GOAL, figures, as_of=instant(d)).data.value for d in
             ("2024-03-15", "2024-03-16", "2024-03-25", "2024-03-26", "2024-04-25", "2024-04-26")]  # fmt: skip
    assert found == ["fresh", "due", "due", "late", "late", "missing"]


def test_an_ending_keeps_the_last_light():
    behind = judge(LEVEL, GOAL, seen({"2024": 15}), as_of=instant("2025-01-01"))
    halted = ended(behind, Outcome.HALTED)
    assert (halted.outcome, halted.last) == (Outcome.HALTED, Outcome.BEHIND)
    assert ended(halted, Outcome.WITHDRAWN).last is Outcome.BEHIND
    with pytest.raises(ValueError, match="no ending"):
        ended(behind, Outcome.ACHIEVED)


def test_the_worst_of_several():
    assert worst([Outcome.ON_TRACK, Outcome.BEHIND, Outcome.WITHDRAWN]) is Outcome.BEHIND
    assert worst([Outcome.WITHDRAWN]) is None


WORD = Override(Outcome.ON_TRACK, "reviewer", "The meter was broken.", instant("2026-02-01"), date(2026, 3, 31))


def test_an_override_says_who_why_and_until_when_and_no_later_than_the_next_review():
    assert check_override(WORD, date(2026, 3, 31)) is None
    assert check_override(WORD, date(2026, 3, 30)).code == "override_beyond_review"
    assert check_override(dataclasses.replace(WORD, reason=" "), None).code == "override_needs_a_reason"
    assert check_override(dataclasses.replace(WORD, until=date(2026, 1, 1)), None).code == "date_in_the_past"


def test_an_override_ends_by_itself():
    later = dataclasses.replace(WORD, outcome=Outcome.BEHIND, given=instant("2026-03-01"))
    assert override_in_force([WORD, later], instant("2026-01-31")) is None
    assert override_in_force([WORD, later], instant("2026-02-15")) is WORD
    assert override_in_force([later, WORD], instant("2026-03-31")) is later
    assert override_in_force([WORD, later], instant("2026-04-01")) is None


def test_a_status_is_written_the_same_way_every_time():
    status = judge(LEVEL, GOAL, seen({"2024": 15}), as_of=instant("2025-01-01"))
    text = as_json(status)
    assert '"as_of":"2025-01-01T00:00:00+00:00"' in text
    assert '"pace":"3/5"' in text
    assert '"reached":"2024"' in text
