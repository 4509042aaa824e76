"""A definition that eases the promise is a lowered target, whatever it is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction as F

import pytest

from answerable.rules.adjustment import ChangeClass, Organ, route_of
from answerable.rules.measures import Direction, Kind, Measure, Nature
from answerable.rules.redefinition import classes_of, ends_of
from answerable.rules.trajectory import Aim

AIM = Aim(date(2025, 12, 31), date(2030, 12, 31), F(4), F(6))
BINDING = Measure(Kind.LEVEL, Direction.DOWN, Nature.BINDING, tolerance=F(1, 10))
OPEN = replace(BINDING, nature=Nature.EXPECTED, tolerance=None)


@pytest.mark.parametrize(
    ("old", "new", "easier"),
    [
        (BINDING, replace(BINDING, nature=Nature.EXPECTED), True),
        (BINDING, replace(BINDING, tolerance=F(2)), True),
        (BINDING, replace(BINDING, tolerance=F(0)), False),
        (BINDING, replace(BINDING, grace_days=10), False),
        (BINDING, None, True),
        (OPEN, replace(OPEN, tolerance=F(1, 10)), False),
        (OPEN, replace(OPEN, tolerance=F(1, 2)), True),
        (OPEN, replace(OPEN, nature=Nature.BINDING), False),
        (None, BINDING, False),
    ],
)
def test_what_eases_a_promise_lowers_it(old, new, easier) -> None:
    found = classes_of(old, new, AIM)
    assert found == ({ChangeClass.DEFINITION, ChangeClass.LOWER} if easier else {ChangeClass.DEFINITION})


def test_without_an_aim_the_written_tolerances_are_compared() -> None:
    assert ChangeClass.LOWER in classes_of(BINDING, replace(BINDING, tolerance=F(2)), None)
    assert ChangeClass.LOWER not in classes_of(BINDING, BINDING, None)


def test_an_easier_binding_definition_goes_to_the_statistician_and_then_the_whole_way() -> None:
    way = route_of({ChangeClass.DEFINITION, ChangeClass.LOWER}, Nature.BINDING)
    assert way.steps == (Organ.STATISTICIAN, Organ.COMMITTEE, Organ.FILED, Organ.TABLED, Organ.LEGISLATURE)
    assert way.higher
    assert route_of({ChangeClass.DEFINITION}, Nature.BINDING).steps == (Organ.STATISTICIAN, Organ.COMMITTEE)


def test_what_is_published_ends_by_one_act_only_where_it_does_not_bind() -> None:
    assert len(ends_of(Nature.BINDING, published=False)) == 4
    assert ends_of(Nature.BINDING, published=True) == ()
    assert ends_of(Nature.EXPECTED, published=True) == ("suspended", "halted")
