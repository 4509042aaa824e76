"""Every problem code as a sentence: what happened, why, and what to do next."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from answerable.cases.sentences.names import state_label, verb_label
from answerable.organisation.sentences import Shown

SENTENCES: dict[str, str | Promise] = {
    "required": lazy("Please fill this in."),
    "too_long": lazy("This text has %(length)s characters; at most %(limit)s can be kept. Please shorten it."),
    "too_short": lazy("Please say a little more, so that somebody can act on it."),
    "unknown_choice": lazy("Please choose one of the answers given."),
    "unknown_code": lazy("There is no code “%(code)s” in force now. Please choose one from the list."),
    "unknown_channel": lazy("We do not know the channel “%(channel)s”."),
    "unknown_kind": lazy("Please choose a kind: question, help, complaint, report or suggestion."),
    "unknown_unit": lazy("There is no unit “%(unit)s” that could answer. Please choose one from the list."),
    "unknown_category": lazy("There is no category “%(category)s”. Please choose one from the list."),
    "unknown_area": lazy("There is no district “%(area)s”. Please choose one from the list."),
    "unknown_language": lazy("We do not know the language “%(language)s”; choose one of: %(known)s."),
    "unknown_route": lazy("There is no route “%(route)s”; choose one of the six."),
    "route_needs_answer": lazy("Please record what you told the person; this route requires it."),
    "unknown_input": lazy("This act does not take this field."),
    "unknown_verb": lazy("There is no act “%(verb)s”."),
    "route_needs_case": lazy("Which case does it repeat? Please give its number, so that we can tell its progress."),
    "only_questions_at_once": lazy("Only a question can be answered on the spot. Anything else needs a case."),
    "outside_area": lazy("This place lies outside the area this service answers for. Please check the place."),
    "bad_coordinates": lazy("This is not a place on the map. Please choose the place again."),
    "half_coordinates": lazy("Latitude and longitude must both be given."),
    "future_time": lazy("This time lies in the future. Please check it."),
    "time_without_zone": lazy("Please give the time with its time zone."),
    "too_old": lazy("This time lies too far in the past. Please check it."),
    "bad_phone": lazy("This does not look like a telephone number. Please check it."),
    "bad_email": lazy("This does not look like an e-mail address. Please check it."),
    "too_many_files": lazy("At most %(limit)s files can be taken at once."),
    "file_empty": lazy("The file “%(filename)s” is empty."),
    "file_too_large": lazy("The file “%(filename)s” is larger than %(megabytes)s MB. Please send a smaller one."),
    "file_not_what_it_claims": lazy(
        "The file “%(filename)s” is not a photo, video, sound or PDF that can be opened. Please send another."
    ),
    "no_such_case": lazy("We find no case with the number %(number)s. Please check the number."),
    "stale": lazy("Somebody was quicker: %(actor)s did “%(verb)s” at %(at)s. Look at it, then decide again."),
    "not_in_this_state": lazy("“%(verb)s” is not possible now: the case is %(state)s."),
    "not_yours": lazy("“%(verb)s” is not an act of your post in this case."),
    "needs_a_post": lazy("This act must be done by an officer in a post."),
    "rule_first": lazy("An objection is open. Rule on it first."),
    "rung_decides": lazy("The matter has climbed: %(unit)s decides now."),
    "object_instead": lazy(
        "Your unit has this case, so it cannot send it on. If it is not yours, object; another unit rules on that."
    ),
    "leads_already": lazy("%(unit)s has the case already. Sending it there again would change nothing."),
    "nobody_to_ask": lazy("Nobody is left to ask the citizen who is free of the matter. Tell whoever keeps the rules."),
    "designated": lazy("This case was assigned by ruling. No objection is possible any more."),
    "objected_already": lazy("An objection is open already; the hotline has yet to rule on it."),
    "objection_too_late": lazy(
        "The %(hours)s hours for an objection ended at %(until)s. Your unit answers for the case."
    ),
    "objection_open": lazy("A dispute is still open. Wait for the ruling before you answer."),
    "propose_another": lazy("Please name another unit than the one that has the case."),
    "no_objection": lazy("There is no open objection."),
    "cannot_assist": lazy("%(unit)s cannot assist in this case."),
    "assists_already": lazy("%(unit)s assists already."),
    "told_already": lazy("The citizen has been told already."),
    "tell_citizen_first": lazy("First tell the citizen, and record how. Then report to the hotline."),
    "no_callback": lazy("Nobody is to be asked about this case now."),
    "call_later": lazy("The next attempt is due at %(at)s, at another hour of the day."),
    "try_again_first": lazy("The citizen left a telephone number. Call again first (%(attempts)s attempts so far)."),
    "not_due_yet": lazy("The citizen has until %(at)s to answer."),
    "not_listed": lazy("Only a case on the leaders’ list can be ended this way."),
    "follows_already": lazy("You follow this case already."),
    "has_interest": lazy(
        "The case is a complaint about %(unit)s, so it can have no part in it. Please name another unit."
    ),
    "unknown_post": lazy("There is no post “%(post)s” in that unit."),
    "flagged_already": lazy("This is on the record already."),
    "nobody_above": lazy("No unit above %(unit)s is free of the matter. Ask the coordinator."),
    "no_such_part": lazy("There is no such part in this case now. Please look at the list of parts."),
    "reported_already": lazy("Your unit has no part left to report."),
    "cancel_not_asked": lazy("Nobody has asked to do without this part."),
    "parts_open": lazy(
        "Parts of other units are still open: %(units)s. "
        "They must first have reported, agreed, or been let off by ruling."
    ),
    "parts_need_work": lazy(
        "Parts of other units are still open: %(units)s. They cannot go on in case %(number)s, which is %(state)s."
    ),
    "consulted_already": lazy("A consultation or an objection is open already."),
    "consult_two": lazy("Please ask at least two units, or one beside the unit that leads now."),
    "not_named": lazy("Your unit is not among those who may be the one."),
    "no_such_ruling": lazy("There is no such ruling that could become a row of the catalogue."),
    "extension_too_late": lazy("The time ended at %(due)s; a new date had to be asked for before."),
    "extension_not_later": lazy("Please give a date after the present one, %(due)s."),
    "extension_too_long": lazy("An extension may be as long as the limit was, so until %(until)s at the latest."),
    "date_in_the_past": lazy("This date has passed. Please give one that lies ahead."),
    "parked_too_long": lazy("A matter may be put off for %(days)s days in all, so until %(until)s at the latest."),
    "parked_already": lazy("The matter is put off already; at its date it is looked at again."),
    "complaint_stands_alone": lazy(
        "A complaint about a unit or its officers is a case of its own, so that they do not read it in another one."
    ),
    "nothing_runs": lazy("No time limit runs that could be moved."),
    "asked_already": lazy("A new date has been asked for already and is not decided yet."),
    "nothing_asked": lazy("No new date has been asked for."),
    "not_your_own": lazy("You asked for it yourself. Somebody else must decide."),
    "needs_the_unit_above": lazy("Only the unit above may decide this one."),
    "overdue_needs_the_unit_above": lazy("It is overdue; from now on only a unit above may give it more time."),
    "overdue_needs_another_unit": lazy(
        "It is overdue and may be a case of your own unit; only another unit above may give it more time."
    ),
    "review_not_due": lazy(
        "It is looked at again when its date comes, %(until)s. To do so sooner, please give a nearer date."
    ),
    "review_not_nearer": lazy("Please give a date before %(until)s, the one it was put off to."),
    "review_is_due": lazy("Its date has come. A later one must be asked for anew by the unit that leads."),
    "not_parked": lazy("The matter is not put off."),
    "too_late_to_wait": lazy("The time has passed; it cannot wait for the citizen any more."),
    "waited_already": lazy("The clock may wait %(times)s time for the citizen, and has done so. You can still ask."),
    "merge_into_open": lazy("Case %(number)s is closed. Two cases can only be joined while the other is open."),
    "not_merged": lazy("This case was not joined to another."),
    "tier_without_limit": lazy("The tier %(tier)s has no limit to resolve. Tell whoever keeps the rules."),
    "holds_no_post": lazy("%(officer)s holds no post now, so no act can be done."),
    "letter_too_large": lazy("The letter is larger than %(megabytes)s MB. Please send fewer or smaller files."),
    "letter_without_sender": lazy("The letter names no sender, so nobody could be told the answer."),
    "ledger_moved_on": lazy("Somebody acted on this at the same moment. Please look at it and try again."),
    "no_such_calendar": lazy("There is no working calendar “%(code)s”. Tell whoever keeps the rules."),
    "no_such_jurisdiction": lazy("No rules are loaded for “%(code)s” yet. Load its pack first."),
    "only_administrators_appoint": lazy("Only an administrator appoints officers to posts."),
    "post_is_held": lazy("Somebody holds this post at that time. End that first."),
    "tenure_ended": lazy("This tenure has ended already."),
    "tenure_runs_backwards": lazy("The end lies before the beginning. Please check the dates."),
    "username_taken": lazy("There is an officer %(username)s already. Choose another user name."),
    "unit_closed": lazy("This unit has been closed; nobody can be appointed to it."),
    "reply_no_action": lazy("Say what was done: who went, what was repaired, removed, decided or checked."),
    "reply_no_basis": lazy("Name the rule the reply rests on: an ordinance, a regulation, a policy or a standard."),
    "reply_no_evidence": lazy("Name what shows it: a photo, a record, a measurement, a date of inspection."),
    "reply_repeats_question": lazy("The reply mostly repeats the citizen’s own words. Answer them."),
    "reply_passes_on": lazy("A reply may not close a case by saying that somebody else is responsible."),
}

# How codes in the parameters of problems are read.
SHOWN: dict[str, Shown] = {"verb": verb_label, "state": state_label}
