"""What a light is made of, as it was known at an instant: read for many indicators in a fixed number of queries.

Only rows that never change are read here (meanings, baselines, targets, points, observations), or whose change says
when it happened, so that the same instant gives the same inputs for good (invariant 6).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from answerable.plans.models import Baseline, Indicator, IndicatorVersion, Observation, PathPoint, Plan, Target
from answerable.rules import vintages
from answerable.rules.measures import FLOWS, Direction, Kind, Measure, Nature, Rule
from answerable.rules.plan_periods import Period, Span, parse
from answerable.rules.targets import TargetVersion
from answerable.rules.trajectory import Aim, Path, Shape, counted

Points = list[tuple[Period, Fraction]]


@dataclass
class Inputs:
    """One indicator as known at an instant. `measure` is None while its kind or direction is not said (`gaps`)."""

    indicator: Indicator
    meaning: IndicatorVersion | None = None
    measure: Measure | None = None
    baseline: Baseline | None = None
    targets: tuple[TargetVersion, ...] = ()
    rows: tuple[Target, ...] = ()
    observations: list[vintages.Observation] = field(default_factory=list)
    other: list[vintages.Observation] = field(default_factory=list)
    gaps: tuple[str, ...] = ()


def today_of(plan: Plan, at: datetime) -> date:
    """The date of an instant where the plan is."""
    return at.astimezone(ZoneInfo(plan.jurisdiction.timezone)).date()


def inputs_of(plan: Plan, indicators: Iterable[Indicator], *, as_of: datetime) -> dict[UUID, Inputs]:
    """Everything the rules need for these indicators, by id. Five queries, however many indicators; six for the plan
    of a year, whose figures are those of the plan it was made from (`observations_of`)."""
    found = {indicator.pk: Inputs(indicator) for indicator in indicators}
    for meaning in _meanings(found, as_of):
        found[meaning.indicator_id].meaning = meaning
    for baseline in Baseline.objects.filter(indicator__in=found, decided_at__lte=as_of).order_by("number"):
        found[baseline.indicator_id].baseline = baseline
    targets = _targets(found, as_of)
    points = _points(plan, targets, as_of)
    others = {i.meaning.relative_to_id for i in found.values() if i.meaning is not None and i.meaning.relative_to_id}
    seen = observations_of(plan, {*found, *others}, as_of=as_of)
    by_indicator: dict[UUID, list[Target]] = defaultdict(list)
    for target in targets:
        by_indicator[target.indicator_id].append(target)
    for key, inputs in found.items():
        inputs.observations = seen.get(key, [])
        if inputs.meaning is not None:
            inputs.other = seen.get(inputs.meaning.relative_to_id or UUID(int=0), [])
            complete(plan, inputs, by_indicator[key], points)
    return found


def _meanings(keys: Collection[UUID], as_of: datetime) -> Iterable[IndicatorVersion]:
    held = IndicatorVersion.objects.filter(Q(until=None) | Q(until__gt=as_of), indicator__in=keys, since__lte=as_of)
    return held.order_by("number")


def _targets(keys: Collection[UUID], as_of: datetime) -> list[Target]:
    return list(Target.objects.filter(indicator__in=keys, recorded_at__lte=as_of).order_by("indicator_id", "number"))


def _points(plan: Plan, targets: list[Target], as_of: datetime) -> dict[UUID, Points]:
    found: dict[UUID, Points] = defaultdict(list)
    rows = PathPoint.objects.filter(target__in=[target.pk for target in targets], recorded_at__lte=as_of)
    for target, code, value in rows.values_list("target_id", "period", "value"):
        period = period_of(plan, code)
        if period is not None:
            found[target].append((period, Fraction(value)))
    return found


def period_of(plan: Plan, code: str) -> Period | None:
    """The period of a code in the plan's years; None for what is no such period (a gap)."""
    try:
        return parse(code, plan.year_starts_in)
    except ValueError:
        return None


_COLUMNS = ("pk", "indicator_id", "period", "value", "numerator", "denominator", "state", "words", "known_at")


