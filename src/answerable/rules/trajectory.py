"""P(t): what the plan says should have been reached by a day (4.3; 8.7(74); geometric paths 6.7).

The path is fixed when the target is approved. A department's own path of 22, 24, 26, 28 ... and a straight line give
different lights for the same figures; choosing between them afterwards is choosing the light.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from answerable.rules.exact import power
from answerable.rules.measures import SINCE_BASELINE, Measure
from answerable.rules.plan_periods import Period, position


class Shape(StrEnum):
    """How the way from the baseline to the target is walked."""

    LINEAR = "linear"  # evenly over the months
    STEP = "step"  # nothing until a point (or the end), then all of it
    POINTS = "points"  # the plan's own figure for each period
    SEASONAL = "seasonal"  # the same share of every year, split by weights within it
    GEOMETRIC = "geometric"  # the same rate every year


class PathImpossible(ValueError):
    """A path that cannot be walked: at the same rate from or to nothing, or across zero."""


@dataclass(frozen=True)
class Path:
    """`points`: for a level the value at the end of each period, for a flow the amount within it; in order.

    The points of a flow do not overlap: a year beside its own quarters would be counted twice (an annual flow may have
    both, the years being its goals). `weights`: the shares of the parts of a year (12 months, 4 quarters or 2 halves),
    which sum to 1; they count from the start of the aim, so that an aim with seasons starts with a year.
    """

    shape: Shape = Shape.LINEAR
    points: tuple[tuple[Period, Fraction], ...] = ()
    weights: tuple[Fraction, ...] = ()

    def __post_init__(self) -> None:
        if self.shape is Shape.SEASONAL and (sum(self.weights) != 1 or len(self.weights) not in (2, 4, 12)):
            raise ValueError("seasonal weights are 2, 4 or 12 shares that sum to 1")
        if self.shape is Shape.POINTS and not self.points:
            raise ValueError("a path of points has points")
        if list(self.points) != sorted(self.points, key=lambda point: point[0].last_day):
            raise ValueError("the points of a path stand in the order of time")


@dataclass(frozen=True)
class Aim:
    """What is to be reached: from `baseline` at the end of the day `since` to `target` by the end of the day `until`.

    A flow counts from the day after `since`, from nothing. A band has `low` and `high` in the place of a target. A
    yearly goal (periodic flow, set annually) may differ by year: a point of the path whose period is that year.
    """

    since: date
    until: date
    target: Fraction | None = None
    baseline: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    path: Path = Path()

    def __post_init__(self) -> None:
        if self.since >= self.until:
            raise ValueError(f"an aim from {self.since} until {self.until}")

    @property
    def distance(self) -> Fraction | None:
        """From the baseline to the target, with its sign; None where either is unknown."""
        return None if self.target is None or self.baseline is None else self.target - self.baseline


def counted(measure: Measure, aim: Aim) -> Aim:
    """The aim as its figures count. A reduction or a change since the baseline begins at 0 by definition (4.3): the
    amount that is cut, where it is known, is no value of the same scale and never stands beside a cut."""
    return replace(aim, baseline=Fraction(0)) if measure.kind in SINCE_BASELINE else aim


def sense(measure: Measure, aim: Aim) -> int:
    """Which way is better. What is counted since the baseline (a cut of 13.5 %) is better from 0 towards its target."""
    if measure.kind in SINCE_BASELINE and aim.target:
        return 1 if aim.target > 0 else -1
    return measure.sign


def elapsed(aim: Aim, day: date) -> Fraction:
    """The share of the time that has passed at the end of the day: 0 at the start, 1 at the end and after it."""
    start, end = position(aim.since), position(aim.until)
    return min(max((position(day) - start) / (end - start), Fraction(0)), Fraction(1))


def planned_level(aim: Aim, day: date, whole: Fraction | None = None) -> Fraction:
    """P(t) of a level at the end of the day. ValueError without baseline and target, PathImpossible for a rate that
    does not exist.

    `whole` is given for a cumulative reduction on a geometric path, where the values are shares of it cut away:
    whole x (1 - (1 - T)^(k/n)). Any other geometric path is b x (T/b)^(k/n). Roots are rounded as `exact.power` says.
    """
    if aim.baseline is None or aim.target is None or aim.distance is None:
        raise ValueError("a level has a baseline and a target")
    if day >= aim.until:
        return aim.target
    if aim.path.points:
        return _between_points(aim, day)
    if aim.path.shape is not Shape.GEOMETRIC:
        return aim.baseline + aim.distance * _share(aim, day)
    kept = whole or Fraction(0)  # what is left of the whole falls by the same rate, from whole - b to whole - T
    start, end = (kept - aim.baseline, kept - aim.target) if whole else (aim.baseline, aim.target)
    if start * end <= 0:
        raise PathImpossible(f"no rate leads from {start} to {end}")
    left = start * power(end / start, elapsed(aim, day))[0]
    return kept - left if whole else left


def _share(aim: Aim, day: date) -> Fraction:
    if aim.path.shape is Shape.LINEAR:
        return elapsed(aim, day)
    if aim.path.shape is Shape.STEP:
        return Fraction(day >= aim.until)
    if aim.path.shape is Shape.SEASONAL:
        return _seasonal_share(aim, day)
    raise PathImpossible(f"a {aim.path.shape} path has no share by time alone")


def _seasonal_share(aim: Aim, day: date) -> Fraction:
    """Whole years count alike; within a year the weights of the parts that ended, and of the running part by time."""
    weights = aim.path.weights
    years = (position(aim.until) - position(aim.since)) / 12
    past = elapsed(aim, day) * years
    whole, rest = divmod(past, 1)
    ended, running = divmod(rest * len(weights), 1)
    within = sum(weights[: int(ended)], Fraction(0)) + (weights[int(ended)] * running if running else 0)
    return (whole + within) / years


def _between_points(aim: Aim, day: date) -> Fraction:
    """Points of levels: a straight line between two of them, or (step) the last one reached."""
    baseline, target = aim.baseline or Fraction(0), aim.target or Fraction(0)
    marks = [
        (aim.since, baseline),
        *((p.last_day, v) for p, v in aim.path.points if aim.since < p.last_day < aim.until),
    ]
    marks.append((aim.until, target))
    passed = [mark for mark in marks if mark[0] <= day]
    if not passed:
        return baseline
    (from_day, from_value), (to_day, to_value) = passed[-1], marks[len(passed)]
    if aim.path.shape is Shape.STEP:
        return from_value
    share = (position(day) - position(from_day)) / (position(to_day) - position(from_day))
    return from_value + (to_value - from_value) * share


def planned_total(aim: Aim, day: date) -> Fraction:
    """P(t) of a flow: what should have been done from the start to the end of the day. ValueError without a target."""
    if aim.target is None:
        raise ValueError("a total has a target")
    if aim.path.points:
        return sum((amount * _part_passed(period, day) for period, amount in aim.path.points), Fraction(0))
    return aim.target * _share(aim, day)


def _part_passed(period: Period, day: date) -> Fraction:
    start, end = position(period.first_day - timedelta(days=1)), position(period.last_day)
    return min(max((position(day) - start) / (end - start), Fraction(0)), Fraction(1))


def planned_in(aim: Aim, period: Period) -> Fraction:
    """The amount a flow's path gives to one period: the difference of two totals."""
    return planned_total(aim, period.last_day) - planned_total(aim, period.first_day - timedelta(days=1))


def year_of(aim: Aim, year: Period) -> Aim:
    """One year of a flow that begins anew every year, as an aim of its own (4.3, annual flow).

    Its goal is the path's point for that year, or else the target. Points for parts of the year are kept as its path;
    weights stay; a path of year points alone is walked evenly within the year.
    """
    goal = next((value for period, value in aim.path.points if period == year), aim.target)
    parts = tuple((p, v) for p, v in aim.path.points if p != year and year.covers(p))
    if parts:
        path = Path(Shape.POINTS, parts)
    elif aim.path.weights:
        path = Path(Shape.SEASONAL, weights=aim.path.weights)
    else:
        path = Path(Shape.STEP if aim.path.shape is Shape.STEP else Shape.LINEAR)
    return Aim(year.first_day - timedelta(days=1), year.last_day, goal, Fraction(0), path=path)
