"""Every problem code of reviews as a sentence: what happened, why, and what to do next."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from answerable.reviews.sentences.names import ACT, STATE, Words

SENTENCES: Words = {
    "no_such_review": lazy("There is no such review."),
    "no_such_issue": lazy("There is no such issue."),
    "no_such_decision": lazy("There is no such decision."),
    "no_such_item": lazy("The agenda has no matter number %(item)s."),
    "no_such_plan": lazy("There is no such plan."),
    "no_such_evaluation": lazy("The plan has no such evaluation."),
    "not_your_review_act": lazy(
        "“%(review_act)s” is not an act of your post here. A review is led by the unit that chairs it; "
        "nobody confirms their own work."
    ),
    "review_not_so": lazy("“%(review_act)s” is not possible now: it is %(review_state)s."),
    "review_moved_on": lazy("Somebody acted on this while you were reading. Please look at it again, then decide."),
    "unknown_review_kind": lazy("Please choose a kind of review from the list."),
    "review_of_a_draft": lazy("This plan is a draft. Reviews are held of published plans."),
    "review_in_the_past": lazy("This day has passed. Please choose one to come."),
    "no_such_review_period": lazy("“%(period)s” is no period of this kind of review. Write 2026, 2026-H1 or 2026-Q2."),
    "period_not_over": lazy("The period ends on %(until)s. Its review is held after that."),
    "review_called_already": lazy("The review of %(period)s was called already. Please look among the reviews."),
    "decision_in_the_past": lazy("This day has passed. Please choose one to come."),
    "item_decided": lazy("A decision on this matter stands already. Write another one without a matter."),
    "decision_done": lazy("It is on record already that this was done."),
    "decision_not_done": lazy("Its owner has not said yet that it is done."),
    "decision_confirmed": lazy("This decision was confirmed as done. It is closed."),
    "matter_passed_over": lazy(
        "Matter %(item)s (%(key)s) was passed over. A forecast that falls short must be answered: note what was said, "
        "or decide."
    ),
    "issue_answered": lazy("This issue was answered already."),
    "issue_held_there": lazy("%(unit)s holds this issue already."),
}
SHOWN = {"review_act": ACT, "review_state": STATE}
