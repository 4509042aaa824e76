"""Whose a case is, and whose each unit believes it is.

Both come from the seed, the case and the unit alone, never from what happened before, so that the same city with
the same opinions can be played by other rules (bench/no_passing.py).
"""

from __future__ import annotations

from random import Random

from answerable.ops.simulation.town import Town

# Shares of all cases; chosen with people.TEMPERS so that a city without rules against passing on has the share of
# twice refused cases that was published for 1823 (bench/no_passing.py prints it). Guesses, not measured.
MISSENT = 0.02  # the catalogue names a unit whose the case is not
UNCLEAR = 0.004  # clearly nobody's: every unit has a reason why it is another's
KNOWS_BETTER = 0.7  # a unit that refuses what is not its own names the right one


class Opinions:
    """What is true of one case, and what units believe of it. `owner` is empty where the duty is clearly nobody's."""

    def __init__(self, town: Town, first: str, key: str) -> None:
        self.town, self.first, self.key = town, first, key
        rng = Random(f"{key} whose")
        draw = rng.random()
        self.owner = first
        if draw < UNCLEAR:
            self.owner = ""
        elif draw < UNCLEAR + MISSENT:
            self.owner = town.other_unit(rng, first).code

    def proposes(self, unit: str) -> str:
        """The unit this one would rather see lead; empty when it takes the case."""
        rng, temper = Random(f"{self.key} {unit}"), self.town.tempers[unit]
        refuses = temper.objects if unit == self.owner else max(temper.objects, 1 - temper.takes)
        return self.guess(unit, rng) if rng.random() < refuses else ""

    def guess(self, unit: str, rng: Random) -> str:
        """Whom a unit that does not want a case names instead."""
        if self.owner not in ("", unit) and rng.random() < KNOWS_BETTER:
            return self.owner
        return self.town.other_unit(rng, unit).code
