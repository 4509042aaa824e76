"""Which activities decide when a plan ends: earliest and latest dates, float, and the critical path.

Activity on node, in whole minutes of one time axis (working minutes of one calendar, or plain minutes; see
`network_calendars` for several calendars). Source: the critical path method in continuous time, plan rules 3.10:

    FS  start(after)  >= finish(before) + lag      SS  start(after)  >= start(before) + lag
    FF  finish(after) >= finish(before) + lag      SF  finish(after) >= start(before) + lag

A lag may be negative. Work is not stretched: what an FF or SF dependency holds back begins later. Where the sources are
silent: "must start on" and "must finish on" never break a dependency; when they cannot be kept, float turns negative.
Progress follows retained logic: what is left of an activity waits for the status date and for everything the whole
activity waited for, even when it began out of turn. What is done stays where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from answerable.rules.network_order import Cycle, Minutes, Order, Places, earliest, latest, ordered
from answerable.rules.problems import Problem, Refused

KINDS = ("FS", "SS", "FF", "SF")
_NUMBER = {kind: number for number, kind in enumerate(KINDS)}
FAR = 2**60  # minutes; further than any bound
LARGEST = 2**40  # minutes any single number may be, so that no sum of them comes near FAR: two million years
_FROM_FINISH = np.array([True, False, True, False])
_TO_FINISH = np.array([False, False, True, True])
Truths = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Activity:
    """What takes time. Every number is minutes; a milestone lasts 0.

    Bounds hold the start or finish not earlier (`_from`) or not later (`_by`); "must start on" is both at once.
    `remaining` is what is left of an activity that has begun and not ended; None: all of `duration`.
    """

    key: str
    duration: int
    start_from: int | None = None
    start_by: int | None = None
    finish_from: int | None = None
    finish_by: int | None = None
    actual_start: int | None = None
    actual_finish: int | None = None
    remaining: int | None = None

    @property
    def left(self) -> int:
        """Minutes of work still to be done."""
        if self.actual_finish is not None:
            return 0
        if self.actual_start is None or self.remaining is None:
            return self.duration
        return self.remaining


@dataclass(frozen=True, slots=True)
class Dependency:
    """`after` waits for `before`, in one of four KINDS, with a lag in minutes, which may be negative."""

    before: str
    after: str
    kind: str = "FS"
    lag: int = 0


@dataclass(frozen=True, eq=False)
class Network:
    """Activities and dependencies as columns, and their order. `begun` and `done` say what has started and ended.

    Absent bounds are -FAR (`_from`) and FAR (`_by`); `kind` counts in KINDS.
    """

    keys: Sequence[str]
    duration: Minutes
    left: Minutes
    begun: Truths
    done: Truths
    actual_start: Minutes
    actual_finish: Minutes
    start_from: Minutes
    start_by: Minutes
    finish_from: Minutes
    finish_by: Minutes
    before: Places
    after: Places
    kind: Places
    lag: Minutes
    order: Order


@dataclass(frozen=True, eq=False)
class Schedule:
    """Dates and float of each activity, in the network's order and minutes. Float of what is done is 0.

    `finish` is the earliest the whole can end. `restart` and `late_restart` are when what is left of an activity
    begins; of one that has not begun they are the start.
    """

    network: Network
    finish: int
    early_start: Minutes
    early_finish: Minutes
    late_start: Minutes
    late_finish: Minutes
    total_float: Minutes
    free_float: Minutes
    restart: Minutes
    late_restart: Minutes

    def critical(self) -> list[str]:
        """The activities that may not be late: not done, total float 0 or less."""
        return self._named(self.total_float <= 0)

    def near_critical(self, within: int) -> list[str]:
        """The activities, not done, with more float than none and at most so many minutes."""
        return self._named((self.total_float > 0) & (self.total_float <= within))

    def _named(self, which: Truths) -> list[str]:
        return [self.network.keys[place] for place in np.flatnonzero(which & ~self.network.done).tolist()]


def network_of(activities: Iterable[Activity], dependencies: Iterable[Dependency]) -> Network:
    """The network of these; Refused with every fault: a key twice or unknown, a bad number or kind, or the cycle."""
    activities, dependencies = list(activities), list(dependencies)
    place = {activity.key: number for number, activity in enumerate(activities)}
    before, after, kind = (
        np.array([where.get(getattr(d, name), -1) for d in dependencies], np.int64)
        for name, where in (("before", place), ("after", place), ("kind", _NUMBER))
    )
    problems = list(_faults(activities))
    if max((abs(dependency.lag) for dependency in dependencies), default=0) > LARGEST:
        problems += [Problem("minutes_too_many", "lag", {"limit": LARGEST})]
    if min(before.min(initial=0), after.min(initial=0), kind.min(initial=0)) < 0:
        problems += _faulty_dependencies(dependencies, place)
    if problems:
        raise Refused(problems)

    def column(name: str, absent: int) -> Minutes:
        values = [getattr(activity, name) for activity in activities]
        return np.array([absent if value is None else value for value in values], np.int64)

    actual_start, actual_finish = column("actual_start", -FAR), column("actual_finish", -FAR)
    keys = [activity.key for activity in activities]
    return Network(
        keys, column("duration", 0), column("left", 0), actual_start != -FAR, actual_finish != -FAR,
        actual_start, actual_finish, column("start_from", -FAR), column("start_by", FAR),
        column("finish_from", -FAR), column("finish_by", FAR), before, after, kind,
        np.array([d.lag for d in dependencies], np.int64), _order(keys, before, after),
    )  # fmt: skip


def network_of_columns(
    keys: Sequence[str], duration: Minutes, before: Places, after: Places,
    kind: Places | None = None, lag: Minutes | None = None,
) -> Network:  # fmt: skip
    """A network nothing of which has begun, without bounds, from columns: places of activities, kinds as in KINDS."""
    size, none = len(keys), np.zeros(len(keys), np.bool_)
    low, high = np.full(size, -FAR), np.full(size, FAR)
    kind = np.zeros(before.size, np.int64) if kind is None else kind
    lag = np.zeros(before.size, np.int64) if lag is None else lag
    order = _order(keys, before, after)
    return Network(
        keys, duration, duration, none, none, low, low, low, high, low, high, before, after, kind, lag, order
    )


def _faults(activities: list[Activity]) -> Iterable[Problem]:
    seen: set[str] = set()
    for activity in activities:
        if activity.key in seen:
            yield Problem("activity_twice", "key", {"key": activity.key})
        seen.add(activity.key)
        if activity.duration < 0 or activity.left < 0:
            yield Problem("duration_negative", "duration", {"key": activity.key})
        if max(map(abs, _numbers(activity))) > LARGEST:
            yield Problem("minutes_too_many", "duration", {"limit": LARGEST})
        if activity.actual_finish is None:
            continue
        if activity.actual_start is None:
            yield Problem("finished_without_start", "actual_finish", {"key": activity.key})
        elif activity.actual_finish < activity.actual_start:
            yield Problem("finished_before_start", "actual_finish", {"key": activity.key})


def _numbers(activity: Activity) -> Iterable[int]:
    """Every number an activity has."""
    numbers = (
        activity.duration, activity.left, activity.start_from, activity.start_by, activity.finish_from,
        activity.finish_by, activity.actual_start, activity.actual_finish,
    )  # fmt: skip
    return (number for number in numbers if number is not None)


def _faulty_dependencies(dependencies: list[Dependency], place: dict[str, int]) -> Iterable[Problem]:
    for dependency in dependencies:
        if dependency.kind not in KINDS:
            yield Problem("dependency_kind_unknown", "kind", {"kind": dependency.kind})
        for field, key in (("before", dependency.before), ("after", dependency.after)):
            if key not in place:
                yield Problem("activity_unknown", field, {"key": key})


def _order(keys: Sequence[str], before: Places, after: Places) -> Order:
    try:
        return ordered(len(keys), before, after)
    except Cycle as cycle:
        names = [keys[place] for place in cycle.places]
        raise Refused(Problem("network_cycle", "", {"cycle": " → ".join(names)})) from None


def schedule(network: Network, start: int = 0, status: int | None = None, by: int | None = None) -> Schedule:
    """Both passes. Nothing open begins before `start` or `status`; latest dates count from `by`, else from the finish.

    Minutes on the network's axis. A `by` before the earliest finish makes float negative; nothing is refused.
    """
    weight, low = bounds(network, start if status is None else max(start, status))
    restart = earliest(network.order, weight, low)
    early_finish = np.where(network.done, network.actual_finish, restart + network.left)
    finish = int(early_finish.max(initial=start))
    late_restart = latest(network.order, weight, _ceilings(network, finish if by is None else by))
    late_restart = np.where(network.done, restart, late_restart)
    free = finish - early_finish
    held = ~(network.done[network.before] | _settled(network))
    slack = restart[network.after] - restart[network.before] - weight
    np.minimum.at(free, network.before[held], slack[held])
    return Schedule(
        network, finish, np.where(network.begun, network.actual_start, restart), early_finish,
        np.where(network.begun, network.actual_start, late_restart),
        np.where(network.done, early_finish, late_restart + network.left),
        late_restart - restart, np.where(network.done, 0, free), restart, late_restart,
    )  # fmt: skip


def bounds(network: Network, floor: int) -> tuple[Minutes, Minutes]:
    """The weight of each dependency between restarts, and the earliest restart the rest allows.

    A dependency that what has happened already settles weighs -FAR: it holds nothing back any more than its own bound,
    which is among the earliest restarts.
    """
    from_finish, to_finish = _FROM_FINISH[network.kind], _TO_FINISH[network.kind]
    before, after = network.before, network.after
    short = np.where(to_finish, network.left[after], 0)
    weight = network.lag + np.where(from_finish, network.left[before], 0) - short
    low = np.maximum(network.finish_from - network.left, np.where(network.begun, -FAR, network.start_from))
    low = np.maximum(low, floor)
    if network.begun.any():
        settled = _settled(network)
        known = np.where(from_finish, network.actual_finish[before], network.actual_start[before])
        bound = known + network.lag - short
        held = settled & ~network.done[after]
        np.maximum.at(low, after[held], bound[held])
        weight = np.where(settled, -FAR, weight)
        low = np.where(network.done, network.actual_finish, low)
    return weight, low


def _settled(network: Network) -> Truths:
    """Dependencies whose `before` date has come to pass, or whose `after` is done, so that nothing can move them."""
    known = np.where(_FROM_FINISH[network.kind], network.done[network.before], network.begun[network.before])
    return known | network.done[network.after]


def _ceilings(network: Network, finish: int) -> Minutes:
    high = np.minimum(network.finish_by, finish) - network.left
    return np.where(network.begun, high, np.minimum(high, network.start_by))
