"""From the target of a plan to its years, quarters and months."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.breakdown import check_whole, round_parts, targets_of_year
from answerable.rules.measures import Direction, Kind, Measure
from answerable.rules.plan_periods import Span, parse
from answerable.rules.reconciliation import reconcile
from answerable.rules.trajectory import Aim, Path, Shape

START, END = date(2025, 12, 31), date(2030, 12, 31)
YEARS = tuple(parse(str(year)) for year in range(2026, 2031))
amounts = st.integers(min_value=0, max_value=10_000)


def points(values):
    return Path(Shape.POINTS, tuple(zip(YEARS, map(Fraction, values), strict=True)))


@given(st.lists(amounts, min_size=5, max_size=5), st.sampled_from([1, 10, 7]))
def test_the_parts_of_a_year_always_make_the_year(values, unit):
    aim = Aim(START, END, Fraction(sum(values)), path=points([value * unit for value in values]))
    measure = Measure(Kind.CUMULATIVE_FLOW)
    for year in YEARS:
        targets = targets_of_year(measure, aim, year, unit=Fraction(unit))
        assert all(found.code == "reconciles" for found in reconcile(measure, targets))


@given(
    st.lists(st.fractions(min_value=0, max_value=1000), min_size=1, max_size=12), st.sampled_from(["1", "0.1", "0.01"])
)
def test_rounded_parts_make_the_rounded_whole(values, unit):
    step = Fraction(unit)
    parts = round_parts(values, step)
    assert abs(sum(parts) - sum(values)) <= step / 2
    assert all((part / step).denominator == 1 for part in parts)


def test_a_level_ends_the_year_where_the_path_says():
    aim = Aim(START, END, Fraction(9, 2), Fraction(6))
    targets = targets_of_year(Measure(Kind.LEVEL, Direction.DOWN), aim, parse("2027"), unit=Fraction(1, 100))
    assert targets[parse("2027")] == targets[parse("2027-Q4")] == targets[parse("2027-12")] == Fraction("5.4")
    assert targets[parse("2027-Q2")] == Fraction("5.55")


def test_a_cap_holds_in_every_month():
    targets = targets_of_year(Measure(Kind.CAP), Aim(START, END, Fraction(3)), parse("2026"))
    assert set(targets.values()) == {Fraction(3)}
    assert len([period for period in targets if period.span is Span.MONTH]) == 12


def test_what_is_due_in_another_year_asks_nothing_of_this_one():
    aim = Aim(START, date(2028, 6, 30), Fraction(1))
    measure = Measure(Kind.MILESTONE)
    assert targets_of_year(measure, aim, parse("2026")) == {}
    assert targets_of_year(measure, aim, parse("2028")) == {parse("2028"): 1}


def test_growth_has_no_months():
    aim = Aim(START, END, Fraction(3))
    assert targets_of_year(Measure(Kind.GROWTH_AVERAGE), aim, parse("2026")) == {parse("2026"): 3}


def test_years_that_add_up_reconcile_and_others_say_by_how_much_they_differ():
    measure = Measure(Kind.CUMULATIVE_FLOW)
    aim = Aim(START, END, Fraction(5000))
    right = dict(points([800, 900, 1000, 1100, 1200]).points)
    assert check_whole(measure, aim, right).code == "reconciles"
    less = check_whole(measure, aim, right | {YEARS[0]: Fraction(700)})
    assert (less.code, less.difference) == ("differs", -100)
    more = right | {YEARS[0]: Fraction(900)}
    assert check_whole(measure, aim, more).code == "differs"
    assert check_whole(measure, aim, more, stretch=True).code == "stretch"


def test_a_missing_year_is_named_and_never_invented():
    found = check_whole(Measure(Kind.CUMULATIVE_FLOW), Aim(START, END, Fraction(5000)), {YEARS[1]: Fraction(900)})
    assert found.code == "incomplete"
    assert [year.code for year in found.missing] == ["2026", "2028", "2029", "2030"]


def test_a_year_may_ask_more_than_a_floor_and_never_less():
    aim = Aim(START, END, Fraction(92))
    assert check_whole(Measure(Kind.FLOOR), aim, {YEARS[0]: Fraction(93)}).holds
    assert check_whole(Measure(Kind.FLOOR), aim, {YEARS[0]: Fraction(91)}).code == "looser"


def test_mean_growth_compounds():
    aim = Aim(START, END, Fraction(3))
    even = {year: Fraction(3) for year in YEARS}
    assert check_whole(Measure(Kind.GROWTH_AVERAGE), aim, even).holds
    assert check_whole(Measure(Kind.GROWTH_AVERAGE), aim, even | {YEARS[0]: Fraction(2)}).code == "differs"
