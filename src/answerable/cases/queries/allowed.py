"""Which acts this officer may do on this case now, and why not the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import prefetch_related_objects

from answerable.cases import sentences
from answerable.cases.actions.work import stands
from answerable.cases.models import Case
from answerable.organisation import queries as organisation
from answerable.rules import lifecycle
from answerable.rules.access import Actor
from answerable.rules.problems import Problem

# The order in which a desk offers them: the main act first.
ORDER = (
    "dispatch", "accept", "record_verdict", "tell_hotline", "tell_citizen", "answer", "act", "contact_citizen",
    "ask_citizen", "report_part", "rule", "object", "add_assistant", "recategorise", "route", "return_reply",
    "attempt", "give_up", "conclude", "note", "add_words", "attach", "repeat",
)  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One verb (or one of rules.lifecycle.CHOICES). `why` says what stands against it when it is not allowed."""

    verb: str
    allowed: bool
    why: str

    @property
    def label(self) -> str:
        return sentences.verb_label(self.verb)


def allowed(case: Case, actor: Actor, *, now: datetime) -> list[Act]:
    """The acts of this actor's post, allowed ones and greyed ones; acts of other posts are left out."""
    prefetch_related_objects([case], "callbacks__unit")
    assignments = list(case.assignments.filter(until=None).select_related("unit"))
    book = organisation.rulebook(case.jurisdiction)
    stand = stands(case, actor, assignments, book)
    acts = []
    for name in ORDER:
        verbs = lifecycle.CHOICES.get(name, (name,))
        ever = {who for line in lifecycle.TABLE if line.verb in verbs for who in line.who}
        if not stand & ever:
            continue
        lines = [line for verb in verbs if (line := lifecycle.edge(case.state, verb)) is not None]
        mine = [line for line in lines if stand & set(line.who)]
        problem = None if mine else Problem("not_in_this_state", "", {"verb": name, "state": case.state})
        problem = problem or _against(name, case, now, int(book.limit("objection_hours")))
        acts.append(Act(name, problem is None, sentences.sentence(problem) if problem else ""))
    return acts


def _against(verb: str, case: Case, now: datetime, hours: int) -> Problem | None:
    """What stands against an act that the table allows."""
    open_objection = case.objections.filter(ruled_at=None).exists()
    if verb == "rule" and not open_objection:
        return Problem("no_objection")
    if verb == "dispatch" and open_objection:
        return Problem("rule_first")
    if verb == "answer" and open_objection:
        return Problem("objection_open")
    if verb == "object":
        return _against_objecting(case, open_objection, now, hours)
    if verb in ("tell_citizen", "tell_hotline"):
        told = case.replies.filter(returned_at=None, told_citizen_at__isnull=False, round=case.redos + 1).exists()
        if verb == "tell_citizen" and told:
            return Problem("told_already")
        if verb == "tell_hotline" and not told:
            return Problem("tell_citizen_first")
    return Problem("not_listed") if verb == "conclude" and case.listed_at is None else None


def _against_objecting(case: Case, open_objection: bool, now: datetime, hours: int) -> Problem | None:
    if case.designated:
        return Problem("designated")
    if open_objection:
        return Problem("objected_already")
    lead = case.assignments.get(role="lead", until=None)
    until = lead.since + timedelta(hours=hours)
    return Problem("objection_too_late", "", {"hours": hours, "until": until}) if now > until else None
