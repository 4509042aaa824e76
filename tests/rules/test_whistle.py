"""rules.whistle and rules.taskforce: who may blow, sign, rate; and when the same problem makes a taskforce due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules import taskforce, whistle
from answerable.rules.access import Actor, citizen, system
from answerable.rules.whistle import Wish, check_wish, rating_problem, relations, signers

ALL = {"grade_kinds": whistle.KINDS, "grade_directions": whistle.DIRECTIONS}
T0 = datetime(2026, 6, 10, 8, tzinfo=UTC)


def codes(wish: Wish) -> list[str]:
    return [problem.code for problem in check_wish(wish, **ALL)]


@pytest.mark.parametrize("kind", ["street", "town", "district"])
def test_streets_towns_and_districts_call_departments(kind):
    assert codes(Wish("problem", "up", "u", kind, [("works", "department"), ("gas", "utility")])) == []


@pytest.mark.parametrize("kind", ["department", "bureau", "hotline", "utility"])
def test_others_call_departments_only_about_a_case_they_lead(kind):
    wish = Wish("problem", "up", "u", kind, [("works", "department")])
    assert codes(wish) == ["may_not_blow_up"]
    assert codes(Wish("problem", "up", "u", kind, [("works", "department")], leads=True)) == []


def test_work_is_not_passed_down_by_a_whistle_that_goes_up():
    assert codes(Wish("problem", "up", "u", "district", [("mill", "street")])) == ["not_called_up"]


def test_a_department_calls_streets_with_a_reason_and_nobody_else():
    assert codes(Wish("joint", "down", "works", "department", [("mill", "street")], reason="entry")) == []
    assert codes(Wish("joint", "down", "works", "department", [("mill", "street")])) == ["required"]
    assert codes(Wish("joint", "down", "mill", "street", [("mall", "street")], reason="entry")) == ["may_not_blow_down"]
    called = Wish("joint", "down", "works", "department", [("gas", "utility")], reason="entry")
    assert codes(called) == ["not_called_down"]


def test_nobody_and_too_many_are_no_call():
    assert codes(Wish("joint", "up", "mill", "street", [])) == ["nobody_called"]
    crowd = [(f"unit-{n}", "department") for n in range(whistle.MAX_CALLED + 1)]
    assert codes(Wish("joint", "up", "mill", "street", crowd)) == ["too_many_units"]
    assert codes(Wish("joint", "up", "mill", "street", [("mill", "street")])) == ["calls_itself"]


def test_two_heads_sign_and_where_there_is_one_the_head_above():
    assert signers(2, ["a", "b"], ["x"], above_may=True) == {"a", "b"}
    assert signers(2, ["a"], ["x"], above_may=True) == {"a", "x"}
    assert signers(2, ["a"], ["x"], above_may=False) == {"a"}
    assert signers(1, ["a"], ["x"], above_may=True) == {"a"}


def test_no_street_is_rated_and_nobody_in_a_whistle_blown_down():
    assert rating_problem(direction="up", rated_kind="department", called=True) is None
    assert rating_problem(direction="up", rated_kind="town", called=True).code == "streets_are_not_rated"
    assert rating_problem(direction="down", rated_kind="district", called=True).code == "streets_are_not_rated"
    assert rating_problem(direction="up", rated_kind="utility", called=False).code == "not_called_here"


def test_a_unit_is_held_against_the_middle_half_of_its_like():
    rates = [Fraction(n) for n in (9, 1, 5, 3, 40)]
    assert whistle.band(rates) == (3, 9)
    assert whistle.band(rates[:3]) is None


def test_nobody_stands_above_a_whistle_in_which_it_is_a_party():
    head = Actor("officer", "harbour", frozenset({"unit_head"}), "north", "north-head", "north-head")
    given_ = {"blower": "mill", "summoned": {"north"}, "above": {"north", "gov"}, "signers": ()}
    assert relations(head, **given_) == {"summoned.unit_head"}
    assert relations(system("harbour"), **given_) == {"system"}
    assert relations(citizen("harbour"), **given_) == frozenset()


def test_only_the_blower_ends_and_nobody_called_judges_or_rates():
    assert all(who.startswith("blower.") for who in whistle.edge("blown", "end").who)
    for verb in ("rate", "judge", "release", "decide", "end"):
        lines = [line for line in whistle.TABLE if line.verb == verb]
        assert lines
        assert not [who for line in lines for who in line.who if who.startswith("summoned.")]


def test_every_line_leads_from_a_state_to_a_state_and_ended_is_the_end():
    for line in whistle.TABLE:
        assert line.state in (None, *whistle.STATES)
        assert line.next in whistle.STATES
        assert line.state not in ("ended", "withdrawn") or line.next == line.state
    for line in taskforce.TABLE:
        assert line.state in (None, "proposed", "formed")
        assert line.next in taskforce.STATES


def blown(number: int, day: int, category: str = "waste", area: str = "north", subjects=()) -> taskforce.Blown:
    return taskforce.Blown(f"W{number:03d}", T0 + timedelta(days=day), category, area, frozenset(subjects))


def test_a_subject_in_common_or_one_category_in_one_area_is_the_same_problem():
    case = ("case", "HB-1")
    assert taskforce.same_problem(blown(1, 0), blown(2, 0))
    assert not taskforce.same_problem(blown(1, 0), blown(2, 0, area="south"))
    assert not taskforce.same_problem(blown(1, 0, "", ""), blown(2, 0, "", ""))
    assert taskforce.same_problem(blown(1, 0, "a", "x", [case]), blown(2, 0, "b", "y", [case]))


@given(st.lists(st.integers(-200, 0), max_size=8), st.integers(2, 5), st.integers(7, 120))
def test_as_many_as_the_pack_says_within_its_window_make_a_taskforce_due(days, times, window):
    earlier = [blown(n + 1, day) for n, day in enumerate(days)]
    found = taskforce.repeated(blown(0, 0), earlier, times=times, days=window)
    inside = [b for b in earlier if b.at >= T0 - timedelta(days=window)]
    assert bool(found) is (len(inside) + 1 >= times)
    if found:
        assert set(found) == {b.number for b in inside} | {"W000"}
