"""Problems with figures: observations, uploads, feeds, overrides, judgements and lag notices."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from answerable.organisation.sentences import Shown

_OBSERVING: dict[str, str | Promise] = {
    "indicator_means_nothing_yet": lazy("%(indicator)s has no description yet. It needs one before a figure counts."),
    "delivery_is_accepted_not_typed": lazy(
        "This is delivered, not measured: it counts when its milestones are accepted. No figure is typed."
    ),
    "not_a_period": lazy("“%(found)s” is no period. Write 2026, 2026-H1, 2026-Q2 or 2026-05."),
    "period_of_another_length": lazy("“%(found)s” has another length: this indicator is reported by %(plan_span)s."),
    "period_in_the_future": lazy("“%(found)s” ends on %(until)s. A figure is recorded when its period is over."),
    "no_such_state": lazy("“%(found)s” is no state of a figure. Please choose one from the list."),
    "missing_has_no_figure": lazy("A missing figure has no number. Take it away, or choose another state."),
    "figure_needs_words": lazy("Please say why: the figure is %(observation_state)s."),
    "ratio_by_its_parts": lazy("This indicator is a ratio. Give numerator and denominator; the result is computed."),
    "value_not_parts": lazy("This indicator is no ratio. Give its value only."),
    "denominator_is_nought": lazy("Nothing can be divided by nought. If there were none, choose “missing” and say so."),
    "not_a_number": lazy("“%(found)s” is no number. Write digits, and a point before decimals."),
    "number_too_long": lazy(
        "“%(found)s” is too long: at most %(digits)s digits before the point and %(places)s after it."
    ),
    "not_a_rank": lazy("“%(found)s” is none of the ranks. Choose one of: %(ranks)s."),
    "unit_differs": lazy("You wrote “%(found)s”; this indicator is in “%(wanted)s”. Please convert the figure first."),
    "figure_is_unusual": lazy(
        "%(found)s is a large step from %(before)s (a usual step is %(usual)s). If it is right, please confirm it."
    ),
    "nothing_new": lazy("The figure of %(found)s stands so already. Nothing was recorded."),
    "revision_needs_words": lazy("%(found)s has a final figure already. Please say why yours differs from it."),
    "checked_by_another": lazy("A figure is checked by another post than the one that recorded it."),
}
_BATCHES: dict[str, str | Promise] = {
    "file_has_no_figures": lazy("We found no row with a figure in “%(filename)s”. Please use the sheet offered here."),
    "batch_has_wrong_cells": lazy(
        "%(count)s cells are wrong, so nothing was taken over. Correct the file and upload it again."
    ),
    "batch_settled": lazy("These figures were dealt with already."),
    "batch_has_nothing_new": lazy("Every figure in it stands so already. There is nothing to accept."),
    "no_such_source": lazy("Nothing here computes “%(source)s”. Please choose a source from the list."),
    "unknown_source_parameter": lazy("The source knows no “%(parameter)s”."),
    "source_parameter_missing": lazy("The source needs “%(parameter)s”."),
    "source_changed": lazy(
        "“%(source)s” is computed in another way since this indicator was defined (version %(pinned)s, now %(found)s)."
        " A new definition has to be decided before it is computed again."
    ),
    "nothing_to_compute": lazy("The figures of %(indicator)s are not computed here: they are reported by its steward."),
    "feed_address": lazy("“%(address)s” is no address that figures can be pulled from. Write http:// or https://."),
    "feed_refused": lazy("The address did not give figures: %(reason)s."),
    "feed_too_often": lazy("Pull at most every hour."),
    "feed_form": lazy("“%(found)s” is no form we read. Choose CSV, JSON or SDMX-JSON."),
    "feed_mapping": lazy("We cannot find the figures with this description of the file: %(reason)s"),
}
_JUDGING: dict[str, str | Promise] = {
    "no_data_is_never_green": lazy("Without current data nothing is green. Choose another light, or ask for the data."),
    "no_such_light": lazy("“%(found)s” is no light a person may set. Please choose one from the list."),
    "override_needs_a_reason": lazy("Please say why the computed light is not right."),
    "override_beyond_review": lazy("An override holds until the next review at most: %(until)s."),
    "override_stands": lazy("An override holds already. End it first."),
    "no_override": lazy("No override holds."),
    "date_in_the_past": lazy("This day is over. Please choose a later one."),
    "criterion_out_of_range": lazy("Each criterion is judged from 1 to 4."),
    "no_such_colour": lazy("“%(found)s” is no colour of this scale. Please choose one from the list."),
    "lag_notice_answered": lazy("This notice was answered already."),
    "no_lag_notice": lazy("There is no notice to answer."),
    "lag_notice_sent": lazy("A notice about %(period)s was sent already."),
    "not_lagging": lazy("%(indicator)s does not lag: a notice is sent when it is behind, or worse."),
    "nobody_answers_for_it": lazy(
        "Nobody answers for %(indicator)s, so that nobody can be asked. Appoint a post first."
    ),
    "freeze_of_the_future": lazy("Only what is known can be frozen: choose an instant that has passed."),
    "not_an_email": lazy("“%(found)s” is no e-mail address."),
    "no_such_link": lazy("This link is not known. It may have ended already."),
}
SENTENCES: dict[str, str | Promise] = {**_OBSERVING, **_BATCHES, **_JUDGING}

LIGHTS: dict[str, str | Promise] = {
    "achieved": lazy("Achieved"),
    "missed": lazy("Missed"),
    "target_reached": lazy("Target level reached"),
    "regressing": lazy("Regressing"),
    "on_track": lazy("On track"),
    "slipping": lazy("Slipping"),
    "behind": lazy("Behind"),
    "far_behind": lazy("Far behind"),
    "not_due": lazy("Not due yet"),
    "no_data": lazy("No data"),
    "unjudged": lazy("Cannot be judged"),
    "withdrawn": lazy("Withdrawn"),
    "merged": lazy("Merged"),
    "suspended": lazy("Suspended"),
    "halted": lazy("Halted"),
}
DATA_LIGHTS: dict[str, str | Promise] = {
    "fresh": lazy("Up to date"),
    "due": pgettext_lazy("how fresh figures are", "Due"),
    "late": lazy("Late"),
    "missing": lazy("Missing for two periods or more"),
    "not_yet_due": lazy("Not due yet"),
}
STATES: dict[str, str | Promise] = {
    "provisional": lazy("provisional"),
    "final": lazy("final"),
    "revised": lazy("revised"),
    "estimated": lazy("estimated"),
    "missing": lazy("missing"),
}
COLOURS: dict[str, str | Promise] = {
    "green": lazy("Green: highly likely"),
    "amber_green": lazy("Amber/green: probable"),
    "amber_red": lazy("Amber/red: in doubt"),
    "red": lazy("Red: unlikely"),
}
CLASSES: dict[str, str | Promise] = {
    "early": lazy("Reached early"),
    "faster": lazy("Faster than expected"),
    "as_expected": lazy("As expected"),
    "lagging": lazy("Lagging"),
    "halted": lazy("Halted"),
    "suspended": lazy("Suspended"),
}
MARKS: dict[str, str | Promise] = {
    "partial_coverage": lazy("figures of some periods are missing"),
    "estimated": lazy("rests on an estimate"),
    "dip_was_planned": lazy("the plan foresaw this dip"),
    "budget_passed": lazy("the whole amount is used up"),
    "done_late": lazy("done, but late"),
    "overdue": lazy("overdue"),
    "submitted_not_accepted": lazy("handed in, not accepted yet"),
    "forecast_short": lazy("forecast short of the target"),
    "needs_a_step_change": lazy("needs a step change"),
}
SPANS: dict[str, str | Promise] = {
    "month": lazy("month"),
    "quarter": lazy("quarter"),
    "half": lazy("half-year"),
    "year": lazy("year"),
}
SHOWN: dict[str, Shown] = {
    "light": LIGHTS, "data_light": DATA_LIGHTS, "observation_state": STATES, "colour": COLOURS,
    "official_class": CLASSES, "plan_span": SPANS,
}  # fmt: skip
ACT: dict[str, str | Promise] = {
    "observe": lazy("Record a figure"),
    "upload": lazy("Upload figures"),
    "set_feed": lazy("Set an address to pull from"),
    "pull": lazy("Pull figures"),
    "accept_batch": lazy("Accept figures"),
    "refuse_batch": lazy("Refuse figures"),
    "compute": lazy("Compute figures"),
    "approve_observation": lazy("Approve a figure"),
    "override": lazy("Override a light"),
    "end_override": lazy("End an override"),
    "judge": lazy("Judge the likelihood of delivery"),
    "ring_lag_notice": lazy("Note that a lag notice was not answered"),
    "send_lag_notice": lazy("Send a lag notice"),
    "answer_lag_notice": lazy("Answer a lag notice"),
    "freeze": lazy("Freeze the figures"),
}
