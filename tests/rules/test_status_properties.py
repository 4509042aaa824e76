"""Invariants 6 and 10 to 13 on random cases: mirror, scale, shift, monotone, replay."""

from __future__ import annotations

import dataclasses
import random
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from answerable.rules.lights import GREEN, WORST_FIRST, Outcome, as_json
from answerable.rules.measures import Direction, Kind, Measure, Nature, Rule
from answerable.rules.plan_periods import Span, periods_between
from answerable.rules.progress import judge
from answerable.rules.trajectory import Aim, Path, Shape
from answerable.rules.vintages import Observation, State

KINDS = (Kind.LEVEL, Kind.CUMULATIVE_CHANGE, Kind.ORDINAL, Kind.CUMULATIVE_FLOW, Kind.PERIODIC_FLOW, Kind.HOLD,
         Kind.CAP, Kind.FLOOR, Kind.BAND, Kind.GROWTH_EACH_YEAR, Kind.SET_ANNUALLY)  # fmt: skip
SHIFTED = frozenset(
    k for k in KINDS if k not in (Kind.CUMULATIVE_FLOW, Kind.PERIODIC_FLOW, Kind.CUMULATIVE_CHANGE)
)  # a constant added to every amount, or to every change since the start, is another one
MIRRORED = {Kind.CAP: Kind.FLOOR, Kind.FLOOR: Kind.CAP}
OPPOSITE = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP, Direction.NONE: Direction.NONE}
KNOWN = datetime(2020, 1, 1, tzinfo=UTC)
SINCE, UNTIL = date(2020, 12, 31), date(2025, 12, 31)
AS_OF = datetime(2026, 1, 1, tzinfo=UTC)
YEARS = tuple(periods_between(SINCE, UNTIL, Span.YEAR))


@dataclasses.dataclass(frozen=True)
class Case:
    measure: Measure
    aim: Aim
    figures: tuple[Observation, ...]

    def outcome(self) -> Outcome:
        return judge(self.measure, self.aim, self.figures, as_of=AS_OF).outcome

    def mapped(self, change, **measure) -> Case:
        """Every number of the case through the same function."""

        def opt(value):
            return None if value is None else change(value)

        path = dataclasses.replace(self.aim.path, points=tuple((p, change(v)) for p, v in self.aim.path.points))
        low, high = sorted((opt(self.aim.low), opt(self.aim.high))) if self.aim.low is not None else (None, None)
        aim = dataclasses.replace(
            self.aim, target=opt(self.aim.target), baseline=opt(self.aim.baseline), low=low, high=high, path=path
        )
        figures = tuple(Observation(o.period, change(o.value), o.known_at, o.state) for o in self.figures)
        return Case(dataclasses.replace(self.measure, **measure), aim, figures)


def number(chance: random.Random) -> Fraction:
    return Fraction(chance.randint(-400, 400), chance.choice((1, 2, 4, 5, 10)))


def random_case(chance: random.Random) -> Case:
    kind = chance.choice(KINDS)
    direction = chance.choice((Direction.UP, Direction.DOWN))
    tolerance = chance.choice((None, Fraction(0), Fraction(chance.randint(0, 30), 10)))
    nature = chance.choice((Nature.BINDING, Nature.EXPECTED))
    measure = Measure(kind, direction, nature, Span.YEAR, tolerance)
    low, high = sorted((number(chance), number(chance))) if kind is Kind.BAND else (None, None)
    aim = Aim(SINCE, UNTIL, number(chance), number(chance), low, high, random_path(chance, kind))
    seen = list(YEARS[: chance.randint(1, 5)])
    if len(seen) > 2 and chance.random() < 0.2:
        seen.pop(chance.randrange(len(seen) - 1))
    state = chance.choice((State.FINAL, State.FINAL, State.PROVISIONAL, State.ESTIMATED))
    figures = [Observation(p, number(chance), KNOWN, state if p == seen[-1] else State.FINAL) for p in seen]
    return Case(measure, aim, tuple(figures))