def observations_of(plan: Plan, keys: Collection[UUID], *, as_of: datetime) -> dict[UUID, list[vintages.Observation]]:
    """The newest vintage of each period known at an instant, of the whole (no area, no dimension).

    The plan of a year has what was observed of its indicators' parents in that year, without a copy of any row: one
    count of a thing serves both plans. Of two figures of one period the one known last counts, wherever it was given.
    One query; two for the plan of a year.
    """
    parents = parents_of(plan, keys)
    rows = (
        Observation.objects.filter(
            indicator__in={*keys, *parents.values()}, area=None, dimension="", known_at__lte=as_of
        )
        .order_by("indicator_id", "period", "-known_at", "-pk")
        .distinct("indicator_id", "period")
        .values_list(*_COLUMNS)
    )
    periods: dict[str, Period | None] = {}
    found: dict[UUID, list[vintages.Observation]] = defaultdict(list)
    for row in rows:
        if row[2] not in periods:
            periods[row[2]] = period_of(plan, row[2])
        period = periods[row[2]]
        if period is not None:
            found[row[1]].append(observation_value(period, row))
    for key, parent in parents.items():
        found[key] = _newest_of([*found.get(key, []), *within(plan, found.get(parent, []))])
    return found


def parents_of(plan: Plan, keys: Collection[UUID]) -> dict[UUID, UUID]:
    """The indicators these were made from, by theirs; nothing, and no query, for a plan that is not of one year."""
    if plan.parent_id is None:
        return {}
    rows = Indicator.objects.filter(pk__in=keys, parent__isnull=False).order_by()
    return {key: parent for key, parent in rows.values_list("pk", "parent_id") if parent is not None}


def within(plan: Plan, seen: Iterable[vintages.Observation]) -> list[vintages.Observation]:
    """Those of periods that lie in the years of a plan."""
    return [one for one in seen if plan.starts_on <= one.period.first_day and one.period.last_day <= plan.ends_on]


def _newest_of(seen: Iterable[vintages.Observation]) -> list[vintages.Observation]:
    newest = {one.period: one for one in sorted(seen, key=lambda one: (one.known_at, one.key))}
    return [newest[period] for period in sorted(newest)]


def observation_value(period: Period, row: tuple[Any, ...]) -> vintages.Observation:
    """One row of `_COLUMNS` as the rules take it."""
    key, _, _, value, top, bottom, state, words, known_at = row
    whole = None if value is None else Fraction(value)
    upper, lower = (None, None) if top is None or value is not None else (Fraction(top), Fraction(bottom))
    return vintages.Observation(period, whole, known_at, vintages.State(state), upper, lower, str(key), words)


def complete(plan: Plan, inputs: Inputs, targets: list[Target], points: Mapping[UUID, Points]) -> None:
    """Turn the rows into what the rules take; what is missing for a light is named in `gaps`."""
    inputs.measure, inputs.gaps = measure_of(plan, inputs.meaning)
    if inputs.measure is None:
        return
    aims = [(row, aim_of(plan, inputs, row, points.get(row.pk, []))) for row in targets]
    usable = [(row, aim) for row, aim in aims if aim is not None]
    if not usable:
        inputs.gaps += ("target" if not targets else "until",)
    inputs.rows = tuple(row for row, _ in usable)
    inputs.targets = tuple(TargetVersion(row.number, aim, row.decided_on, row.effective_on) for row, aim in usable)


def measure_of(plan: Plan, meaning: IndicatorVersion | None) -> tuple[Measure | None, tuple[str, ...]]:
    """The definition as the rules take it, and which of its fields are missing for a light."""
    if meaning is None or not meaning.kind:
        return None, ("kind",)
    kind = Kind(meaning.kind)
    measure = Measure(
        kind, Direction(meaning.direction or "none"), Nature(meaning.nature or "other"), Span(meaning.period or "year"),
        None if meaning.tolerance is None else Fraction(meaning.tolerance), meaning.lag_days or 0, meaning.grace_days,
        Fraction(meaning.factor), year_starts_in=plan.year_starts_in,
    )  # fmt: skip
    if measure.line.directed and not measure.direction.sign:
        return None, ("direction",)
    return measure, ()


