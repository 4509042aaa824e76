"""What the dispatcher weighs: candidate units side by side, each with its reason, its rule and its precedents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from answerable.cases import actions, queries
from answerable.cases.actions.birth import place
from answerable.cases.actions.intake import Said
from answerable.cases.models import Case
from answerable.desk.case_panels import Ruled, Whose, ruled, whose
from answerable.organisation import queries as organisation
from answerable.organisation.models import Category, DispatchRow, Unit
from answerable.rules.access import Actor
from answerable.triage.suggest import suggest

MOST_CANDIDATES = 3
PRECEDENT_DAYS = 365
VERBS = ("consult", "recategorise", "route")  # what else a dispatcher may do here


@dataclass(frozen=True)
class Candidate:
    """A unit that may answer: under which category, by which rule, and how often it did."""

    unit: Unit
    category: Category
    rule: str
    row: DispatchRow | None
    matched: tuple[str, ...]
    precedents: int
    key: int = 0


@dataclass(frozen=True)
class DispatchPage:
    queue: list[Case]
    case: Case | None
    strip: Any
    candidates: list[Candidate]
    whose: Whose | None
    rulings: list[Ruled]
    verbs: tuple[str, ...] = ()
    may_rule: bool = False


def dispatch_page(actor: Actor, *, now: datetime, number: str = "") -> DispatchPage:
    """The queue, and one case of it laid open: the one asked for, else the first."""
    queue = queries.dispatch_queue(actor, now=now)
    case = next((c for c in queue if c.number == number), queue[0] if queue else None)
    if case is None:
        return DispatchPage([], None, None, [], None, [])
    dispute = whose(case, actor)
    found = [] if dispute and dispute.objects else candidates(case, actor, now=now)
    if found and dispute and dispute.suggested:
        found = _default_first(found, dispute.suggested, case, now)
    before = dispute.precedents if dispute else ruled(actor, queries.precedents(case))
    may = {act.verb for act in queries.allowed(case, actor, now=now) if act.allowed}
    verbs = tuple(verb for verb in VERBS if verb in may)
    return DispatchPage(queue, case, queries.strip(case, now=now), found, dispute, before, verbs, "rule" in may)


def _default_first(found: list[Candidate], unit: Unit, case: Case, now: datetime) -> list[Candidate]:
    """Who leads by default when several say it is theirs (WF 24) stands first; every other choice is asked why."""
    times = _precedents(case, unit.code, case.category.code, now)
    known = next((one for one in found if one.unit.pk == unit.pk), None)
    first = known or Candidate(unit, case.category, "consulted", None, (), times)
    ordered = [first, *(one for one in found if one is not known)]
    return [replace(one, key=n) for n, one in enumerate(ordered[:MOST_CANDIDATES], 1)]


def candidates(case: Case, actor: Actor, *, now: datetime) -> list[Candidate]:
    """By the case's own category, by what its words suggest, by its district: each unit once.

    A unit the case is a complaint about is no candidate (JN 32).
    """
    out = queries.complained_about(case.jurisdiction, [case.number])
    book = organisation.rulebook(case.jurisdiction)
    said = Said(
        book=book, actor=actor, now=now, words=case.words, channel=case.channel, latitude=case.latitude,
        longitude=case.longitude, area_code=case.area.code if case.area else "", address=case.address,
    )  # fmt: skip
    hints = suggest(case.words, book, n=MOST_CANDIDATES)
    matched = {hint.code: tuple(hint.matched) for hint in hints}
    codes = [case.category.code, *(code for code in matched if code != case.category.code)]
    if case.category.code == book.fallback_category.code:
        codes = [*codes[1:], codes[0]]
    found: dict[str, Candidate] = {}
    for code in codes:
        decision = place(replace(said, category_code=code), book).decision
        row = DispatchRow.objects.filter(pk=decision.row_id).first() if decision.row_id else None
        found.setdefault(
            decision.unit,
            Candidate(
                book.units[decision.unit], book.categories[code], decision.rule, row, matched.get(code, ()),
                _precedents(case, decision.unit, code, now),
            ),
        )  # fmt: skip
    free = [candidate for code, candidate in found.items() if code not in out]
    return [replace(c, key=n) for n, c in enumerate(free[:MOST_CANDIDATES], 1)]


def _precedents(case: Case, unit: str, category: str, now: datetime) -> int:
    """How many cases of this category this unit has led in the last year."""
    return Case.objects.filter(
        jurisdiction=case.jurisdiction, lead_unit__code=unit, category__code=category,
        opened_at__gte=now - timedelta(days=PRECEDENT_DAYS),
    ).exclude(pk=case.pk).count()  # fmt: skip


def send(
    actor: Actor, *, now: datetime, number: str, version: int | None, unit_code: str, category_code: str, reason: str
) -> Case:
    """Put the category right where it differs, then dispatch: both or neither."""
    with transaction.atomic():
        case = queries.get_case(actor, number)
        if category_code and category_code != case.category.code:
            actions.perform(
                "recategorise", actor=actor, now=now, number=number, version=version, category_code=category_code,
                reason=reason,
            )  # fmt: skip
            version = None
        return actions.perform(
            "dispatch", actor=actor, now=now, number=number, version=version, unit_code=unit_code, reason=reason
        )
