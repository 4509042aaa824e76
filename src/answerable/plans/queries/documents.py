"""A stored plan as plain values again: what is published as a snapshot and written to every format."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from answerable.plans.exchange.naming import NOBODY, Answering, Names
from answerable.plans.exchange.plan_document import (
    Baseline,
    DependencyDocument,
    ElementDocument,
    IndicatorDocument,
    ItemDocument,
    MilestoneDocument,
    ObservationDocument,
    PathPoint,
    PlanDocument,
    Relation,
    TargetDocument,
    TaskDocument,
)
from answerable.plans.exchange.plan_json import plain_number
from answerable.plans.models import Accountability, Indicator, IndicatorLink, Observation, Plan, Task
from answerable.plans.models.accountability import CONTRIBUTOR, STEWARD
from answerable.plans.queries.whole import Whole, whole_plan


def document_of(plan: Plan, *, now: datetime, observations: bool = True) -> PlanDocument:
    """The plan as it stands at an instant, with the newest figure of each period known then, in the plan's order."""
    whole = whole_plan(plan, now=now)
    seen = _observations(plan, now) if observations else {}
    related = _relations(plan, now)
    return PlanDocument(
        code=plan.code, name=_names(plan), description=_names(plan, "description"), starts_on=plan.starts_on,
        ends_on=plan.ends_on, year_starts_in=plan.year_starts_in, source=plan.source, elements=_elements(whole),
        indicators=tuple(
            replace(_indicator(whole, row, seen.get(row.pk, ())), relations=tuple(related[row.pk]))
            for row in whole.indicators.values()
        ),
        tasks=_tasks(whole), items=_items(whole),
    )  # fmt: skip


def _names(row: Any, column: str = "name") -> Names:
    return Names(*(getattr(row, f"{column}_{language}") for language in ("zh_hant", "en", "zh_hans")))


def _number(value: Decimal | None) -> Decimal | None:
    """Without the noughts a column adds, so that the same number is spelled the same."""
    return None if value is None else Decimal(plain_number(value))


def _who(row: Accountability | None) -> Answering:
    return NOBODY if row is None else Answering(row.post.code, _names(row.post.unit), "", row.words)


def _people(whole: Whole, subject: UUID) -> dict[str, Any]:
    return {
        "owner": _who(whole.owner(subject)),
        "contributors": tuple(_who(row) for row in whole.posts(subject, CONTRIBUTOR)),
    }


def _elements(whole: Whole) -> tuple[ElementDocument, ...]:
    return tuple(
        ElementDocument(
            row.code, whole.elements[row.parent_id].code if row.parent_id else "", row.level, _names(row),
            _names(row, "description"), owner=_who(whole.owner(row.pk)),
        )
        for row in whole.elements.values()
        if row.withdrawn_at is None or row.withdrawn_at > whole.now
    )  # fmt: skip


def _indicator(whole: Whole, row: Indicator, seen: tuple[ObservationDocument, ...] | list[ObservationDocument]) -> Any:
    meaning, baseline, target = whole.meanings.get(row.pk), whole.baselines.get(row.pk), whole.targets.get(row.pk)
    fields: dict[str, Any] = _people(whole, row.pk)
    fields["steward"] = _who(next(iter(whole.posts(row.pk, STEWARD)), None))
    if meaning is not None:
        fields |= _meaning(meaning)
    if baseline is not None:
        fields["baseline"] = Baseline(baseline.period, _number(baseline.value), baseline.words)
    if target is not None:
        fields["targets"] = (TargetDocument(
            on=target.due_on, value=_number(target.value), low=_number(target.low), high=_number(target.high),
            operator=target.operator, words=target.words,
        ),)  # fmt: skip
        fields["path_kind"] = target.path_kind
        fields["path"] = tuple(
            PathPoint(p.period, Decimal(plain_number(p.value)), p.stretch) for p in whole.path_of(row.pk)
        )
    return IndicatorDocument(code=row.code, element_code=row.element.code, observations=tuple(seen), **fields)


