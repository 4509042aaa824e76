"""The words people read for states, verbs, kinds, channels and rules."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

Words = Mapping[str, str | Promise]

STATE: Words = {
    "received": lazy("received, waiting to be dispatched"),
    "dispatched": lazy("sent to the unit"),
    "accepted": lazy("accepted by the unit"),
    "in_hand": lazy("being handled"),
    "answered": lazy("answered"),
    "verifying": lazy("being checked with the citizen"),
    "redo": lazy("to be done again"),
    "closed": lazy("closed"),
}
KIND: Words = {
    "consult": lazy("Question"),
    "help": lazy("Request for help"),
    "complaint": lazy("Complaint"),
    "report": lazy("Report of wrongdoing"),
    "suggestion": lazy("Suggestion"),
}
CHANNEL: Words = {
    "phone": lazy("telephone"),
    "web": lazy("web"),
    "email": lazy("e-mail"),
    "open311": lazy("Open311"),
    "counter": lazy("counter"),
    "batch": lazy("file"),
}
VERB: Words = {
    "receive": lazy("Receive"),
    "receive_dispatched": lazy("Receive and dispatch"),
    "receive_answered": lazy("Answer at once"),
    "import": lazy("Import"),
    "import_open": lazy("Import"),
    "dispatch": lazy("Dispatch"),
    "route": lazy("Show another way"),
    "recategorise": lazy("Change the category"),
    "object": lazy("Object"),
    "rule": lazy("Rule on the objection"),
    "uphold": lazy("Uphold the objection"),
    "reject": lazy("Reject the objection"),
    "add_assistant": lazy("Ask another unit to assist"),
    "report_part": lazy("Report our part"),
    "accept": lazy("Accept"),
    "act": lazy("Record what was done"),
    "contact_citizen": lazy("Record a contact with the citizen"),
    "ask_citizen": lazy("Ask the citizen"),
    "answer": lazy("Answer"),
    "tell_citizen": lazy("Record that the citizen was told"),
    "tell_hotline": lazy("Report to the hotline"),
    "return_reply": lazy("Send the reply back"),
    "note": lazy("Note"),
    "attempt": lazy("Not reached"),
    "record_verdict": lazy("Record the citizen’s verdict"),
    "confirm": lazy("Confirm"),
    "refute": lazy("Not solved"),
    "give_up": lazy("End the callback"),
    "conclude": lazy("End with reasons"),
    "repeat": lazy("Same trouble again"),
    "follow": lazy("Follow"),
    "add_words": lazy("Add words"),
    "attach": lazy("Add files"),
    "ring": lazy("Limit passed"),
}
REASON: Words = {
    "catalogue": lazy("by the dispatch catalogue"),
    "district": lazy("no single unit is named for this; the district leads"),
    "coordinator": lazy("unit and district not yet known; the coordinator’s unit answers"),
    "dispatcher": lazy("sent by the dispatcher"),
    "upheld": lazy("after an objection that was upheld"),
    "designated": lazy("designated by ruling"),
    "asked": lazy("asked to assist by the unit that leads"),
    "copy": lazy("district of the street or town that leads"),
    "import": lazy("brought in from another system"),
    "asks": lazy("asks the citizen, because no unit confirms its own work"),
}
NEXT: Words = {
    "received": lazy("Next: the dispatcher sends it to the unit that must act."),
    "dispatched": lazy("Next: the unit signs for it and begins."),
    "accepted": lazy("Next: the unit acts and contacts you if it needs to."),
    "in_hand": lazy("Next: the unit answers, with what was done and what shows it."),
    "answered": lazy("Next: the unit tells you and reports to the hotline."),
    "verifying": lazy("Next: you say whether it was solved. That decides, not the unit."),
    "redo": lazy("Next: the unit must do it again, because the citizen was not satisfied."),
    "closed": lazy("Closed. Nothing more is due."),
}
# What happened, said with %(unit)s (who acted) and %(to)s (who answers now).
MOMENT: Words = {
    "receive": lazy("We received it. %(to)s answers until it is sent on."),
    "receive_dispatched": lazy("We received it and sent it to %(to)s at once."),
    "receive_answered": lazy("It was answered at once."),
    "import": lazy("It was brought in from another system."),
    "import_open": lazy("It was brought in from another system and given to %(to)s."),
    "dispatch": lazy("It was sent to %(to)s."),
    "route": lazy("It is no case for a unit; another way was shown."),
    "recategorise": lazy("The category was put right."),
    "object": lazy("%(unit)s objected. It goes on answering until there is a ruling."),
    "uphold": lazy("The objection was upheld. %(to)s answers now."),
    "reject": lazy("The objection was rejected. %(to)s answers and may not object again."),
    "report_part": lazy("%(unit)s reported what it did to help."),
    "accept": lazy("%(unit)s accepted it."),
    "act": lazy("%(unit)s acted."),
    "contact_citizen": lazy("%(unit)s contacted the citizen."),
    "ask_citizen": lazy("%(unit)s asked the citizen a question."),
    "answer": lazy("%(unit)s answered."),
    "tell_citizen": lazy("%(unit)s told the citizen the answer."),
    "tell_hotline": lazy("%(unit)s reported to the hotline. The citizen is asked now whether it was solved."),
    "return_reply": lazy("The hotline sent the reply back: it was no answer."),
    "note": lazy("%(unit)s made a note."),
    "attempt": lazy("The citizen was called and not reached."),
    "give_up": lazy("The citizen could not be reached. The case is closed and does not count as solved."),
    "conclude": lazy("A leader ended the case, with reasons."),
    "repeat": lazy("The same trouble was reported again."),
    "follow": lazy("One more person has the same trouble and follows the case."),
    "add_words": lazy("The citizen added something."),
    "attach": lazy("Files were added."),
}
CLOSING: Words = {
    "confirmed": lazy("closed: the citizen confirmed it"),
    "unreached": lazy("closed: the citizen could not be reached; it does not count as solved"),
    "answered": lazy("closed: answered at once"),
    "routed": lazy("closed: another way was shown"),
    "concluded": lazy("closed by a leader, with reasons"),
    "imported": lazy("closed in the system it came from"),
}
CLOCK: Words = {
    "sign": lazy("to sign for it"),
    "contact": lazy("to contact the citizen"),
    "update": lazy("to give news"),
    "resolve": lazy("to resolve it"),
    "part": lazy("to report a part"),
    "callback": lazy("to ask the citizen"),
}
SATISFIED: Words = {
    "satisfied": lazy("satisfied"),
    "basically": lazy("basically satisfied"),
    "dissatisfied": lazy("not satisfied"),
}


def _word(words: Words, key: str) -> str:
    return str(words.get(key, key))


def state_label(state: str) -> str:
    return _word(STATE, state)


def verb_label(verb: str) -> str:
    return _word(VERB, verb)


def kind_label(kind: str) -> str:
    return _word(KIND, kind)


def channel_label(channel: str) -> str:
    return _word(CHANNEL, channel)


def clock_label(kind: str) -> str:
    return _word(CLOCK, kind)


def satisfied_label(answer: str) -> str:
    return _word(SATISFIED, answer)


def dispatch_reason(rule: str) -> str:
    """Why this unit: a key of rules.dispatch.REASONS in the reader's words."""
    return _word(REASON, rule)
