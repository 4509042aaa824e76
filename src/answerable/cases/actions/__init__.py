"""Every write to a case. `perform` is the door for all verbs of rules.lifecycle on an existing case."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from answerable.cases.actions import asking, citizens, dispatching, handling
from answerable.cases.actions.birth import link_digest, secret_of
from answerable.cases.actions.clocks import ring
from answerable.cases.actions.files import Upload
from answerable.cases.actions.intake import PersonDetails, Receipt, answer_at_once, receive, route_contact
from answerable.cases.actions.work import act_on
from answerable.cases.models import Callback, Case
from answerable.rules.access import Actor, system
from answerable.rules.problems import NotAllowed, Problem, Refused

__all__ = [
    "VERBS", "PersonDetails", "Receipt", "Upload", "answer_at_once", "end_unreachable", "inputs_of", "link_digest",
    "perform", "receive", "ring", "route_contact", "secret_of",
]  # fmt: skip

VERBS: dict[str, Callable[..., None]] = {
    "dispatch": dispatching.dispatch,
    "route": dispatching.route,
    "recategorise": dispatching.recategorise,
    "object": dispatching.object_,
    "uphold": dispatching.uphold,
    "reject": dispatching.reject,
    "add_assistant": dispatching.add_assistant,
    "report_part": dispatching.report_part,
    "accept": handling.accept,
    "act": handling.act,
    "contact_citizen": handling.contact_citizen,
    "ask_citizen": handling.ask_citizen,
    "answer": handling.answer,
    "tell_citizen": handling.tell_citizen,
    "tell_hotline": handling.tell_hotline,
    "return_reply": handling.return_reply,
    "note": handling.note,
    "attempt": asking.attempt,
    "confirm": asking.confirm,
    "refute": asking.refute,
    "give_up": asking.give_up,
    "conclude": asking.conclude,
    "repeat": citizens.repeat,
    "follow": citizens.follow,
    "add_words": citizens.add_words,
    "attach": citizens.attach,
}


def _chosen(verb: str, inputs: dict[str, Any]) -> str:
    """One form, several verbs (rules.lifecycle.CHOICES): the inputs decide which."""
    if verb == "record_verdict":
        return asking.verdict_verb(solved=inputs.get("solved"), satisfied=inputs.get("satisfied", ""))
    if verb == "rule":
        upheld = inputs.pop("upheld", None)
        if upheld is None:
            raise Refused(Problem("required", "upheld"))
        return "uphold" if upheld else "reject"
    return verb


def inputs_of(verb: str) -> dict[str, bool]:
    """The inputs a verb takes, and whether each must be given."""
    parameters = list(inspect.signature(VERBS[verb]).parameters.values())[1:]
    return {p.name: p.default is p.empty for p in parameters}


def perform(verb: str, *, actor: Actor, now: datetime, number: str, version: int | None = None, **inputs: Any) -> Case:
    """Do one act on one case: one transaction, one permission check, one ledger entry.

    `version` is the case's version the actor read; when somebody acted since, Stale says who did what.
    Raises NotFound, Stale, NotAllowed, Refused; on any of them nothing is changed.
    """
    verb = _chosen(verb, inputs)
    if verb not in VERBS:
        raise NotAllowed(Problem("unknown_verb", "", {"verb": verb}))
    wanted = inputs_of(verb)
    if verb == "reject":
        inputs.pop("unit_code", None)
    missing = [Problem("required", name) for name, must in wanted.items() if must and inputs.get(name) is None]
    unknown = [Problem("unknown_input", name) for name in inputs if name not in wanted]
    if missing or unknown:
        raise Refused(missing + unknown)
    with transaction.atomic():
        with act_on(verb, actor=actor, now=now, number=number, version=version) as work:
            VERBS[verb](work, **inputs)
        if verb == "attempt" and asking.attempts_used_up(work.case, work.book):
            return perform("give_up", actor=system(actor.jurisdiction), now=now, number=work.case.number)
    return work.case


def end_unreachable(*, now: datetime, limit: int = 200) -> int:
    """End every callback whose time is over and whose citizen left no telephone number; returns how many."""
    waiting = Callback.objects.filter(done_at=None, due_at__lte=now).exclude(case__person__phone__gt="")
    numbers = waiting.order_by("due_at").values_list("case__number", "case__jurisdiction__code")[:limit]
    for number, jurisdiction in numbers:
        perform("give_up", actor=system(jurisdiction), now=now, number=number)
    return len(numbers)
