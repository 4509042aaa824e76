"""From serial to parallel: which dependencies cost the plan most, and whose they are.

A dependency from finish to start is made parallel when both activities may go on at the same time, and what follows
still waits for both: `after` begins not before `before` begins and ends not before it ends; so the shorter one lies
within the longer. Source: 串聯式 -> 並聯式 in the domain rules (A7); the sources do not say what it does to a
network, so this reading is ours. SS, FF and SF are parallel already. Whether two things can be done at once is
a question for people: this only says what it would bring.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from answerable.rules.network import KINDS, Network, bounds
from answerable.rules.network_cuts import Paths, finish_of, finishes_if_lighter, paths_of
from answerable.rules.network_order import Minutes

_FS = KINDS.index("FS")


@dataclass(frozen=True)
class Saving:
    """A dependency, the post that gives what the other waits for, and how much earlier the plan would end. Minutes."""

    before: str
    after: str
    giving: str
    minutes: int


@dataclass(frozen=True)
class Parallel:
    """`alone`: each dependency made parallel by itself, best first, those that bring nothing left out.

    `by_giving`: all dependencies of a post made parallel together. `together`: a good set, best first; the minutes of
    each are what it adds to those before it. `finish` is the plan's now, `least` with everything parallel.
    """

    finish: int
    least: int
    alone: list[Saving]
    together: list[Saving]
    by_giving: dict[str, int]


def parallel(
    network: Network, giving: Mapping[str, str], start: int = 0, status: int | None = None, most: int = 5
) -> Parallel:
    """What making dependencies parallel would bring. `giving` names the post of each activity by its key.

    The set of at most `most` is chosen greedily, so a better one may exist. Where several paths are equally long and no
    dependency alone brings anything, the one that shortens its own path most is taken and those of the other paths
    follow; what proves needless in the end is dropped. Minutes on the network's axis.
    """
    weight, low = bounds(network, start if status is None else max(start, status))
    plan = _Plan(network, weight, low, _lighter(network, weight))
    paths = paths_of(network, weight, low)
    found = paths.finish - finishes_if_lighter(network, paths, plan.lighter)
    alone = [_saving(network, giving, k, int(found[k])) for k in np.flatnonzero(found).tolist()]
    chosen = _needed(plan, _greedy(plan, most))
    return Parallel(
        paths.finish, plan.finish(np.flatnonzero(plan.lighter).tolist()),
        sorted(alone, key=lambda saving: (-saving.minutes, saving.before, saving.after)),
        [_saving(network, giving, k, minutes) for k, minutes in _adding(plan, chosen)],
        _by_giving(plan, paths, giving),
    )  # fmt: skip


class _Plan(NamedTuple):
    """A network, its weights and earliest restarts, and how much lighter each dependency is when parallel."""

    network: Network
    weight: Minutes
    low: Minutes
    lighter: Minutes

    def weight_with(self, chosen: list[int]) -> Minutes:
        """The weights with these dependencies made parallel."""
        weight = self.weight.copy()
        weight[chosen] -= self.lighter[chosen]
        return weight

    def finish(self, chosen: list[int]) -> int:
        """The finish with these dependencies made parallel."""
        return finish_of(self.network, self.weight_with(chosen), self.low)


def _lighter(network: Network, weight: Minutes) -> Minutes:
    """How much less each dependency would hold back the restart of `after`; 0 for what is parallel or settled."""
    ends = network.left[network.before] - network.left[network.after]  # both end together
    apart = np.where(network.begun[network.before], ends, np.maximum(ends, 0))  # what has begun lets others begin
    unsettled = ~(network.done[network.before] | network.done[network.after])
    return np.where((network.kind == _FS) & unsettled, np.maximum(weight - apart, 0), 0)


def _saving(network: Network, giving: Mapping[str, str], dependency: int, minutes: int) -> Saving:
    before, after = (network.keys[int(column[dependency])] for column in (network.before, network.after))
    return Saving(before, after, giving.get(before, ""), minutes)


def _greedy(plan: _Plan, most: int) -> list[int]:
    """Dependencies on the longest paths, each the best at its turn."""
    chosen: list[int] = []
    while len(chosen) < most:
        left = plan.lighter.copy()
        left[chosen] = 0
        paths = paths_of(plan.network, plan.weight_with(chosen), plan.low)
        candidates = np.flatnonzero(paths.critical & (left > 0))
        if not candidates.size:
            break
        finishes = finishes_if_lighter(plan.network, paths, left)
        order = np.lexsort((-left[candidates], finishes[candidates]))
        chosen.append(int(candidates[order[0]]))
    return chosen


def _needed(plan: _Plan, chosen: list[int]) -> list[int]:
    """Those without which the plan would end later, tried from the first."""
    finish = plan.finish(chosen)
    for dependency in list(chosen):
        others = [k for k in chosen if k != dependency]
        if plan.finish(others) == finish:
            chosen = others
    return chosen


def _adding(plan: _Plan, chosen: list[int]) -> Iterator[tuple[int, int]]:
    """Each with the minutes it adds to those before it."""
    before = plan.finish([])
    for number, dependency in enumerate(chosen, start=1):
        finish = plan.finish(chosen[:number])
        yield dependency, before - finish
        before = finish


def _by_giving(plan: _Plan, paths: Paths, giving: Mapping[str, str]) -> dict[str, int]:
    """What each post could bring alone; only posts on a longest path can bring anything."""
    keys, before = plan.network.keys, plan.network.before.tolist()
    parts: dict[str, list[int]] = {}
    for dependency in np.flatnonzero(plan.lighter).tolist():
        parts.setdefault(giving.get(keys[before[dependency]], ""), []).append(dependency)
    critical = paths.critical
    found = {post: paths.finish - plan.finish(mine) for post, mine in parts.items() if post and critical[mine].any()}
    return dict(sorted(((post, n) for post, n in found.items() if n), key=lambda pair: (-pair[1], pair[0])))
