"""Codes of plans as words."""

from __future__ import annotations

from django.utils.functional import Promise

from answerable.organisation.sentences import Shown
from answerable.plans.sentences import schedule

# Acts and states of all nouns, each part of plans adding its own.
ACTS: dict[str, str | Promise] = {**schedule.ACTS}
STATES: dict[str, str | Promise] = {**schedule.PLAN_STATES}
# How codes in the parameters of problems are read.
SHOWN: dict[str, Shown] = {"plan_act": ACTS, "plan_state": STATES}
