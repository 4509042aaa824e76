"""What one dependency alone does to the end of a plan: the finish if it held back less, for every dependency at once.

Computing the plan again for each would take as many passes as there are dependencies. Instead: put the activities in an
order in which nothing waits for a later one. Every path through the plan crosses the cut behind an activity exactly
once. So the longest path that avoids a dependency is the longest of those through the others that cross the cut behind
its `before`; one sweep over all cuts finds it.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from answerable.rules.network import FAR, Network, Truths
from answerable.rules.network_order import Minutes, Places, earliest, latest


def finish_of(network: Network, weight: Minutes, low: Minutes) -> int:
    """When the plan ends, with weights and earliest restarts as `rules.network.bounds` gives them. Minutes."""
    restart = earliest(network.order, weight, low)
    return int(np.where(network.done, network.actual_finish, restart + network.left).max(initial=-FAR))


class Paths(NamedTuple):
    """Lengths of longest paths, in minutes: to the restart of each activity without what it waits for (`low`), from
    there to the end (`tail`), to its end (`ends`), and through each dependency (`through`; settled ones near -FAR)."""

    finish: int
    low: Minutes
    tail: Minutes
    ends: Minutes
    through: Minutes

    @property
    def critical(self) -> Truths:
        """Which dependencies lie on a longest path."""
        found: Truths = self.through == self.finish
        return found


def paths_of(network: Network, weight: Minutes, low: Minutes) -> Paths:
    """The longest paths of a network, with weights and earliest restarts as `rules.network.bounds` gives them."""
    restart = earliest(network.order, weight, low)
    ends = np.where(network.done, network.actual_finish, restart + network.left)
    tail = -latest(network.order, weight, -network.left)
    through = restart[network.before] + weight + tail[network.after]
    return Paths(int(ends.max(initial=-FAR)), low, tail, ends, through)


def finishes_if_lighter(network: Network, paths: Paths, lighter: Minutes) -> Minutes:
    """For each dependency the finish of the plan if its weight alone were `lighter` minutes less (0 or more)."""
    found = np.full(lighter.size, paths.finish)
    asked = np.flatnonzero(paths.critical & (lighter > 0))
    if asked.size:
        others = _longest_others(network, paths, asked, paths.finish - int(lighter[asked].max()))
        found[asked] = np.maximum(others, paths.finish - lighter[asked])
    return found


def _longest_others(network: Network, paths: Paths, asked: Places, least: int) -> Minutes:
    """For each asked dependency the longest path that avoids it; those shorter than `least` are not looked at.

    A path may also cross a cut before its first activity or behind its last.
    """
    size, count = len(network.keys), paths.through.size
    rank = np.empty(size, np.int64)
    rank[np.argsort(network.order.level, kind="stable")] = np.arange(size)
    length = np.concatenate([paths.through, paths.low + paths.tail, paths.ends])
    opens = np.concatenate([rank[network.before], np.full(size, -1), rank])
    closes = np.concatenate([rank[network.after], rank, np.full(size, size)])
    which = np.flatnonzero(length > least)
    which = which[np.argsort(opens[which], kind="stable")]
    columns = (opens[which], -length[which], closes[which], which)
    arcs = list(zip(*(column.tolist() for column in columns), strict=True))
    queue: list[tuple[int, int, int]] = []
    found, following = np.full(count, least), 0
    for cut, dependency in sorted(zip(rank[network.before[asked]].tolist(), asked.tolist(), strict=True)):
        while following < len(arcs) and arcs[following][0] <= cut:
            heappush(queue, arcs[following][1:])
            following += 1
        found[dependency] = max(least, -_first_other(queue, cut, dependency))
    return found[asked]


def _first_other(queue: list[tuple[int, int, int]], cut: int, dependency: int) -> int:
    """Minus the greatest length in the queue that crosses the cut, this dependency left out."""
    aside = None
    while queue:
        _, closes, which = queue[0]
        if closes > cut and which != dependency:
            break
        if which == dependency and closes > cut:
            aside = queue[0]
        heappop(queue)
    found = queue[0][0] if queue else FAR
    if aside is not None:
        heappush(queue, aside)
    return found
