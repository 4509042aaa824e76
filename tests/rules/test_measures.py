"""rules.measures and rules.plan_periods: the table of kinds, and the calendar of a plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.exact import exact, power, rounded
from answerable.rules.measures import KINDS, Kind, Measure, Nature, OverTime, Rule
from answerable.rules.plan_periods import Span, containing, due, parse, periods_between, position


def test_every_kind_has_a_line():
    assert set(KINDS) == set(Kind)
    assert all("until" in line.needs for line in KINDS.values())


def test_amounts_add_up_and_levels_do_not():
    assert KINDS[Kind.CUMULATIVE_FLOW].over_time is OverTime.SUM
    assert KINDS[Kind.LEVEL].over_time is OverTime.LAST
    assert KINDS[Kind.RATIO].over_time is OverTime.SUM_OF_PARTS
    assert KINDS[Kind.MILESTONE].rule is Rule.DELIVERY


def test_a_cap_is_kept_from_above_whatever_was_said():
    assert (Measure(Kind.CAP).sign, Measure(Kind.FLOOR).sign, Measure(Kind.BAND).sign) == (-1, 1, 0)
    assert Nature("binding") is Nature.BINDING


def test_floats_are_refused():
    assert exact("0.1") + exact("0.2") == exact(Decimal("0.3"))
    for wrong in (0.1, True, None):
        with pytest.raises(TypeError):
            exact(wrong)


def test_a_root_that_is_rational_is_exact():
    assert power(Fraction(4, 9), Fraction(1, 2)) == (Fraction(2, 3), True)
    assert power(Fraction(32, 243), Fraction(3, 5)) == (Fraction(8, 27), True)
    assert power(Fraction(2), Fraction(-3)) == (Fraction(1, 8), True)


def test_a_root_that_is_not_is_rounded_and_says_so():
    root, is_exact = power(Fraction(2), Fraction(1, 2))
    assert not is_exact
    assert root == Fraction(Decimal("1.414213562373095048801688724210"))
    with pytest.raises(ValueError, match="a root of"):
        power(Fraction(-1), Fraction(1, 2))


def test_numbers_for_readers_are_rounded_half_up():
    assert [rounded(Fraction(n, 8), 2) for n in (1, -1)] == [Decimal("0.13"), Decimal("-0.13")]


@pytest.mark.parametrize(
    ("code", "year_starts_in", "first", "last"),
    [
        ("2026", 1, "2026-01-01", "2026-12-31"),
        ("2026-H2", 1, "2026-07-01", "2026-12-31"),
        ("2026-Q2", 1, "2026-04-01", "2026-06-30"),
        ("2024-02", 1, "2024-02-01", "2024-02-29"),
        ("2026", 4, "2026-04-01", "2027-03-31"),
        ("2026-H2", 4, "2026-10-01", "2027-03-31"),
        ("2026-Q1", 4, "2026-04-01", "2026-06-30"),
        ("2026-Q4", 4, "2027-01-01", "2027-03-31"),
        ("2026-05", 4, "2026-05-01", "2026-05-31"),
    ],
)
def test_a_code_names_days(code, year_starts_in, first, last):
    period = parse(code, year_starts_in)
    assert (period.first_day.isoformat(), period.last_day.isoformat()) == (first, last)
    assert period.code == code


@pytest.mark.parametrize("code", ["", "26", "2026-Q5", "2026-H3", "2026-13", "2026-1", "2026-5-1", "2026Q1", "0000"])
def test_anything_else_is_no_period(code):
    with pytest.raises(ValueError, match="no period"):
        parse(code)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.sampled_from(Span), st.integers(1, 12))
def test_the_period_of_a_day_contains_it_and_is_read_back(day, span, starts):
    period = containing(day, span, starts)
    assert period.first_day <= day <= period.last_day
    assert parse(period.code, starts) == period
    assert period.within(Span.YEAR).covers(period)
    for finer in span.finer:
        parts = period.parts(finer)
        assert parts[0].first_day == period.first_day
        assert parts[-1].last_day == period.last_day
        assert all(a.following() == b for a, b in pairwise(parts))


def test_a_fiscal_year_is_broken_down_from_april():
    year = parse("2026", 4)
    assert [p.code for p in year.parts(Span.QUARTER)] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert [p.code for p in year.parts(Span.MONTH)][:2] == ["2026-04", "2026-05"]
    assert parse("2027-02", 4).within(Span.YEAR) == year
    with pytest.raises(ValueError, match="does not lie in one"):
        year.within(Span.MONTH)


def test_the_same_days_are_the_same_period():
    assert parse("2026-Q1", 1) == parse("2025-Q4", 4)
    assert parse("2026", 1) != parse("2026", 4)


def test_periods_stand_in_the_order_of_their_ends():
    codes = ["2026", "2026-12", "2026-Q3", "2026-01"]
    assert [p.code for p in sorted(parse(c) for c in codes)] == ["2026-01", "2026-Q3", "2026", "2026-12"]


def test_a_figure_is_due_when_its_lag_has_passed():
    assert due(parse("2026-Q1"), 45) == date(2026, 5, 15)


def test_months_count_alike():
    start, end = position(date(2023, 12, 31)), position(date(2027, 12, 31))
    assert (position(date(2025, 12, 31)) - start) / (end - start) == Fraction(1, 2)
    assert position(date(2024, 2, 29)) - position(date(2024, 1, 31)) == 1


def test_the_periods_of_an_aim():
    found = periods_between(date(2022, 12, 31), date(2024, 6, 30), Span.YEAR)
    assert [p.code for p in found] == ["2023"]
