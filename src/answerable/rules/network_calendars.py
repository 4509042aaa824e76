"""The critical path where activities work by different calendars: dates on the clock, float in working minutes.

The same rules as `rules.network`, of which this is the slower and more general form. Every activity works by a
calendar of its own; dates are clock minutes (see `network_axis`), durations and float are working minutes of that
calendar. To an activity, two instants without a working minute of its calendar between them are the same.

The minutes of a lag are counted, as the planner chooses, on the calendar of the activity that waits ("after", the
default), of the one it waits for ("before"), or on the clock ("elapsed"): the sources are silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from answerable.rules.network import FAR, KINDS, Network, Schedule
from answerable.rules.network_axis import WorkingAxis

LAG_ON = ("after", "before", "elapsed")
_FS, _SS, _FF, _SF = range(len(KINDS))
_Link = tuple[int, int, int, str]  # the other activity, kind, lag, and where its minutes are counted


def schedule_on(
    network: Network, axes: Sequence[WorkingAxis], start: int, status: int | None = None, by: int | None = None,
    lag_on: str | Sequence[str] = "after",
) -> Schedule:  # fmt: skip
    """Both passes; `axes` has one axis for each activity. `start`, `status`, `by`, bounds and actuals: clock minutes.

    `lag_on`: one of LAG_ON for all dependencies, or one for each. BeyondCalendar where a date lies outside
    the days an axis knows.
    """
    modes = [lag_on] * network.lag.size if isinstance(lag_on, str) else list(lag_on)
    if not set(modes) <= set(LAG_ON):
        raise ValueError(f"lag on {lag_on!r}, not one of {LAG_ON}")
    passes = _Passes(network, axes, start if status is None else max(start, status), modes)
    finish = max([start, *passes.early_ends])
    passes.backward(finish if by is None else by)
    free = passes.free(finish)
    return passes.schedule(finish, free)


@dataclass(eq=False)
class _Passes:
    """Places on each activity's own axis: `early` and `late` are those of the restart."""

    network: Network
    axes: Sequence[WorkingAxis]
    floor: int
    lag_on: Sequence[str]
    early: list[int] = field(init=False)
    late: list[int] = field(init=False)
    early_ends: list[int] = field(init=False)

    def __post_init__(self) -> None:
        network = self.network
        size = len(network.keys)
        self.sequence: list[int] = np.argsort(network.order.level, kind="stable").tolist()
        self.left, self.done, self.begun = network.left.tolist(), network.done.tolist(), network.begun.tolist()
        self.into: list[list[_Link]] = [[] for _ in range(size)]
        self.out: list[list[_Link]] = [[] for _ in range(size)]
        columns = (network.before.tolist(), network.after.tolist(), network.kind.tolist(), network.lag.tolist())
        for before, after, kind, lag, mode in zip(*columns, self.lag_on, strict=True):
            if not self.done[after]:
                self.into[after].append((before, kind, lag, mode))
            settled = self.begun[before] if kind in (_SS, _SF) else self.done[before]
            if not settled and not self.done[after]:
                self.out[before].append((after, kind, lag, mode))
        self.early, self.late, self.early_ends = [0] * size, [0] * size, [0] * size
        for place in self.sequence:
            self._forward(place)

    def _forward(self, place: int) -> None:
        if self.done[place]:
            self.early_ends[place] = int(self.network.actual_finish[place])
            return
        axis, left = self.axes[place], self.left[place]
        found = axis.passed(max(self.floor, self._own(place, "start_from")))
        finish_from = int(self.network.finish_from[place])
        if finish_from != -FAR:
            found = max(found, axis.passed(finish_from) - left)
        for before, kind, lag, mode in self.into[place]:
            at = self.early_ends[before] if kind in (_FS, _FF) else self._starts(before)
            found = max(found, self._moved(at, lag, mode, before, place) - (left if kind in (_FF, _SF) else 0))
        self.early[place] = found
        self.early_ends[place] = axis.ends(found + left)

    def _own(self, place: int, bound: str) -> int:
        """A bound on the start, which what has begun no longer has."""
        column = getattr(self.network, bound)
        found: int = int(column[place])
        return found if not self.begun[place] else (-FAR if bound.endswith("_from") else FAR)

    def _starts(self, place: int) -> int:
        """The clock minute of an early start."""
        if self.begun[place]:
            return int(self.network.actual_start[place])
        return self._opens(place, self.early[place])

    def _opens(self, place: int, at: int) -> int:
        """When work begins at a place of the axis; a milestone is where the work before it ends."""
        return self.axes[place].begins(at) if self.left[place] else self.axes[place].ends(at)

    def _moved(self, at: int, lag: int, mode: str, before: int, after: int) -> int:
        """The place on the axis of `after`, a lag from a clock minute of `before`."""
        if mode == "after":
            return self.axes[after].passed(at) + lag
        if mode == "elapsed":
            return self.axes[after].passed(at + lag)
        axis = self.axes[before]
        return self.axes[after].passed(axis.ends(axis.passed(at) + lag) if lag else at)

    def backward(self, end: int) -> None:
        """Fill `late`: the last restart that keeps the end and every bound."""
        for place in reversed(self.sequence):
            if self.done[place]:
                continue
            found = self.axes[place].passed(min(end, int(self.network.finish_by[place]))) - self.left[place]
            start_by = self._own(place, "start_by")
            if start_by != FAR:
                found = min(found, self._start_until(place, start_by))
            self.late[place] = min([found, *(self._until(place, link, self.late) for link in self.out[place])])

    def _start_until(self, place: int, at: int) -> int:
        """The last place whose work begins not after a clock minute."""
        found = self.axes[place].passed(at)
        if found >= self.axes[place].total:
            return found
        return found if self._opens(place, found) <= at else found - 1

    def _until(self, place: int, link: _Link, restarts: list[int]) -> int:
        """The last restart with which an activity that waits can restart where `restarts` says."""
        after, kind, lag, mode = link
        target = restarts[after] + (self.left[after] if kind in (_FF, _SF) else 0)
        at = self._latest_at(target, lag, mode, place, after)
        if kind in (_FS, _FF):
            return self.axes[place].passed(at) - self.left[place]
        return self._start_until(place, at)

    def _latest_at(self, target: int, lag: int, mode: str, before: int, after: int) -> int:
        """The last clock minute that `_moved` takes to a place not beyond `target`."""
        if mode == "after":
            return self._last_instant(after, target - lag)
        at = self._last_instant(after, target)
        if mode == "elapsed":
            return at - lag
        return self._last_instant(before, self.axes[before].passed(at) - lag) if lag else at

    def _last_instant(self, place: int, at: int) -> int:
        axis = self.axes[place]
        return axis.begins(at) if at < axis.total else axis.ends(at)

    def free(self, finish: int) -> list[int]:
        """Working minutes each may be late before another or the end moves."""
        found = []
        for place, early in enumerate(self.early):
            limits = [self._until(place, link, self.early) for link in self.out[place]]
            own = self.axes[place].passed(finish) - self.left[place]
            found.append(0 if self.done[place] else min([own, *limits]) - early)
        return found

    def schedule(self, finish: int, free: list[int]) -> Schedule:
        """The dates of both passes as columns, on the clock."""
        size = range(len(self.network.keys))
        restart = [self.early_ends[n] if self.done[n] else self._opens(n, self.early[n]) for n in size]
        late = [self.early_ends[n] if self.done[n] else self._opens(n, self.late[n]) for n in size]
        ends = [self.early_ends[n] if self.done[n] else self.axes[n].ends(self.late[n] + self.left[n]) for n in size]
        spare = [0 if self.done[n] else self.late[n] - self.early[n] for n in size]
        begun, actual = self.network.begun, self.network.actual_start
        columns = (np.array(column, np.int64) for column in (restart, self.early_ends, late, ends, spare, free))
        restarts, early_ends, lates, late_ends, floats, frees = columns
        return Schedule(
            self.network, finish, np.where(begun, actual, restarts), early_ends, np.where(begun, actual, lates),
            late_ends, floats, frees, restarts, lates,
        )  # fmt: skip
