"""Codes of reviews as words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from answerable.reviews.models import Review

Words = Mapping[str, str | Promise]

KIND: Words = {
    "monthly": lazy("Monthly review"),
    "quarterly": lazy("Quarterly review"),
    "half_yearly": lazy("Half-yearly review"),
    "annual": lazy("Annual review"),
    "joint": lazy("Joint monthly review"),
    "mid_term": lazy("Mid-term review"),
}
STATE: Words = {
    "called": lazy("called"),
    "held": lazy("being held"),
    "reported": lazy("reported"),
    "called_off": lazy("called off"),
    "open": pgettext_lazy("state of an issue", "open"),
    "settled": lazy("settled"),
}
DUTY: Words = {
    "undone": lazy("What was decided and is not done"),
    "progress": lazy("Progress, trend and what is likely"),
    "coordination": lazy("Working together"),
    "contribution": lazy("Whether everybody contributes as planned"),
    "risk": lazy("Goals by their risk"),
    "strategies": lazy("What is done about the riskiest"),
    "other": lazy("Other matters"),
}
NOUN: Words = {
    "task": lazy("Task"),
    "handoff": lazy("Hand-off"),
    "case": lazy("Case"),
    "whistle": lazy("Whistle"),
}
ACT: Words = {
    "call_review": lazy("Call a review"),
    "call_off_review": lazy("Call the review off"),
    "gather": lazy("Build the agenda from data"),
    "add_item": lazy("Add a matter"),
    "hold": lazy("Open the meeting and freeze the figures"),
    "minute": lazy("Write the minutes"),
    "discuss": lazy("Note what was said"),
    "decide": lazy("Decide"),
    "carry_out": lazy("Say that it is done"),
    "confirm": lazy("Confirm that it is done"),
    "send_back": lazy("Send it back"),
    "remind": lazy("Remind"),
    "report": lazy("Make the report"),
    "raise_issue": lazy("Raise an issue"),
    "ask_issue": lazy("Ask again"),
    "answer_issue": lazy("Answer the issue"),
    "note_silence": lazy("Note the silence"),
    "hand_over_issue": lazy("Say that another unit holds it"),
    "follow_issue": lazy("Bring the issue up to date"),
    "settle_issue": lazy("Settle the issue"),
}
DECISION: Words = {
    "open": pgettext_lazy("state of a decision", "open"),
    "overdue": lazy("overdue"),
    "done": lazy("done, not confirmed yet"),
    "confirmed": lazy("done and confirmed"),
    "confirmed_late": lazy("done late and confirmed"),
}


def kind_words(code: str) -> str:
    return str(KIND.get(code, code))


def duty_words(code: str) -> str:
    return str(DUTY.get(code, code))


def review_state_words(code: str) -> str:
    return str(STATE.get(code, code))


def act_words(code: str) -> str:
    return str(ACT.get(code, code))


def noun_words(code: str) -> str:
    return str(NOUN.get(code, code))


def decision_words(code: str) -> str:
    return str(DECISION.get(code, code))


def review_title(review: Review) -> str:
    """Kind, plan and period: "Quarterly review of Five years for Harbour, 2026-Q2"."""
    kind = kind_words(review.kind)
    if review.plan is None:
        return _("%(kind)s, %(period)s") % {"kind": kind, "period": review.period}
    named = {"kind": kind, "plan": review.plan.name, "period": review.period}
    return _("%(kind)s of %(plan)s, %(period)s") % named if review.period else _("%(kind)s of %(plan)s") % named