def random_path(chance: random.Random, kind: Kind) -> Path:
    if kind is Kind.SET_ANNUALLY:
        return Path(Shape.POINTS, tuple((p, number(chance)) for p in YEARS))
    shape = chance.choice((Shape.LINEAR, Shape.STEP, Shape.POINTS, Shape.SEASONAL))
    if shape is Shape.POINTS:
        return Path(shape, tuple((p, number(chance)) for p in YEARS[:4]))
    return Path(shape, weights=(Fraction(1, 4), Fraction(3, 4)) if shape is Shape.SEASONAL else ())


def better(case: Case, chance: random.Random) -> Case:
    """The same case with a newest value that is better: further on, or for a band nearer to its middle."""
    newest, step = case.figures[-1], Fraction(chance.randint(1, 300), 10)
    if case.measure.kind is Kind.BAND:
        middle = (case.aim.low + case.aim.high) / 2
        value = newest.value + (middle - newest.value) * Fraction(chance.randint(1, 10), 10)
    else:
        value = newest.value + towards(case) * step
    return dataclasses.replace(case, figures=(*case.figures[:-1], dataclasses.replace(newest, value=value)))


def towards(case: Case) -> int:
    if case.measure.kind is Kind.CUMULATIVE_CHANGE and case.aim.target:
        return 1 if case.aim.target > 0 else -1
    return case.measure.sign


def check(seed: int, count: int, hold) -> dict[Outcome, int]:
    """Random cases, each with the outcome it has, held to the symmetries by `hold` and to being monotone."""
    chance, found = random.Random(seed), dict.fromkeys(Outcome, 0)
    for _ in range(count):
        case = random_case(chance)
        outcome = case.outcome()
        found[outcome] += 1
        factor = Fraction(chance.randint(1, 1000), chance.randint(1, 1000))
        hold(case, outcome, factor, number(chance) if case.measure.kind in SHIFTED else Fraction(0))
        improved = better(case, chance).outcome()
        assert WORST_FIRST.index(improved) >= WORST_FIRST.index(outcome), ("monotone", case, outcome, improved)
    return found


def mirrored(case: Case) -> dict:
    """What of a measure is the other way round in the mirror."""
    kind = case.measure.kind
    return {"direction": OPPOSITE[case.measure.direction], "kind": MIRRORED.get(kind, kind)}


def scaled(case: Case, factor: Fraction) -> dict:
    """The tolerance in another unit."""
    tolerance = case.measure.tolerance
    return {"tolerance": None if tolerance is None else tolerance * factor}


def one_by_one(case: Case, outcome: Outcome, factor: Fraction, constant: Fraction) -> None:
    assert case.mapped(lambda v: -v, **mirrored(case)).outcome() is outcome, ("mirror", case)
    assert case.mapped(lambda v: v * factor, **scaled(case, factor)).outcome() is outcome, ("scale", case)
    assert case.mapped(lambda v: v + constant).outcome() is outcome, ("shift", case)


def all_at_once(case: Case, outcome: Outcome, factor: Fraction, constant: Fraction) -> None:
    """In the mirror, in another unit and from another zero: one judgement instead of three; which of them it was is
    found only where it differs."""
    other = case.mapped(lambda v: constant - v * factor, **mirrored(case), **scaled(case, factor))
    if other.outcome() is not outcome:
        one_by_one(case, outcome, factor, constant)
        raise AssertionError(("only together", case))


def test_mirror_scale_shift_and_monotone_on_two_thousand_cases():
    found = check(seed=1, count=2_000, hold=one_by_one)
    met = {o for o, count in found.items() if count}
    assert met >= {Outcome.ACHIEVED, Outcome.MISSED, Outcome.TARGET_REACHED, Outcome.REGRESSING, Outcome.ON_TRACK,
                   Outcome.SLIPPING, Outcome.BEHIND, Outcome.FAR_BEHIND, Outcome.NOT_DUE}  # fmt: skip


@pytest.mark.slow
def test_mirror_scale_shift_and_monotone_on_a_hundred_thousand_cases():
    assert sum(check(seed=2, count=100_000, hold=all_at_once).values()) == 100_000


