"""The lines of a scorecard: what each indicator came to in a year, by the target that counts for it and the first one.

Only what was known at the vintage and belongs to the year is judged: later periods are left out, and so are targets
that came into force too late to count (rules.appraisal.counts_from).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Min

from answerable.performance.queries.year import Year
from answerable.plans.models import Indicator, Observation
from answerable.plans.queries.assessing import Assessment
from answerable.plans.queries.delivering import Deliveries, deliveries
from answerable.plans.queries.figures import explained
from answerable.plans.queries.inputs import Inputs, inputs_of, parents_of
from answerable.plans.queries.periods_due import periods_due
from answerable.rules.appraisal import counts_from, judgement
from answerable.rules.measures import Nature
from answerable.rules.plan_periods import Period, due

Json = dict[str, Any]


def target_lines(year: Year, subjects: Iterable[UUID], *, as_of: datetime) -> list[Json]:
    """One line for each indicator, binding ones first, in the plan's order. Numbers are fractions as text."""
    rows = list(Indicator.objects.filter(pk__in=list(subjects)).order_by("sequence", "code"))
    for row in rows:
        row.plan = year.plan
    at = year.local(as_of)
    inputs, work = inputs_of(year.plan, rows, as_of=at), deliveries(year.plan, as_of=at)
    lines = [_line(year, inputs[row.pk], work, at) for row in rows if inputs[row.pk].meaning is not None]
    return sorted(lines, key=lambda line: line["nature"] != Nature.BINDING)


def _line(year: Year, inputs: Inputs, work: Deliveries, at: datetime) -> Json:
    meaning = inputs.meaning
    assert meaning is not None
    binding = meaning.nature == Nature.BINDING
    found = explained(_of_the_year(year, inputs, binding), work, at)
    status, original = found.status, found.original
    return {
        "code": inputs.indicator.code, "names": [meaning.name_zh_hant, meaning.name_en, meaning.name_zh_hans],
        "nature": meaning.nature, "weight": 1 if binding else 0,
        "judgement": judgement(status.outcome, status.gap, binding=binding),
        "judgement_original": judgement(original.outcome, original.gap, binding=binding),
        "outcome": str(status.outcome), "outcome_original": str(original.outcome), "data": str(status.data),
        "period": status.reached.code if status.reached else "", "value": _text(status.value),
        "planned": _text(status.planned), "planned_original": _text(original.planned), "gap": _text(status.gap),
        "progress": _text(_progress(found)), "target": found.in_force, "leniency": _text(found.leniency),
    }  # fmt: skip


def _of_the_year(year: Year, inputs: Inputs, binding: bool) -> Inputs:
    last = counts_from(year.first_day, binding=binding)
    counting = [n for n, version in enumerate(inputs.targets) if version.effective_on <= last]
    return dataclasses.replace(
        inputs,
        targets=tuple(inputs.targets[n] for n in counting), rows=tuple(inputs.rows[n] for n in counting),
        observations=[seen for seen in inputs.observations if seen.period.last_day <= year.last_day],
        other=[seen for seen in inputs.other if seen.period.last_day <= year.last_day],
    )  # fmt: skip


def _progress(found: Assessment) -> Fraction | None:
    """How far the year came: the pace where the rules give one, else whether the path was reached."""
    status = found.status
    if status.pace is not None or status.gap is None:
        return status.pace
    return Fraction(status.gap >= 0)


def _text(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def timeliness(year: Year, subjects: Iterable[UUID], *, as_of: datetime) -> Json:
    """Of the periods of the year whose figure was due by the vintage: in time, late, or not there.

    In time is by the publication lag and the grace that the indicator's own definition gives.
    """
    rows = list(Indicator.objects.filter(pk__in=list(subjects)))
    inputs = inputs_of(year.plan, rows, as_of=as_of)
    first = _first_known(year, list(inputs), as_of)
    counts = {"due": 0, "in_time": 0, "late": 0, "missing": 0}
    for key, one in inputs.items():
        if one.meaning is None:
            continue
        today = year.local(as_of).date()
        grace = timedelta(days=one.meaning.grace_days)
        for period in periods_due(year.plan, one.meaning, today):
            limit = due(period, one.meaning.lag_days or 0) + grace
            if limit < today and _in(year, period):
                counts["due"] += 1
                counts[_came(year.day(first.get((key, period.code))), limit)] += 1
    return counts


def _first_known(year: Year, keys: list[UUID], as_of: datetime) -> dict[tuple[UUID, str], datetime]:
    """When the first figure of each period came, in the plan of a year also where its parent's came."""
    parents = parents_of(year.plan, keys)
    read = {*keys, *parents.values()}
    seen = Observation.objects.filter(indicator__in=read, area=None, dimension="", known_at__lte=as_of).order_by()
    first = {(k, p): at for k, p, at in seen.values_list("indicator_id", "period").annotate(Min("known_at"))}
    for key, parent in parents.items():
        of_parent = {p: at for (k, p), at in first.items() if k == parent}
        first |= {(key, p): min(at, first.get((key, p), at)) for p, at in of_parent.items()}
    return first


def _in(year: Year, period: Period) -> bool:
    return year.first_day <= period.last_day <= year.last_day


def _came(day: date | None, limit: date) -> str:
    if day is None:
        return "missing"
    return "in_time" if day <= limit else "late"
