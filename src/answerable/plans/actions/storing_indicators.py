"""Indicators of a document: what they mean, where they start, what they are to reach and by which path."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from answerable.plans import sources
from answerable.plans.actions.breaking_down import bends
from answerable.plans.actions.storing_elements import code_fits
from answerable.plans.actions.storing_work import Filing
from answerable.plans.exchange.plan_document import IndicatorDocument, TargetDocument
from answerable.plans.exchange.spans import days_of, is_period
from answerable.plans.models import Baseline, Element, Indicator, IndicatorVersion, PathPoint, Target
from answerable.rules.measures import Kind
from answerable.rules.plan_periods import parse
from answerable.rules.problems import NotFound
from answerable.rules.trajectory import Shape

NATURES, DIRECTIONS = ("binding", "expected", "other"), ("up", "down", "none")
PERIODS = ("month", "quarter", "half", "year")
KINDS = frozenset(kind.value for kind in Kind)
SHAPES = frozenset(shape.value for shape in Shape)


@dataclass
class Known:
    """What the plan holds of its indicators already, by code."""

    rows: dict[str, Indicator]
    meanings: dict[str, IndicatorVersion]
    baselines: dict[str, Baseline]
    targets: dict[str, list[Target]]
    points: dict[tuple[str, str], PathPoint]


def file_indicators(
    filing: Filing, documents: Sequence[IndicatorDocument], elements: Mapping[str, Element]
) -> dict[str, Indicator]:
    """Every indicator of the plan by code, those of the document among them."""
    known = _known(filing)
    start = len(known.rows)
    for sequence, said in enumerate(documents, start):
        element = elements.get(said.element_code)
        if not code_fits(filing, said.code):
            continue
        if element is None:
            filing.report.say("store_nowhere", said.code, field="element_code", target=said.element_code)
            continue
        if not filing.unowned(known.rows.get(said.code), said.owner, said.code):
            _file(filing, known, said, element, sequence)
    for said in documents:  # what means something only now may still say what it is relative to
        meaning, other = known.meanings.get(said.code), known.rows.get(said.relative_to)
        if meaning is not None and meaning._state.adding and other is not None:
            meaning.relative_to = other
    filing.flush()
    _relate(filing, known, documents)
    return known.rows


def _known(filing: Filing) -> Known:
    rows = {row.code: row for row in filing.plan.indicators.select_related("element")}
    meanings = IndicatorVersion.objects.filter(indicator__plan=filing.plan, until=None).select_related("indicator")
    baselines = Baseline.objects.filter(indicator__plan=filing.plan).order_by("number").select_related("indicator")
    targets: dict[str, list[Target]] = {}
    for target in Target.objects.filter(indicator__plan=filing.plan).select_related("indicator").order_by("number"):
        targets.setdefault(target.indicator.code, []).append(target)
    points = PathPoint.objects.filter(target__indicator__plan=filing.plan).select_related("target__indicator")
    newest = {code: held[-1].pk for code, held in targets.items()}
    return Known(
        rows, {m.indicator.code: m for m in meanings}, {b.indicator.code: b for b in baselines}, targets,
        {(p.target.indicator.code, p.period): p for p in points if newest[p.target.indicator.code] == p.target_id},
    )  # fmt: skip


def _file(filing: Filing, known: Known, said: IndicatorDocument, element: Element, sequence: int) -> None:
    fresh = Indicator(
        plan=filing.plan, element=element, code=said.code, sequence=sequence, salt=secrets.token_bytes(16)
    )  # fmt: skip
    existing = known.rows.get(said.code)
    row = known.rows[said.code] = filing.put(existing, {"element": element}, fresh, said.code)
    values = _meaning(filing, said)
    meaning = IndicatorVersion(indicator=row, number=1, since=filing.work.now, **values)
    known.meanings[said.code] = filing.put(known.meanings.get(said.code), values, meaning, said.code)
    _file_baseline(filing, known, said, row)
    _file_target(filing, known, said, row)
    filing.left_out(
        said.code, notes=said.notes, reported_status=said.reported_status, value_chain=said.value_chain,
        measured_in=said.measured_in, nature_source=said.nature_source,
    )  # fmt: skip


def _meaning(filing: Filing, said: IndicatorDocument) -> dict[str, Any]:
    def known_code(value: str, codes: Sequence[str] | frozenset[str], field: str) -> str:
        if value and value not in codes:
            filing.report.say("store_not_kept", said.code, fields=f"{field}: {value}"[:120])
        return value if value in codes else ""

    return {
        **filing.names(said.name, said.code),
        **filing.names(said.unit, said.code, 80, "unit"),
        "kind": known_code(said.kind, KINDS, "kind"),
        "direction": known_code(said.direction, DIRECTIONS, "direction"),
        "nature": known_code(said.nature, NATURES, "nature"),
        "period": known_code(said.period, PERIODS, "period"),
        "tolerance": filing.number(said.tolerance, said.code),
        "lag_days": said.lag_days,
        "grace_days": said.grace_days or 0,
        "definition": said.definition.first(),
        "purpose": said.purpose,
        "calculation": said.calculation,
        "limitations": said.limitations,
        "data_source": said.data_source,
        "source_address": said.source_address[:500],
        "over_time": said.aggregation_over_time[:16],
        "over_areas": said.aggregation_over_areas[:16],
        "dimensions": [dimension[:64] for dimension in said.dimensions],
        "ranks": list(said.ranks),
        "factor": filing.number(said.factor, said.code) or Decimal(1),
        **_source(filing, said),
    }


def _source(filing: Filing, said: IndicatorDocument) -> dict[str, Any]:
    """What computes it, pinned as it is computed now; nothing, with a line for each reason, where it cannot stand.

    A document that names no source says nothing of one: what is pinned stays.
    """
    if not said.source:
        return {}
    given = {"category": said.source_category, "unit": said.source_unit, "area": said.source_area}
    params = {name: code for name, code in given.items() if code}
    try:
        wrong = sources.check_params(filing.plan.jurisdiction, said.source, params)
    except NotFound as unknown:
        wrong = list(unknown.problems)
    for problem in wrong:
        filing.report.say(problem.code, said.code, **problem.params)
    return {} if wrong else {"source": said.source, "source_params": sources.pin(said.source, params)}


def _file_baseline(filing: Filing, known: Known, said: IndicatorDocument, row: Indicator) -> None:
    value = filing.number(said.baseline.value, said.code)
    if value is None:
        filing.left_out(said.code, baseline=said.baseline.words)
        return
    period = filing.period(said.baseline.period, f"{said.code}: baseline")
    if not period:
        return
    values = {"period": period, "value": value, "words": said.baseline.words}
    fresh = Baseline(indicator=row, number=1, decided_at=filing.work.now, **values)
    known.baselines[said.code] = filing.put(known.baselines.get(said.code), values, fresh, said.code)


def _file_target(filing: Filing, known: Known, said: IndicatorDocument, row: Indicator) -> None:
    """The last of the targets is the target; earlier ones with a period are points of its path."""
    dated = sorted(said.targets, key=lambda t: _due(filing, t) or date.max)
    if not dated:
        return
    aim, *_ = reversed(dated)
    values = _aim(filing, said, aim)
    held = known.targets.get(said.code, [])
    if not values:
        return
    if held and filing.plan.state != "draft":
        _compare(filing, held[-1], values, said.code)
        target = held[-1]
    else:
        fresh = Target(
            indicator=row, number=1, decided_on=filing.decided_on, effective_on=filing.decided_on,
            decision=filing.decision, recorded_at=filing.work.now, **values,
        )  # fmt: skip
        target = filing.put(held[0] if held else None, values, fresh, said.code)
    _file_points(filing, known, said, dated[:-1], target)


def _aim(filing: Filing, said: IndicatorDocument, aim: TargetDocument) -> dict[str, Any]:
    value, low, high = (filing.number(n, said.code) for n in (aim.value, aim.low, aim.high))
    operator = aim.operator
    if value is None and (low is None) != (high is None):
        value, operator, low, high = (low, ">=", None, None) if high is None else (high, "<=", None, None)
    if value is not None and (low is not None or high is not None):
        filing.left_out(said.code, band_beside_value=True)
        low = high = None
    words = aim.words or aim.grade
    if value is None and low is None and not words:
        return {}
    if value is None and low is None:
        filing.report.say("store_words_only", said.code, words=words[:120])
    shape = said.path_kind if said.path_kind in SHAPES else "points" if _has_points(said) else "linear"
    return {"due_on": _due(filing, aim), "value": value, "low": low, "high": high, "operator": operator[:6],
            "words": words, "path_kind": shape}  # fmt: skip


def _has_points(said: IndicatorDocument) -> bool:
    earlier = [t for t in said.targets[:-1] if t.value is not None and is_period(t.period)]
    return bool(said.path or earlier)


def _due(filing: Filing, aim: TargetDocument) -> date | None:
    return aim.on or days_of(aim.period, filing.plan.year_starts_in)[1]


def _compare(filing: Filing, target: Target, values: Mapping[str, Any], code: str) -> None:
    """A published target is never touched here: the report says what the document asks instead."""
    other = sorted(name for name, value in values.items() if getattr(target, name) != value)
    if other:
        filing.report.say("store_target_differs", code, fields=", ".join(other))
    else:
        filing.report.same["target"] += 1


def _file_points(
    filing: Filing, known: Known, said: IndicatorDocument, earlier: Sequence[TargetDocument], target: Target
) -> None:  # fmt: skip
    wanted = {t.period: t.value for t in earlier if t.value is not None and is_period(t.period)}
    wanted |= {point.period: point.value for point in said.path}
    wanted = _unbent(filing, known, said.code, wanted, target)
    told = {point.period: point.stretch for point in said.path}
    for period, raw in wanted.items():
        value = filing.number(raw, said.code)
        if value is None or not filing.period(period, f"{said.code}: path"):
            continue
        words = told.get(period, "")
        fresh = PathPoint(target=target, period=period, value=value, stretch=words, recorded_at=filing.work.now)
        key = (said.code, period)
        if key not in known.points and not _may_add(filing, known, said.code, period, target):
            filing.report.say("store_target_differs", said.code, fields=f"path {period}")
            continue
        known.points[key] = filing.put(
            known.points.get(key), {"value": value, "stretch": words}, fresh, f"{said.code} {period}"
        )


def _unbent(
    filing: Filing, known: Known, code: str, wanted: dict[str, Decimal], target: Target
) -> dict[str, Decimal]:  # fmt: skip
    """What is left of the points for a published target when those are new that would bend its path: none of them."""
    if filing.plan.state == "draft" or target._state.adding:
        return wanted
    fresh = {parse(period, filing.plan.year_starts_in): value for period, value in wanted.items()
             if (code, period) not in known.points and is_period(period)}  # fmt: skip
    problems = bends(known.rows[code], filing.work.now, target, fresh) if fresh else []
    for problem in problems:
        filing.report.say("store_path_bent", code, **problem.params)
    return wanted if not problems else {p: v for p, v in wanted.items() if (code, p) in known.points}


def _may_add(filing: Filing, known: Known, code: str, period: str, target: Target) -> bool:
    """A published path is only broken down: a point lies within a longer one that is there already."""
    if filing.plan.state == "draft" or target._state.adding:
        return True
    part = parse(period, filing.plan.year_starts_in)
    wholes = (parse(held, filing.plan.year_starts_in) for other, held in known.points if other == code)
    return any(whole.covers(part) and whole.span.months > part.span.months for whole in wholes)


def _relate(filing: Filing, known: Known, documents: Sequence[IndicatorDocument]) -> None:
    """Relative indicators point at another, once all are there."""
    for said in documents:
        meaning, other = known.meanings.get(said.code), known.rows.get(said.relative_to)
        if meaning is None or not said.relative_to or (other is not None and meaning.relative_to_id == other.pk):
            continue
        if other is None:
            filing.report.say("store_nowhere", said.code, field="relative_to", target=said.relative_to)
        elif filing.plan.state == "draft":
            filing.work.set(meaning, relative_to=other)
        else:
            filing.report.say("store_differs", said.code, noun="indicatorversion", fields="relative_to")
