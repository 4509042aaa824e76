"""Which acts this officer may do on this whistle or taskforce now, and why not the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from answerable.organisation import queries as organisation
from answerable.rules import taskforce as taskforce_rules
from answerable.rules import whistle as rules
from answerable.rules.access import Actor
from answerable.rules.problems import Problem
from answerable.whistles import sentences
from answerable.whistles.actions import taskforce_acting
from answerable.whistles.actions.work import stands
from answerable.whistles.models import Commitment, Summons, Taskforce, Whistle

# The order in which a room offers them: the main act first.
ORDER = (
    "cosign", "answer_summons", "sign", "attend", "contact", "commit", "fulfil", "report", "report_task", "decide",
    "add_task", "summon_more", "release", "add_document", "rate", "end", "judge", "withdraw",
)  # fmt: skip
TASKFORCE_ORDER = (
    "form", "decline", "report", "report_task", "decide", "add_task", "add_member", "add_document",
    "dissolve",
)  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One verb. `why` says what stands against it when it is not allowed."""

    verb: str
    allowed: bool
    why: str

    @property
    def label(self) -> str:
        return sentences.verb_label(self.verb)


def allowed(whistle: Whistle, actor: Actor, *, now: datetime) -> list[Act]:
    """The acts of this actor's post, allowed ones and greyed ones; acts of other posts are left out."""
    summonses = list(whistle.summonses.filter(released_at=None).select_related("unit"))
    stand = stands(whistle, actor, summonses, organisation.rulebook(whistle.jurisdiction))
    acts = []
    for name in ORDER:
        verbs = rules.CHOICES.get(name, (name,))
        ever = {who for line in rules.TABLE if line.verb in verbs for who in line.who}
        if not stand & ever:
            continue
        lines = [line for verb in verbs if (line := rules.edge(whistle.state, verb)) is not None]
        mine = any(stand & set(line.who) for line in lines)
        problem = (
            None
            if mine
            else Problem("whistle_not_in_this_state", "", {"whistle_act": name, "whistle_state": whistle.state})
        )
        problem = problem or _against(name, whistle, actor, summonses)
        acts.append(Act(name, problem is None, sentences.sentence(problem) if problem else ""))
    return acts


def _against(verb: str, whistle: Whistle, actor: Actor, summonses: list[Summons]) -> Problem | None:
    """What stands against an act that the table allows."""
    own = next((s for s in summonses if s.unit.code == actor.unit), None)
    if verb == "sign" and own is not None and own.signed_at is not None:
        return Problem("signed_already")
    if verb == "answer_summons" and own is not None and own.stance == "lead":
        return Problem("lead_stays")
    if verb == "fulfil" and own is not None and not own.commitments.filter(kept_at=None).exists():
        return Problem("no_such_commitment")
    if verb == "report_task" and not whistle.tasks.filter(unit__code=actor.unit, done_at=None).exists():
        return Problem("no_such_task")
    if verb == "release" and len(summonses) == 1:
        return Problem("last_unit")
    said = whistle.summonses.exclude(signed_at=None, silent_at=None, unanswered_at=None)
    if verb == "withdraw" and said.exists():
        return Problem("answered_already")
    if verb == "rate" and whistle.direction == "down":
        return Problem("streets_are_not_rated")
    return _against_judging(whistle, actor) if verb == "judge" else None


def _against_judging(whistle: Whistle, actor: Actor) -> Problem | None:
    if whistle.judged_at is not None:
        return Problem("judged_already")
    above = organisation.rulebook(whistle.jurisdiction).above(whistle.unit.code)
    return None if actor.unit in above else Problem("not_above_the_blower")


def open_matters(whistle: Whistle) -> int:
    """Promises and tasks not done: while there are any, an end must say why."""
    promises = Commitment.objects.filter(summons__whistle=whistle, summons__released_at=None, kept_at=None)
    return promises.count() + whistle.tasks.filter(done_at=None).count()


def taskforce_allowed(taskforce: Taskforce, actor: Actor) -> list[Act]:
    """The same for a taskforce."""
    stand = taskforce_acting.stands(taskforce, actor)
    acts = []
    for verb in TASKFORCE_ORDER:
        if not stand & {who for line in taskforce_rules.TABLE if line.verb == verb for who in line.who}:
            continue
        edge = taskforce_rules.edge(taskforce.state, verb)
        mine = edge is not None and bool(stand & set(edge.who))
        problem = Problem("taskforce_not_in_this_state", "", {"whistle_act": verb, "taskforce_state": taskforce.state})
        acts.append(Act(verb, mine, "" if mine else sentences.sentence(problem)))
    return acts
