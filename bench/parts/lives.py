"""Acts on cases as a year in a city brings them: most have one lead, some are passed about, joined or taken away.

Only what is done to a case is made here, with the same seed the same. The shares are set so that every way to begin or
end answering occurs among ten thousand cases; they are no statistics of a city.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from answerable.rules.responsibility import Act
from answerable.rules.responsibility_columns import RULES

YEAR = datetime(2025, 11, 1, tzinfo=UTC)
DAYS = 365
UNITS = tuple(f"unit-{number:02}" for number in range(40))
HOTLINE, COORDINATOR, *HANDLING = UNITS
WHY = (*RULES, "district", "coordinator", "upheld", "dispatcher", "interest")


def acts_of(case: int, seed: int) -> list[Act]:
    """The acts on one case from its birth on, as far as they fall into the year."""
    return _Life(random.Random(f"{seed} {case}")).acts


class _Life:
    """One case that goes its way."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.at = YEAR + timedelta(seconds=chance.random() * DAYS * 86_400)
        self.acts: list[Act] = []
        self.lead = chance.choice(HANDLING)
        self.helpers: list[str] = []
        self._lives()
        end = YEAR + timedelta(days=DAYS)
        self.acts = [act for act in self.acts if act.at < end]

    def _lives(self) -> None:
        chance = self.chance.random()
        if chance < 0.02:
            self._do("receive", lead=COORDINATOR, rule="coordinator")
            return self._end("route", 4)
        if chance < 0.06:
            self._consulted()
        else:
            self.helpers = self._others(self.chance.randint(1, 2)) if chance > 0.94 else []
            why = self.chance.choices(("catalogue", "district"), (9, 1))[0]
            self._do("receive_dispatched", lead=self.lead, rule=why, asked=tuple(self.helpers))
        self._do("accept", 3)
        for likely, what in self._turns():
            if self.chance.random() < likely:
                what()
        return self._worked()

    def _turns(self) -> tuple[tuple[float, Callable[[], None]], ...]:
        return (
            (0.12, self._objections), (0.08, self._helped), (0.02, self._merged), (0.01, self._complained_about),
        )  # fmt: skip

    def _others(self, count: int) -> list[str]:
        return self.chance.sample([unit for unit in HANDLING if unit not in (self.lead, *self.helpers)], count)

    def _do(self, verb: str, hours: float = 0, **what: object) -> None:
        """One act, about so many hours after the one before."""
        if hours:
            self.at += timedelta(seconds=round(self.chance.expovariate(1 / hours) * 3600) + 1)
        self.acts.append(Act(self.at, verb, **what))  # type: ignore[arg-type]
        self.lead = self.acts[-1].lead or self.lead

    def _end(self, verb: str, hours: float) -> None:
        self._do(verb, hours)
        self.acts[-1] = Act(self.at, verb, closed=self.at)

    def _consulted(self) -> None:
        """Nobody's by the catalogue: the coordinator's unit asks several, then one is chosen."""
        named = tuple(self._others(self.chance.randint(2, 4)))
        self._do("receive", lead=COORDINATOR, rule="coordinator")
        self._do("consult", 2, named=named)
        self._climb()
        self._do("dispatch", 30, lead=self.chance.choice(named), rule="dispatcher")

    def _objections(self) -> None:
        """Up to three units say it is not theirs; each time somebody must say whose it is."""
        more = 3
        while more:
            (named,) = self._others(1)
            self._do("object", 8, named=(named,))
            self._climb()
            if self.chance.random() < 0.45:
                return self._do("reject", 20)
            self._do("uphold", 20, lead=named, rule="upheld")
            self._do("accept", 3)
            more = more - 1 if self.chance.random() < 0.4 else 0
        return None

    def _climb(self) -> None:
        for _ in range(self.chance.choices((0, 1, 2), (85, 12, 3))[0]):
            self._do("escalate", 24)

    def _helped(self) -> None:
        for unit in self._others(self.chance.randint(1, 2)):
            self.helpers.append(unit)
            self._do("add_assistant", 5, asked=(unit,))

    def _merged(self) -> None:
        self._end("merge", 10)
        if self.chance.random() < 0.8:
            self.at += timedelta(days=2 * DAYS)  # what would follow is done to the other case
        self._do("unmerge", 40)

    def _complained_about(self) -> None:
        """Whoever leads or helps turns out to be complained about."""
        if self.helpers and self.chance.random() < 0.5:
            return self._do("flag_interest", 12, done=self.helpers.pop())
        return self._do("flag_interest", 12, done=self.lead, lead=COORDINATOR, rule="interest")

    def _worked(self) -> None:
        self._do("contact_citizen", 6)
        self._do("act", 40)
        for unit in self.helpers:
            let_off = self.chance.random() < 0.1
            self._do("rule_cancel" if let_off else "report_part", 30, done=unit)
        while True:
            for verb, hours in (("act", 20), ("answer", 20), ("tell_citizen", 1), ("tell_hotline", 1)):
                self._do(verb, hours)
            if self.chance.random() < 0.85:
                return self._end(self.chance.choices(("confirm", "give_up"), (8, 2))[0], 30)
            self._do("refute", 30)
