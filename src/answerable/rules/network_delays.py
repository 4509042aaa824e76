"""Whose lateness made the plan late: for each hand-off, and each post that gives, what the finish would be but for it.

The slip of a hand-off is its own lateness: how long after everything it waited for was there, and the promised work
done, it was handed over. Lateness that was handed on is not counted again. But-for: the finish with all slips, less the
finish with this slip set to zero. Source: plan rules 4.5. The parts need not add up to the whole: where two hand-offs
were late at the same time each alone changes nothing, and where one waits for the other each may explain the same day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from answerable.rules.network import KINDS, Network, bounds
from answerable.rules.network_cuts import finish_of, finishes_if_lighter, paths_of

_FROM_FINISH = (KINDS.index("FS"), KINDS.index("FF"))


@dataclass(frozen=True)
class Delay:
    """A hand-off: what it gave to what, whose it was, its own lateness, and what the finish would gain without it."""

    before: str
    after: str
    giving: str
    slip: int
    minutes: int


@dataclass(frozen=True)
class Delays:
    """`promised` and `finish`: the end without any slip, and with all of them. Minutes on the network's axis.

    `by_giving`: the gain if all slips of one post were zero, greatest first. Parts need not add up.
    """

    promised: int
    finish: int
    handoffs: list[Delay]
    by_giving: dict[str, int]

    @property
    def late(self) -> int:
        """How much later than promised the plan ends for these slips."""
        return self.finish - self.promised


def own_slips(network: Network, handed_over: Sequence[int | None], start: int = 0, now: int | None = None) -> list[int]:
    """The own lateness of each dependency of a network as it was promised, in its order. Minutes, 0 or more.

    `handed_over`: when each was; None: not yet, which is late by `now` when its time has passed. A hand-off is due when
    the activity before it, begun as soon as its own inputs had really come, reaches the date the dependency names, and
    the lag has passed. Handing over early makes nobody else late and counts as 0.
    """
    _, low = bounds(network, start)
    restart, left, slips = low.tolist(), network.left.tolist(), [0] * len(handed_over)
    order = network.order
    columns = (network.kind[order.edge], network.lag[order.edge], order.before, order.after, order.edge)
    for kind, lag, before, after, edge in zip(*(column.tolist() for column in columns), strict=True):
        due = restart[before] + (left[before] if kind in _FROM_FINISH else 0) + lag
        came = handed_over[edge]
        late = came if came is not None else now
        slips[edge] = max(0, late - due) if late is not None else 0
        needed = due + slips[edge] - (left[after] if KINDS[kind][1] == "F" else 0)
        restart[after] = max(restart[after], needed)
    return slips


def delays(network: Network, giving: Mapping[str, str], slips: Sequence[int], start: int = 0) -> Delays:
    """What each slip cost. `network` is the plan as promised, `slips` the own lateness of each of its dependencies."""
    weight, low = bounds(network, start)
    slip = np.array(slips, np.int64)
    if slip.shape != weight.shape or (slip < 0).any():
        raise ValueError("slips: one for each dependency, none negative")
    paths = paths_of(network, weight + slip, low)
    gains = paths.finish - finishes_if_lighter(network, paths, slip)
    givers = [giving.get(network.keys[place], "") for place in network.before.tolist()]
    found = []
    for k in np.flatnonzero(slip).tolist():
        before, after = network.keys[int(network.before[k])], network.keys[int(network.after[k])]
        found.append(Delay(before, after, givers[k], int(slip[k]), int(gains[k])))
    found.sort(key=lambda delay: (-delay.minutes, -delay.slip, delay.before, delay.after))
    by_giving: dict[str, int] = {}
    for post in {delay.giving for delay in found} - {""}:
        others = np.where([giver == post for giver in givers], 0, slip)
        by_giving[post] = paths.finish - finish_of(network, weight + others, low)
    ranked = sorted(by_giving.items(), key=lambda pair: (-pair[1], pair[0]))
    return Delays(finish_of(network, weight, low), paths.finish, found, dict(ranked))
