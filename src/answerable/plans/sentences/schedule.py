"""Tasks, hand-offs and the schedule as words."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

Words = dict[str, str | Promise]

SENTENCES: Words = {
    "task_code_taken": lazy("The plan has a task “%(code)s” already. Please choose another code."),
    "task_kind_unknown": lazy("“%(kind)s” is no kind of task. Choose task, deliverable or milestone."),
    "no_such_task_part": lazy("This plan has nothing with the code “%(code)s” here. Please check it."),
    "acceptor_is_owner": lazy(
        "Whoever answers for the work cannot accept it. Please let another post than “%(post)s” accept."
    ),
    "acceptor_under_owner": lazy(
        "“%(post)s” is a post under the head who answers for the work, and cannot accept it. Please choose another."
    ),
    "name_is_corrected": lazy(
        "The plan is published: a name is put right by its secretariat, on the record. Please use “Put a name right”."
    ),
    "owner_contributes": lazy("“%(post)s” answers for the task, so it does not also contribute to it."),
    "nobody_accepts": lazy("Nobody is named who accepts “%(code)s”. Name an acceptor first; then hand it in."),
    "due_before_start": lazy("It would be due before it starts on %(start)s. Please check the dates."),
    "day_in_future": lazy("%(day)s lies in the future. Only what has happened can be recorded."),
    "day_in_past": lazy("%(day)s has passed. Please promise a day from today on."),
    "nothing_changed": lazy("Nothing was changed."),
    "three_points_or_one": lazy("Give one duration, or all three: optimistic, most likely and pessimistic."),
    "three_points_out_of_order": lazy(
        "The three durations must grow: optimistic, then most likely, then pessimistic, none below zero."
    ),
    "duration_negative": lazy("The duration of “%(key)s” cannot be below zero."),
    "remaining_before_start": lazy("What is left can be said once the task has begun."),
    "evidence_required": lazy(
        "Please add at least one paper that shows what was done. Without it nobody can accept it."
    ),
    "dependency_on_itself": lazy("A task cannot wait for itself."),
    "dependency_there": lazy("It waits for “%(code)s” in this way already."),
    "depends_on_cancelled": lazy("“%(code)s” or this task was cancelled, so nothing waits for it."),
    "dependency_kind_unknown": lazy("“%(kind)s” is no kind of dependency. Choose FS, SS, FF or SF."),
    "lag_too_long": lazy("The lag is longer than %(limit)s working days. Please check it."),
    "network_cycle": lazy("These would wait for each other for ever: %(cycle)s. Please leave one of them out."),
    "activity_unknown": lazy("Something waits for “%(key)s”, which the schedule does not have."),
    "activity_twice": lazy("“%(key)s” stands in the schedule twice."),
    "finished_without_start": lazy("“%(key)s” has finished but never started. Please say when it started."),
    "finished_before_start": lazy("“%(key)s” would have finished before it started. Please check the dates."),
    "handoff_to_itself": lazy("A hand-off goes from one post to another; “%(post)s” is both."),
    "promised_by_another": lazy("Only “%(post)s”, who gives it, can promise a day."),
    "run_out_of_bounds": lazy("A run takes 1 to %(limit)s rounds, a known shape and a seed from 0 on."),
    "schedule_has_tasks": lazy(
        "The file has tasks this plan has too (%(codes)s). Import it into another plan, or with a prefix for its codes."
    ),
    "schedule_needs_owner": lazy(
        "Please name the post that answers for the tasks in the file, and another that accepts."
    ),
    "schedule_too_large": lazy("The file has %(count)s tasks; at most %(limit)s can be brought in at once."),
    "one_to_four": lazy("Please give a mark from 1 to 4."),
    "step_in_needs_evidence": lazy("Please say what shows that others do not or cannot do it."),
    "period_unknown": lazy("“%(period)s” is no period. Write 2026, 2026-H1, 2026-Q2 or 2026-05."),
    "periods_once": lazy("Give each period once, and at most %(limit)s of them."),
    "period_lengths_mixed": lazy("The periods of a plan's budget are all of one length. Please use that length."),
    "money_negative": lazy("An amount of money cannot be below zero here."),
    "currency_mixed": lazy("This plan counts in %(currency)s. Please give all amounts in it."),
    "earned_before_planned": lazy(
        "More would be earned than was planned for the whole task. Please check the figures."
    ),
    "schedule_line_summary": lazy("%(name)s is kept as a task with the tasks below it."),
    "schedule_line_constraint": lazy("%(name)s: the constraint “%(constraint)s” is not kept."),
    "schedule_line_done": lazy("%(name)s is finished in the file. Here it counts once it is handed in and accepted."),
    "schedule_line_inactive": lazy("%(name)s is switched off in the file and was left out."),
    "schedule_line_calendar": lazy("%(count)s tasks work by calendars of their own; here the city's calendar counts."),
    "schedule_line_resources": lazy("%(count)s resources are not kept; who answers is a post."),
    "schedule_line_day": lazy("One working day of the file has %(minutes)s minutes; durations were taken in days."),
    "schedule_line_rounded": lazy("%(count)s durations or lags were rounded to a hundredth of a working day."),
    "schedule_line_lag_share": lazy("%(name)s: a lag given as a share became %(days)s working days."),
}

TASK_STATE: Words = {
    "planned": pgettext_lazy("state of a task", "planned"),
    "started": pgettext_lazy("state of a task", "under way"),
    "submitted": pgettext_lazy("state of a task", "handed in, not accepted yet"),
    "accepted": pgettext_lazy("state of a task", "accepted"),
    "cancelled": pgettext_lazy("state of a task", "cancelled"),
}
HANDOFF_STATE: Words = {
    "asked": pgettext_lazy("state of a hand-off", "asked for, no day promised"),
    "promised": pgettext_lazy("state of a hand-off", "promised"),
    "given": pgettext_lazy("state of a hand-off", "given, not accepted yet"),
    "returned": pgettext_lazy("state of a hand-off", "sent back"),
    "accepted": pgettext_lazy("state of a hand-off", "accepted"),
}
MARK: Words = {
    "done": pgettext_lazy("how a task stands", "done in time"),
    "done_late": pgettext_lazy("how a task stands", "done, late"),
    "cancelled": pgettext_lazy("how a task stands", "cancelled"),
    "waits_for_acceptance": pgettext_lazy("how a task stands", "waits for acceptance"),
    "late": pgettext_lazy("how a task stands", "late"),
    "at_risk": pgettext_lazy("how a task stands", "at risk"),
    "on_time": pgettext_lazy("how a task stands", "on time"),
    "undated": pgettext_lazy("how a task stands", "without a date"),
}
RISK: Words = {
    "forecast_late": lazy("the schedule expects it later than it is due"),
    "p80_late": lazy("likely late: in more than 1 of 5 simulated courses it ends after its date"),
    "start_missed": lazy("it should have begun"),
    "handoff_late": lazy("it waits for a hand-off that is late"),
}
TASK_KIND: Words = {
    "task": pgettext_lazy("kind of task", "task"),
    "deliverable": pgettext_lazy("kind of task", "deliverable"),
    "milestone": pgettext_lazy("kind of task", "milestone"),
}
DEPENDENCY_KIND: Words = {
    "FS": lazy("starts after the other has finished"),
    "SS": lazy("starts after the other has started"),
    "FF": lazy("finishes after the other has finished"),
    "SF": lazy("finishes after the other has started"),
}
CONCLUSION: Words = {
    "step_in": pgettext_lazy("why government does this", "government does it"),
    "support": pgettext_lazy("why government does this", "government supports others who do it"),
    "wait": pgettext_lazy("why government does this", "government waits and looks again"),
    "leave": pgettext_lazy("why government does this", "government leaves it to others"),
}
WHY: dict[str, tuple[str | Promise, ...]] = {  # the marks from 1 to 4 of why government does this
    "market_maturity": (
        lazy("There is no market for it yet."),
        lazy("A market is beginning."),
        lazy("There is a market that does part of it."),
        lazy("The market does it by itself."),
    ),
    "infrastructure_gap": (
        lazy("Nothing lacks that others would need to stand on."),
        lazy("Little lacks that others would need to stand on."),
        lazy("Much lacks that others would need to stand on."),
        lazy("Only government can build what others would need to stand on."),
    ),
    "coordination_cost": (
        lazy("It costs others little to agree."),
        lazy("It costs others something to agree."),
        lazy("It costs others much to agree."),
        lazy("To agree costs more than others could bear."),
    ),
}
ACTS: Words = {
    "add_task": pgettext_lazy("act on a plan", "Add a task"),
    "edit_task": pgettext_lazy("act on a plan", "Edit the task"),
    "move_task": pgettext_lazy("act on a plan", "Move its date, or change its standard or acceptor"),
    "start_task": pgettext_lazy("act on a plan", "Begin the task"),
    "estimate": pgettext_lazy("act on a plan", "Estimate how long it takes"),
    "submit": pgettext_lazy("act on a plan", "Hand in with evidence"),
    "accept_task": pgettext_lazy("act on a plan", "Accept"),
    "return_task": pgettext_lazy("act on a plan", "Send back"),
    "cancel_task": pgettext_lazy("act on a plan", "Cancel the task"),
    "depend": pgettext_lazy("act on a plan", "Let it wait for another task"),
    "make_parallel": pgettext_lazy("act on a plan", "Make parallel"),
    "step_in": pgettext_lazy("act on a plan", "Say why government does this"),
    "budget": pgettext_lazy("act on a plan", "Record planned value and cost"),
    "ask_handoff": pgettext_lazy("act on a plan", "Ask for a hand-off"),
    "promise_handoff": pgettext_lazy("act on a plan", "Promise a day"),
    "give_handoff": pgettext_lazy("act on a plan", "Hand it over"),
    "accept_handoff": pgettext_lazy("act on a plan", "Accept the hand-off"),
    "return_handoff": pgettext_lazy("act on a plan", "Send the hand-off back"),
    "ring_handoff": pgettext_lazy("act on a plan", "Tell that a hand-off is late"),
    "take_baseline": pgettext_lazy("act on a plan", "Take a picture of the dates"),
    "run_schedule": pgettext_lazy("act on a plan", "Compute the schedule"),
    "import_schedule": pgettext_lazy("act on a plan", "Bring in a schedule"),
}
PLAN_STATES: Words = TASK_STATE | HANDOFF_STATE


def why_marks(row: Any) -> list[str]:
    """The three marks of an assessment (plans.models.StepIn) in words."""
    return [str(words[getattr(row, name) - 1]) for name, words in WHY.items()]
