"""The roles of a post in words, and which of them open which screen."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

CALLS = ("call_taker", "dispatcher")
DISPATCH = ("dispatcher", "coordinator")
UNIT = ("handler", "unit_head")
CALLBACKS = ("callback_officer", "coordinator")
LEADERS = ("leader", "coordinator", "auditor")
MOVEMENT = (*LEADERS, "unit_head")  # the figures are public; each sees the cases beside them that are theirs to see
ROTA = ("leader", "unit_head", "coordinator", "dispatcher", "callback_officer", "auditor")
WHISTLES = ("handler", "unit_head", "dispatcher", "coordinator", "leader", "reviewer", "auditor")
EDITORS = ("coordinator", "reviewer")
STORIES = (*EDITORS, "callback_officer")
PLAN = (
    "handler", "unit_head", "coordinator", "leader", "reviewer", "statistician", "outsider", "auditor", "administrator",
)  # fmt: skip
REVIEWS = ("handler", "unit_head", "coordinator", "leader", "reviewer", "statistician", "auditor")
CHAIRS = ("unit_head", "coordinator", "leader")
APPRAISALS = ("unit_head", "coordinator", "leader", "reviewer", "auditor")
EVALUATIONS = ("outsider", "unit_head", "coordinator", "leader", "reviewer", "statistician", "auditor")

LABELS = {
    "call_taker": N_("Call-taker"),
    "dispatcher": N_("Dispatcher"),
    "handler": N_("Handling officer"),
    "callback_officer": N_("Callback officer"),
    "unit_head": N_("Head of unit"),
    "coordinator": N_("Coordinator"),
    "leader": N_("Leader"),
    "reviewer": N_("Reviewer"),
    "verifier": N_("Verifier"),
    "auditor": N_("Auditor"),
    "administrator": N_("Administrator"),
    "statistician": N_("Statistician"),
    "outsider": N_("Outside evaluator"),
}


def label(role: str) -> str:
    return gettext(LABELS[role]) if role in LABELS else role
