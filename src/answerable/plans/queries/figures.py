"""The figures of a plan as of any instant: every indicator with its lights, targets, forecasts and who answers.

The computed part comes from what was kept (`queries.kept`) where its stamp still names the same inputs, and is
computed here where it does not: the answer is the same, only later. How many queries are sent does not depend on how
many indicators a plan has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from answerable.plans.models import (
    Baseline,
    Element,
    Indicator,
    IndicatorVersion,
    KeptAssessment,
    LagNotice,
    Likelihood,
    Observation,
    Override,
    PathPoint,
    Plan,
    Target,
)
from answerable.plans.queries import kept, remembered
from answerable.plans.queries.answering import answering
from answerable.plans.queries.assessing import Assessment, assess
from answerable.plans.queries.delivering import Deliveries, deliveries
from answerable.plans.queries.figure_values import Figure
from answerable.plans.queries.inputs import Inputs, aim_of, inputs_of, measure_of, parents_of
from answerable.rules.forecasts import Forecast, bottom_up
from answerable.rules.measures import KINDS, Kind, Rule

__all__ = ["Figure", "assessments_to_keep", "computed", "explained", "figure", "figures", "local", "stamps_of"]

# What no list shows and no light needs; read when asked for.
WORDY = (
    "definition", "purpose", "calculation", "limitations", "data_source", "source_address", "reason", "decision",
    "ranks", "dimensions", "source_params", "over_time", "over_areas",
)  # fmt: skip


def figures(plan: Plan, *, as_of: datetime, codes: Collection[str] | None = None) -> dict[UUID, Figure]:
    """Every indicator of a plan (or those of these codes) in the plan's order, as known at an instant.

    Treat what comes back as values: figures of a whole plan are shared while nothing has changed (`remembered`).
    """
    at = local(plan, as_of)
    if codes is not None:
        return _figures(plan, codes, at)
    stamp = remembered.stamp_of(plan, at)
    found: dict[UUID, Figure] | None = remembered.recall(plan, stamp)
    if found is None:
        found = _figures(plan, None, at)
        remembered.remember(plan, stamp, found)
    return dict(found)


def _figures(plan: Plan, codes: Collection[str] | None, at: datetime) -> dict[UUID, Figure]:
    rows = _indicators(plan, codes)
    meanings = _meanings(rows, at)
    targets = _targets(rows, at)
    work = deliveries(plan, as_of=at)
    found = _assessments(plan, rows, meanings, targets, work, at)
    beside = _Beside(plan, rows, at)
    return {
        key: _figure(row, meanings.get(key), targets.get(key, []), found[key], work, beside)
        for key, row in rows.items()
    }  # fmt: skip


def figure(plan: Plan, code: str, *, as_of: datetime) -> tuple[Figure, Inputs] | None:
    """One indicator with its whole explanation (`assessment.status.steps`) and what it was made of; None if unknown."""
    found = next(iter(figures(plan, as_of=as_of, codes=[code]).values()), None)
    if found is None:
        return None
    at = local(plan, as_of)
    inputs = inputs_of(plan, [found.indicator], as_of=at)[found.indicator.pk]
    whole = explained(inputs, deliveries(plan, as_of=at), at)
    return replace(found, assessment=whole), inputs


def local(plan: Plan, at: datetime) -> datetime:
    """The instant on the plan's clock: the rules read "today" off it."""
    return at.astimezone(ZoneInfo(plan.jurisdiction.timezone))


def explained(inputs: Inputs, work: Deliveries, at: datetime) -> Assessment:
    """The computed part with every number used."""
    due = inputs.targets[0].aim.until if inputs.targets else None
    delivered = inputs.measure is not None and inputs.measure.line.rule is Rule.DELIVERY and due is not None
    delivery = work.delivery_of(inputs.indicator.pk, due) if delivered and due is not None else None
    return assess(inputs, as_of=at, delivery=delivery)


