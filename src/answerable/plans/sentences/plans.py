"""Problems of drawing up, storing and publishing a plan, of who answers and of letters, as sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from answerable.organisation.sentences import Shown, Words

SENTENCES: Words = {
    "no_such_committee": lazy("There is no unit “%(unit)s” to be the committee. Please choose one from the list."),
    "plan_code_taken": lazy("The code “%(code)s” is taken. Please choose another."),
    "plan_code_not_plain": lazy("“%(code)s” cannot be a code: use letters, digits, dots, hyphens and underscores, no "
                                "more than 64."),
    "plan_runs_backwards": lazy("The last day lies before the first. Please check both days."),
    "no_such_month": lazy("A year starts in a month from 1 to 12."),
    "no_such_parent": lazy("There is nothing with the code “%(code)s” to stand under. Goals stand under domains, "
                           "objectives under goals."),
    "plan_format_unknown": lazy("We cannot tell the format of %(name)s. Please name it with --format."),
    "no_such_code": lazy("This plan has nothing with the code “%(code)s”."),
    "no_such_word": lazy("“%(word)s” is not one of the words possible here. Please choose one from the list."),
    "no_such_field": lazy("An indicator has no such field."),
    "below_nought": lazy("This cannot be less than nought."),
    "no_such_period": lazy("“%(period)s” is no period. Write 2026, 2026-H1, 2026-Q2 or 2026-05."),
    "value_or_band": lazy("A target is one value, or a lowest and a highest one. Please give one or the other."),
    "due_before_decided": lazy("The target is due before it was decided. Please check both days."),
    "target_needs_a_change": lazy("This indicator has a target. It changes only by a proposal that goes its full way."),
    "baseline_stays": lazy("It has a starting point. Another one comes only with a change of its definition."),
    "point_off_the_path": lazy("The path asks %(wanted)s of %(period)s. A first division into years keeps to it."),
    "no_target_to_break_down": lazy("There is no target yet to break down. Please set the target first."),
    "says_no_kind": lazy("The indicator does not say yet what kind it is. Please describe it first."),
    "point_stays": lazy("%(period)s has another value already, and it stays. A path changes only by a proposal."),
    "path_is_fixed": lazy("The path was fixed when the plan was published: %(period)s lies in no longer period that "
                          "has a value."),
    "part_of_the_past": lazy("%(period)s is over or has a figure: its part is what the path asks of it anyway, "
                             "%(wanted)s."),
    "part_asks_less": lazy("With %(made)s for %(period)s the path would ask less than it does (%(wanted)s). A path is "
                           "made easier only by a change: please propose one."),
    "parts_do_not_make_whole": lazy("For %(period)s the parts make %(made)s and the whole is %(wanted)s. Please "
                                    "correct them, or say why more is asked."),
    "indicator_ended_already": lazy("This indicator has not been followed since %(at)s."),
    "tasks_in_a_ring": lazy("These tasks wait for each other, so none could begin: %(ring)s. Please remove one of the "
                            "dependencies."),
    "plan_has_a_gap": lazy("%(code)s “%(name)s”: %(plan_gap)s. Please see to it before the plan is published."),
    "nothing_new_to_publish": lazy("Nothing changed since version %(number)s was published."),
    "year_differs_from_plan": lazy("%(code)s: the year asks %(given)s, the plan asks %(asked)s of it. "
                                   "Please correct the target or say why in its words."),
    "no_year_of_the_plan": lazy("%(period)s is no year of the plan %(code)s."),
    "year_made_already": lazy("The plan for %(period)s has been made already."),
    "no_such_item_kind": lazy("An item is of the Policy Address, a budget line, or other."),
    "amount_without_currency": lazy("An amount is not less than nought and has a currency."),
    "linked_already": lazy("This is linked already."),
    "deadline_in_the_past": lazy("The deadline has passed. Please give a day to come."),
    "appointed_just_now": lazy("%(post)s was named this very moment. Please try again in a moment."),
    "no_such_part": lazy("A post can be named as contributor, steward of the data or reviewer."),
    "named_already": lazy("%(post)s is named already."),
    "owner_is_no_other": lazy("%(post)s answers for this, and cannot be %(plan_part)s of it at the same time."),
    "somebody_answers_always": lazy("Somebody always answers: appoint another head instead."),
    "nobody_answers": lazy("Nobody answers for this yet. Please appoint a head first."),
    "letter_superseded": lazy("A newer letter has taken the place of this one. Please answer the newer one."),
    "letter_accepted_already": lazy("This letter was accepted on %(at)s."),
    "letter_objected_already": lazy("An objection to this letter was filed on %(at)s; a new letter will answer it."),
}  # fmt: skip

# Lines of the report of an import.
STORED: Words = {
    "store_no_code": lazy("A row without a code of at most %(limit)s characters was left out."),
    "store_nowhere": lazy("%(field)s points at “%(target)s”, which is not there; that was left out."),
    "store_not_kept": lazy("Nothing here keeps: %(fields)s."),
    "store_no_period": lazy("“%(period)s” is no period of a plan; the figure was left out."),
    "store_no_number": lazy("%(value)s is beyond any column; it was left out."),
    "store_differs": lazy("The published plan says otherwise in %(fields)s; that stays, and needs a change."),
    "store_target_differs": lazy("The published target differs in %(fields)s; it stays, and needs a change."),
    "store_path_bent": lazy(
        "%(period)s would bend the published path, which asks %(wanted)s; it was left out and needs a change."
    ),
    "store_body_unknown": lazy("“%(body)s” is no unit here; %(plan_part)s stays a gap."),
    "store_bodies_several": lazy(
        "“%(body)s” is more than one body; %(plan_part)s stays a gap, because one head answers."
    ),
    "store_answers_already": lazy("%(post)s answers for this already; %(other)s was not appointed."),
    "store_owner_as_contributor": lazy("%(post)s answers for this and is no contributor to it."),
    "store_acceptor_under": lazy("%(post)s is a post under %(other)s, who answers; who accepts stays a gap."),
    "store_words_only": lazy("The target is words only: “%(words)s”."),
    "store_unowned": lazy("Nobody answers for it, so that it does not come into a published plan."),
    "store_cut": lazy("The text is longer than %(limit)s characters; the end was cut from %(field)s."),
    "store_runs_backwards": lazy("It is due on %(due_on)s, before it starts; the start was left out."),
    "store_not_later": lazy("A figure known at the same time or later is there already; this one was left out."),
    "store_known_from_now": lazy(
        "The plan is published: this figure counts from today, not from the day it was known."
    ),
    "history_was_frozen": lazy(
        "%(plan)s was frozen as of %(at)s (%(purpose)s). History from before that day would change it."
    ),
}

GAPS: Words = {
    "no_owner": lazy("nobody answers for it"),
    "several_owners": lazy("more than one body answers for it"),
    "no_duty": lazy("no letter says what its head answers for"),
    "no_standard": lazy("no letter says how it will be judged"),
    "no_steward": lazy("nobody keeps its data"),
    "no_kind": lazy("its kind is not said"),
    "no_direction": lazy("which way is better is not said"),
    "no_unit": lazy("it has no unit"),
    "no_parts_of_ratio": lazy("numerator and denominator are not defined"),
    "no_other_indicator": lazy("what it is compared with is not said"),
    "no_baseline": lazy("it has no baseline"),
    "no_target": lazy("it has no target in numbers"),
    "no_target_date": lazy("its target has no date"),
    "no_path": lazy("it has no path to the target"),
    "no_targets_by_year": lazy("it is not broken down to years"),
    "no_targets_by_quarter": lazy("it is not broken down to quarters"),
    "no_targets_by_month": lazy("it is not broken down to months"),
    "years_differ": lazy("its years do not make its target, and nothing says why"),
    "parts_differ": lazy("the parts of a period do not make it, and nothing says why"),
    "no_source": lazy("the source of its figures is not said"),
    "no_period": lazy("how often it is measured is not said"),
    "last_period_not_in": lazy("the figure of the last period due is not in"),
    "never_assessed": lazy("it was never assessed"),
    "no_acceptor": lazy("nobody is named to accept it"),
    "accepts_own_work": lazy("who answers for it would accept it too"),
    "no_deadline": lazy("it has no deadline"),
    "no_indicator": lazy("no indicator measures it"),
    "no_milestone_in_a_year": lazy("nothing is due in the next twelve months"),
    "no_budget_line": lazy("no budget line is linked to it"),
    "no_public_page": lazy("the public cannot read it yet"),
    "never_reviewed": lazy("it was never reviewed"),
    "not_reviewed_this_quarter": lazy("it was not reviewed this quarter"),
    "affected_unit_not_named": lazy("a unit with tasks in it is not named as contributor"),
    "about_without_tolerance": lazy("“about” leaves open how much, and no tolerance is set"),
    "aims_without_promise": lazy("it strives and promises nothing"),
    "date_is_loose": lazy("its date names no day"),
    "owner_is_collective": lazy("“the bureaux concerned” are nobody"),
    "task_as_indicator": lazy("it is a task written as an indicator"),
    "part_not_linked": lazy("it is a part of another, and is not linked to it"),
    "recurring_without_count": lazy("it recurs, and how often is not said"),
}
ACT: Words = {
    "create_plan": lazy("draw up a plan"),
    "import_plan": lazy("bring in a plan"),
    "edit_plan": lazy("edit the draft"),
    "publish_plan": lazy("publish the plan"),
    "close_plan": lazy("close the plan"),
    "set_pilot": lazy("choose where the rule of one head starts"),
    "link_item": lazy("link an item"),
    "unlink_item": lazy("take a link away"),
    "make_year": lazy("make the year's plan"),
    "appoint": lazy("appoint who answers"),
    "issue_letter": lazy("issue a letter of responsibility"),
    "accept_letter": lazy("accept the letter of responsibility"),
    "object_letter": lazy("object to the letter of responsibility"),
    "add_indicator": lazy("add an indicator"),
    "add_task": lazy("add a task"),
    "break_down": lazy("break the target down"),
    "set_target": lazy("set the first target"),
    "redefine": lazy("redefine the indicator"),
    "end_indicator": lazy("end the indicator"),
    "relate": lazy("say how it stands to another indicator"),
    "unrelate": lazy("take such a link away"),
}
STATE: Words = {
    "draft": lazy("a draft"),
    "published": lazy("published"),
    "closed": lazy("closed"),
}
RELATIONS: Words = {
    "narrower": lazy("is a part of"),
    "broader": lazy("holds as a part"),
    "peer": lazy("is read beside"),
    "contributes": lazy("contributes to"),
}
PARTS: Words = {
    "accountable": lazy("the one who answers"),
    "contributor": lazy("contributor"),
    "steward": lazy("steward of the data"),
    "reviewer": lazy("reviewer"),
    "acceptor": lazy("the one who accepts"),
}
SHOWN: dict[str, Shown] = {"plan_gap": GAPS, "plan_part": PARTS}
