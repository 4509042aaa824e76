"""A new target bends the path where it takes effect and rewrites nothing before it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction as F

from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.rules.bending import bend, rounded
from answerable.rules.measures import Direction, Kind, Measure
from answerable.rules.plan_periods import Span, containing, parse
from answerable.rules.trajectory import Aim, Path, Shape, planned_in, planned_level, planned_total

START, END = date(2025, 12, 31), date(2030, 12, 31)
LEVEL = Measure(Kind.LEVEL, Direction.DOWN, span=Span.QUARTER)
TOTAL = Measure(Kind.CUMULATIVE_FLOW, Direction.UP, span=Span.QUARTER)
YEARLY = Measure(Kind.PERIODIC_FLOW, Direction.UP, span=Span.MONTH)
CAP = Measure(Kind.CAP, Direction.DOWN, span=Span.QUARTER)


def points(**values: int) -> tuple:
    return tuple((parse(code.replace("y", "")), F(value)) for code, value in values.items())


def test_a_level_goes_straight_from_where_the_path_was_to_the_new_target() -> None:
    old = Aim(START, END, F(45, 10), F(6))
    new = bend(LEVEL, old, Aim(START, END, F(5), F(6)), date(2028, 7, 1))
    bent = date(2028, 6, 30)
    assert planned_level(new, bent) == planned_level(old, bent) == F(525, 100)
    assert planned_level(new, date(2029, 9, 30)) == (F(525, 100) + 5) / 2
    assert planned_level(new, END) == 5


def test_the_marks_of_the_years_to_come_move_onto_the_new_line() -> None:
    path = Path(Shape.POINTS, points(y2026=5, y2027=4, y2028=3, y2029=2))
    old = Aim(START, END, F(1), F(6), path=path)
    new = bend(LEVEL, old, Aim(START, END, F(3), F(6)), date(2027, 12, 31))
    marks = {period.code: value for period, value in new.path.points}
    assert marks == {"2026": 5, "2027": 4, "2028": F(11, 3), "2029": F(10, 3)}


def test_an_amount_keeps_what_was_asked_and_spreads_the_rest_evenly() -> None:
    old = Aim(START, END, F(5000), path=Path(Shape.POINTS, points(y2026=800, y2027=900, y2028=1000, y2029=1100,
                                                                  y2030=1200)))  # fmt: skip
    new = bend(TOTAL, old, Aim(START, END, F(4500)), date(2026, 7, 15))
    assert planned_total(new, date(2026, 6, 30)) == 400
    assert planned_total(new, END) == 4500
    assert planned_in(new, parse("2026-Q3")) == F(4100, 18)


def test_an_amount_given_for_one_year_leaves_the_other_years_as_they_were() -> None:
    old = Aim(START, END, F(5000), path=Path(Shape.POINTS, points(y2026=800, y2027=900, y2028=1000, y2029=1100,
                                                                  y2030=1200)))  # fmt: skip
    new = bend(TOTAL, old, Aim(START, END, F(4700)), date(2026, 7, 15), {parse("2026"): F(500)})
    assert planned_in(new, parse("2026-Q1")) == planned_in(new, parse("2026-Q2")) == 200
    assert planned_in(new, parse("2026-Q3")) == 50
    assert planned_total(new, END) == 4700


def test_the_goal_of_a_year_that_is_over_stays_and_the_running_year_bends() -> None:
    old = Aim(START, END, F(500))
    new = bend(YEARLY, old, Aim(START, END, F(380)), date(2027, 3, 31))
    goals = {period.code: value for period, value in new.path.points}
    assert goals["2026"] == 500
    assert goals["2027"] == goals["2028"] == 380
    assert goals["2027-03"] == F(500, 12)
    assert goals["2027-04"] == (380 - F(500, 4)) / 9


def test_a_limit_holds_for_the_periods_that_are_over() -> None:
    new = bend(CAP, Aim(START, END, F(3)), Aim(START, END, F(4)), date(2026, 7, 15))
    assert {p.code: v for p, v in new.path.points} == {"2026-Q1": 3, "2026-Q2": 3}


def test_rounding_keeps_the_sum_of_amounts() -> None:
    months = [(parse(f"2026-{m:02}"), F(100, 7)) for m in range(1, 8)]
    assert sum(value for _, value in rounded(months, 2, add_up=True)) == 100


aims = st.fractions(min_value=-100, max_value=100, max_denominator=20)
days = st.dates(min_value=date(2026, 1, 1), max_value=date(2030, 12, 30))
shapes = st.sampled_from([Shape.LINEAR, Shape.STEP])


@settings(max_examples=300, deadline=None)
@given(baseline=aims, old=aims, new=aims, on=days, shape=shapes, kind=st.sampled_from([LEVEL, TOTAL, YEARLY, CAP]))
def test_no_period_that_is_over_is_asked_for_anything_else(baseline, old, new, on, shape, kind) -> None:
    first = Aim(START, END, old, baseline, path=Path(shape if kind is LEVEL else Shape.LINEAR))
    second = bend(kind, first, Aim(START, END, new, baseline), on)
    period = containing(date(2026, 1, 1), kind.span)
    while period.last_day <= on:
        if kind is LEVEL:
            assert planned_level(second, period.last_day) == planned_level(first, period.last_day)
        elif kind is TOTAL:
            assert planned_in(second, period) == planned_in(first, period)
        elif kind is CAP:
            assert dict(second.path.points)[period] == old
        period = period.following()
    if kind is LEVEL:
        assert planned_level(second, END) == new
    if kind is TOTAL:
        assert planned_total(second, END) == new
