"""Sentences about the leaders' seat, in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

Words = Mapping[str, str | Promise]

SHIFT: Words = {
    "planned": lazy("planned"),
    "awaited": lazy("has begun; the leader has not come yet"),
    "open": lazy("on the telephone now"),
    "done": lazy("came"),
    "absent": lazy("did not come"),
    "cancelled": lazy("called off"),
}
PROMISE: Words = {
    "open": lazy("open"),
    "overdue": lazy("overdue"),
    "kept": lazy("kept"),
    "kept_late": lazy("kept late"),
    "broken": lazy("not kept"),
}
STORY: Words = {"draft": lazy("draft"), "published": lazy("published"), "withdrawn": lazy("taken back")}
CONSENT: Words = {
    "given": lazy("The citizen agrees"),
    "refused": lazy("The citizen does not want it told"),
    "unreachable": lazy("The citizen left no way to be asked"),
}
WAY: Words = {
    "phone": lazy("By phone"),
    "email": lazy("By e-mail"),
    "letter": lazy("By letter"),
    "visit": lazy("In person"),
    "page": lazy("On their own page"),
}
ACT: Words = {
    "plan_shift": lazy("Plan a shift"),
    "cancel_shift": lazy("Call off the shift"),
    "open_shift": lazy("Begin the shift"),
    "take_call": lazy("Take a call"),
    "promise": lazy("Promise something"),
    "close_shift": lazy("End the shift"),
    "explain_absence": lazy("Say why nobody came"),
    "settle_promise": lazy("Say whether it was kept"),
    "choose": lazy("Choose a case"),
    "write": lazy("Write the story"),
    "record_consent": lazy("Record what the citizen said"),
    "publish": lazy("Publish"),
    "withdraw": lazy("Take back"),
}
SENTENCES: Words = {
    "no_such_shift": lazy("There is no such shift on the rota."),
    "rota_not_public": lazy("This city does not publish the rota of its leaders."),
    "no_such_promise": lazy("There is no such promise."),
    "no_such_story": lazy("There is no such story."),
    "not_your_shift_act": lazy("“%(act)s” is not an act of your post on this shift."),
    "not_yours_to_settle": lazy(
        "Your post cannot say whether this promise was kept: the hotline or the coordinator does, "
        "never who made it and never the unit that was to keep it."
    ),
    "shift_not_so": lazy("“%(act)s” is not possible now. The shift: %(standing)s."),
    "shift_overlaps": lazy("%(post)s has a shift at this time already. Please choose other hours."),
    "shift_in_the_past": lazy("This time has passed. A shift is planned beforehand."),
    "shift_runs_backwards": lazy("The end must come after the beginning, and within a day."),
    "no_leaders_post": lazy("Please choose the post of a leader or of the head of a district."),
    "too_early_to_open": lazy("It is too early: this shift can be opened from %(at)s."),
    "call_without_words": lazy("Please write down what the caller said, or give the number of their case."),
    "call_taken_already": lazy("This call stands on the record of this shift already, as %(number)s."),
    "case_of_no_call": lazy("%(number)s is not among the calls of this shift. Record the call first."),
    "promise_due_in_the_past": lazy("This date has passed. A promise needs a date to come."),
    "promise_settled": lazy("It is on the record already that this promise was kept."),
    "promise_not_due": lazy("There is time to keep it until %(at)s. Until then nobody can say that it was not kept."),
    "kept_at_another_time": lazy("It can only have been kept after it was made, at %(since)s, and before now."),
    "case_not_closed": lazy("%(number)s is not closed yet. Only a closed case can be told."),
    "case_not_public": lazy("%(number)s is not public, so it cannot be told."),
    "told_as_a_story": lazy("%(number)s was chosen already."),
    "citizen_can_be_asked": lazy("The citizen left a way to be reached. Ask first."),
    "story_not_so": lazy("“%(act)s” is not possible now. The story: %(standing)s."),
    "not_your_story_act": lazy("“%(act)s” is not an act of your post."),
    "story_not_written": lazy("Nothing is written yet. Tell the story in at least one language first."),
    "consent_missing": lazy(
        "The citizen has not been asked. Ask whether this may be told and record the answer; then publish."
    ),
    "consent_refused": lazy("The citizen does not want this told. It cannot be published."),
}


def shift_words(state: str) -> str:
    return str(SHIFT.get(state, state))


def promise_words(standing: str) -> str:
    return str(PROMISE.get(standing, standing))


def story_words(state: str) -> str:
    return str(STORY.get(state, state))


def act_words(verb: str) -> str:
    return str(ACT.get(verb, verb))


def consent_words(answer: str) -> str:
    return str(CONSENT.get(answer, answer))


def way_words(how: str) -> str:
    return str(WAY.get(how, how))


# How a parameter of a problem is read: a verb of the seat, or how a shift or a story stands.
SHOWN = {"act": ACT, "standing": {**SHIFT, **STORY}}
