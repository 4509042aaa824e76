"""The fields of a path: one number for each period, instead of a table in a text box."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from answerable.desk.plan_acts import Number, PlanForm
from answerable.plans.sentences.steps import period_words
from answerable.rules.plan_periods import Period
from answerable.rules.problems import Refused

BEFORE = "at_"
WHOLE = frozenset({"path", "points"})  # what the domain calls the fields of a path together


def plain(value: Decimal | None) -> str:
    """A number as one would type it."""
    return "" if value is None else f"{value.normalize():f}"


class PathForm(PlanForm):
    """A form with one number for each period of a path."""

    def ask_path(self, periods: Iterable[Period], known: Mapping[str, Decimal], *, first: str = "") -> None:
        """Add a field for each period, holding what the path asks now; `first` names the field they stand before."""
        rows = list(periods)
        for period in rows:
            self.fields[f"{BEFORE}{period.code}"] = Number(period_words(period))
            self.fields[f"{BEFORE}{period.code}"].initial = plain(known.get(period.code))
        if first:
            names = list(self.fields)
            place = names.index(first)
            path = [f"{BEFORE}{period.code}" for period in rows]
            rest = [name for name in names if name not in path]
            self.order_fields([*rest[:place], *path, *rest[place:]])

    def said_path(self, said: dict[str, Any]) -> dict[str, Decimal]:
        """Take the numbers of the path out of what was said: period to value, empty ones left out."""
        names = [name for name in said if name.startswith(BEFORE)]
        found = {name.removeprefix(BEFORE): said.pop(name) for name in names}
        return {code: value for code, value in found.items() if value is not None}

    def take(self, refused: Refused) -> None:
        """What the domain says of a period stands beside its number; of the path as a whole, beside its first."""
        first = next((name for name in self.fields if name.startswith(BEFORE)), "")
        refused.problems = tuple(
            replace(problem, field=self._field(problem.field, first)) for problem in refused.problems
        )
        super().take(refused)

    def _field(self, name: str, first: str) -> str:
        if f"{BEFORE}{name}" in self.fields:
            return f"{BEFORE}{name}"
        return first if name in WHOLE else name