def aim_of(plan: Plan, inputs: Inputs, target: Target, points: Points) -> Aim | None:
    """A target with its path; None while it has no date. Flows count from the plan's first day, levels from the
    end of the baseline's period."""
    measure, baseline = inputs.measure, inputs.baseline
    since = plan.starts_on - timedelta(days=1)
    from_baseline = baseline is not None and measure is not None and measure.kind not in FLOWS
    if baseline is not None and from_baseline:
        period = period_of(plan, baseline.period)
        since = since if period is None else period.last_day
    if target.due_on is None or measure is None or since >= target.due_on:
        return None
    low, value, high = (None if v is None else Fraction(v) for v in (target.low, target.value, target.high))
    return counted(measure, Aim(
        since, target.due_on, value, Fraction(baseline.value) if baseline is not None and from_baseline else None,
        low, high, path_of(measure, target.path_kind, points, (since, target.due_on)),
    ))  # fmt: skip


def path_of(measure: Measure, kind: str, points: Points, within: tuple[date, date]) -> Path:
    """The way to a target. Points of a flow are taken of one length beside the years, the shortest that is whole.

    On a seasonal path the parts of the first year give the weights. The years of an amount due anew every year stay
    its goals; those of a running total are split by the weights where they make up the whole time. A level has no
    amounts to split, and walks by its weights alone.
    """
    shape = Shape(kind) if kind in set(Shape) else Shape.LINEAR
    ordered = sorted(points, key=lambda point: (point[0].last_day, point[0].span.months))
    if shape is Shape.SEASONAL:
        return _seasonal(measure, ordered, within)
    if measure.line.rule is Rule.TOTAL:
        ordered = _of_one_length(measure, ordered, within)
    if shape is Shape.POINTS and not ordered:
        return Path()
    return Path(shape, tuple(ordered))


def _seasonal(measure: Measure, ordered: Points, within: tuple[date, date]) -> Path:
    weights = _weights(ordered)
    if not weights:
        return Path()
    years = [point for point in ordered if point[0].span is Span.YEAR]
    if measure.kind is Kind.PERIODIC_FLOW:
        return Path(Shape.SEASONAL, tuple(years), weights)
    if measure.line.rule is Rule.TOTAL and years and _covers(years, Span.YEAR, within):
        span = next(span for span in Span if span.months * len(weights) == 12)
        split = [(part, goal * w) for year, goal in years for part, w in zip(year.parts(span), weights, strict=True)]
        return Path(Shape.POINTS, tuple(split))
    return Path(Shape.SEASONAL, (), weights)


def _weights(points: Points) -> tuple[Fraction, ...]:
    """The shares of the first year's parts."""
    parts = [(period, value) for period, value in points if period.span is not Span.YEAR]
    if not parts:
        return ()
    finest = min((period.span for period, _ in parts), key=lambda span: span.months)
    first = [(p, v) for p, v in parts if p.span is finest][: 12 // finest.months]
    total = sum((value for _, value in first), Fraction(0))
    return tuple(value / total for _, value in first) if total and len(first) == 12 // finest.months else ()


def _of_one_length(measure: Measure, points: Points, within: tuple[date, date]) -> Points:
    """So that no amount is counted twice: years beside their parts would be. A flow that begins anew every year keeps
    its years as goals and one length of parts; a running total keeps one length only."""
    spans = sorted({period.span for period, _ in points}, key=lambda span: span.months)
    parts = [span for span in spans if span is not Span.YEAR]
    chosen = next((span for span in parts if _covers(points, span, within)), None)
    years = [point for point in points if point[0].span is Span.YEAR]
    if measure.kind is Kind.PERIODIC_FLOW:
        finer = [point for point in points if point[0].span is (chosen or (parts[-1] if parts else None))]
        return sorted([*years, *finer], key=lambda point: (point[0].last_day, point[0].span.months))
    if chosen is None:
        return years or [point for point in points if point[0].span is spans[-1]] if spans else []
    return [point for point in points if point[0].span is chosen]


def _covers(points: Points, span: Span, within: tuple[date, date]) -> bool:
    since, until = within
    inside = [p for p, _ in points if p.span is span and p.first_day > since and p.last_day <= until]
    days = sum((p.last_day - p.first_day).days + 1 for p in inside)
    return days == (until - since).days