def _indicators(plan: Plan, codes: Collection[str] | None) -> dict[UUID, Indicator]:
    rows = Indicator.objects.filter(plan=plan)
    found = {row.pk: row for row in (rows if codes is None else rows.filter(code__in=codes))}
    elements = Element.objects.in_bulk({row.element_id for row in found.values()})
    for row in found.values():
        row.plan, row.element = plan, elements[row.element_id]
    return found


def _meanings(rows: Mapping[UUID, Indicator], at: datetime) -> dict[UUID, IndicatorVersion]:
    held = IndicatorVersion.objects.filter(Q(until=None) | Q(until__gt=at), indicator__in=rows, since__lte=at)
    return {meaning.indicator_id: meaning for meaning in held.order_by("number").defer(*WORDY)}


def _targets(rows: Mapping[UUID, Indicator], at: datetime) -> dict[UUID, list[Target]]:
    found: dict[UUID, list[Target]] = {key: [] for key in rows}
    for target in Target.objects.filter(indicator__in=rows, recorded_at__lte=at).order_by("number").defer("decision"):
        found[target.indicator_id].append(target)
    return found


def _assessments(
    plan: Plan, rows: Mapping[UUID, Indicator], meanings: Mapping[UUID, IndicatorVersion],
    targets: Mapping[UUID, list[Target]], work: Deliveries, at: datetime,
) -> dict[UUID, Assessment]:  # fmt: skip
    stamps = stamps_of(plan, rows, meanings, targets, at)
    found = {
        key: kept.read(body, as_of=at, year_starts_in=plan.year_starts_in)
        for key, stamp, body in KeptAssessment.objects.filter(indicator__in=rows, day=at.date()).values_list(
            "indicator_id", "stamp", "body"
        )
        if stamps.get(key) == stamp
    }
    fresh = computed(plan, [row for key, row in rows.items() if key not in found], work, at)
    return found | fresh


def computed(plan: Plan, rows: Iterable[Indicator], work: Deliveries, at: datetime) -> dict[UUID, Assessment]:
    """Assessments made here and now, with their explanations."""
    wanted = list(rows)
    inputs = inputs_of(plan, wanted, as_of=at) if wanted else {}
    return {key: explained(one, work, at) for key, one in inputs.items()}


def assessments_to_keep(plan: Plan, *, now: datetime) -> tuple[date, dict[UUID, tuple[str, Assessment]]]:
    """The day, and each assessment whose kept one is of other inputs or another day, with its stamp."""
    at = local(plan, now)
    rows = _indicators(plan, None)
    stamps = stamps_of(plan, rows, _meanings(rows, at), _targets(rows, at), at)
    held = KeptAssessment.objects.filter(indicator__in=rows, day=at.date()).values_list("indicator_id", "stamp")
    same = {key for key, stamp in held if stamps.get(key) == stamp}
    stale = [row for key, row in rows.items() if key in stamps and key not in same]
    found = computed(plan, stale, deliveries(plan, as_of=at), at) if stale else {}
    return at.date(), {key: (stamps[key], assessment) for key, assessment in found.items()}


def stamps_of(
    plan: Plan, rows: Mapping[UUID, Indicator], meanings: Mapping[UUID, IndicatorVersion],
    targets: Mapping[UUID, list[Target]], at: datetime,
) -> dict[UUID, str]:  # fmt: skip
    """What each assessment is made from, as a stamp; none for what follows from tasks, which is never kept."""
    others = {meaning.relative_to_id for meaning in meanings.values() if meaning.relative_to_id}
    parents = parents_of(plan, {*rows, *others})
    seen = {*rows, *others, *parents.values()}
    observed = _counted(Observation.objects.filter(indicator__in=seen, known_at__lte=at))
    observed = Counter({key: observed[key] + (observed[parents[key]] if key in parents else 0) for key in seen})
    baselines = _counted(Baseline.objects.filter(indicator__in=rows, decided_at__lte=at))
    points = _counted_points(rows, at)
    return {
        key: kept.Counters(
            plan.version, row.version, str(meanings[key].pk), observed[key], len(targets.get(key, [])), points[key],
            baselines[key], observed[meanings[key].relative_to_id or key],
            int(row.ended_at is not None and row.ended_at <= at),
        ).stamp
        for key, row in rows.items()
        if key in meanings and _keepable(meanings[key])
    }  # fmt: skip


