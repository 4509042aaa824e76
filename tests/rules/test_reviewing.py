"""Reviews: their days, the order of an agenda, and who may do what."""

from __future__ import annotations

import random
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.access import Actor, system
from answerable.rules.plan_periods import parse
from answerable.rules.reviewing import (
    LINES,
    MATTERS,
    STATES,
    TABLE,
    Duty,
    Kind,
    Matter,
    calls_between,
    due_call,
    due_joint,
    in_order,
    joint_day,
    may,
)

PLAN = (date(2026, 1, 1), date(2030, 12, 31))


def officer(*roles: str, unit: str = "planning", post: str = "a") -> Actor:
    return Actor("officer", "harbour", frozenset(roles), unit, post, post)


def test_every_verb_stands_once_with_a_rule_and_known_states() -> None:
    assert len(LINES) == len(TABLE)
    assert all(line.rule and line.who for line in TABLE)
    assert {state for line in TABLE for state in line.states} <= {*STATES, "open", "settled"}


def test_the_unit_that_chairs_leads_and_nobody_else() -> None:
    for verb in ("hold", "decide", "report"):
        assert may(verb, officer("leader"), chair="planning")
        assert not may(verb, officer("leader", unit="works"), chair="planning")
        assert not may(verb, system("harbour"), chair="planning")


def test_an_owner_in_the_chairs_unit_does_not_confirm_their_own_work() -> None:
    assert may("confirm", officer("leader"), chair="planning", owner="b")
    assert not may("confirm", officer("leader"), chair="planning", owner="a")
    assert may("carry_out", officer("handler", unit="works"), chair="planning", owner="a")


def test_the_unit_that_holds_an_issue_answers_it_and_never_settles_it() -> None:
    assert may("answer_issue", officer("handler", unit="works"), chair="planning", holder="works")
    holder = officer("leader", unit="works")
    assert not may("settle_issue", holder, chair="planning", holder="works")
    assert may("settle_issue", officer("leader"), chair="planning", holder="works")


def test_what_the_chair_holds_itself_is_settled_by_another_post_than_the_one_that_answered() -> None:
    chair = officer("leader")
    assert may("settle_issue", chair, chair="planning", holder="planning", answerer="b")
    assert not may("settle_issue", chair, chair="planning", holder="planning", answerer=chair.post)


@pytest.mark.parametrize(("year", "month", "day"), [(2026, 7, 22), (2026, 11, 25), (2027, 2, 24), (2027, 12, 22)])
def test_the_fourth_wednesday(year: int, month: int, day: int) -> None:
    assert joint_day(parse(f"{year}-{month:02}"), week=4, weekday=3) == date(year, month, day)


def test_a_review_is_called_when_its_day_is_near_and_never_for_a_period_outside_the_plan() -> None:
    quarter = {"plan": PLAN, "days": 30, "ahead": 14}
    assert due_call(Kind.QUARTERLY, date(2026, 7, 15), **quarter) is None
    call = due_call(Kind.QUARTERLY, date(2026, 7, 16), **quarter)
    assert call == (Kind.QUARTERLY, parse("2026-Q2"), date(2026, 7, 30))
    assert due_call(Kind.QUARTERLY, date(2026, 1, 20), **quarter) is None
    assert due_call(Kind.QUARTERLY, date(2031, 1, 20), **quarter).period == parse("2030-Q4")
    assert due_call(Kind.QUARTERLY, date(2031, 4, 20), **quarter) is None


def test_a_fiscal_year_from_april_has_its_own_half_years() -> None:
    call = due_call(Kind.HALF_YEARLY, date(2026, 10, 20), plan=(date(2026, 4, 1), date(2031, 3, 31)), days=31, ahead=14,
                    year_starts_in=4)  # fmt: skip
    assert (call.period.code, call.due_on) == ("2026-H1", date(2026, 10, 31))


def test_the_joint_review_of_the_next_month_is_called_in_time() -> None:
    assert due_joint(date(2026, 7, 7), week=4, weekday=3, ahead=14) is None
    assert due_joint(date(2026, 7, 8), week=4, weekday=3, ahead=14).due_on == date(2026, 7, 22)
    assert due_joint(date(2026, 8, 31), week=1, weekday=3, ahead=14).due_on == date(2026, 9, 2)


matters = st.builds(
    Matter, st.sampled_from(sorted(MATTERS)), st.text("ab", max_size=3),
    risk=st.tuples(st.integers(0, 1), st.integers(-9, 9)),
)  # fmt: skip


@given(st.lists(matters, max_size=15), st.randoms(use_true_random=False))
def test_the_agenda_is_the_same_in_whatever_order_its_matters_come(found: list[Matter], chance: random.Random) -> None:
    mixed = list(found)
    chance.shuffle(mixed)
    first, second = in_order(found), in_order(mixed)
    assert [(m.code, m.key, m.risk) for m in first] == [(m.code, m.key, m.risk) for m in second]
    duties = [list(Duty).index(matter.duty) for matter in first]
    assert duties == sorted(duties)
    for one, two in pairwise(first):
        assert one.code != two.code or one.risk >= two.risk


def test_the_rhythm_of_a_year_ahead():
    plan = (date(2026, 1, 1), date(2026, 9, 30))
    found = calls_between(Kind.QUARTERLY, date(2026, 4, 1), date(2027, 4, 1), plan=plan, days=20)
    assert [(call.period.code, call.due_on) for call in found] == [
        ("2026-Q1", date(2026, 4, 20)), ("2026-Q2", date(2026, 7, 20)), ("2026-Q3", date(2026, 10, 20)),
    ]  # fmt: skip
    assert calls_between(Kind.QUARTERLY, date(2026, 4, 21), date(2026, 7, 19), plan=plan, days=20) == ()
