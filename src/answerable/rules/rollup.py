"""Many indicators in one view: counts, the worst binding one, coverage; an average only when asked for (4.6).

An average hides the one that fails. So the default is how many stand how, which binding item is worst and of how many
the figures are current. Nothing leaves the count by being withdrawn (4.2(14); the share of green rises
when red projects are closed). If a number is demanded, a missing binding part makes it null, not smaller (4.2(15)).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from answerable.rules.lights import ENDINGS, GREEN, WORST_FIRST, Outcome, Status, no_better_than
from answerable.rules.measures import Measure, Nature, Rule
from answerable.rules.vintages import Observation, State


class Standing(StrEnum):
    """How an indicator is counted. STALE: no current data, whatever its last light was (4.3). UNJUDGED: there are
    figures, and what would judge them (a baseline, a target) is missing; UNKNOWN: there is none."""

    GOOD = "good"
    SLIPPING = "slipping"
    BEHIND = "behind"
    STALE = "stale"
    UNJUDGED = "unjudged"
    UNKNOWN = "unknown"
    LATER = "later"
    ENDED = "ended"


@dataclass(frozen=True)
class Item:
    """One indicator as it stands. `status` has the light that is shown; `figure` is whether any figure is known;
    `weight` is the one frozen at approval, None where the plan sets none."""

    key: str
    status: Status
    nature: Nature
    weight: Fraction | None = None
    figure: bool = True


def standing(item: Item) -> Standing:
    """Under what an indicator is counted, exactly one."""
    outcome = item.status.outcome
    if outcome in ENDINGS:
        return Standing.ENDED
    if item.status.stale:
        return Standing.STALE
    if outcome is Outcome.NO_DATA:
        return Standing.UNJUDGED if item.figure else Standing.UNKNOWN
    if outcome in GREEN:
        return Standing.GOOD
    return {Outcome.SLIPPING: Standing.SLIPPING, Outcome.NOT_DUE: Standing.LATER}.get(outcome, Standing.BEHIND)


@dataclass(frozen=True)
class Rollup:
    """`counts` sum to `total`, so that "x of y" adds up; endings stay in y.

    `current`: of how many the figures are neither late nor missing, nor absent. `worst_binding` is a light with the
    keys in it; None without binding items.
    """

    total: int
    counts: Mapping[Standing, int]
    current: int
    worst_binding: tuple[Outcome, tuple[str, ...]] | None

    @property
    def good(self) -> int:
        """On track, or reached, on current figures."""
        return self.counts.get(Standing.GOOD, 0)

    @property
    def coverage(self) -> Fraction | None:
        """The share with current figures; None of nothing."""
        return Fraction(self.current, self.total) if self.total else None


def roll_up(items: Iterable[Item]) -> Rollup:
    """Counts over all items given, ended ones included."""
    rows = tuple(items)
    return Rollup(
        len(rows), Counter(standing(item) for item in rows), sum(is_current(item) for item in rows),
        _worst_binding(rows),
    )  # fmt: skip


def is_current(item: Item) -> bool:
    """Whether its figures are there and neither late nor missing; nothing of what ended is current."""
    if item.status.outcome is Outcome.NO_DATA:
        return item.figure and not item.status.greyed
    return not item.status.stale and item.status.outcome not in ENDINGS


def _worst_binding(rows: Sequence[Item]) -> tuple[Outcome, tuple[str, ...]] | None:
    """An ended binding item stands with its last light: dropping it does not better the plan."""
    lights = [(_light(item.status), item.key) for item in rows if item.nature is Nature.BINDING]
    if not lights:
        return None
    worst = min((light for light, _ in lights), key=WORST_FIRST.index)
    return worst, tuple(key for light, key in lights if light is worst)


def _light(status: Status) -> Outcome:
    """The last light of what ended; what is stale stands no better than without data."""
    if status.outcome in ENDINGS:
        return status.last or Outcome.NO_DATA
    return no_better_than(status.outcome, Outcome.NO_DATA) if status.stale else status.outcome


def score_of(status: Status) -> Fraction | None:
    """One item between 0 and 1: 1 when reached or on track, else its pace, else the share of periods kept.

    None without current data and before anything is due. An item that ended keeps the score of nothing: 0.
    """
    if status.outcome in ENDINGS:
        return Fraction(0)
    if status.stale or status.outcome in (Outcome.NO_DATA, Outcome.NOT_DUE):
        return None
    if status.outcome in GREEN:
        return Fraction(1)
    part = status.pace if status.pace is not None else status.progress
    return None if part is None else min(max(part, Fraction(0)), Fraction(1))


def weighted(items: Iterable[Item], *, expected: int) -> Fraction | None:
    """Sum of weight x score over sum of weights; only on demand, with the raw values beside it.

    None when a binding item has no score, when an item with a weight has none and nothing else is left, or when the
    number of items is not the number expected (a part that went missing must not raise the rest). An expected item
    without a score is left out of both sums.
    """
    rows = tuple(items)
    if len(rows) != expected:
        return None
    top = bottom = Fraction(0)
    for item in rows:
        score = score_of(item.status)
        if score is None and item.nature is Nature.BINDING:
            return None
        if score is not None and item.weight:
            top, bottom = top + item.weight * score, bottom + item.weight
    return top / bottom if bottom else None


@dataclass(frozen=True)
class AcrossAreas:
    """One period over areas: a value as far as it is known, with how many areas it is made of."""

    value: Fraction | None
    areas: int
    expected: int
    missing: tuple[str, ...]
    estimated: int


def values_across(measure: Measure, by_area: Mapping[str, Observation | None], *, mean: bool = False) -> AcrossAreas:
    """The areas' figures of one period: permissive, with the coverage in sight (3.2).

    Ratios: sums of the parts, then the quotient. Everything else adds up, or (`mean`) is the plain mean.
    """
    known = {area: o for area, o in by_area.items() if o is not None and o.state is not State.MISSING}
    missing = tuple(sorted(set(by_area) - set(known)))
    estimated = sum(o.state is State.ESTIMATED for o in known.values())
    return AcrossAreas(_over_areas(measure, tuple(known.values()), mean), len(known), len(by_area), missing, estimated)


def _over_areas(measure: Measure, known: Sequence[Observation], mean: bool) -> Fraction | None:
    values = [o.value for o in known if o.value is not None]
    if known and not values:
        top = sum((o.numerator or Fraction(0) for o in known), Fraction(0))
        bottom = sum((o.denominator or Fraction(0) for o in known), Fraction(0))
        return top / bottom * measure.factor if bottom else None
    if not values or len(values) != len(known):
        return None  # quotients and plain values do not mix
    total = sum(values, Fraction(0))
    return total / len(values) if mean else total


def targets_across(measure: Measure, by_area: Mapping[str, Fraction | None], *, mean: bool = False) -> Fraction | None:
    """The areas' targets: strict. A target of some of the areas is no target of the whole (3.2)."""
    values = [value for value in by_area.values() if value is not None]
    if not values or len(values) != len(by_area) or measure.line.rule is Rule.DELIVERY:
        return None
    total = sum(values, Fraction(0))
    return total / len(values) if mean else total
