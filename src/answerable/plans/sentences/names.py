"""Codes of plans as words: each part names its own acts and states, and they are put together here."""

from __future__ import annotations

from answerable.organisation.sentences import Shown, Words
from answerable.plans.sentences import changes, evaluations, figures, plans

ACTS: tuple[Words, ...] = (
    changes.ACT,
    evaluations.ACT,
    figures.ACT,
    plans.ACT,
)
STATES: tuple[Words, ...] = (
    changes.STATE,
    evaluations.STATE,
    plans.STATE,
)

# How codes in the parameters of problems are read.
SHOWN: dict[str, Shown] = {
    **changes.SHOWN,
    **figures.SHOWN,
    **plans.SHOWN,
    "plan_act": {code: words for part in ACTS for code, words in part.items()},
    "plan_state": {code: words for part in STATES for code, words in part.items()},
}
