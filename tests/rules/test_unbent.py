"""The parts of a published target ask no less than its path, and nothing else of what is over."""

from __future__ import annotations

import dataclasses
from datetime import date
from fractions import Fraction as F

import pytest

from answerable.rules.measures import Direction, Kind, Measure
from answerable.rules.plan_periods import Span, parse
from answerable.rules.trajectory import Aim, Path, Shape
from answerable.rules.unbent import asked_of, bent

START, END, TODAY = date(2025, 12, 31), date(2027, 12, 31), date(2026, 6, 10)
LEVEL = Measure(Kind.LEVEL, Direction.DOWN, span=Span.QUARTER)
TOTAL = Measure(Kind.CUMULATIVE_FLOW, Direction.UP, span=Span.QUARTER)
YEARLY = Measure(Kind.PERIODIC_FLOW, Direction.UP, span=Span.QUARTER)
CAP = Measure(Kind.CAP, Direction.DOWN, span=Span.QUARTER)


def points(values: dict[str, str]) -> dict:
    return {parse(code): F(value) for code, value in values.items()}


def told(measure: Measure, held: dict[str, str], wanted: dict[str, str], *, seen=(), target="4") -> list[str]:
    """The codes and periods refused when `wanted` is added to a path of `held`."""
    old_points, new_points = points(held), points(wanted)
    ordered = tuple(sorted({**old_points, **new_points}.items(), key=lambda p: (p[0].last_day, p[0].span.months)))
    old = Aim(START, END, F(target), F(6), path=Path(Shape.POINTS, tuple(old_points.items())))
    new = dataclasses.replace(old, path=Path(Shape.POINTS, ordered))
    found = bent(
        measure, old, new, new_points, today=TODAY, held=old_points, seen={parse(code) for code in seen}
    )  # fmt: skip
    return [f"{problem.code} {problem.field}" for problem in found]


def test_a_level_is_not_bent_after_the_figure_came_in() -> None:
    late = {"2026-Q1": "6", "2026-Q2": "5.99", "2026-Q3": "5.98", "2026-Q4": "5"}
    assert told(LEVEL, {"2026": "5"}, late) == ["part_of_the_past 2026-Q1"]
    assert told(LEVEL, {"2026": "5"}, {"2026-Q3": "5.98", "2026-Q4": "5"}) == ["part_asks_less 2026-Q3"]


def test_a_straight_split_and_a_steeper_one_pass() -> None:
    assert told(LEVEL, {"2026": "5"}, {f"2026-Q{n}": str(6 - n * 0.25) for n in (1, 2, 3, 4)}) == []
    assert told(LEVEL, {"2026": "5"}, {"2026-Q3": "5.1", "2026-Q4": "5"}) == []


@pytest.mark.parametrize("measure", [TOTAL, YEARLY])
def test_an_amount_is_not_moved_to_the_end_of_its_year(measure) -> None:
    year = {"2026": "100", "2027": "100"}
    assert told(measure, year, {f"2027-Q{n}": "25" for n in (1, 2, 3, 4)}, target="200") == []
    late = {"2027-Q1": "0", "2027-Q2": "0", "2027-Q3": "0", "2027-Q4": "100"}
    assert told(measure, year, late, target="200") == ["part_asks_less 2027-Q1"]
    early = {"2027-Q1": "40", "2027-Q2": "30", "2027-Q3": "20", "2027-Q4": "10"}
    assert told(measure, year, early, target="200") == []


def test_parts_that_do_not_fill_their_year_ask_no_less_each() -> None:
    year = {"2026": "100", "2027": "100"}
    assert told(TOTAL, year, {"2027-Q1": "20"}, target="200") == ["part_asks_less 2027-Q1"]
    assert told(TOTAL, year, {"2027-Q1": "30"}, target="200") == []


def test_a_period_with_a_figure_takes_what_the_path_asks_of_it() -> None:
    year = {"2026": "100", "2027": "100"}
    more = {"2026-Q2": "30"}
    assert told(TOTAL, year, more, seen=("2026-Q2",), target="200") == ["part_of_the_past 2026-Q2"]
    assert told(TOTAL, year, more, target="200") == []


def test_a_limit_is_never_looser_in_a_part() -> None:
    assert told(CAP, {"2026": "4"}, {"2026-Q4": "5"}) == ["part_asks_less 2026-Q4"]
    assert told(CAP, {"2026": "4"}, {"2026-Q4": "3"}) == []


def test_what_the_path_asks_of_a_period_is_said_for_each_rule() -> None:
    path = Path(Shape.POINTS, tuple(points({"2026": "5"}).items()))
    aim = Aim(START, END, F(4), F(6), path=path)
    assert asked_of(LEVEL, aim, parse("2026-Q2")) == F(11, 2)
    assert asked_of(CAP, aim, parse("2026-Q2")) == 5
    assert asked_of(YEARLY, aim, parse("2026-Q2")) == F(5, 4)
    assert asked_of(Measure(Kind.MILESTONE), aim, parse("2026-Q2")) is None