@pytest.mark.parametrize("kind", [Kind.CUMULATIVE_REDUCTION, Kind.CUMULATIVE_CHANGE])
def test_more_of_a_cut_never_worsens_its_light_whatever_baseline_is_recorded(kind):
    chance = random.Random(7)
    for _ in range(200):
        direction = chance.choice((Direction.UP, Direction.DOWN))
        measure, target = Measure(kind, direction, Nature.BINDING), Fraction(chance.randint(1, 95))
        seen = YEARS[: chance.randint(1, 5)]
        lights = set()
        for baseline in (None, Fraction(0), Fraction(600), -target):
            aim, outcomes = Aim(SINCE, UNTIL, target, baseline), []
            for cut in (Fraction(-20), Fraction(0), target / 3, target * Fraction(9, 10), target, target + 1):
                figures = [Observation(period, cut, KNOWN) for period in seen]
                outcomes.append(judge(measure, aim, figures, as_of=AS_OF).outcome)
            assert outcomes == sorted(outcomes, key=WORST_FIRST.index)
            lights.add(tuple(outcomes))
        assert len(lights) == 1


def test_growth_on_average_keeps_its_light_in_another_unit_and_never_falls_with_a_better_year():
    chance = random.Random(3)
    for _ in range(300):
        rates = [Fraction(chance.randint(-80, 120), 10) for _ in range(chance.randint(1, 5))]
        direction, target = chance.choice((Direction.UP, Direction.DOWN)), Fraction(chance.randint(-50, 80), 10)
        lights = []
        for unit in (1, 100):
            measure = Measure(Kind.GROWTH_AVERAGE, direction, whole=Fraction(100, unit))
            aim = Aim(SINCE, UNTIL, target / unit)
            years = periods_between(SINCE, UNTIL, Span.YEAR)
            figures = [Observation(p, r / unit, KNOWN) for p, r in zip(years, rates, strict=False)]
            lights.append(judge(measure, aim, figures, as_of=AS_OF).outcome)
        assert lights[0] is lights[1]
        figures[-1] = dataclasses.replace(figures[-1], value=figures[-1].value + measure.sign * Fraction(1, 100))
        improved = judge(measure, aim, figures, as_of=AS_OF).outcome
        assert WORST_FIRST.index(improved) >= WORST_FIRST.index(lights[1])


def test_no_data_is_never_green_and_an_estimate_is_never_more_than_slipping():
    chance = random.Random(4)
    for _ in range(500):
        case = random_case(chance)
        assert judge(case.measure, case.aim, (), as_of=AS_OF).outcome is Outcome.NO_DATA
        estimates = tuple(dataclasses.replace(o, state=State.ESTIMATED) for o in case.figures)
        assert dataclasses.replace(case, figures=estimates).outcome() not in GREEN


def test_replaying_what_was_known_gives_the_same_bytes():
    """Figures released one after another in random vintages; every release is reproduced from the whole record."""
    chance = random.Random(5)
    for _ in range(200):
        case, records, released, now = random_case(chance), [], {}, datetime(2021, 1, 1, tzinfo=UTC)
        for n in range(chance.randint(3, 12)):
            now += timedelta(hours=chance.randint(1, 5_000))
            period = chance.choice(case.figures).period
            state = chance.choice((State.PROVISIONAL, State.REVISED, State.FINAL, State.MISSING))
            value = None if state is State.MISSING else number(chance)
            records.append(Observation(period, value, now, state, key=f"{n}"))
            released[now] = as_json(judge(case.measure, case.aim, records, as_of=now))
        chance.shuffle(records)
        for when, said in released.items():
            assert as_json(judge(case.measure, case.aim, records, as_of=when)).encode() == said.encode()
            by_then = [o for o in records if o.known_at <= when]
            assert as_json(judge(case.measure, case.aim, by_then, as_of=when)) == said


@pytest.mark.parametrize("kind", [k for k in Kind if Measure(k).line.rule is not Rule.DELIVERY])
def test_the_same_inputs_give_the_same_answer_for_every_kind(kind):
    case = dataclasses.replace(random_case(random.Random(6)), measure=Measure(kind))
    answers = {as_json(judge(case.measure, case.aim, case.figures, as_of=AS_OF)) for _ in range(3)}
    assert len(answers) == 1
