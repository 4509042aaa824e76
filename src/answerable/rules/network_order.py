"""The order in which a network of activities can be computed, and the two passes over it.

A network has a level for each activity: one more than the highest level among those it waits for. Dependencies sorted
by the level of what waits can be computed one after the other, or a whole level at once when levels are wide. A network
with a cycle has no order: nobody in it could ever begin.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

Minutes = np.ndarray[tuple[int], np.dtype[np.int64]]
Places = np.ndarray[tuple[int], np.dtype[np.intp]]

_NARROW = 40  # activities a level, on average: below it, a plain loop is faster than a column at a time
_TRIAL = 2_000  # activities looked at before the width is judged


class Cycle(Exception):
    """Activities that wait for each other; `places` in the order of their dependencies, the first one last again."""

    def __init__(self, places: list[int]) -> None:
        self.places = places
        super().__init__(f"cycle through {places}")


class Order(NamedTuple):
    """The dependencies, sorted by level. `edge[k]` is the place of the k-th in the columns given.

    `ends[n]` is where the dependencies into level n end; there are none into level 0.
    """

    level: Places
    edge: Places
    before: Places
    after: Places
    ends: list[int]

    @property
    def wide(self) -> bool:
        """Whether a level at a time is faster than a dependency at a time."""
        return self.edge.size > len(self.ends) * _NARROW


def ordered(size: int, before: Places, after: Places) -> Order:
    """The order of `size` activities with dependencies `before[k]` -> `after[k]`; Cycle where there is none."""
    out = np.argsort(before, kind="stable")
    first = np.searchsorted(before[out], np.arange(size + 1))
    level = _levels(size, after[out], first)
    if level is None:
        level = _levels_one_by_one(size, after[out], first)
    if level.size and int(level.min()) < 0:
        raise Cycle(_cycle(level, before, after))
    edge = np.argsort(level[after], kind="stable")
    ends = np.cumsum(np.bincount(level[after], minlength=int(level.max(initial=0)) + 1))
    return Order(level, edge, before[edge], after[edge], ends.tolist())


def _levels(size: int, after: Places, first: Places) -> Places | None:
    """The level of each activity (-1: in a cycle or behind one), a level at a time; None when levels are narrow."""
    waits = np.bincount(after, minlength=size)
    level = np.full(size, -1)
    ready, number, done = np.flatnonzero(waits == 0), 0, 0
    while ready.size:
        level[ready] = number
        number, done = number + 1, done + ready.size
        if number * _NARROW > done + _TRIAL:
            return None
        freed = after[_ranges(first[ready], first[ready + 1])]
        np.subtract.at(waits, freed, 1)
        ready = np.unique(freed[waits[freed] == 0])
    return level


def _ranges(low: Places, high: Places) -> Places:
    """low[0] .. high[0]-1, low[1] .. high[1]-1, and so on, as one column."""
    counts = high - low
    shift = low - np.cumsum(counts) + counts
    return np.repeat(shift, counts) + np.arange(int(counts.sum()))


def _levels_one_by_one(size: int, after: Places, first: Places) -> Places:
    waits, level = np.bincount(after, minlength=size).tolist(), [-1] * size
    heads, begins = after.tolist(), first.tolist()
    ready = [place for place, waiting in enumerate(waits) if not waiting]
    for place in ready:
        level[place] = 0
    for place in ready:  # grows while it is read
        following = level[place] + 1
        for head in heads[begins[place] : begins[place + 1]]:
            waits[head] -= 1
            if not waits[head]:
                level[head] = following  # the last it waited for has the highest level: they are read level by level
                ready.append(head)
    return np.array(level, np.intp)


def _cycle(level: Places, before: Places, after: Places) -> list[int]:
    """One cycle among the activities without a level: each waits for another of them, so walking back must return."""
    stuck = (level[before] < 0) & (level[after] < 0)
    waits_for = dict(zip(after[stuck].tolist(), before[stuck].tolist(), strict=True))
    walk, seen = [next(iter(waits_for))], set()
    while walk[-1] not in seen:
        seen.add(walk[-1])
        walk.append(waits_for[walk[-1]])
    return walk[walk.index(walk[-1]) :][::-1]


def earliest(order: Order, weight: Minutes, low: Minutes) -> Minutes:
    """The least times with time[i] >= low[i] and time[after] >= time[before] + weight of each dependency.

    `weight` stands in the order of the columns first given, not of `order.edge`. Minutes, exact.
    """
    time, weight = low.copy(), weight[order.edge]
    if not order.wide:
        found = time.tolist()
        for before, after, more in zip(order.before.tolist(), order.after.tolist(), weight.tolist(), strict=True):
            if found[before] + more > found[after]:
                found[after] = found[before] + more
        return np.array(found, np.int64)
    begin = 0
    for end in order.ends:
        np.maximum.at(time, order.after[begin:end], time[order.before[begin:end]] + weight[begin:end])
        begin = end
    return time


def latest(order: Order, weight: Minutes, high: Minutes) -> Minutes:
    """The greatest times with time[i] <= high[i] and time[before] <= time[after] - weight of each dependency."""
    time, weight = high.copy(), weight[order.edge]
    if not order.wide:
        found = time.tolist()
        triples = zip(order.before[::-1].tolist(), order.after[::-1].tolist(), weight[::-1].tolist(), strict=True)
        for before, after, more in triples:
            if found[after] - more < found[before]:
                found[before] = found[after] - more
        return np.array(found, np.int64)
    end = order.edge.size
    for begin in [*order.ends[-2::-1], 0]:
        np.minimum.at(time, order.before[begin:end], time[order.after[begin:end]] - weight[begin:end])
        end = begin
    return time
