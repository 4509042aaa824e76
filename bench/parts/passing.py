"""A case in a city without the rules: sent on from unit to unit, by the model that bench/no_passing.py describes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from answerable.ops.simulation.story import Story

DAY = timedelta(days=1)
HOLD = (4.2, 1.55)  # lognormal: median in days, and the standard deviation of the logarithm
RELAY = (0.5, 3.0)  # days, uniform
LEVEL = (3.9, 2.1)  # lognormal, as HOLD
LEVELS, YIELDS = 3, 0.5


@dataclass(frozen=True)
class Outcome:
    """What became of one case. `settled`: with the unit that keeps it; `answered`: its reply, or the play's end."""

    opened: datetime
    settled: datetime
    answered: datetime
    refused_by: int
    unowned: timedelta
    misplaced: bool


def without_rules(story: Story) -> Outcome:
    """Sent on to the next guess as often as units refuse; after two refusals three levels mediate."""
    rng = Random(f"{story.opinions.key} without")
    opened = at = story.told.at
    unit, refused, unowned, level = story.opinions.first, [], timedelta(0), 0
    if not story.told.sure:
        at += timedelta(hours=rng.uniform(0.1, 6.0))
    while (proposed := story.opinions.proposes(unit)) and not (level and _yields(rng, level)):
        at += _lognormal(rng, HOLD)
        refused = list(dict.fromkeys([*refused, unit]))
        between = DAY * rng.uniform(*RELAY)
        if len(refused) >= 2:
            level += 1
            between += _lognormal(rng, LEVEL)
        at, unowned = at + between, unowned + between
        unit = _next(story, rng, proposed, refused)
    due = story.town.due(_tier(story), "resolve", opened) or opened
    answered = at + max(due - at, (due - opened) / 2) * rng.uniform(*story.town.tempers[unit].pace)
    return Outcome(opened, at, answered, len(refused), unowned, _misplaced(story, unit))


def _yields(rng: Random, level: int) -> bool:
    """A unit asked by a level takes the case though it is not convinced; after the last level somebody always does."""
    return level >= LEVELS or rng.random() < YIELDS


def _next(story: Story, rng: Random, proposed: str, refused: list[str]) -> str:
    """The hotline's next guess: the unit named by who refused, else one that did not refuse yet."""
    unit = proposed
    for _ in range(20):
        if unit not in refused:
            break
        unit = story.town.other_unit(rng, unit).code
    return unit


def _misplaced(story: Story, unit: str) -> bool:
    return bool(story.opinions.owner) and unit != story.opinions.owner


def _tier(story: Story):  # type: ignore[no-untyped-def]
    tier = story.town.book.tier_of(story.told.category.code)
    assert tier is not None
    return tier


def _lognormal(rng: Random, shape: tuple[float, float]) -> timedelta:
    median, sigma = shape
    return DAY * (median * rng.lognormvariate(0, sigma))
