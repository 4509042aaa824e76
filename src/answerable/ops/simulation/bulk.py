"""Play stories in memory and write them by COPY: for a demonstration's quarter and for a million cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from itertools import islice

from django.db import connection, connections

from answerable.cases.actions import bulk
from answerable.ops.simulation import verbs, verbs_disputes  # noqa: F401  (fill the table of verbs)
from answerable.ops.simulation.arrivals import Arrival
from answerable.ops.simulation.life import Life
from answerable.ops.simulation.story import Story
from answerable.ops.simulation.town import Town

BATCH = 1_000
Progress = Callable[[int], None]


def play(town: Town, arrival: Arrival, *, seed: int, sequence: int, until: datetime) -> bulk.History:
    """One story from its first word to `until`, as rows and entries."""
    story = Story(town, arrival, seed)
    life = Life(town, story, sequence)
    for act in story.acts():
        if act.at >= until or life.case["state"] == "closed":
            break
        life.play(act)
    life.ring_until(until)
    return life.history


def run(
    town: Town, arrivals: Sequence[Arrival], *, seed: int, until: datetime, progress: Progress = lambda n: None
) -> int:
    """Write all these stories; returns how many. One transaction a batch, the next batch played meanwhile."""
    waiting = iter(arrivals)
    inline = connection.in_atomic_block
    with bulk.uncollected(), ThreadPoolExecutor(1, "simulation-writer") as pool:
        under_way: Future[int] | None = None
        written = 0
        while batch := list(islice(waiting, BATCH)):
            numbers = bulk.reserve_numbers(len(batch))
            payload = bulk.pack(_played(town, batch, numbers, seed, until))
            if inline:
                written += bulk.write(payload, actor=town.system)
            else:
                written += under_way.result() if under_way else 0
                under_way = pool.submit(bulk.write, payload, actor=town.system)
            progress(written)
        written += under_way.result() if under_way else 0
        if not inline:
            pool.submit(connections.close_all).result()
    progress(written)
    return written


def _played(town: Town, batch: list[Arrival], numbers: list[int], seed: int, until: datetime) -> Iterator[bulk.History]:
    for arrival, number in zip(batch, numbers, strict=True):
        yield play(town, arrival, seed=seed, sequence=number, until=until)
