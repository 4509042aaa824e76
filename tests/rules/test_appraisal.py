"""The rules of the year's appraisal."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules import appraisal
from answerable.rules.access import Actor, system
from answerable.rules.appraisal import Around, Part, Standing, YearOf
from answerable.rules.lights import Outcome
from answerable.rules.linked_complaints import rise, to_be_checked

AROUND = Around("works-head", "planning", "", "planning-chair")


def officer(post: str, unit: str, *roles: str) -> Actor:
    return Actor("officer", "harbour", frozenset(roles), unit, post, post)


HEAD = officer("works-head", "works", "unit_head")
CHAIR = officer("planning-chair", "planning", "leader", "unit_head")
REVIEWER = officer("planning-reviewer", "planning", "reviewer")
SECRETARY = officer("planning-secretary", "planning", "coordinator")


def test_every_state_is_reached_and_only_the_last_one_ends():
    reached = {line.next for line in appraisal.TABLE if line.next}
    assert reached == set(appraisal.STATES)
    leaves = {state for line in appraisal.TABLE for state in line.states}
    assert leaves == set(appraisal.STATES) - {"final"}


def test_nobody_appraises_themselves():
    for verb in ("open_appraisal", "moderate", "put", "issue", "decide"):
        everything = officer("works-head", "planning", "unit_head", "leader", "coordinator", "reviewer")
        assert not appraisal.may(verb, everything, AROUND), verb


def test_an_appeal_is_decided_by_another_post_than_issued_it():
    assert not appraisal.may("decide", CHAIR, AROUND)
    assert appraisal.may("decide", REVIEWER, AROUND)
    assert appraisal.may("decide", CHAIR, AROUND._replace(issuer="planning-secretary"))


def test_only_the_head_or_who_stands_in_speaks_for_the_post():
    assert appraisal.may("report", HEAD, AROUND)
    assert not appraisal.may("report", SECRETARY, AROUND)
    above = officer("gov-leader", "gov", "leader")
    assert appraisal.may("appeal", above, AROUND._replace(standin="gov-leader"))
    assert not appraisal.may("appeal", above, AROUND)
    assert appraisal.relations(system("harbour"), AROUND) == {"system"}


@pytest.mark.parametrize(
    ("outcome", "gap", "binding", "expected"),
    [
        (Outcome.ON_TRACK, Fraction(-1), True, "missed"),  # 96 % of the path is no reached binding target
        (Outcome.ON_TRACK, Fraction(-1), False, "met"),
        (Outcome.SLIPPING, Fraction(0), True, "met"),
        (Outcome.BEHIND, Fraction(-5), False, "missed"),
        (Outcome.ACHIEVED, None, True, "met"),
        (Outcome.MISSED, None, True, "missed"),
        (Outcome.NO_DATA, None, True, "unknown"),
        (Outcome.NOT_DUE, None, False, "not_due"),
        (Outcome.HALTED, Fraction(3), True, "ended"),
    ],
)
def test_binding_targets_have_no_tolerance_and_no_data_is_never_met(outcome, gap, binding, expected):
    assert appraisal.judgement(outcome, gap, binding=binding) == expected


@pytest.mark.parametrize(
    ("year", "binding", "expected"),
    [
        (date(2026, 1, 1), False, date(2026, 4, 1)),
        (date(2026, 1, 1), True, date(2026, 6, 30)),
        (date(2026, 4, 1), False, date(2026, 4, 1)),
        (date(2026, 4, 1), True, date(2026, 9, 30)),
        (date(2026, 7, 1), False, date(2027, 4, 1)),
    ],
)
def test_the_year_is_judged_by_the_target_of_the_first_of_april(year, binding, expected):
    assert appraisal.counts_from(year, binding=binding) == expected


def test_one_year_is_a_notice_two_bar_promotion_three_are_a_proposal():
    years = [YearOf(date(year, 1, 1), missed) for year, missed in ((2025, 2), (2026, 0), (2027, 1), (2028, 1))]
    found = [appraisal.misses(years, date(year, 1, 1)) for year in (2024, 2025, 2026, 2027, 2028, 2029, 2031)]
    assert found == [0, 1, 1, 2, 2, 2, 0]
    assert [appraisal.consequence(n) for n in range(5)] == [
        "none", "notice", "no_promotion", "removal_proposal", "removal_proposal",
    ]  # fmt: skip


def test_a_number_is_none_while_a_binding_line_lacks_data():
    parts = [Part("A", Fraction(3), Fraction(9, 10), True), Part("B", Fraction(1), Fraction(3, 2))]
    assert appraisal.weighted(parts) == (Fraction(27, 10) + 1) / 4
    assert appraisal.weighted([*parts, Part("C", Fraction(1), None)]) == (Fraction(27, 10) + 1) / 4
    assert appraisal.weighted([*parts, Part("C", Fraction(1), None, True)]) is None
    assert appraisal.weighted([]) is None


progress = st.fractions(min_value=-1, max_value=3, max_denominator=50)


@given(st.lists(st.tuples(st.integers(1, 9), progress, st.booleans()), min_size=1, max_size=8), st.integers(0, 7))
def test_a_better_line_never_lowers_the_number_and_it_stays_between_0_and_1(rows, place):
    parts = [Part(str(n), Fraction(w), p, b) for n, (w, p, b) in enumerate(rows)]
    before = appraisal.weighted(parts)
    assert before is not None
    assert 0 <= before <= 1
    one = parts[place % len(parts)]
    better = [Part(p.key, p.weight, (p.progress or 0) + Fraction(1, 10), p.binding) if p is one else p for p in parts]
    after = appraisal.weighted(better)
    assert after is not None
    assert after >= before


def test_only_like_is_ranked_with_like():
    found = appraisal.ranked(
        [
            Standing("works", "department", 3, 4), Standing("cleansing", "department", 6, 8),
            Standing("transport", "department", 1, 1), Standing("coordination", "department", 0, 0),
            Standing("north", "district", 0, 5),
        ]
    )  # fmt: skip
    assert [(place, one.unit) for place, one in found["department"]] == [
        (1, "transport"), (2, "cleansing"), (2, "works"), (None, "coordination"),
    ]  # fmt: skip
    assert [(place, one.unit) for place, one in found["district"]] == [(1, "north")]


def test_met_with_complaints_up_by_more_than_half_is_looked_at():
    half = Fraction(1, 2)
    assert rise(15, 10) == half
    assert not to_be_checked(Outcome.ON_TRACK, 15, 10, limit=half, smallest=5)
    assert to_be_checked(Outcome.ON_TRACK, 16, 10, limit=half, smallest=5)
    assert not to_be_checked(Outcome.BEHIND, 16, 10, limit=half, smallest=5)
    assert to_be_checked(Outcome.ACHIEVED, 5, 0, limit=half, smallest=5)
    assert not to_be_checked(Outcome.ACHIEVED, 4, 0, limit=half, smallest=5)
