"""Codes of appraisals as words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

Words = Mapping[str, str | Promise]

STATE: Words = {
    "open": lazy("waiting for the head's own report"),
    "reported": lazy("the head has reported; it is being checked"),
    "put": lazy("the draft was put to the head"),
    "replied": lazy("the head has replied"),
    "issued": lazy("issued; it can be appealed"),
    "appealed": lazy("appealed"),
    "final": lazy("final"),
}
ACT: Words = {
    "open_appraisal": lazy("Open the appraisal"),
    "report": lazy("Report on the year"),
    "moderate": lazy("Judge a line otherwise"),
    "put": lazy("Put the draft to the head"),
    "reply": lazy("Reply"),
    "issue": lazy("Issue the appraisal"),
    "appeal": lazy("Appeal"),
    "decide": lazy("Decide the appeal"),
    "finalise": lazy("Make it final"),
}
JUDGEMENT: Words = {
    "met": lazy("met"),
    "missed": lazy("missed"),
    "unknown": lazy("no data: neither met nor missed"),
    "not_due": lazy("nothing was due in this year"),
    "ended": lazy("no longer followed"),
    "excused": lazy("excused, with the reason"),
}
CONSEQUENCE: Words = {
    "none": lazy("No binding target was missed in the last three years."),
    "notice": lazy("Missed in one of the last three years: a notice, where the rules of the city say so."),
    "no_promotion": lazy("Missed in two of the last three years: no promotion, where the rules of the city say so."),
    "removal_proposal": lazy(
        "Missed in three of the last three years: transfer or removal may be proposed, where the rules of the city "
        "say so."
    ),
}
# How a parameter of a problem is read.
SHOWN = {"appraisal_act": ACT, "appraisal_state": STATE, "judgement": JUDGEMENT}
