"""A new target never rewrites what was asked of the past (8.7(85); invariants 5 and 9).

When a target is changed the path bends on the day the new one takes effect: periods that ended by then keep what the
old target asked of them, and only what follows leads to the new one. Without this a lowered target would turn last
year's red into green.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from answerable.rules.measures import Kind, Measure, Rule
from answerable.rules.plan_periods import Period, Span, containing, position
from answerable.rules.trajectory import Aim, Path, Shape, planned_in, planned_level, year_of

Point = tuple[Period, Fraction]


def bend(measure: Measure, old: Aim, new: Aim, on: date, given: Mapping[Period, Fraction] | None = None) -> Aim:
    """The new aim with a path that keeps the old one up to the day `on`, when it takes effect.

    `given` are the new path's own values; those of periods that are over count nothing. Without them a level goes
    straight from where the old path was to the new target, and the rest of an amount is spread evenly. Of an amount
    the periods not named keep what the old target asked. What is delivered has no path but its day; of bands and of
    rates on average the rules know one limit for the whole time, and it is the new one.
    """
    wanted = {period: value for period, value in (given or {}).items() if period.last_day > on}
    if measure.line.rule is Rule.LEVEL and old.baseline is not None and old.target is not None:
        return _with(new, *_levels(measure, old, new, on, wanted))
    if measure.kind is Kind.PERIODIC_FLOW:
        return _with(new, Shape.POINTS, _yearly(measure, old, new, on, wanted))
    if measure.line.rule is Rule.TOTAL and old.target is not None:
        return _with(new, Shape.POINTS, _amounts(measure, old, new, on, wanted))
    if measure.line.rule is Rule.EVERY_PERIOD and measure.kind is not Kind.BAND:
        return _with(new, Shape.POINTS, _limits(measure, old, new, on, wanted))
    if measure.line.rule is Rule.DELIVERY:
        return _with(new, Shape.STEP, ())
    return dataclasses.replace(new, path=old.path)


def _with(aim: Aim, shape: Shape, points: Iterable[Point]) -> Aim:
    ordered = tuple(sorted(points, key=lambda point: (point[0].last_day, point[0].span.months)))
    if not ordered:
        return dataclasses.replace(aim, path=Path(shape if shape is Shape.STEP else Shape.LINEAR))
    return dataclasses.replace(aim, path=Path(shape, ordered))


def _levels(
    measure: Measure, old: Aim, new: Aim, on: date, given: Mapping[Period, Fraction]
) -> tuple[Shape, list[Point]]:
    """Straight and pointed paths need one mark where they bend; others are kept period by period."""
    whole = measure.whole if measure.kind is Kind.CUMULATIVE_REDUCTION and old.path.shape is Shape.GEOMETRIC else None
    past = _ended(measure, old, on)
    kept = [point for point in old.path.points if point[0].last_day <= on]
    if old.path.shape is Shape.STEP:
        return Shape.STEP, kept + list(given.items())
    marked = past[-1:] if old.path.shape in (Shape.LINEAR, Shape.POINTS) else past
    named = {period.last_day for period, _ in kept}
    kept += [(p, planned_level(old, p.last_day, whole)) for p in marked if p.last_day not in named]
    if given:
        return Shape.POINTS, kept + list(given.items())
    start = max(kept, key=lambda point: point[0].last_day, default=None)
    return Shape.POINTS, kept + _straight(old, new, start)


def _straight(old: Aim, new: Aim, start: Point | None) -> list[Point]:
    """The old path's later marks, moved onto the straight line to the new target."""
    target = new.target
    if target is None or old.baseline is None:
        return []
    day, value = (old.since, old.baseline) if start is None else (start[0].last_day, start[1])
    length = position(new.until) - position(day)
    later = [p for p, _ in old.path.points if day < p.last_day <= new.until]
    return [(p, value + (target - value) * (position(p.last_day) - position(day)) / length) for p in later]


