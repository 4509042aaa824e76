"""Which acts this officer may do on this case now, and why not the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects

from answerable.cases import sentences
from answerable.cases.actions.work import stands
from answerable.cases.models import Case
from answerable.cases.queries.against import CHECKS, Asked
from answerable.organisation import queries as organisation
from answerable.organisation.queries import Rulebook
from answerable.rules import lifecycle
from answerable.rules.access import Actor
from answerable.rules.problems import Problem

# The order in which a desk offers them: the main act first.
ORDER = (
    "dispatch", "accept", "record_verdict", "decide", "tell_hotline", "tell_citizen", "answer", "act",
    "contact_citizen", "ask_citizen", "report_part", "report_stage", "agree_cancel", "rule", "state_view",
    "review_parking", "object", "consult", "add_assistant", "ask_cancel", "rule_cancel", "ask_extension",
    "ask_parking", "recategorise", "merge", "unmerge", "route", "return_reply", "attempt", "give_up", "conclude",
    "promote", "flag_interest", "note", "add_words", "attach", "repeat",
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
        problem = problem or _against(name, case, actor, book, now)
        acts.append(Act(name, problem is None, sentences.sentence(problem) if problem else ""))
    return acts


def _against(verb: str, case: Case, actor: Actor, book: Rulebook, now: datetime) -> Problem | None:
    """What stands against an act that the table allows."""
    check = CHECKS.get(verb)
    return check(Asked(case, actor, book, now)) if check else None
