"""Matters put off, supervised cases, parts and the link that makes them slow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from answerable.cases.models import Assignment, Case, Deferral
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction, Unit
from answerable.rules.deferral import may_grant
from answerable.rules.parts import Span, slow_link


@dataclass(frozen=True)
class SlowPart:
    """The part that waits, the part it waits for, and by how many hours everything would be done sooner without."""

    part: Assignment
    after: Assignment
    hours: float


def parked_cases(jurisdiction: Jurisdiction) -> QuerySet[Deferral]:
    """掛賬: what cannot be solved now and is public, with its date; what comes up soonest first."""
    parked = Deferral.objects.filter(
        kind="parking", granted=True, reviewed_at=None, case__jurisdiction=jurisdiction, case__public=True
    )
    parked = parked.exclude(case__state="closed")
    parked = parked.select_related(
        "case__category", "case__area", "case__lead_unit__head_post", "unit", "decided_by__unit"
    )
    return parked.defer("case__area__boundary", "case__category__synonyms").order_by("until", "case__number")


def supervised_cases(jurisdiction: Jurisdiction) -> QuerySet[Case]:
    """督辦: open cases under supervision, the longest first."""
    cases = Case.objects.filter(jurisdiction=jurisdiction, supervised_at__isnull=False).exclude(state="closed")
    return cases.order_by("supervised_at")


def deciders(case: Case, deferral: Deferral, *, now: datetime) -> list[Unit]:
    """The units whose head may decide what was asked for: the unit itself where it may, then those above it."""
    book = organisation.rulebook(case.jurisdiction)
    lead = case.lead_unit.code
    before = case.deferrals.filter(kind="extension", granted=True).count()
    named = set(case.assignments.filter(role="candidate", until=None).values_list("unit__code", flat=True))
    allowed, late = int(book.limit("extensions")), now >= case.due_at

    def may(code: str) -> bool:
        return code in book.units and not may_grant(
            deferral.kind, extensions_before=before, allowed=allowed, within=code == lead, above=code != lead,
            late=late, named=code in named,
        )  # fmt: skip

    return [book.units[code] for code in (lead, *book.above(lead)) if may(code)]


def slow_part(case: Case, *, now: datetime) -> SlowPart | None:
    """Which link "after" between the parts of a case costs the most time, or None when none does."""
    parts = {str(part.pk): part for part in case.assignments.filter(role="assist", until=None).select_related("unit")}
    spans = [
        Span(
            key,
            part.since,
            (part.due_at or now) - (part.after.due_at if part.after and part.after.due_at else part.since),
            str(part.after_id or ""),
            part.reported_at,
        )
        for key, part in parts.items()
    ]
    link = slow_link(spans)
    if link is None:
        return None
    return SlowPart(parts[link.key], parts[link.after], round(link.saves.total_seconds() / 3600, 1))


def verdict_case(case: Case) -> Case:
    """The case whose verdict counts for this one: itself, or the one it was joined to, along the whole way."""
    seen = {case.pk}
    while case.merged_into is not None and case.merged_into.pk not in seen:
        case = case.merged_into
        seen.add(case.pk)
    return case
