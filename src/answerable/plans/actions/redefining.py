"""A new meaning of an indicator: which fields take a change request, the version it makes, and how it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from answerable.plans.actions.work import Work, locked
from answerable.plans.models import Indicator, IndicatorVersion, Plan
from answerable.plans.queries.inputs import Inputs, measure_of
from answerable.rules.adjustment import ChangeClass
from answerable.rules.problems import Problem, Refused
from answerable.rules.redefinition import FIXED, classes_of

_NUMBERS = ("tolerance", "factor")


@dataclass(frozen=True)
class KeptMeaning:
    """A meaning as a change request keeps it: {column: value}, numbers as text, another indicator by its code."""

    columns: Mapping[str, Any]

    def values(self, plan: Plan) -> dict[str, Any]:
        """The columns as IndicatorVersion takes them."""
        found = dict(self.columns)
        for name in _NUMBERS:
            if found.get(name) is not None:
                found[name] = Decimal(found[name])
        if "relative_to" in found:
            found["relative_to"] = plan.indicators.filter(code=found["relative_to"]).first()
        return found


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as JSON keeps them; `KeptMeaning` reads them back."""
    return {name: _plain(value) for name, value in sorted(values.items())}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.code if isinstance(value, Indicator) else value


def differing(held: IndicatorVersion, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that would be others than they are."""
    return {name: value for name, value in values.items() if getattr(held, name) != value}


def refuse_fixed(held: IndicatorVersion, values: Mapping[str, Any], inputs: Inputs) -> None:
    """Refused, with each field, when a light rests on what would change: that takes a change request.

    What was never said may be filled in, unless the promise would become easier by it.
    """
    new = differing(held, values)
    said = [name for name in FIXED if name in new and getattr(held, name) not in ("", None, [])]
    if not said and ChangeClass.LOWER in classes_by(held, values, inputs):
        said = [name for name in FIXED if name in new]
    if said:
        raise Refused([Problem("definition_needs_a_change", name) for name in said])


def classes_by(held: IndicatorVersion, values: Mapping[str, Any], inputs: Inputs) -> frozenset[ChangeClass]:
    """What kind of change these columns are to what is promised."""
    plan = inputs.indicator.plan
    new, _gaps = measure_of(plan, following(held, values))
    return classes_of(inputs.measure, new, inputs.targets[-1].aim if inputs.targets else None)


def following(held: IndicatorVersion, values: Mapping[str, Any]) -> IndicatorVersion:
    """The version after this one, unsaved: as it is but for these columns."""
    same = {field.attname: getattr(held, field.attname) for field in IndicatorVersion._meta.concrete_fields}
    for name in ("id", "number", "since", "until", "reason", "decision"):
        same.pop(name)
    fresh = IndicatorVersion(**same, number=held.number + 1)
    for name, value in values.items():
        setattr(fresh, name, value)
    return fresh


def add_meaning(
    work: Work, row: Indicator, values: Mapping[str, Any], *, since: datetime, reason: str, decision: str
) -> IndicatorVersion:  # fmt: skip
    """Let the indicator mean this from `since` on; what it meant before stays with its figures."""
    held = locked(IndicatorVersion, "relative_to", indicator=row, until=None)
    fresh = following(held, values)
    fresh.since, fresh.reason, fresh.decision = since, reason, decision
    work.set(held, until=since)
    work.add(fresh)
    return fresh
