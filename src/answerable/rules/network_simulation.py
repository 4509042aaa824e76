"""When a plan ends if durations are uncertain: a thousand plans drawn by chance, and which activities decide.

Durations are drawn independently, triangular or PERT (beta with shapes 1 + 4(m-o)/(p-o) and 1 + 4(p-m)/(p-o)), in
whole minutes. The seed is an argument: the same seed, network and points give the same plans, and who records the seed
can draw them again. P80 is the least finish by which 80 of 100 runs have ended. The criticality index of an activity is
the share of runs in which it may not be late. Bounds "not later than" play no part: they are wishes, not chances.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

import numpy as np

from answerable.rules.network import FAR, KINDS, Network
from answerable.rules.network_order import Minutes
from answerable.rules.three_points import ThreePoints

SHAPES = ("pert", "triangular")
_FS, _SS, _FF, _SF = range(len(KINDS))
_CELLS = 8_000_000  # durations drawn at a time
_STEPS, _MODES, _GRID = 1024, 64, 4096
Drawn = np.ndarray[tuple[int, int], np.dtype[np.int32 | np.int64]]
Column = np.ndarray[tuple[int], np.dtype[np.float64]]
Row = np.ndarray[tuple[int], np.dtype[np.int32 | np.int64]]
Link = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class Simulation:
    """`finishes`: one for each run, in order of time. `critical_runs`: in how many runs each activity was critical.

    `watched`: the finishes of the activities asked for, by key, each in order of time.
    """

    seed: int
    shape: str
    runs: int
    finishes: Minutes
    critical_runs: Minutes
    watched: Mapping[str, Minutes] = field(default_factory=dict)

    def by(self, percent: int, key: str = "") -> int:
        """The least finish by which so many percent of the runs, 1 to 100, have ended: P50, P80.

        Of the whole plan, or of the watched activity of that key.
        """
        if not 1 <= percent <= 100:
            raise ValueError(f"P{percent} is not P1 to P100")
        finishes = self.watched[key] if key else self.finishes
        return int(finishes[-(-self.runs * percent // 100) - 1])

    def chance_of_ending(self, by: int) -> Fraction:
        """The share of runs that ended not later than a time."""
        return Fraction(int(np.searchsorted(self.finishes, by, "right")), self.runs)

    def criticality(self) -> list[Fraction]:
        """The criticality index of each activity, in the order of the network."""
        return [Fraction(count, self.runs) for count in self.critical_runs.tolist()]


def simulate(
    network: Network, points: Mapping[str, ThreePoints], *, seed: int, runs: int = 1000, shape: str = "pert",
    start: int = 0, status: int | None = None, watch: Collection[str] = (),
) -> Simulation:  # fmt: skip
    """Runs of `rules.network` with durations drawn from `points`, by key and in minutes; others last what they last.

    Of what has begun, the points are cut in proportion to what is left; what is done is certain. The finishes of the
    activities in `watch` are kept beside those of the whole.
    """
    if shape not in SHAPES or runs < 1:
        raise ValueError(f"{runs} runs of shape {shape!r}, not of one of {SHAPES}")
    plan = _Plan(network, start if status is None else max(start, status))
    ranges = _ranges(network, points)
    chance = np.random.default_rng(seed)
    block = max(1, _CELLS // max(1, len(network.keys)))
    finishes, critical = [], np.zeros(len(network.keys), np.int64)
    wanted = frozenset(watch)
    places = [place for place, key in enumerate(network.keys) if key in wanted]
    ends_of: list[list[Minutes]] = [[] for _ in places]
    kind = _number_type(network, ranges, plan)
    for first in range(0, runs, block):
        left = _draw(chance, ranges, network.left, min(block, runs - first), shape, kind)
        ends = plan.forward(left)
        for found, place in zip(ends_of, places, strict=True):
            found.append(plan.ends[place].astype(np.int64))
        finishes.append(ends.astype(np.int64))
        critical += plan.critical(left, ends)  # leaves the latest dates where the finishes were
    watched = {network.keys[n]: np.sort(np.concatenate(f)) for n, f in zip(places, ends_of, strict=True)}
    return Simulation(seed, shape, runs, np.sort(np.concatenate(finishes)), critical, watched)


Ranges = Mapping[int, tuple[float, float, float]]


def _ranges(network: Network, points: Mapping[str, ThreePoints]) -> Ranges:
    """The three points of what is left, of each place that is uncertain."""
    found = {}
    for place, key in enumerate(network.keys):
        point = points.get(key)
        if point is None or network.done[place] or point.optimistic == point.pessimistic:
            continue
        left, whole = int(network.left[place]), int(network.duration[place])
        share = left / whole if network.begun[place] and whole else 1.0
        found[place] = (point.optimistic * share, point.likely * share, point.pessimistic * share)
    return {place: three for place, three in found.items() if three[0] < three[2]}


def _number_type(network: Network, ranges: Ranges, plan: _Plan) -> type[np.int32 | np.int64]:
    """Half as many bytes where every date is sure to fit."""
    longest = sum(high for _, _, high in ranges.values()) + int(network.left.sum()) + int(np.abs(network.lag).sum())
    return np.int32 if longest + plan.largest < 2**30 else np.int64


def _draw(
    chance: np.random.Generator, ranges: Ranges, left: Minutes, runs: int, shape: str,
    kind: type[np.int32 | np.int64],
) -> Drawn:  # fmt: skip
    found = np.empty((left.size, runs), kind)
    found[:] = left[:, None]
    for place, (low, likely, high) in ranges.items():
        mode = (likely - low) / (high - low)
        drawn = (_pert if shape == "pert" else _triangular)(chance.random(runs), mode)
        np.rint(low + drawn * (high - low), out=found[place], casting="unsafe")
    return found


def _triangular(chance: Column, mode: float) -> Column:
    """Values on 0 to 1, for chances on 0 to 1, of the triangular distribution with its peak at `mode`."""
    return np.where(chance < mode, np.sqrt(chance * mode), 1 - np.sqrt((1 - chance) * (1 - mode)))


def _pert(chance: Column, mode: float) -> Column:
    """The same of the PERT distribution, read from a table and straight between its knots.

    numpy draws a beta variate in 90 ns; this takes 20. The thousandth at each end has the right mean, not
    the right shape.
    """
    table = _pert_table()
    lower = min(int(mode * _MODES), _MODES - 1)
    quantiles = table[lower] + (table[lower + 1] - table[lower]) * (mode * _MODES - lower)
    found = chance * _STEPS
    step = found.astype(np.intp)
    found -= step
    found *= (quantiles[1:] - quantiles[:-1]).take(step)
    found += quantiles.take(step)
    return found


@cache
def _pert_table() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The quantiles in 1,024 steps, for 65 places of the peak."""
    mode = np.linspace(0, 1, _MODES + 1)[:, None]
    middle = (np.arange(_GRID) + 0.5) / _GRID
    density = middle ** (4 * mode) * (1 - middle) ** (4 - 4 * mode)
    density /= density.sum(axis=1, keepdims=True)
    below, moment = (np.pad(np.cumsum(part, axis=1), ((0, 0), (1, 0))) for part in (density, density * middle))
    return np.array([_quantiles(*rows) for rows in zip(below, moment, strict=True)])