def _meaning(meaning: Any) -> dict[str, Any]:
    text = ("purpose", "calculation", "limitations", "data_source", "source_address", "kind", "direction", "nature",
            "period", "lag_days", "grace_days")  # fmt: skip
    pinned = {name: str(meaning.source_params.get(name) or "") for name in ("category", "unit", "area")}
    return {name: getattr(meaning, name) for name in (*text, "source")} | {
        **{f"source_{name}": code for name, code in pinned.items()},
        "name": _names(meaning),
        "unit": _names(meaning, "unit"),
        "definition": Names(meaning.definition, "", ""),
        "tolerance": _number(meaning.tolerance),
        "aggregation_over_time": meaning.over_time,
        "aggregation_over_areas": meaning.over_areas,
        "dimensions": tuple(meaning.dimensions),
        "ranks": tuple(meaning.ranks),
        "factor": _number(meaning.factor),
        "relative_to": meaning.relative_to.code if meaning.relative_to else "",
    }


def _relations(plan: Plan, now: datetime) -> dict[UUID, list[Relation]]:
    """How each indicator stands to others; one it contributes to has no word in the document."""
    found: dict[UUID, list[Relation]] = defaultdict(list)
    rows = IndicatorLink.objects.filter(indicator__plan=plan, linked_at__lte=now, removed_at=None)
    for row in rows.select_related("other").order_by("other__sequence", "other__code"):
        kind = "" if row.kind == "contributes" else row.kind
        found[row.indicator_id].append(Relation(kind, row.other.code, description=row.words))
    return found


def _observations(plan: Plan, now: datetime) -> dict[UUID, list[ObservationDocument]]:
    found: dict[UUID, list[ObservationDocument]] = defaultdict(list)
    rows = Observation.objects.filter(indicator__plan=plan, area=None, known_at__lte=now)
    newest = rows.order_by("indicator_id", "period", "dimension", "-known_at", "-pk")
    for row in newest.distinct("indicator_id", "period", "dimension"):
        found[row.indicator_id].append(ObservationDocument(
            row.period, _number(row.value), _number(row.numerator), _number(row.denominator), row.state, row.dimension,
            row.known_at, row.source_address, row.words,
        ))  # fmt: skip
    return found


def _tasks(whole: Whole) -> tuple[TaskDocument, ...]:
    waits: dict[UUID, list[DependencyDocument]] = defaultdict(list)
    for link in whole.dependencies:
        lag = Decimal(plain_number(link.lag_days))
        waits[link.after_id].append(DependencyDocument(link.before.code, link.kind, lag))
    nodes: dict[UUID | None, list[Task]] = defaultdict(list)
    for row in whole.tasks.values():
        if row.kind == "milestone":
            nodes[row.parent_id].append(row)
    made = [
        _task(whole, row, waits, nodes[row.pk]) for row in whole.tasks.values()
        if row.kind != "milestone" and row.state != "cancelled"
    ]  # fmt: skip
    return tuple(made)


def _task(whole: Whole, row: Task, waits: Mapping[UUID, list[DependencyDocument]], nodes: list[Task]) -> TaskDocument:
    return TaskDocument(
        code=row.code, element_code=row.element.code if row.element else "",
        indicator_code=row.indicator.code if row.indicator else "", kind=row.kind, name=_names(row),
        description=_names(row, "description"), starts_on=row.starts_on, ends_on=row.due_on,
        duration_days=_number(row.duration_days), optimistic_days=_number(row.optimistic_days),
        pessimistic_days=_number(row.pessimistic_days), adds=_number(row.adds), acceptance=row.standard,
        acceptor=Answering(row.acceptor.code) if row.acceptor else NOBODY, depends_on=tuple(waits.get(row.pk, ())),
        milestones=tuple(_milestone(whole, node, waits) for node in nodes if node.state != "cancelled"),
        **_people(whole, row.pk),
    )  # fmt: skip


def _milestone(whole: Whole, row: Task, waits: Mapping[UUID, list[DependencyDocument]]) -> MilestoneDocument:
    return MilestoneDocument(
        code=row.code, name=_names(row), due_on=row.due_on, acceptance=row.standard, owner=_who(whole.owner(row.pk)),
        acceptor=Answering(row.acceptor.code) if row.acceptor else NOBODY, depends_on=tuple(waits.get(row.pk, ())),
    )  # fmt: skip


def _items(whole: Whole) -> tuple[ItemDocument, ...]:
    links: dict[UUID, list[str]] = defaultdict(list)
    for link in whole.links:
        end = link.element or link.indicator or link.task
        if end is not None:
            links[link.item_id].append(end.code)
    return tuple(
        ItemDocument(
            row.code, row.kind, _names(row), row.year, row.reference, row.address, _number(row.amount), row.currency,
            tuple(sorted(links[row.pk])),
        )
        for row in whole.items
    )  # fmt: skip
