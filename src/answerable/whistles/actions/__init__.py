"""Every write to a whistle or a taskforce. `perform` is the door for all verbs on an existing whistle."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction
from answerable.rules.access import Actor
from answerable.rules.problems import NotAllowed, Problem, Refused
from answerable.whistles.actions import (
    answering,
    blowing,
    calling,
    ending,
    repetition,
    ringing,
    room,
    taskforce_acting,
    taskforce_ringing,
    taskforces,
)
from answerable.whistles.actions.acting import act_on
from answerable.whistles.models import Taskforce, Whistle

__all__ = [
    "TASKFORCE_VERBS", "VERBS", "blow", "inputs_of", "perform", "perform_taskforce", "propose",
    "ring", "taskforce_inputs_of",
]  # fmt: skip

VERBS: dict[str, Callable[..., None]] = {
    "countersign": blowing.countersign,
    "cosign": blowing.cosign,
    "withdraw": blowing.withdraw,
    "summon_more": blowing.summon_more,
    "sign": answering.sign,
    "answer_summons": answering.answer_summons,
    "contact": answering.contact,
    "attend": answering.attend,
    "commit": answering.commit,
    "fulfil": answering.fulfil,
    "report": answering.report,
    "release": answering.release,
    "add_task": room.add_task,
    "report_task": room.report_task,
    "decide": room.decide,
    "add_document": room.add_document,
    "rate": room.rate,
    "end": ending.end,
    "judge": ending.judge,
}
TASKFORCE_VERBS = taskforces.VERBS
propose = taskforces.propose


def _inputs(verbs: Mapping[str, Callable[..., None]], verb: str) -> dict[str, bool]:
    parameters = list(inspect.signature(verbs[verb]).parameters.values())[1:]
    return {p.name: p.default is p.empty for p in parameters}


def inputs_of(verb: str) -> dict[str, bool]:
    """The inputs a verb takes, and whether each must be given."""
    return _inputs(VERBS, verb)


def taskforce_inputs_of(verb: str) -> dict[str, bool]:
    """The same for the verbs of a taskforce."""
    return _inputs(TASKFORCE_VERBS, verb)


def _check(verbs: Mapping[str, Callable[..., None]], verb: str, inputs: dict[str, Any]) -> None:
    if verb not in verbs:
        raise NotAllowed(Problem("unknown_verb", "", {"verb": verb}))
    wanted = _inputs(verbs, verb)
    missing = [Problem("required", name) for name, must in wanted.items() if must and inputs.get(name) is None]
    unknown = [Problem("unknown_input", name) for name in inputs if name not in wanted]
    if missing or unknown:
        raise Refused(missing + unknown)


def blow(*, actor: Actor, now: datetime, idempotency_key: str = "", **given: Any) -> Whistle:
    """Blow a whistle, or draft it while a signature lacks; the inputs are those of actions.calling.called.

    The same idempotency key (at most 100 characters) from the same post gives the whistle of the first time, as it
    stands now, and calls nobody. The third on one problem proposes a taskforce in the same transaction. Raises Refused
    with every problem, NotAllowed where this post may not.
    """
    with transaction.atomic():
        earlier = blowing.sent_before(actor, idempotency_key)
        if earlier is not None:
            return earlier
        whistle = blowing.blow(calling.called(actor=actor, now=now, **given), idempotency_key)
        _after(whistle, now)
    return whistle


def _after(whistle: Whistle, now: datetime) -> None:
    if whistle.blown_at == now:
        repetition.consider(whistle, organisation.rulebook(whistle.jurisdiction), now)


def perform(
    verb: str, *, actor: Actor, now: datetime, number: str, version: int | None = None, **inputs: Any
) -> Whistle:
    """Do one act on one whistle: one transaction, one permission check, one ledger entry.

    "cosign" is a countersignature while another still lacks (rules.whistle.CHOICES). `version` is the version the
    actor read. Raises NotFound, Stale, NotAllowed, Refused; on any of them nothing is changed.
    """
    _check(VERBS, verb, inputs)
    with transaction.atomic():
        verb = _chosen(verb, actor, number)
        with act_on(verb, actor=actor, now=now, number=number, version=version) as work:
            VERBS[verb](work, **inputs)
        if verb == "cosign":
            _after(work.whistle, now)
    return work.whistle


def _chosen(verb: str, actor: Actor, number: str) -> str:
    """Which line of the table a signature is: the last one blows the whistle."""
    if verb not in ("cosign", "countersign"):
        return verb
    drafted = Whistle.objects.select_for_update(of=("self",)).select_related("grade")
    whistle = drafted.filter(number=number, jurisdiction__code=actor.jurisdiction, state="drafted").first()
    return "countersign" if whistle is not None and blowing.lacking(whistle) > 1 else "cosign"


def perform_taskforce(
    verb: str, *, actor: Actor, now: datetime, number: str, version: int | None = None, **inputs: Any
) -> Taskforce:
    """Do one act on one taskforce; the same promises as `perform`."""
    _check(TASKFORCE_VERBS, verb, inputs)
    with taskforce_acting.act_on(verb, actor=actor, now=now, number=number, version=version) as work:
        TASKFORCE_VERBS[verb](work, **inputs)
    return work.taskforce


def ring(*, now: datetime) -> int:
    """Note every limit of whistles and taskforces that has passed, city by city; returns how many."""
    books = [organisation.rulebook(city) for city in Jurisdiction.objects.order_by("code")]
    return sum(ringing.ring(book, now=now) + taskforce_ringing.ring(book, now=now) for book in books)
