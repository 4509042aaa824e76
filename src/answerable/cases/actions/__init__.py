"""Every write to a case. `perform` is the door for all verbs of rules.lifecycle on an existing case."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from answerable.cases.actions import (
    asking,
    citizens,
    deferrals,
    dispatching,
    disputes,
    handling,
    interests,
    merging,
    parts,
)
from answerable.cases.actions.birth import link_digest, secret_of
from answerable.cases.actions.intake import PersonDetails, Receipt, answer_at_once, receive, route_contact
from answerable.cases.actions.interests import look_at, look_at_each
from answerable.cases.actions.ringing import ring
from answerable.cases.actions.work import act_on
from answerable.cases.models import Callback, Case
from answerable.rules.access import Actor, system
from answerable.rules.lifecycle import CHOICES
from answerable.rules.problems import NotAllowed, Problem, Refused

__all__ = [
    "VERBS", "PersonDetails", "Receipt", "answer_at_once", "end_unreachable", "inputs_of", "link_digest",
    "look_at", "look_at_each", "perform", "receive", "ring", "route_contact", "secret_of",
]  # fmt: skip

DECIDED_BY = {"rule": "upheld", "decide": "granted"}  # the yes or no that chooses between two verbs
VERBS: dict[str, Callable[..., None]] = {
    "dispatch": dispatching.dispatch,
    "route": dispatching.route,
    "recategorise": dispatching.recategorise,
    "object": disputes.object_,
    "consult": disputes.consult,
    "state_view": disputes.state_view,
    "uphold": disputes.uphold,
    "reject": disputes.reject,
    "escalate": disputes.escalate,
    "promote": disputes.promote,
    "add_assistant": parts.add_assistant,
    "report_part": parts.report_part,
    "report_stage": parts.report_stage,
    "ask_cancel": parts.ask_cancel,
    "agree_cancel": parts.agree_cancel,
    "rule_cancel": parts.rule_cancel,
    "ask_extension": deferrals.ask_extension,
    "ask_parking": deferrals.ask_parking,
    "grant": deferrals.grant,
    "deny": deferrals.deny,
    "review_parking": deferrals.review_parking,
    "merge": merging.merge,
    "unmerge": merging.unmerge,
    "flag_interest": interests.flag_interest,
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
    if verb in DECIDED_BY:
        first, second = CHOICES[verb]
        yes = inputs.pop(DECIDED_BY[verb], None)
        if yes is None:
            raise Refused(Problem("required", DECIDED_BY[verb]))
        return first if yes else second
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
        for name in ("unit_code", "catalogue", "catalogue_words"):
            inputs.pop(name, None)
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
