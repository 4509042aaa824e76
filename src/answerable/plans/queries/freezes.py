"""All figures of a plan at a vintage as canonical JSON, and whether they still come out the same (invariant 6).

Only what follows from rows that never change is in it: the computed statuses with every number used, against the
original and the present target, the trend, and the overrides and judgements given by then. What tasks are said to
add, which moves no light, is not.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from answerable.plans.models import Freeze, Indicator, Plan
from answerable.plans.queries.assessing import Assessment
from answerable.plans.queries.delivering import deliveries
from answerable.plans.queries.figures import explained, figures, local
from answerable.plans.queries.inputs import Inputs, inputs_of
from answerable.rules.lights import RULES_VERSION, as_json

FORM = 1


@dataclass(frozen=True)
class Replay:
    """What a freeze says, and what the same instant gives now; `differs` names the indicators that differ."""

    same: bool
    body: str
    differs: tuple[str, ...] = ()


def frozen_body(plan: Plan, *, as_of: datetime) -> str:
    """Every figure of a plan as known at an instant: the same bytes whenever it is asked."""
    at = local(plan, as_of)
    rows = list(Indicator.objects.filter(plan=plan).order_by("sequence", "code"))
    inputs, work = inputs_of(plan, rows, as_of=at), deliveries(plan, as_of=at)
    beside = figures(plan, as_of=at)
    # An indicator that meant nothing yet was not there: one added later must not appear in what was known before.
    rows = [row for row in rows if inputs[row.pk].meaning is not None]
    body = {
        "form": FORM, "plan": plan.code, "as_of": as_of.astimezone(UTC).isoformat(), "rules": RULES_VERSION,
        "figures": [_figure(inputs[row.pk], explained(inputs[row.pk], work, at), beside[row.pk]) for row in rows],
    }  # fmt: skip
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def replay(freeze: Freeze) -> Replay:
    """Compute the frozen instant again and compare byte by byte."""
    body = frozen_body(freeze.plan, as_of=freeze.as_of)
    if body == freeze.body:
        return Replay(True, body)
    then, now = (_by_code(text) for text in (freeze.body, body))
    return Replay(False, body, tuple(code for code in sorted({*then, *now}) if then.get(code) != now.get(code)))


def _by_code(body: str) -> dict[str, Any]:
    return {row["code"]: row for row in json.loads(body)["figures"]}


def freezes(plan: Plan) -> QuerySet[Freeze]:
    """The newest first."""
    return Freeze.objects.filter(plan=plan).order_by("-as_of", "-frozen_at")


def frozen_figures(freeze: Freeze) -> list[dict[str, Any]]:
    """The figures of a freeze as they were written."""
    rows: list[dict[str, Any]] = json.loads(freeze.body)["figures"]
    return rows


def _figure(inputs: Inputs, found: Assessment, beside: Any) -> dict[str, Any]:
    meaning, trend = inputs.meaning, found.trend
    override, likelihood = beside.override, beside.likelihood
    return {
        "code": inputs.indicator.code, "meaning": meaning.number if meaning else None,
        "status": json.loads(as_json(found.status)), "original": json.loads(as_json(found.original)),
        "official_class": str(found.official) if found.official else None, "target_in_force": found.in_force,
        "targets": [_target(version, row) for version, row in zip(inputs.targets, inputs.rows, strict=True)],
        "leniency": _text(found.leniency),
        "trend": {"value": _text(trend.value), "catch_up": _text(trend.catch_up), "marks": trend.marks}
        if trend
        else None,
        "override": {"light": override.light, "words": override.words, "until": override.until.isoformat()}
        if override
        else None,
        "likelihood": likelihood.colour if likelihood else None,
        "answers": beside.answers.post.code if beside.answers else None,
    }  # fmt: skip


def _target(version: Any, row: Any) -> dict[str, Any]:
    aim = version.aim
    return {
        "number": version.number, "until": aim.until.isoformat(), "target": _text(aim.target), "low": _text(aim.low),
        "high": _text(aim.high), "decision": row.decision,
    }  # fmt: skip


def _text(number: Fraction | None) -> str | None:
    return None if number is None else str(number)
