"""Disputes: the rungs of the ladder with how many cases stand on each, precedents, and what a ruling looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case as Choice
from django.db.models import Count, Exists, F, OuterRef, Q, Value, When

from answerable.cases.models import Assignment, Case, Consultation, Objection
from answerable.cases.queries.access import visible_to
from answerable.organisation import queries as organisation
from answerable.organisation.models import DispatchRow, Jurisdiction, Unit
from answerable.rules.access import Actor
from answerable.rules.disputes import default_lead

Ruling = Objection | Consultation


@dataclass(frozen=True)
class RungCount:
    """A rung of the ladder, who rules there, and how many open disputes wait there; `overdue` past its limit."""

    level: int
    name: str
    unit: Unit
    count: int
    overdue: int


def ladder(jurisdiction: Jurisdiction, *, now: datetime | None = None) -> list[RungCount]:
    """Every rung with its count, the lowest first. Counts only: it is public (8.2(19))."""
    counts: dict[int, list[int]] = {}
    late = Q(case__clocks__kind="ruling", case__clocks__stopped_at=None, case__clocks__due_at__lt=now)
    for model in (Objection, Consultation):
        open_ones = model._default_manager.filter(ruled_at=None, case__jurisdiction=jurisdiction)
        open_ones = open_ones.exclude(case__state="closed")
        past = Count("pk", filter=late, distinct=True) if now is not None else Count("pk", filter=Q(pk=None))
        for row in open_ones.values("rung").annotate(n=Count("pk", distinct=True), past=past):
            found = counts.setdefault(row["rung"], [0, 0])
            found[0] += row["n"]
            found[1] += row["past"]
    rungs = organisation.rulebook(jurisdiction).ladder
    return [RungCount(r.level, r.name, r.unit, *counts.get(r.level, (0, 0))) for r in rungs]


def on_rung(actor: Actor, level: int, *, limit: int = 100) -> list[Case]:
    """The cases whose dispute stands on this rung, of those the actor may see, the oldest first."""
    waits = {"case": OuterRef("pk"), "ruled_at": None, "rung": level}
    disputed = Exists(Objection.objects.filter(**waits)) | Exists(Consultation.objects.filter(**waits))
    return list(visible_to(actor).exclude(state="closed").filter(disputed).order_by("opened_at")[:limit])


def row_in_question(case: Case) -> DispatchRow | None:
    """The row of the catalogue that had named the unit that leads now: what upholding its objection must say."""
    row = case.dispatch_row
    return row if row is not None and row.unit_id == case.lead_unit_id else None


def precedents(case: Case, *, limit: int = 5) -> list[Ruling]:
    """Rulings on the same matter, those of the same place first, then the newest.

    The same matter is the case's category; the place counts by the path of areas it lies in.
    """
    book = organisation.rulebook(case.jurisdiction)
    path = book.area_path(case.area.code) if case.area else ()
    near = [When(case__area__code=code, then=Value(n)) for n, code in enumerate(path)]
    order = [*([Choice(*near, default=Value(len(near)))] if near else []), F("ruled_at").desc()]
    found: list[Ruling] = []
    for model in (Objection, Consultation):
        ruled = model._default_manager.filter(
            case__jurisdiction=case.jurisdiction, case__category__code=case.category.code, ruled_at__isnull=False
        ).exclude(case=case)
        ruled = ruled.filter(case__interests=None)  # a complaint about somebody is read by few
        ruled = ruled.exclude(named_unit=None).select_related("case__area", "unit", "named_unit", "ruled_by__unit")
        found += ruled.order_by(*order)[:limit]
    return sorted(found, key=lambda ruling: (_distance(ruling, path), -_when(ruling)))[:limit]


def _distance(ruling: Ruling, path: Sequence[str]) -> int:
    area = ruling.case.area.code if ruling.case.area else ""
    return path.index(area) if area in path else len(path) + 1


def _when(ruling: Ruling) -> float:
    return ruling.ruled_at.timestamp() if ruling.ruled_at else 0.0


@dataclass(frozen=True)
class DisputePage:
    """What stands against what: the dispute, every unit that answers for it with its view, and how it was ruled before.

    `suggested` is who leads by default when several say it is theirs (WF 24: the department above).
    """

    dispute: Ruling
    candidates: list[Assignment]
    precedents: list[Ruling]
    suggested: Unit | None


def dispute_page(case: Case) -> DisputePage | None:
    """The open dispute of a case, or None."""
    objection = case.objections.filter(ruled_at=None).select_related("unit", "proposed_unit", "reason_code").first()
    dispute = objection or case.consultations.filter(ruled_at=None).select_related("unit").first()
    if dispute is None:
        return None
    roles = ("candidate",) if objection is not None else ("lead", "candidate")  # asked before anybody was sent it
    named = case.assignments.filter(role__in=roles, until=None).select_related("unit").order_by("since", "pk")
    candidates = list(named)
    willing = [(part.unit.code, part.unit.kind) for part in candidates if part.stance == "lead"]
    lead = default_lead(willing)
    unit = next((part.unit for part in candidates if part.unit.code == lead), None)
    return DisputePage(dispute, candidates, precedents(case), unit)


def past_rulings(case: Case) -> list[Ruling]:
    """The rulings on this case, newest first."""
    found: list[Ruling] = [*case.objections.exclude(ruled_at=None).select_related("unit", "named_unit", "ruled_by")]
    found += case.consultations.exclude(ruled_at=None).select_related("unit", "named_unit", "ruled_by")
    return sorted(found, key=_when, reverse=True)


def promotable(case: Case) -> list[Ruling]:
    """Rulings on this case that named a unit and did not change the catalogue yet: they may become a row of it."""
    free = [one for one in past_rulings(case) if one.promoted_at is None and one.catalogue in ("", "kept")]
    return [one for one in free if one.named_unit is not None]
