"""Evaluations by outsiders in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

Words = dict[str, str | Promise]

KIND: Words = {
    "mid_term": lazy("Mid-term evaluation"),
    "final": lazy("Final evaluation"),
    "other": lazy("Evaluation"),
}
STANDING: Words = {
    "think_tank": lazy("think tank"),
    "academia": lazy("academia"),
    "industry": lazy("industry"),
    "legislator": lazy("member of the legislature"),
    "citizen": lazy("citizen"),
}
CLASS: Words = {
    "early": lazy("Achieved early"),
    "faster": lazy("Faster than expected"),
    "as_expected": lazy("As expected"),
    "lagging": lazy("Lagging"),
    "halted": lazy("Halted"),
    "suspended": lazy("Suspended"),
}
STATE: Words = {"open": pgettext_lazy("state of an evaluation", "open"), "closed": lazy("closed")}
ACT: Words = {
    "open_evaluation": lazy("Open an evaluation"),
    "invite": lazy("Invite an outsider"),
    "find": lazy("Write a finding"),
    "answer_finding": lazy("Answer a finding"),
    "link_change": lazy("Say which change came of a finding"),
    "finish_finding": lazy("Say that the follow-up is done"),
    "close_evaluation": lazy("Close the evaluation"),
}
SENTENCES: Words = {
    "evaluation_due_in_the_past": lazy("This day has passed. Please choose one to come."),
    "vintage_still_to_come": lazy("Figures can only be judged as they are known now or were known before."),
    "unknown_kind": lazy("“%(kind)s” is no kind of evaluation."),
    "not_an_outsider": lazy("%(post)s is not an outsider's post. Officers of the government do not evaluate it here."),
    "outsider_post_is_empty": lazy("Nobody holds the post %(post)s. Name its holder first."),
    "invited_already": lazy("The holder of %(post)s is invited already."),
    "unknown_standing": lazy("Please say for whom they speak: a think tank, academia, industry, the legislature."),
    "no_such_indicator": lazy("This plan has no indicator “%(code)s”."),
    "unknown_class": lazy("Please choose one of the classes, or none."),
    "class_of_an_indicator": lazy("A class is given to an indicator, not to the plan as a whole."),
    "finding_answered": lazy("This finding was answered already."),
    "finding_not_answered": lazy("This finding was not answered yet. Answer it first."),
    "finding_done": lazy("It is on the record already that the follow-up is done."),
    "follow_up_needs_both": lazy("A follow-up has a post and a date. Give both, or neither when nothing follows."),
    "change_of_another_thing": lazy("This change is not about the indicator of the finding."),
}


def official_class_words(code: str) -> str:
    return str(CLASS.get(code, code))