def _quantiles(below: Column, moment: Column) -> Column:
    """Quantiles from the chance and the first moment below each edge of a grid on 0 to 1."""
    edges = np.linspace(0, 1, _GRID + 1)
    found = np.interp(np.linspace(0, 1, _STEPS + 1), below, edges)
    first, last = np.interp(found[[1, -2]], edges, moment) * _STEPS
    found[0] = 2 * first - found[1]  # so that a straight line has the mean of the curve
    found[-1] = 2 * (moment[-1] * _STEPS - last) - found[-2]
    return found.clip(0, 1)


class _Plan:
    """What a run needs of a network: bounds that hold in every run, and the dependencies that still count."""

    def __init__(self, network: Network, floor: int) -> None:
        self.network, size = network, len(network.keys)
        self.sequence: list[int] = np.argsort(network.order.level, kind="stable").tolist()
        self.into: list[list[Link]] = [[] for _ in range(size)]
        self.out: list[list[Link]] = [[] for _ in range(size)]
        self.start_from = np.maximum(np.where(network.begun, -FAR, network.start_from), floor).tolist()
        self.finish_from = network.finish_from.tolist()
        done, begun = network.done.tolist(), network.begun.tolist()
        for place in np.flatnonzero(network.done).tolist():
            self.start_from[place], self.finish_from[place] = int(network.actual_finish[place]), -FAR
        columns = (network.before.tolist(), network.after.tolist(), network.kind.tolist(), network.lag.tolist())
        for before, after, kind, lag in zip(*columns, strict=True):
            if done[after]:
                continue
            if begun[before] if kind in (_SS, _SF) else done[before]:
                self._settle(before, after, kind, lag)
            else:
                self.into[after].append((before, kind, lag))
                self.out[before].append((after, kind, lag))
        self.largest = max((abs(n) for n in [*self.start_from, *self.finish_from] if abs(n) < FAR), default=0)

    def _settle(self, before: int, after: int, kind: int, lag: int) -> None:
        known = self.network.actual_start if kind in (_SS, _SF) else self.network.actual_finish
        bounds = self.finish_from if kind in (_FF, _SF) else self.start_from
        bounds[after] = max(bounds[after], int(known[before]) + lag)

    def forward(self, left: Drawn) -> Row:
        """The finish of every run; keeps the dates for `critical`."""
        self.early = np.empty_like(left)
        self.ends = np.empty_like(left)
        for place in self.sequence:
            row, own = self.early[place], left[place]
            row[:] = self.start_from[place]
            if self.finish_from[place] > -FAR:
                np.maximum(row, self.finish_from[place] - own, out=row)
            for before, kind, lag in self.into[place]:
                at = (self.ends if kind in (_FS, _FF) else self.early)[before]
                at = at + lag if lag else at
                np.maximum(row, at - own if kind in (_FF, _SF) else at, out=row)
            np.add(row, own, out=self.ends[place])
        finish: Row = self.ends.max(axis=0) if self.sequence else np.zeros(left.shape[1], left.dtype)
        return finish

    def critical(self, left: Drawn, finish: Row) -> Minutes:
        """In how many of these runs each activity has no float. Latest dates take the place of the earliest."""
        counts, ends = np.zeros(left.shape[0], np.int64), np.empty_like(finish)
        for place in reversed(self.sequence):
            own = left[place]
            ends[:] = finish
            for after, kind, lag in self.out[place]:
                at = (self.ends if kind in (_FF, _SF) else self.early)[after]
                at = at - lag if lag else at
                np.minimum(ends, at + own if kind in (_SS, _SF) else at, out=ends)
            if not self.network.done[place]:
                counts[place] = np.count_nonzero(ends == self.ends[place])
            self.ends[place] = ends
            np.subtract(ends, own, out=self.early[place])
        return counts
