"""What a simulation is asked for, and the fates it makes sure of so that no queue of the desk is empty at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from answerable.ops.simulation.arrivals import Arrival, arrivals
from answerable.ops.simulation.town import Town

A_DAY_PER_MILLION = 3.2  # cases a day for each million people when nobody says how many there are
SMALLEST = 18.0


def usual_cases(town: Town, days: int) -> int:
    """How many cases a city of this size has in so many days, kept to what a demonstration can show."""
    people = sum(area.population or 0 for area in town.areas)
    return max(40, min(round(days * max(SMALLEST, people / 1_000_000 * A_DAY_PER_MILLION)), 3_000))


def planned(town: Town, *, cases: int, days: int, seed: int, until: datetime) -> list[Arrival]:
    """The arrivals of a simulation in their order."""
    found = arrivals(
        Random(f"{seed} arrivals"), cases=cases, until=until, days=days, timezone=town.jurisdiction.timezone,
        categories=town.category_weights, areas=town.area_weights,
    )  # fmt: skip
    return with_fates(found, days=days, until=until)


def with_fates(found: Sequence[Arrival], *, days: int, until: datetime) -> list[Arrival]:
    """A few of the last wait for dispatch or a ruling, older disputes climbed, a few stand on the leaders' list."""
    some = max(2, min(len(found) // 300, 12))
    last = [a.index for a in found if a.at > until - timedelta(hours=20)]
    week = [a.index for a in found if until - timedelta(days=12) < a.at < until - timedelta(days=2)]
    old = [a.index for a in found if until - timedelta(days=days * 0.7) < a.at < until - timedelta(days=days * 0.45)]
    fates = dict.fromkeys(last[-some:], "waits") | dict.fromkeys(last[-2 * some : -some], "objects")
    fates |= dict.fromkeys(week[:: max(1, len(week) // some)][:some], "objects")
    fates |= dict.fromkeys(old[:: max(1, len(old) // some)][:some], "listed")
    return [replace(a, fate=fates[a.index]) if a.index in fates else a for a in found]
