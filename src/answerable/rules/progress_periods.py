"""What must hold in every period: caps, floors, bands, growth of each year, goals set each year (4.3; 8.7(80)).

A ceiling that was passed once was passed; that the last period is fine does not undo it. So every period is judged,
the worst is named, and how long the present state has lasted is counted. The source gives no lights for these
kinds; ours: kept so far, on track; broken earlier and kept now, slipping; broken now, behind; broken in two periods
running, far behind. At the end it is achieved when no more periods than allowed (none) were broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from answerable.rules.findings import Finding, Reading, figure, firm, gaps_before
from answerable.rules.lights import Outcome, Step, tolerance_of
from answerable.rules.measures import Kind
from answerable.rules.plan_periods import Period
from answerable.rules.trajectory import Aim
from answerable.rules.vintages import Observation


@dataclass(frozen=True)
class Judged:
    """One period: its value, its limits, and by how much it lies outside (0 inside).

    Of a relative indicator the value is the difference of `own` and `beside`; else those are None.
    """

    period: Period
    value: Fraction
    low: Fraction | None
    high: Fraction | None
    outside: Fraction
    kept: bool
    own: Fraction | None = None
    beside: Fraction | None = None


def judge_every_period(reading: Reading, other: Sequence[Observation] = ()) -> Finding:
    """The light of what must hold throughout; `other` is the figure that a relative indicator is compared with."""
    tolerance = tolerance_of(reading.measure, reading.aim, reading.settings)
    pairs = [(o, _judged(reading, o, other, tolerance)) for o in reading.known]
    rows = [row for _, row in pairs if row is not None]
    if not rows:
        return Finding(Outcome.NO_DATA, reading.newest.period, steps=(Step.of("no_limit_for_these_periods"),))
    observed = tuple(o for o, row in pairs if row is not None)
    outcome, marks = _outcome(reading, rows, observed)
    kept = sum(row.kept for row in rows)
    last, worst, streak = rows[-1], max(rows, key=lambda row: row.outside), _streak(rows)
    steps = (
        *(Step.of("period_judged", period=r.period, value=r.value, low=r.low, high=r.high, outside=r.outside,
                  kept=int(r.kept), own=r.own, beside=r.beside) for r in rows),
        Step.of("periods_kept", kept=kept, judged=len(rows), tolerance=tolerance,
                allowed=reading.settings.breaches_allowed),
        Step.of("worst_period", period=worst.period, outside=worst.outside) if worst.outside > 0 else None,
        Step.of("streak", kept=int(last.kept), periods=streak),
        Step.of("in_tolerances", outside=last.outside / tolerance) if tolerance and last.outside else None,
    )  # fmt: skip
    return Finding(
        outcome, last.period, last.value, _planned(last), progress=Fraction(kept, len(rows)), gap=_gap(last),
        marks=marks, steps=tuple(s for s in steps if s is not None), observed=observed,
    )  # fmt: skip


def _judged(reading: Reading, seen: Observation, other: Sequence[Observation], tolerance: Fraction) -> Judged | None:
    own = value = figure(seen, reading.measure.factor)
    beside = None
    if value is not None and reading.measure.kind is Kind.RELATIVE:
        beside = next((figure(o, reading.measure.factor) for o in other if o.period == seen.period), None)
        value = None if beside is None else value - beside
    low, high = _limits(reading, seen.period)
    if value is None or (low is None and high is None):
        return None
    below = low - value if low is not None else Fraction(0)
    above = value - high if high is not None else Fraction(0)
    outside = max(below, above, Fraction(0))
    own = own if beside is not None else None
    return Judged(seen.period, value, low, high, outside, outside <= tolerance, own, beside)


def _limits(reading: Reading, period: Period) -> tuple[Fraction | None, Fraction | None]:
    aim = reading.aim
    if reading.measure.kind is Kind.BAND:
        return aim.low, aim.high
    goal = _goal(aim, period)
    if reading.measure.kind is Kind.RELATIVE and goal is None:
        goal = Fraction(0)
    if reading.measure.kind is Kind.SET_ANNUALLY and goal is None:
        return aim.low, aim.high
    return (goal if reading.sign >= 0 else None), (goal if reading.sign <= 0 else None)


def _goal(aim: Aim, period: Period) -> Fraction | None:
    """The goal set for the shortest period of the path that covers this one, else the target of the whole."""
    set_for = [(p.span.months, value) for p, value in aim.path.points if p.covers(period)]
    return min(set_for)[1] if set_for else aim.target


def _outcome(
    reading: Reading, rows: list[Judged], observed: tuple[Observation, ...]
) -> tuple[Outcome, tuple[str, ...]]:
    broken, allowed = sum(not row.kept for row in rows), reading.settings.breaches_allowed
    gaps = bool(gaps_before(reading, reading.aim, observed))
    marks = ("partial_coverage",) if gaps else ()
    if rows[-1].period.last_day >= reading.aim.until and reading.over(reading.aim) and firm(observed):
        if broken > allowed:
            return Outcome.MISSED, marks
        # A promise for every period is not proven kept while a period is unknown.
        return (Outcome.SLIPPING if gaps else Outcome.ACHIEVED), marks
    if broken <= allowed:
        return (Outcome.ON_TRACK if rows[-1].kept else Outcome.SLIPPING), marks
    if rows[-1].kept:
        return Outcome.SLIPPING, marks
    return (Outcome.FAR_BEHIND if _streak(rows) >= 2 else Outcome.BEHIND), marks


def _streak(rows: list[Judged]) -> int:
    count = 0
    for row in reversed(rows):
        if row.kept is not rows[-1].kept:
            break
        count += 1
    return count


def _planned(row: Judged) -> Fraction | None:
    return row.low if row.high is None else row.high if row.low is None else None


def _gap(row: Judged) -> Fraction:
    """How far inside the nearest limit, or minus how far outside."""
    rooms = [
        row.value - row.low if row.low is not None else None,
        row.high - row.value if row.high is not None else None,
    ]
    return min(room for room in rooms if room is not None)
