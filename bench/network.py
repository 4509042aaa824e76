"""How long the critical path of a large plan and a thousand drawn plans take, beside networkx in the same run.

    python bench/network.py                  a minute
    python bench/network.py --tasks 20000    smaller

Networks are made by chance: each dependency joins an activity to one at most `reach` places before it, so a small reach
makes long chains and a large one wide levels. "Critical path" is order, both passes and float, from columns; "from
values" begins with Activity and Dependency values, one for each. networkx has no critical path method: its longest
path, forward only and without dates of the single activities, is the nearest it offers, with the graph built
beforehand. Its thousand plans are computed from a few, one after the other, with the graphs built beforehand too.
On a busy machine seconds of the processor say more than those of the clock: both are printed, ratios are of the
former, bars of the latter. The lengths of the critical paths must agree.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

import networkx
import numpy as np
from parts.figures import busy

from answerable.rules.network import Activity, Dependency, Network, network_of, network_of_columns, schedule
from answerable.rules.network_parallel import parallel
from answerable.rules.network_simulation import SHAPES, simulate
from answerable.rules.three_points import ThreePoints

BAR_PATH, BAR_DRAWN = 0.35, 0.5
REACHES = (100_000, 1_000, 20)


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wish.add_argument("--tasks", type=int, default=100_000, help="activities of the critical path; three links each")
    wish.add_argument("--drawn", type=int, default=5_000, help="activities of the drawn plans; three links each")
    wish.add_argument("--runs", type=int, default=1_000, help="plans drawn")
    wish.add_argument("--rounds", type=int, default=7, help="rounds; the median counts")
    wish.add_argument("--theirs", type=int, default=10, help="plans that networkx computes")
    given = wish.parse_args()
    before, begun = busy({"ours": [os.getpid()]}), perf_counter()
    say(f"critical path of {given.tasks:,} activities, {3 * given.tasks:,} dependencies (bar {BAR_PATH} s)")
    for reach in REACHES:
        critical_path(given.tasks, reach, given.rounds)
    size = f"{given.drawn:,} activities, {3 * given.drawn:,} dependencies"
    say(f"{given.runs:,} drawn plans of {size} (bar {BAR_DRAWN} s)")
    for shape in SHAPES:
        drawn_plans(given, shape)
    after, took = busy({"ours": [os.getpid()]}), perf_counter() - begun
    others = (after.everybody - before.everybody - after.ours["ours"] + before.ours["ours"]) / took
    say(f"{os.cpu_count()} processors; others used {max(others, 0):.2f} of them; median of {given.rounds} rounds")


def critical_path(size: int, reach: int, rounds: int) -> None:
    keys, duration, before, after = made(size, reach)
    ours, found = timed(lambda: schedule(network_of_columns(keys, duration, before, after)), rounds)
    values, _ = timed(lambda: schedule(from_values(keys, duration, before, after)), 1)
    more, savings = timed(lambda: parallel(found.network, {}), 1)
    graph = graph_of(found.network, duration)
    theirs, length = timed(lambda: networkx.dag_longest_path_length(graph), min(rounds, 3))
    same(found.finish, length)
    say(
        f"reach {reach:>7,}, {len(found.network.order.ends):>6,} levels: {ours}, {verdict(ours, BAR_PATH)}; networkx "
        f"{theirs}: {theirs.processor / ours.processor:.1f} times; from values {values}; serial to parallel {more}, "
        f"{len(savings.alone):,} dependencies bring something"
    )


def drawn_plans(given: argparse.Namespace, shape: str) -> None:
    keys, likely, before, after = made(given.drawn, given.drawn // 10)
    points = {
        key: ThreePoints(minutes // 2, minutes, minutes * 3) for key, minutes in zip(keys, likely.tolist(), strict=True)
    }
    network = network_of_columns(keys, likely, before, after)
    ours, found = timed(lambda: simulate(network, points, seed=1, runs=given.runs, shape=shape), given.rounds)
    chance = np.random.default_rng(1)
    durations = [chance.triangular(likely / 2, likely, likely * 3 + 1).astype(int) for _ in range(given.theirs)]
    graphs = [graph_of(network, drawn) for drawn in durations]
    few, _ = timed(lambda: [networkx.dag_longest_path_length(graph) for graph in graphs], 1)
    theirs = Seconds(few.clock * given.runs / given.theirs, few.processor * given.runs / given.theirs)
    say(
        f"{shape:>10}: {ours}, {verdict(ours, BAR_DRAWN)}; networkx {theirs}: {theirs.processor / ours.processor:.0f} "
        f"times; P50 {found.by(50):,}, P80 {found.by(80):,}, the plan {schedule(network).finish:,} minutes"
    )


def made(size: int, reach: int) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """Keys, minutes, and both ends of three dependencies for each activity, by chance."""
    chance = np.random.default_rng(reach)
    after = chance.integers(1, size, 3 * size)
    before = np.maximum(after - chance.integers(1, min(reach, size) + 1, 3 * size), 0)
    return [str(number) for number in range(size)], chance.integers(60, 9600, size), before, after


def from_values(keys: list[str], duration: np.ndarray, before: np.ndarray, after: np.ndarray) -> Network:
    activities = [Activity(key, minutes) for key, minutes in zip(keys, duration.tolist(), strict=True)]
    links = [Dependency(keys[b], keys[a]) for b, a in zip(before.tolist(), after.tolist(), strict=True)]
    return network_of(activities, links)


def graph_of(network: Network, duration: np.ndarray) -> networkx.DiGraph:
    """Every dependency as an arrow as long as what it waits for; what ends last is followed by an arrow of its own."""
    graph, minutes = networkx.DiGraph(), duration.tolist()
    pairs = zip(network.before.tolist(), network.after.tolist(), strict=True)
    graph.add_weighted_edges_from((before, after, minutes[before]) for before, after in pairs)
    graph.add_weighted_edges_from((place, -1, length) for place, length in enumerate(minutes))
    return graph


class Seconds(NamedTuple):
    """On the clock, and of the processor."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.3f} s ({self.processor:.3f} of the processor)"


def timed(ask: Callable[[], object], rounds: int) -> tuple[Seconds, object]:
    """Seconds, the median of the rounds, and the last answer."""
    clock, processor, answer = [], [], None
    for _ in range(rounds):
        begun, used = perf_counter(), process_time()
        answer = ask()
        clock.append(perf_counter() - begun)
        processor.append(process_time() - used)
    return Seconds(median(clock), median(processor)), answer


def verdict(seconds: Seconds, bar: float) -> str:
    return "bar met" if seconds.clock < bar else "bar missed"


def same(ours: int, theirs: int) -> None:
    if ours != theirs:
        raise SystemExit(f"the longest path is {ours} to us and {theirs} to networkx")


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
