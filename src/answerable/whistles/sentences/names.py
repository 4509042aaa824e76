"""The words for what stands in the tables of rules.whistle, rules.summons and rules.taskforce."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

STATE: Words = {
    "drafted": lazy("waiting for signatures"),
    "blown": lazy("whistle blown"),
    "ended": lazy("ended by the blower"),
    "withdrawn": lazy("whistle withdrawn"),
}
TASKFORCE_STATE: Words = {
    "proposed": lazy("taskforce proposed"),
    "formed": lazy("taskforce at work"),
    "dissolved": lazy("taskforce dissolved"),
    "declined": lazy("taskforce declined"),
}
KIND: Words = {
    "problem": lazy("Residents’ problem"),
    "joint": lazy("Joint enforcement"),
    "emergency": pgettext_lazy("whistle", "Emergency"),
}
DIRECTION: Words = {
    "up": lazy("the street calls departments"),
    "down": lazy("a department calls a street"),
}
STANCE: Words = {
    "": lazy("has not said anything yet"),
    "lead": lazy("leads"),
    "support": lazy("supports"),
    "not_ours": lazy("says it is not theirs"),
}
CLOCK: Words = {
    "sign": lazy("to sign for the whistle"),
    "answer": lazy("to say what it does"),
    "contact": lazy("to contact the blower"),
    "on_site": lazy("to be on the spot"),
    "report": lazy("to report what was done"),
    "promise": lazy("to keep what it promised"),
    "task": lazy("to do its task"),
}
RATER: Words = {
    "blower": lazy("the unit that blew"),
    "resident": lazy("a resident"),
    "local_unit": lazy("a unit of the neighbourhood"),
}
END: Words = {
    "met": lazy("the end condition is met"),
    "failed": lazy("the end condition has failed"),
}
NOUN: Words = {
    "case": pgettext_lazy("subject of a whistle", "Case"),
    "place": pgettext_lazy("subject of a whistle", "Place"),
    "problem": pgettext_lazy("subject of a whistle", "Kind of trouble"),
    "task": pgettext_lazy("subject of a whistle", "Task of the plan"),
    "handoff": pgettext_lazy("subject of a whistle", "Hand-off between departments"),
}
RULE: Words = {
    "called": lazy("called by the whistle"),
    "took_lead": lazy("said it leads"),
    "nobody_took_it": lazy("nobody took it in time, so all who were called answer"),
    "nobody_leads": lazy("nobody leads, so all who were called answer"),
    "says_not_ours": lazy("says it is not theirs; answers until it is let go"),
    "silent": lazy("let the limit pass without a word"),
    "unanswered": lazy("did not say by the limit what it does"),
    "not_answered": lazy("has not answered yet"),
    "committed": lazy("answers for what it promised"),
    "supports": lazy("supports whoever leads"),
    "released": lazy("was let go"),
    "drafted": lazy("has written it; signatures lack"),
    "withdrawn": lazy("took it back before anybody answered"),
    "ended": lazy("ended it: the matter is done"),
}
VERB: Words = {
    "blow": lazy("Blow the whistle"),
    "draft": lazy("Write a whistle for signature"),
    "countersign": lazy("Sign the whistle"),
    "cosign": lazy("Sign the whistle"),
    "withdraw": lazy("Withdraw the whistle"),
    "sign": lazy("Sign for receipt"),
    "answer_summons": lazy("Say what we do"),
    "contact": lazy("Record a contact with the blower"),
    "attend": lazy("Record who is on the spot"),
    "commit": lazy("Make a promise"),
    "fulfil": lazy("Record that a promise is kept"),
    "report": lazy("Report what was done"),
    "summon_more": lazy("Call more units"),
    "release": lazy("Let a unit go"),
    "add_task": lazy("Add a task"),
    "report_task": lazy("Report a task"),
    "decide": lazy("Record a decision"),
    "add_document": lazy("Add a document"),
    "rate": lazy("Rate a unit"),
    "judge": lazy("Judge the whistle"),
    "end": lazy("End it: the matter is done"),
    "ring": lazy("A limit has passed"),
    "propose": lazy("Propose a taskforce"),
    "form": lazy("Form the taskforce"),
    "decline": lazy("Decline the proposal"),
    "add_member": lazy("Add a member"),
    "add_whistle": lazy("Add a whistle"),
    "dissolve": lazy("Dissolve the taskforce"),
}


def _word(words: Words, key: str) -> str:
    return str(words.get(key, key))


def state_label(state: str) -> str:
    return _word(STATE, state)


def taskforce_state_label(state: str) -> str:
    return _word(TASKFORCE_STATE, state)


def kind_label(kind: str) -> str:
    return _word(KIND, kind)


def direction_label(direction: str) -> str:
    return _word(DIRECTION, direction)


def stance_label(stance: str) -> str:
    return _word(STANCE, stance)


def clock_label(kind: str) -> str:
    return _word(CLOCK, kind)


def rater_label(rater: str) -> str:
    return _word(RATER, rater)


def end_label(how: str) -> str:
    return _word(END, how)


def noun_label(noun: str) -> str:
    return _word(NOUN, noun)


def rule_label(rule: str) -> str:
    """Why a unit answers: one of rules.summons.RULES in the reader's words."""
    return _word(RULE, rule)


def verb_label(verb: str) -> str:
    return _word(VERB, verb)
