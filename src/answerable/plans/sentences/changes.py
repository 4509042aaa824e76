"""Changes of targets in words: why a proposal or a step is refused, and the codes of classes, grounds and organs."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

Words = dict[str, str | Promise]

CLASS: Words = {
    "editorial": lazy("a change of words"),
    "definition": lazy("another definition"),
    "raise": lazy("raised"),
    "path": lazy("another path"),
    "postpone": pgettext_lazy("change of a target", "put off"),
    "lower": lazy("lowered"),
    "drop": lazy("given up"),
}
GROUND: Words = {
    "economy": lazy("Major change of the economic situation"),
    "emergency": lazy("Especially major disaster, public-safety event or emergency"),
    "other_major": lazy("Other major circumstances"),
    "external_shock": lazy("Geopolitical or economic shock from outside"),
}
ORGAN: Words = {
    "secretariat": lazy("the secretariat of the committee"),
    "statistician": lazy("the statistician"),
    "committee": lazy("the committee"),
    "filed": lazy("draft filed with the legislature's committee"),
    "tabled": lazy("draft tabled in the legislature"),
    "legislature": lazy("the legislature"),
}
STATE: Words = {
    "proposed": lazy("proposed"),
    "approved": lazy("approved, not in effect yet"),
    "effective": lazy("in effect"),
    "refused": lazy("refused"),
    "withdrawn": lazy("taken back"),
}
ACT: Words = {
    "propose_change": lazy("Propose a change"),
    "correct_name": lazy("Put a name right"),
    "record_step": lazy("Record a decision"),
    "sign_definition": lazy("Record what the statistician says of the definition"),
    "make_effective": lazy("Bring the change into effect"),
    "withdraw_change": lazy("Take the proposal back"),
}
SENTENCES: Words = {
    "change_of_an_unpublished_plan": lazy(
        "This plan is not published. Before publication a target is edited; afterwards it is changed by this way."
    ),
    "change_under_way": lazy(
        "The change %(number)s of this indicator is under way. Wait until it is decided, or take it back first."
    ),
    "change_without_a_target": lazy("%(indicator)s has no dated target yet, so there is nothing to change."),
    "change_of_no_meaning": lazy("Nothing would change: the definition is as it is. Please say what is new."),
    "look_before_proposing": lazy(
        "Nothing was sent yet. What would change stands above; please look at it, and send it once more to propose it."
    ),
    "numbers_are_promised": lazy(
        "The numbers in a name are promised, and no slip of the pen. Please leave them as they are, or propose a "
        "change."
    ),
    "change_one_thing": lazy(
        "A change is of one thing: another target, another definition, or giving the indicator up. Please propose each "
        "by itself."
    ),
    "definition_needs_a_change": lazy(
        "The light rests on this, so it changes only by a proposal that the statistician and the committee decide. "
        "Please propose another definition."
    ),
    "definition_counts_from_today": lazy("A definition counts from the day on which it is brought into effect."),
    "ending_needs_a_change": lazy(
        "What was promised in public is not taken back by one act. Please propose to give this indicator up; the "
        "organs decide."
    ),
    "change_of_nothing": lazy("Nothing would change: value, date and path are as they are. Please say what is new."),
    "change_needs_a_ground": lazy(
        "A target is made easier, put off or given up only on one of the grounds. Please choose one."
    ),
    "change_too_late": lazy(
        "It is too late: such a change could be proposed until %(until)s. The target stands, and will be judged."
    ),
    "change_after_the_target": lazy("The day of this target, %(until)s, has passed. It can only be judged now."),
    "final_goal_needs_higher_procedure": lazy(
        "This touches the final goal of a binding indicator. Only stages and paths are adjusted in the ordinary way; "
        "for the final goal ask for the higher procedure, which the legislature decides."
    ),
    "new_date_has_passed": lazy("The new date must lie in the time to come."),
    "new_date_after_the_plan": lazy("The plan ends on %(until)s. A target cannot be put off beyond it."),
    "target_a_value_or_a_band": lazy("A target is one value, or a lowest and a highest one, the lowest first."),
    "path_of_no_period": lazy("“%(period)s” is no period. Write 2027, 2027-H1, 2027-Q2 or 2027-05."),
    "target_not_a_number": lazy("“%(value)s” is not a number we can keep."),
    "path_rewrites_the_past": lazy("%(period)s is over. What was asked of past periods is never rewritten."),
    "path_by_years": lazy("The goals of this indicator are set by years. Please give the path by years."),
    "path_does_not_add_up": lazy("The amounts of the path make %(made)s, but the target is %(wanted)s."),
    "approver_answers_for_it": lazy(
        "You answer for this indicator, so you cannot decide on its target. Another post must."
    ),
    "approver_proposed_it": lazy("You proposed this change, so you cannot decide on it. Another post must."),
    "owner_proposed_it": lazy("Whoever answers for an indicator cannot propose to change its target."),
    "unknown_step": lazy("“%(step)s” is no step of this change."),
    "step_in_the_future": lazy("This day has not come yet. A decision is recorded once it is taken."),
    "change_was_refused": lazy("This change was refused. A new proposal is needed."),
    "step_out_of_turn": lazy("Another step comes first: %(due)s."),
    "step_before_the_last": lazy("The day lies before the last step, %(last)s."),
    "step_too_soon": lazy(
        "The draft has not lain there long enough: the decision counts from %(soonest)s at the earliest."
    ),
    "step_missing": lazy("A step is not on the record yet: %(step)s."),
    "effect_before_decision": lazy("The new target cannot count before it was decided, on %(decided)s."),
}
# How codes in the parameters of problems are read.
SHOWN: dict[str, Words] = {"due": ORGAN, "step": ORGAN}


def class_words(code: str) -> str:
    return str(CLASS.get(code, code))


def change_words(change: Any) -> str:
    """The classes of a change request, the strictest first."""
    classes = [change.klass, *(["definition"] if change.new_meaning else [])]
    return _(", ").join(class_words(code) for code in dict.fromkeys(classes))


def change_state_words(code: str) -> str:
    return str(STATE.get(code, code))