def _yearly(measure: Measure, old: Aim, new: Aim, on: date, given: Mapping[Period, Fraction]) -> list[Point]:
    """Goals of years: those that are over keep theirs; of the running one the months that are over keep theirs."""
    points: list[Point] = []
    for year in _periods(measure, new, Span.YEAR):
        goal = year_of(old, year).target
        if year.last_day <= on:
            points += [(year, goal)] if goal is not None else []
            points += [point for point in old.path.points if point[0] != year and year.covers(point[0])]
            continue
        wanted = given.get(year, new.target)
        if wanted is None:
            continue
        points.append((year, wanted))
        if year.first_day <= on and goal is not None:
            points += _running(measure, year_of(old, year), wanted, year, on)
    return points


def _running(measure: Measure, old: Aim, wanted: Fraction, year: Period, on: date) -> list[Point]:
    parts = year.parts(measure.span if measure.span is not Span.YEAR else Span.MONTH)
    past = [(part, planned_in(old, part)) for part in parts if part.last_day <= on]
    rest = parts[len(past) :]
    return past + _spread(wanted - sum((value for _, value in past), Fraction(0)), rest)


def _amounts(measure: Measure, old: Aim, new: Aim, on: date, given: Mapping[Period, Fraction]) -> list[Point]:
    """Amounts of a running total, period by period in one length; a period given covers its parts evenly."""
    span = _span_of(measure, old, new, on, given)
    periods = _periods(measure, new, span)
    past = [(p, planned_in(old, p)) for p in periods if p.last_day <= on]
    rest = periods[len(past) :]
    if not given:
        return past + _spread((new.target or Fraction(0)) - sum((v for _, v in past), Fraction(0)), rest)
    found = past + [(p, planned_in(old, p)) for p in rest if not any(g.covers(p) for g in given)]
    for over, amount in given.items():
        done = sum((value for period, value in past if over.covers(period)), Fraction(0))
        found += _spread(amount - done, [p for p in rest if over.covers(p)])
    return found


def _span_of(measure: Measure, old: Aim, new: Aim, on: date, given: Mapping[Period, Fraction]) -> Span:
    """The longest length in which the end, the bend and all that is given are whole periods; months when none is."""
    for span in (*(p.span for p, _ in old.path.points[:1]), measure.span):
        ends = containing(new.until, span, measure.year_starts_in).last_day == new.until
        bends = span is measure.span or containing(on, span, measure.year_starts_in).last_day == on
        if ends and bends and all(g.span.months >= span.months for g in given):
            return span
    return Span.MONTH


def _limits(measure: Measure, old: Aim, new: Aim, on: date, given: Mapping[Period, Fraction]) -> list[Point]:
    """What must hold in every period: each period that is over keeps its own limit."""
    kept = [(p, limit) for p in _ended(measure, old, on) if (limit := limit_of(old, p)) is not None]
    return kept + [(period, value) for period, value in given.items() if period.last_day <= new.until]


def limit_of(aim: Aim, period: Period) -> Fraction | None:
    """What the path asks of a period by itself: the value of the shortest period that covers it, else the target."""
    over = [(p.span.months, value) for p, value in aim.path.points if p.covers(period)]
    return min(over)[1] if over else aim.target


def _ended(measure: Measure, aim: Aim, on: date) -> list[Period]:
    return [p for p in _periods(measure, aim, measure.span) if p.last_day <= on]


def _periods(measure: Measure, aim: Aim, span: Span) -> list[Period]:
    """Every period of that length that begins after the start and no later than the end."""
    period = containing(aim.since, span, measure.year_starts_in)
    period = period if period.first_day > aim.since else period.following()
    found = []
    while period.first_day <= aim.until:
        found.append(period)
        period = period.following()
    return found


def _spread(amount: Fraction, periods: Sequence[Period]) -> list[Point]:
    months = sum(period.span.months for period in periods)
    return [(period, amount * period.span.months / months) for period in periods]


def rounded(points: Sequence[Point], places: int = 8, *, add_up: bool) -> tuple[tuple[Period, Decimal], ...]:
    """The points as they are kept. With `add_up` rounding is carried from one to the next: amounts keep their sum."""
    unit, carried, kept = Decimal(1).scaleb(-places), Fraction(0), []
    for period, value in points:
        exact = value + (carried if add_up else 0)
        shown = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(unit, ROUND_HALF_EVEN)
        carried = exact - Fraction(shown)
        kept.append((period, shown))
    return tuple(kept)
