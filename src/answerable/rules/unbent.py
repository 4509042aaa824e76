"""Breaking a published target down never bends its path: the parts ask no less than the path, and nothing of the past.

Sources: 4.3 (the path is fixed when the target is approved), invariants 7 to 9. Whoever may fill a path in would
otherwise choose the light after the figure is known. A path that asks less is a change of its own (rules.adjustment).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction

from answerable.rules.bending import limit_of
from answerable.rules.measures import Kind, Measure, Rule
from answerable.rules.plan_periods import Period, Span, containing, periods_between
from answerable.rules.problems import Problem
from answerable.rules.trajectory import (
    Aim,
    Path,
    PathImpossible,
    Shape,
    planned_in,
    planned_level,
    planned_total,
    sense,
    year_of,
)

SLACK = Fraction(1, 10**6)  # values are kept to eight decimals


def asked_of(measure: Measure, aim: Aim, period: Period) -> Fraction | None:
    """What the path asks of one period: the level at its end, the amount within it, or its limit. None: nothing."""
    try:
        if measure.line.rule is Rule.LEVEL:
            return planned_level(
                aim, period.last_day, measure.whole if measure.kind is Kind.CUMULATIVE_REDUCTION else None
            )
        if measure.line.rule is Rule.TOTAL:
            return planned_in(_of_year(measure, aim, period), period)
    except (PathImpossible, ValueError):
        return None
    return limit_of(aim, period) if measure.line.rule is Rule.EVERY_PERIOD else None


def bent(
    measure: Measure, old: Aim, new: Aim, wanted: Mapping[Period, Fraction], *, today: date,
    held: Mapping[Period, Fraction] | None = None, seen: Collection[Period] = (), rounding: Fraction = Fraction(0),
) -> list[Problem]:  # fmt: skip
    """Why the points `wanted`, which make the aim `old` into `new`, would bend the path of a published target.

    A period that ended by today, or has a figure (`seen`), takes only what the path asks of it, within half of the
    rounding unit. For all others the new path asks as much as the old one on every last day of a month; of an amount
    the parts count as soon as they fill a period (`held` are the points that were there), and until then each asks as
    much as the path. Fields are the codes of the periods.
    """
    found, asked = [], {period: asked_of(measure, old, period) for period in wanted}
    for period, value in wanted.items():
        due, fixed = asked[period], period.last_day <= today or period in seen
        if due is not None and fixed and abs(value - due) > max(rounding / 2, SLACK):
            found.append(_problem("part_of_the_past", period, value, due))
    if measure.line.rule is Rule.TOTAL and old.path.shape is not Shape.SEASONAL:
        points = dict(held or {}) | dict(wanted)
        used = _filled(points)
        new = dataclasses.replace(new, path=Path(Shape.POINTS, _ordered(measure, points, used)))
        for period in sorted(wanted.keys() - used):
            due = asked[period]
            covers = any(period.covers(other) and other in used for other in points)
            if not covers and due is not None and measure.sign * (wanted[period] - due) < -SLACK:
                found.append(_problem("part_asks_less", period, wanted[period], due))
    if not found and (day := _first_easier(measure, old, new)) is not None:
        period = next((one for one in sorted(wanted) if one.last_day >= day), max(wanted))
        found.append(_problem("part_asks_less", period, wanted[period], asked[period]))
    return found


def _filled(points: Mapping[Period, Fraction]) -> set[Period]:
    """The points that count when a period filled by shorter ones gives way to them, so that no amount counts twice."""
    used: set[Period] = set()

    def fill(period: Period) -> None:
        for span in period.span.finer:
            if all(part in points for part in period.parts(span)):
                for part in period.parts(span):
                    fill(part)
                return
        used.add(period)

    for period in points:
        if not any(other != period and other.covers(period) for other in points):
            fill(period)
    return used


def _ordered(
    measure: Measure, points: Mapping[Period, Fraction], used: Collection[Period]
) -> tuple[tuple[Period, Fraction], ...]:  # fmt: skip
    """In order of time; an amount due anew every year keeps its years, which are its goals."""
    goals = {p for p in points if p.span is Span.YEAR} if measure.kind is Kind.PERIODIC_FLOW else set[Period]()
    kept = sorted({*used, *goals}, key=lambda period: (period.last_day, period.span.months))
    return tuple((period, points[period]) for period in kept)


def _first_easier(measure: Measure, old: Aim, new: Aim) -> date | None:
    """The first last day of a month on which the new path asks less than the old one; where neither way is better,
    on which it asks anything else."""
    sign = sense(measure, old)
    for month in periods_between(old.since, old.until, Span.MONTH, measure.year_starts_in):
        before, after = _standing(measure, old, month), _standing(measure, new, month)
        if before is None or after is None:
            continue
        gained = after - before
        if (sign * gained < -SLACK) if sign else abs(gained) > SLACK:
            return month.last_day
    return None


def _standing(measure: Measure, aim: Aim, month: Period) -> Fraction | None:
    """What should have been reached by the end of the month."""
    if measure.line.rule is Rule.TOTAL:
        try:
            return planned_total(_of_year(measure, aim, month), month.last_day)
        except (PathImpossible, ValueError):
            return None
    return asked_of(measure, aim, month)


def _of_year(measure: Measure, aim: Aim, period: Period) -> Aim:
    year = containing(period.first_day, Span.YEAR, measure.year_starts_in)
    return year_of(aim, year) if measure.kind is Kind.PERIODIC_FLOW else aim


def _problem(code: str, period: Period, value: Fraction, asked: Fraction | None) -> Problem:
    shown = "" if asked is None else f"{float(asked):.10g}"
    return Problem(code, period.code, {"period": period.code, "made": f"{float(value):.10g}", "wanted": shown})
