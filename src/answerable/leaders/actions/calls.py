"""A call the leader takes: a new case, or one that is there already."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from answerable.cases import actions as cases
from answerable.cases import queries as case_queries
from answerable.cases.models import Case
from answerable.leaders.actions.work import ShiftWork, on_shift
from answerable.leaders.models import TakenCall
from answerable.rules import rota
from answerable.rules.access import Actor
from answerable.rules.problems import NotFound, Problem, Refused


def take_call(
    *, actor: Actor, now: datetime, key: UUID, words: str = "", number: str = "", **said_as: Any
) -> TakenCall:  # fmt: skip
    """Record a call of this shift.

    With words a case is opened for them (or, with a number as well, they join that case as the same trouble told
    again) through cases.actions.receive, on the channel phone, with the leader's post as taker; `said_as` are the
    other inputs of receive. With a number alone the call is linked to that case, once in a shift.
    """
    with on_shift("take_call", actor=actor, now=now, key=key) as work:
        if not words.strip() and not number.strip():
            raise Refused(Problem("call_without_words", "words"))
        case = _told(work, words, number, said_as) if words.strip() else _linked(work, number)
        call = TakenCall(shift=work.shift, case=case, at=now)
        work.record.add(call)
    return call


def _told(work: ShiftWork, words: str, number: str, said_as: dict[str, Any]) -> Case:
    joins = _known(work, number).number if number.strip() else ""
    taker = rota.seated(work.actor, work.book.hotline_unit.code)
    receipt = cases.receive(actor=taker, now=work.now, channel="phone", words=words, joins=joins, **said_as)
    if receipt.repeated and work.shift.calls.filter(case=receipt.case).exists():
        raise Refused(Problem("call_taken_already", "words", {"number": receipt.case.number}))
    return receipt.case


def _linked(work: ShiftWork, number: str) -> Case:
    case = _known(work, number)
    if work.shift.calls.filter(case=case).exists():
        raise Refused(Problem("call_taken_already", "number", {"number": case.number}))
    return case


def _known(work: ShiftWork, number: str) -> Case:
    """The case of this number as the hotline's room sees it; one that complains about the leader is none (JN 32)."""
    try:
        case = case_queries.get_case(rota.seated(work.actor, work.book.hotline_unit.code), number.strip())
    except NotFound as missing:
        raise Refused([replace(problem, field="number") for problem in missing.problems]) from missing
    if case_queries.complaints_about(work.actor).filter(pk=case.pk).exists():
        raise Refused(Problem("no_such_case", "number", {"number": number.strip()[:40]}))
    return case
