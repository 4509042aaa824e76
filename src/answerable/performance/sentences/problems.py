"""Every problem code of this package as a sentence: what happened, why, and what to do next."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from answerable.performance.sentences.figures import NOTE

SENTENCES: dict[str, str | Promise] = {
    **NOTE,
    "no_comments_here": lazy("This city takes no comments on its plan here yet. Please report the matter instead."),
    "category_linked_already": lazy("Complaints about “%(category)s” are shown beside this indicator already."),
    "category_not_linked": lazy("Complaints about “%(category)s” are not shown beside this indicator."),
    "nobody_complained": lazy(
        "In the last %(days)s days nobody complained about this. There is no problem to take up."
    ),
    "no_such_appraisal": lazy("We find no such appraisal, or your post may not read it."),
    "appraisal_moved_on": lazy(
        "Somebody acted on this appraisal while you were reading. Please look at it again, then decide."
    ),
    "not_your_appraisal_act": lazy("“%(appraisal_act)s” is not an act of your post on this appraisal."),
    "appraisal_not_so": lazy("“%(appraisal_act)s” is not possible now. The appraisal: %(appraisal_state)s."),
    "no_such_year": lazy("“%(year)s” is no year of this plan."),
    "year_not_over": lazy("This year ends on %(day)s. It can be appraised afterwards."),
    "freeze_before_the_end": lazy(
        "The figures must be those known after the year's end, %(day)s, and not later than now."
    ),
    "appraised_already": lazy("This post has an appraisal for this year already."),
    "post_answers_for_nothing": lazy("In this year “%(post)s” answered for nothing of this plan."),
    "time_for_report": lazy("The head has time for the report until %(until)s. Without it the draft can be put then."),
    "time_for_reply": lazy("The head has time to reply until %(until)s."),
    "time_to_appeal": lazy("It can be appealed until %(until)s; it is final afterwards."),
    "too_late_to_appeal": lazy("The time to appeal ended on %(until)s."),
    "changes_need_an_upheld_appeal": lazy("Lines are judged otherwise only when the appeal is upheld."),
    "no_such_line": lazy("“%(code)s” is no line of this scorecard that is judged."),
    "judged_so_already": lazy("This line is judged so already."),
}
