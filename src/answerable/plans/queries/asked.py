"""What the path of a target asks of the parts of a period: where breaking it down begins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from answerable.plans.models import Indicator, Target
from answerable.plans.queries.inputs import inputs_of
from answerable.rules.bending import rounded
from answerable.rules.measures import Rule
from answerable.rules.plan_periods import Period
from answerable.rules.unbent import asked_of


def asked_parts(row: Indicator, target: Target, periods: Iterable[Period], *, now: datetime) -> dict[str, Decimal]:
    """The values of these periods by their code, as the path asks them; parts of an amount keep their sum."""
    inputs = inputs_of(row.plan, [row], as_of=now)[row.pk]
    aim = next((version.aim for version in inputs.targets if version.number == target.number), None)
    if inputs.measure is None or aim is None:
        return {}
    asked = [(period, asked_of(inputs.measure, aim, period)) for period in periods]
    points = [(period, value) for period, value in asked if value is not None]
    return {p.code: value for p, value in rounded(points, add_up=inputs.measure.line.rule is Rule.TOTAL)}
