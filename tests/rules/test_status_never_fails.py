"""A page shows a status whatever was recorded: no combination of kind, path, dates and figures raises."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from answerable.rules.forecasts import trend
from answerable.rules.four_classes import class_of
from answerable.rules.lights import GREEN, as_json
from answerable.rules.measures import Direction, Kind, Measure, Nature, Rule, Window
from answerable.rules.plan_periods import Span, containing
from answerable.rules.progress import judge
from answerable.rules.targets import TargetVersion, changes, leniency
from answerable.rules.trajectory import Aim, Path, Shape
from answerable.rules.vintages import Observation, State

JUDGED = [kind for kind in Kind if Measure(kind).line.rule is not Rule.DELIVERY]


def number(chance: random.Random) -> Fraction:
    return chance.choice((Fraction(0), Fraction(chance.randint(-200, 200), chance.choice((1, 3, 10)))))


def maybe(chance: random.Random) -> Fraction | None:
    return None if chance.random() < 0.3 else number(chance)


def random_day(chance: random.Random) -> date:
    return date(2020, 1, 1) + timedelta(days=chance.randint(0, 2_500))


def random_measure(chance: random.Random) -> Measure:
    tolerance = chance.choice((None, Fraction(0), Fraction(3, 2)))
    return Measure(
        chance.choice(JUDGED), chance.choice(list(Direction)), chance.choice(list(Nature)), chance.choice(list(Span)),
        tolerance, chance.randint(0, 90), chance.randint(0, 30), window=chance.choice(list(Window)),
        year_starts_in=chance.choice((1, 4)),
    )  # fmt: skip


def random_aim(chance: random.Random, starts: int) -> Aim:
    since = random_day(chance)
    shape = chance.choice(list(Shape))
    periods = sorted({containing(random_day(chance), chance.choice(list(Span)), starts) for _ in range(4)})
    given = tuple((p, number(chance)) for p in periods) if shape is Shape.POINTS or chance.random() < 0.3 else ()
    weights = (Fraction(1, 4),) * 4 if shape is Shape.SEASONAL else ()
    path = Path(shape, given, weights)
    until = since + timedelta(days=chance.randint(1, 2_000))
    low, high = (sorted((number(chance), number(chance)))) if chance.random() < 0.5 else (None, None)
    return Aim(since, until, maybe(chance), maybe(chance), low, high, path)


def random_figure(chance: random.Random, starts: int) -> Observation:
    period = containing(random_day(chance), chance.choice(list(Span)), starts)
    known = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=chance.randint(0, 3_000))
    state = chance.choice(list(State))
    if state is State.MISSING:
        return Observation(period, None, known, state)
    if chance.random() < 0.3:
        return Observation(period, None, known, state, number(chance), number(chance))
    return Observation(period, number(chance), known, state)


def firmly(seen: Observation, goal: Aim, when: datetime) -> bool:
    """Whether it is a figure of the aim's time that was known, and no estimate."""
    firm = seen.state not in (State.MISSING, State.ESTIMATED)
    return firm and seen.known_at <= when and seen.period.last_day > goal.since


def test_a_status_is_always_given():
    chance = random.Random(11)
    for _ in range(1_500):
        measure = random_measure(chance)
        goal = random_aim(chance, measure.year_starts_in)
        figures = [random_figure(chance, measure.year_starts_in) for _ in range(chance.randint(0, 12))]
        when = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=chance.randint(0, 4_000))
        status = judge(measure, goal, figures, as_of=when, other=figures[::-1])
        assert as_json(status)
        assert status.outcome not in GREEN or any(firmly(o, goal, when) for o in figures)
        class_of(status, goal)
        trend(measure, goal, figures, as_of=when)


def test_changes_of_targets_are_always_named():
    chance = random.Random(12)
    for _ in range(500):
        measure, day = random_measure(chance), date(2020, 1, 1)
        versions = [TargetVersion(n, random_aim(chance, measure.year_starts_in), day, day) for n in (1, 2, 3)]
        assert len(changes(measure, versions)) == 2
        assert leniency(measure, versions).unknown <= 2
