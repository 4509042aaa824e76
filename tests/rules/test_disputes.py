"""rules.disputes: who leads by default, who answers again, until when to object, and the next rung."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.disputes import RANKS, default_lead, judges, next_rung, objection_until, passed_on, rung_for

T0 = datetime(2026, 6, 10, 8, tzinfo=UTC)
kinds = st.sampled_from([*RANKS, "guild"])
units = st.lists(st.tuples(st.text("abc", min_size=1, max_size=3), kinds), max_size=6, unique_by=lambda unit: unit[0])


def test_the_department_above_leads_before_the_government_below():
    assert default_lead([("mill-street", "street"), ("north", "district"), ("works", "department")]) == "works"


def test_of_two_alike_the_one_named_first_leads_and_of_none_nobody():
    assert default_lead([("south", "district"), ("north", "district")]) == "south"
    assert default_lead([]) is None


@given(units)
def test_nobody_who_stands_higher_is_passed_over(candidates):
    lead = default_lead(candidates)
    assert (lead is None) == (not candidates)
    if lead is not None:
        places = {unit: RANKS.index(kind) if kind in RANKS else len(RANKS) for unit, kind in candidates}
        assert places[lead] == min(places.values())


@given(st.lists(st.sampled_from("abcd"), max_size=8), st.sampled_from("abcd"))
def test_everybody_who_led_before_answers_again_but_not_who_leads_now(leads, now_leading):
    again = passed_on(leads, now_leading)
    assert set(again) == set(leads) - {now_leading}
    assert len(again) == len(set(again))
    assert list(again) == sorted(again, key=leads.index)


@given(st.floats(1, 240))
def test_the_time_to_object_runs_from_when_the_unit_was_sent_the_case(hours):
    assert objection_until(T0, hours) - T0 == timedelta(hours=hours)


@given(st.integers(1, 9))
def test_a_dispute_climbs_every_rung_and_stays_on_the_last(rungs):
    level, climbed = 1, [1]
    while (above := next_rung(level, rungs)) is not None:
        level = above
        climbed.append(level)
    assert climbed == list(range(1, rungs + 1))


RUNGS = ("hotline", "coordination", "gov")


def test_no_party_rules_while_anybody_else_is_left():
    assert judges(RUNGS, 1, {"works", "transport"}) == RUNGS
    assert judges(RUNGS, 1, {"works", "hotline"}) == ("coordination", "gov")
    assert judges(RUNGS, 2, {"works", "coordination"}) == ("gov",)
    assert judges(RUNGS, 3, {"works", "gov"}) == ("hotline", "coordination")
    assert judges(RUNGS, 3, set(RUNGS)) == ("gov",)


def test_a_rung_whose_unit_is_a_party_is_passed_over():
    assert rung_for(RUNGS, 1, {"works"}) == 1
    assert rung_for(RUNGS, 1, {"hotline", "coordination"}) == 3
    assert rung_for(RUNGS, 3, {"gov"}) == 3
