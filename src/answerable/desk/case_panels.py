"""The panels of a case's page beside its acts: whose it is, parts, time, joined cases, and who is out of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from answerable.cases import queries
from answerable.cases.models import Assignment, Case, Clock, Deferral, Interest, Objection, Wait
from answerable.cases.queries import SlowPart
from answerable.cases.queries.access import SEES_ALL
from answerable.organisation import queries as organisation
from answerable.organisation.models import DispatchRow, Rung, Unit
from answerable.rules.access import Actor


@dataclass(frozen=True)
class CaseLink:
    """Another case by its number; `opens` when this reader may see it."""

    case: Case
    opens: bool


@dataclass(frozen=True)
class Ruled:
    """A ruling on another case like this one."""

    ruling: Any
    link: CaseLink


@dataclass(frozen=True)
class Whose:
    """An open dispute: what is said against what, the rung it stands on and its clock, and how it was ruled before."""

    dispute: Any
    objects: bool
    lead: Unit
    candidates: list[Assignment]
    suggested: Unit | None
    rung: Rung
    last: bool
    clock: Clock | None
    row: DispatchRow | None
    precedents: list[Ruled]


@dataclass(frozen=True)
class Parts:
    """Parts of other units, those the reader's eye must meet first on top; `slow` is the link that costs most."""

    running: list[Assignment]
    copies: list[Assignment]
    slow: SlowPart | None


@dataclass(frozen=True)
class Time:
    """A new date asked for with who may decide, the decisions so far, and the citizen's answer that is waited for."""

    asked: Deferral | None
    deciders: list[Unit]
    decided: list[Deferral]
    wait: Wait | None


@dataclass(frozen=True)
class Joined:
    """The case this one was joined to, those joined to it, and the one whose verdict counts for this one."""

    into: CaseLink | None
    others: list[CaseLink]
    verdict: CaseLink


def links(actor: Actor, cases: Iterable[Case]) -> dict[UUID, CaseLink]:
    """Cases as links that open only for who may see them."""
    cases = list(cases)
    seen = set(queries.visible_to(actor).filter(pk__in=[case.pk for case in cases]).values_list("pk", flat=True))
    return {case.pk: CaseLink(case, case.pk in seen) for case in cases}


def whose(case: Case, actor: Actor) -> Whose | None:
    """None without an open dispute."""
    page = queries.dispute_page(case)
    if page is None:
        return None
    ladder = organisation.rulebook(case.jurisdiction).ladder
    return Whose(
        dispute=page.dispute,
        objects=isinstance(page.dispute, Objection),
        lead=case.lead_unit,
        candidates=page.candidates,
        suggested=page.suggested,
        rung=ladder[page.dispute.rung - 1],
        last=page.dispute.rung == len(ladder),
        clock=case.clocks.filter(kind="ruling", stopped_at=None).first(),
        row=queries.row_in_question(case),
        precedents=ruled(actor, page.precedents),
    )


def ruled(actor: Actor, rulings: list[Any]) -> list[Ruled]:
    """Precedents this reader may read: of public cases, and of those the reader may see."""
    found = links(actor, (ruling.case for ruling in rulings))
    pairs = ((ruling, found[ruling.case_id]) for ruling in rulings)
    return [Ruled(ruling, link) for ruling, link in pairs if link.opens or ruling.case.public]


def parts(case: Case, now: datetime) -> Parts:
    rows = case.assignments.filter(until=None, role__in=("assist", "copy")).select_related(
        "unit", "after__unit", "carried_to__case", "case__category"
    )
    ordered = list(rows.order_by("due_at"))
    running = [part for part in ordered if part.role == "assist"]
    return Parts(running, [part for part in ordered if part.role == "copy"], queries.slow_part(case, now=now))


def time(case: Case, now: datetime) -> Time:
    rows = list(case.deferrals.select_related("unit", "post__unit", "decided_by__unit").order_by("-asked_at"))
    asked = next((row for row in rows if row.decided_at is None), None)
    return Time(
        asked=asked,
        deciders=queries.deciders(case, asked, now=now) if asked is not None else [],
        decided=[row for row in rows if row.decided_at is not None],
        wait=case.waits.filter(answered_at=None, until__gt=now).first(),
    )


def joined(case: Case, actor: Actor) -> Joined | None:
    """None for a case that has nothing to do with another."""
    others = list(case.joined.order_by("opened_at"))
    verdict = queries.verdict_case(case)
    found = links(actor, [verdict, *others, *([case.merged_into] if case.merged_into else [])])
    into = found[case.merged_into.pk] if case.merged_into else None
    return Joined(into, [found[other.pk] for other in others], found[verdict.pk]) if into or others else None


def out_of_it(case: Case, actor: Actor) -> list[Interest]:
    """Whom the case is a complaint about, for the hotline, leaders and the unit that leads; for nobody else."""
    if not (actor.roles & SEES_ALL or queries.may_see_person(case, actor)):
        return []
    return list(case.interests.select_related("unit", "post", "flagged_by__unit").order_by("since"))
