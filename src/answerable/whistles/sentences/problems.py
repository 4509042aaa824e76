"""Every problem code of whistles and taskforces as a sentence: what happened, why, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from answerable.whistles.sentences.names import DIRECTION, KIND, STATE, TASKFORCE_STATE, VERB

# How codes in the parameters of problems are read (organisation.sentences.add_sentences).
PARAMETERS: Mapping[str, Mapping[str, str | Promise]] = {
    "whistle_act": VERB,
    "whistle_state": STATE,
    "whistle_kind": KIND,
    "whistle_direction": DIRECTION,
    "taskforce_state": TASKFORCE_STATE,
}
SENTENCES: Mapping[str, str | Promise] = {
    "no_such_whistle": lazy("We find no whistle with the number %(number)s. Please check the number."),
    "no_such_taskforce": lazy("We find no taskforce with the number %(number)s. Please check the number."),
    "no_such_subject": lazy("We find no “%(key)s” that a whistle could be about. Please check it."),
    "no_such_commitment": lazy("There is no open promise of your unit here."),
    "no_such_task": lazy("There is no such task here."),
    "unknown_grade": lazy("There is no grade “%(grade)s” in force now. Please choose one from the list."),
    "unknown_post": lazy("There is no post “%(post)s” in that unit. Please choose one from the list."),
    "whistle_stale": lazy("Somebody was quicker: %(actor)s did “%(whistle_act)s” at %(at)s. Look, then decide again."),
    "whistle_not_in_this_state": lazy("“%(whistle_act)s” is not possible now: %(whistle_state)s."),
    "taskforce_not_in_this_state": lazy("“%(whistle_act)s” is not possible now: %(taskforce_state)s."),
    "not_yours_in_this_whistle": lazy("“%(whistle_act)s” is not an act of your post in this whistle."),
    "not_yours_in_this_taskforce": lazy("“%(whistle_act)s” is not an act of your post in this taskforce."),
    "grade_not_for_kind": lazy("This grade is not for “%(whistle_kind)s”. Please choose another grade."),
    "grade_not_for_direction": lazy("This grade is not for when %(whistle_direction)s. Please choose another grade."),
    "may_not_blow_up": lazy(
        "Only a street, a town, a district, or the unit that leads the case may call departments. Name the case."
    ),
    "may_not_blow_down": lazy("Only a department or a bureau may call a street."),
    "nobody_called": lazy("Please name at least one unit to be called."),
    "too_many_units": lazy("At most %(limit)s units can be called at once."),
    "calls_itself": lazy("A unit does not call itself. Please take your own unit from the list."),
    "not_called_up": lazy("“%(unit)s” is no department that can be called. Work is not passed down to streets."),
    "not_called_down": lazy("“%(unit)s” is no street, town or district."),
    "called_already": lazy("%(unit)s is called already."),
    "not_called_here": lazy("“%(unit)s” is not among the units called by this whistle."),
    "too_few_heads": lazy(
        "This grade needs %(signatures)s signatures and your unit has too few heads to sign. Choose another grade."
    ),
    "signed_already": lazy("Your unit has signed for it already."),
    "lead_stays": lazy("Your unit leads. Only the blower or the authority above can let it go."),
    "led_already": lazy("Another unit leads already. Say with what you support it."),
    "only_your_own": lazy("You can do this for your own unit only."),
    "before_the_whistle": lazy("The unit was called only at %(at)s. Please check the time."),
    "due_in_the_past": lazy("This date has passed already. Please choose a later one."),
    "due_before_since": lazy("The end lies before the beginning. Please check both."),
    "last_unit": lazy("This is the last unit that answers. Call the right one first, then let this one go."),
    "unit_owes_something": lazy("%(unit)s still has a promise or a task open here. It must be kept or reported first."),
    "answered_already": lazy("A unit has answered, or was silent too long. The whistle can be ended, not withdrawn."),
    "matters_still_open": lazy(
        "%(count)s promises or tasks are still open. Nobody leaves before it is done: say why it ends all the same."
    ),
    "not_your_task": lazy("This task belongs to another unit; that unit reports it."),
    "task_done_already": lazy("This task was reported already."),
    "task_waits": lazy("This task comes after “%(task)s”, which is not done yet."),
    "streets_are_not_rated": lazy("Departments do not rate streets and towns; only the government above them does."),
    "score_one_to_five": lazy("Please give a mark from 1 to 5."),
    "rated_already": lazy("Your unit has rated this one already."),
    "judged_already": lazy("This whistle has been judged already."),
    "not_above_the_blower": lazy("Only the authority above the unit that blew may judge its whistle."),
    "member_already": lazy("This unit is a member already."),
    "not_a_member": lazy("%(unit)s is not a member of this taskforce. Add it first."),
    "tasks_still_open": lazy(
        "%(count)s tasks are still open. The end condition cannot count as met before they are done."
    ),
}
