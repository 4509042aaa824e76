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
    "consult": lazy("Consult units"),
    "state_view": lazy("State our view"),
    "escalate": lazy("To the next rung"),
    "promote": lazy("Put the ruling into the catalogue"),
    "report_stage": lazy("Report how far our part is"),
    "ask_cancel": lazy("Ask to do without a part"),
    "agree_cancel": lazy("Agree that our part is not needed"),
    "rule_cancel": lazy("Rule that a part is not needed"),
    "ask_extension": lazy("Ask for more time"),
    "ask_parking": lazy("Cannot be solved now"),
    "decide": lazy("Decide on the new date"),
    "grant": lazy("Grant the new date"),
    "deny": lazy("Deny the new date"),
    "review_parking": lazy("Look at it again"),
    "merge": lazy("Join to another case"),
    "unmerge": lazy("Undo the joining"),
    "flag_interest": lazy("Say who is complained about"),
    "absorb": lazy("Another case joined"),
    "let_go": lazy("A joined case was let go"),
}
REASON: Words = {
    "catalogue": lazy("by the dispatch catalogue"),
    "district": lazy("no single unit is named for this; the district leads"),
    "coordinator": lazy("unit and district not yet known; the coordinator’s unit answers"),
    "dispatcher": lazy("sent by the dispatcher"),
    "upheld": lazy("after an objection that was upheld"),
    "designated": lazy("designated by ruling"),
    "asked": lazy("asked to assist by the unit that leads"),
    "joined": lazy("has a part that came with a case joined to this one"),
    "copy": lazy("district of the street or town that leads"),
    "import": lazy("brought in from another system"),
    "asks": lazy("asks the citizen, because no unit confirms its own work"),
    "named": lazy("named by a unit that objected; until the ruling both answer"),
    "consulted": lazy("asked in a joint consultation; until it ends all answer"),
    "passed_on": lazy("passed it on before; nobody has taken it, so it answers again"),
    "interest": lazy("the unit below is complained about, so this one leads"),
    "owner": lazy("it answers for what this comment is about"),
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
    "receive": lazy("We received it. %(to)s answers until a dispatcher names the unit."),
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
    "consult": lazy("%(unit)s asked the units concerned whose it is. Until that is settled all of them answer."),
    "state_view": lazy("%(unit)s said whether it is theirs."),
    "escalate": lazy(
        "Whose it is was not decided in time, so the next rung decides. Everybody who passed it on answers again."
    ),
    "promote": lazy("The ruling was put into the dispatch catalogue."),
    "report_stage": lazy("%(unit)s reported how far its part is."),
    "ask_cancel": lazy("%(unit)s asked to do without a part."),
    "agree_cancel": lazy("%(unit)s agreed that its part is not needed."),
    "rule_cancel": lazy("It was ruled that a part is not needed."),
    "ask_extension": lazy("%(unit)s asked for more time."),
    "ask_parking": lazy("%(unit)s says it cannot be solved now, and asks for a date to look at it again."),
    "grant": lazy("The new date was granted by %(unit)s."),
    "deny": lazy("The new date was not granted. The old one stands."),
    "review_parking": lazy("%(unit)s looked at it again."),
    "merge": lazy("It is the same matter as another case and was joined to it."),
    "unmerge": lazy("Joining it to another case was undone. %(to)s answers."),
    "flag_interest": lazy("It was recorded who is complained about; they have no part in it. %(to)s answers."),
    "absorb": lazy("Another case turned out to be the same matter and was joined to it."),
    "let_go": lazy("A case joined to it is handled on its own again."),
}
CLOSING: Words = {
    "confirmed": lazy("closed: the citizen confirmed it"),
    "unreached": lazy("closed: the citizen could not be reached; it does not count as solved"),
    "answered": lazy("closed: answered at once"),
    "routed": lazy("closed: another way was shown"),
    "concluded": lazy("closed by a leader, with reasons"),
    "imported": lazy("closed in the system it came from"),
    "merged": lazy("closed: joined to another case, whose outcome it shares"),
}
CLOCK: Words = {
    "sign": lazy("to sign for it"),
    "contact": lazy("to contact the citizen"),
    "update": lazy("to give news"),
    "resolve": lazy("to resolve it"),
    "part": lazy("to report a part"),
    "callback": lazy("to ask the citizen"),
    "ruling": lazy("to rule whose it is"),
    "review": lazy("to look at it again"),
}
# A step of a clock's chain, said with %(unit)s and %(what)s (the clock's own words).
RING: Words = {
    "remind": lazy("%(unit)s was reminded: the time %(what)s ends soon."),
    "notice": lazy("%(unit)s missed the time limit %(what)s."),
    "urge": lazy("%(unit)s was urged: the time %(what)s has passed."),
    "supervise": lazy("%(unit)s is supervised: the time %(what)s passed long ago."),
    "list": lazy("It is on the leaders’ list: the time %(what)s passed long ago and %(unit)s still owes it."),
}
STANCE: Words = {
    "lead": lazy("Ours: we lead"),
    "support": lazy("Partly ours: we support"),
    "not_ours": lazy("Not ours"),
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


def stance_label(stance: str) -> str:
    """What a unit says of itself: lead, support or not ours."""
    return _word(STANCE, stance)