def _keepable(meaning: IndicatorVersion) -> bool:
    return bool(meaning.kind) and KINDS[Kind(meaning.kind)].rule is not Rule.DELIVERY


def _counted(rows) -> Counter[UUID]:  # type: ignore[no-untyped-def]
    counted = rows.order_by().values_list("indicator_id").annotate(Count("pk"))
    return Counter(dict(counted))


def _counted_points(keys: Collection[UUID], at: datetime) -> Counter[UUID]:
    known = PathPoint.objects.filter(target__indicator__in=keys, recorded_at__lte=at).order_by()
    return Counter(dict(known.values_list("target__indicator").annotate(Count("pk"))))


class _Beside:
    """What people say beside the computed figures, by indicator: one query each for all of them."""

    def __init__(self, plan: Plan, rows: Mapping[UUID, Indicator], at: datetime) -> None:
        keys = list(rows)
        self.answers = answering(plan.jurisdiction, keys, now=at)
        given = Override.objects.filter(indicator__in=keys, made_at__lte=at, until__gte=at.date())
        standing = given.filter(Q(ended_at=None) | Q(ended_at__gt=at)).select_related("made_by")
        self.overrides = {row.indicator_id: row for row in standing.order_by("made_at", "pk")}
        judged = Likelihood.objects.filter(indicator__in=keys, judged_at__lte=at).select_related("judged_by")
        self.likelihoods = {row.indicator_id: row for row in judged.order_by("judged_at", "pk")}
        sent = LagNotice.objects.filter(indicator__in=keys, sent_at__lte=at).select_related("post")
        self.notices = {row.indicator_id: row for row in sent.order_by("sent_at", "pk")}
        parents = parents_of(plan, keys)
        read = {*keys, *parents.values()}
        invented = Observation.objects.filter(indicator__in=read, simulated=True, known_at__lte=at).order_by()
        named = set(invented.values_list("indicator_id", flat=True).distinct())
        self.simulated = {key for key in keys if key in named or parents.get(key) in named}


def _figure(
    row: Indicator, meaning: IndicatorVersion | None, targets: list[Target], found: Assessment, work: Deliveries,
    beside: _Beside,
) -> Figure:  # fmt: skip
    current = next((target for target in targets if target.number == found.in_force), None)
    return Figure(
        row, meaning, found, current or (targets[-1] if targets else None), targets[0] if targets else None,
        _bottom_up(row, meaning, current, found, work), beside.overrides.get(row.pk), beside.likelihoods.get(row.pk),
        beside.notices.get(row.pk), beside.answers.get(row.pk), work.next_of(row.pk), row.pk in beside.simulated,
    )  # fmt: skip


def _bottom_up(
    row: Indicator, meaning: IndicatorVersion | None, current: Target | None, found: Assessment, work: Deliveries
) -> Forecast | None:
    """What was reached and what open tasks will add by the schedule; only where tasks say what they add."""
    parts = work.deliverables_of(row.pk)
    if not parts or meaning is None or current is None or current.due_on is None or current.value is None:
        return None
    inputs = Inputs(row, meaning, measure_of(row.plan, meaning)[0])
    aim = aim_of(row.plan, inputs, current, []) if inputs.measure is not None else None
    if inputs.measure is None or aim is None or inputs.measure.line.rule not in (Rule.TOTAL, Rule.LEVEL):
        return None
    return bottom_up(inputs.measure, aim, found.status.value or Fraction(0), parts)
