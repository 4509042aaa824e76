"""Whose ruling an open dispute waits for: read for all of them at once (rules.disputes.judges)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from answerable.cases.models import Assignment, Consultation, Objection
from answerable.cases.queries.wiring import book_of
from answerable.rules.access import Actor
from answerable.rules.disputes import judges

RULES = frozenset({"dispatcher", "coordinator", "leader", "unit_head"})  # of a unit that may rule


def may_rule_on(actor: Actor) -> list[UUID]:
    """The cases with an open dispute on which the actor's unit may rule: from its own rung, or from a lower one."""
    return [case for case, units in _judged(actor).items() if actor.unit in units]


def to_rule(actor: Actor) -> list[UUID]:
    """Those of them that wait for the actor's unit: it is the first that may rule."""
    return [case for case, units in _judged(actor).items() if units[0] == actor.unit]


def _judged(actor: Actor) -> Mapping[UUID, tuple[str, ...]]:
    """Case -> the units that may rule, the lowest rung first. Nothing is read for a unit that is no rung's."""
    book = book_of(actor.jurisdiction)
    rungs = [rung.unit.code for rung in book.ladder]
    if actor.kind != "officer" or actor.unit not in rungs or not actor.roles & RULES:
        return {}
    disputes: dict[UUID, tuple[int, set[str]]] = {}
    for model in (Objection, Consultation):
        waiting = model._default_manager.filter(ruled_at=None, case__jurisdiction=book.jurisdiction)
        waiting = waiting.exclude(case__state="closed")
        for case, rung, lead in waiting.values_list("case_id", "rung", "case__lead_unit__code"):
            disputes[case] = rung, {lead} if model is Objection else set()
    named = Assignment.objects.filter(case__in=list(disputes), role="candidate", until=None)
    for case, unit in named.values_list("case_id", "unit__code") if disputes else ():
        disputes[case][1].add(unit)
    return {case: judges(rungs, rung, parties) for case, (rung, parties) in disputes.items()}
