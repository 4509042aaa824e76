"""Every problem code of plans as a sentence: what happened, why, and what to do next. Each file of actions adds its own
codes to the table of its part: `sentences/<part>.py`, put together here."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from answerable.plans.sentences import changes, evaluations, exchange, figures, plans, schedule, schedule_files

SENTENCES: dict[str, str | Promise] = {
    "no_such_plan_thing": lazy("We find no such %(noun)s. It may have been moved; please go back to the plan."),
    "plan_moved_on": lazy("Somebody acted on this while you were reading. Please look at it again, then decide."),
    "plan_not_in_this_state": lazy("“%(plan_act)s” is not possible now: it is %(plan_state)s."),
    "not_your_plan_act": lazy("“%(plan_act)s” is not an act of your post here."),
    "no_such_post": lazy("There is no post “%(post)s”. Please choose one from the list."),
    **changes.SENTENCES,
    **evaluations.SENTENCES,
    **exchange.SENTENCES,
    **figures.SENTENCES,
    **plans.SENTENCES,
    **plans.STORED,
    **schedule.SENTENCES,
    **schedule_files.SENTENCES,
}
