"""An old target stays in sight: every version, how much easier it got, and which one a year is appraised by (4.4).

Targets are immutable. A change adds a version with the decision behind it, and both figures are shown for good:
progress against the first promise and against the present one. Putting off is lowering: at the first date less is
now asked than was promised.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise

from answerable.rules.lights import SETTINGS, Settings, Status
from answerable.rules.measures import Kind, Measure, Rule
from answerable.rules.plan_periods import Period
from answerable.rules.progress import judge
from answerable.rules.trajectory import Aim, PathImpossible, planned_level, planned_total, sense
from answerable.rules.vintages import Observation


@dataclass(frozen=True)
class TargetVersion:
    """One promise as decided. Number 1 is the first. `full_way`: decided by every organ its class of change asks."""

    number: int
    aim: Aim
    decided_on: date
    effective_on: date
    full_way: bool = True

    def __post_init__(self) -> None:
        if self.decided_on > self.effective_on:
            raise ValueError(f"target {self.number} took effect before it was decided (4.2(7))")


def in_force(versions: Iterable[TargetVersion], day: date) -> TargetVersion | None:
    """The newest version that had taken effect by the day."""
    return max((v for v in versions if v.effective_on <= day), key=lambda v: (v.effective_on, v.number), default=None)


def for_appraisal(
    versions: Iterable[TargetVersion], year: Period, *, binding: bool, day: tuple[int, int] = (4, 1)
) -> TargetVersion | None:
    """The version by which a year is appraised: the one in force on 1 April.

    A binding one changed by the full way before the half of the year is over counts instead (4.4); any later change
    counts from the next year. `day` is month and day, a setting.
    """
    rows = tuple(versions)
    set_on = date(year.first_day.year, *day)
    if set_on < year.first_day:
        set_on = date(year.first_day.year + 1, *day)
    standing = in_force(rows, set_on)
    if not binding:
        return standing
    half = year.following().month - 6
    half_day = date(half // 12, half % 12 + 1, 1)
    changed = [v for v in rows if v.full_way and set_on < v.effective_on < half_day]
    return max(changed, key=lambda v: (v.effective_on, v.number), default=standing)


@dataclass(frozen=True)
class Change:
    """What a version changed: `kinds` among lowered, raised, postponed, brought_forward, path; the badge of a page.

    `leniency` is how much easier this change alone made the promise, as a share of the first distance: above 0 easier,
    below 0 harder; None where the first distance is not known. Both values are those asked at the first date.
    """

    number: int
    kinds: tuple[str, ...]
    before: Fraction | None
    after: Fraction | None
    leniency: Fraction | None
    decided_on: date
    effective_on: date


def changes(measure: Measure, versions: Sequence[TargetVersion]) -> tuple[Change, ...]:
    """Every change in the order of numbers, each against the version before it."""
    ordered = sorted(versions, key=lambda v: v.number)
    if not ordered:
        return ()
    first = ordered[0].aim
    found = []
    for old, new in pairwise(ordered):
        before, after = _asked_at(measure, old.aim, first.until), _asked_at(measure, new.aim, first.until)
        found.append(
            Change(
                new.number, kinds_of_change(measure, old.aim, new.aim), before, after,
                _leniency(measure, first, before, after), new.decided_on, new.effective_on,
            )
        )  # fmt: skip
    return tuple(found)


def kinds_of_change(measure: Measure, old: Aim, new: Aim) -> tuple[str, ...]:
    """In what way a new aim is another: several at once are all named; a wider band is lowered, a narrower raised."""
    easier = _easier(measure, old, new)
    kinds = {1: ("lowered",), -1: ("raised",), 0: ()}[easier]
    if new.until != old.until:
        kinds += ("postponed",) if new.until > old.until else ("brought_forward",)
    return kinds + (("path",) if new.path != old.path else ())


def _easier(measure: Measure, old: Aim, new: Aim) -> int:
    if old.target is not None and new.target is not None:
        easier = sense(measure, old) * (old.target - new.target)
        # Without a direction any other value is another promise, and is treated as a lowering.
        return (easier > 0) - (easier < 0) if sense(measure, old) else int(old.target != new.target)
    wider = [n > o for n, o in _edges(old, new)]
    narrower = [n < o for n, o in _edges(old, new)]
    return 1 if any(wider) else -1 if any(narrower) else 0


def _edges(old: Aim, new: Aim) -> list[tuple[Fraction, Fraction]]:
    """How far each edge lies outwards, new and old, where both are known."""
    edges = []
    if old.low is not None and new.low is not None:
        edges.append((-new.low, -old.low))
    if old.high is not None and new.high is not None:
        edges.append((new.high, old.high))
    return edges


def _asked_at(measure: Measure, aim: Aim, day: date) -> Fraction | None:
    """What a version asks at the first date: its target, or its path's value there when it was put off (4.4)."""
    if aim.target is None or aim.until <= day:
        return aim.target
    try:
        if measure.line.rule is Rule.TOTAL:
            return planned_total(aim, day)
        if measure.line.rule is Rule.LEVEL and aim.baseline is not None:
            return planned_level(aim, day, measure.whole if measure.kind is Kind.CUMULATIVE_REDUCTION else None)
    except PathImpossible:
        return None
    return aim.target


def _leniency(measure: Measure, first: Aim, before: Fraction | None, after: Fraction | None) -> Fraction | None:
    distance = first.target if measure.line.rule is Rule.TOTAL else first.distance
    if before is None or after is None or not distance:
        return None
    return sense(measure, first) * (before - after) / abs(distance)


@dataclass(frozen=True)
class Leniency:
    """L cumulated over all changes (`net`, from the first promise to the present one), and of the lowerings alone:
    a raise later does not undo a lowering on the record."""

    net: Fraction
    lowered: Fraction
    unknown: int


def leniency(measure: Measure, versions: Sequence[TargetVersion]) -> Leniency:
    """L = s (T_orig - T_cur) / |T_orig - b|, at the original date; `unknown` counts changes without a distance."""
    parts = [change.leniency for change in changes(measure, versions)]
    known = [part for part in parts if part is not None]
    lowered = sum((part for part in known if part > 0), Fraction(0))
    return Leniency(sum(known, Fraction(0)), lowered, len(parts) - len(known))


def scores(
    measure: Measure,
    versions: Sequence[TargetVersion],
    observations: Iterable[Observation],
    *,
    as_of: datetime,
    settings: Settings = SETTINGS,
) -> tuple[tuple[TargetVersion, Status], ...]:
    """The same figures against every version in effect by then, the first one first: never the present one alone."""
    rows = tuple(observations)
    effective = [v for v in sorted(versions, key=lambda v: v.number) if v.effective_on <= as_of.date()]
    return tuple((v, judge(measure, v.aim, rows, as_of=as_of, settings=settings)) for v in effective)
