"""The answer strip of an indicator or a task: the post that answers, since when, until when, how much time is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from answerable.plans.models import Plan
from answerable.plans.queries.answering import Answers
from answerable.plans.queries.figures import Figure
from answerable.plans.queries.inputs import today_of
from answerable.plans.queries.plans import Held, history_of

OPEN_ENDS = ("achieved", "withdrawn", "merged", "suspended", "halted")
SOON_DAYS = 92  # a quarter: the last one before a goal is due


@dataclass(frozen=True)
class PlanStrip:
    """`level` draws and words it (styles/_strip.scss): calm, soon, overdue, done, vacant."""

    answers: Answers | None
    until: date | None
    used: float
    level: str
    rule: str
    history: list[Held]

    @property
    def nobody(self) -> bool:
        return self.answers is None


def strip_of(plan: Plan, figure: Figure, *, now: datetime) -> PlanStrip:
    """Of an indicator: until its target is due."""
    until = figure.target.due_on if figure.target is not None else None
    done = str(figure.light) in OPEN_ENDS
    return _strip(plan, figure, until, done, now)


def _strip(plan: Plan, figure: Figure, until: date | None, done: bool, now: datetime) -> PlanStrip:
    answers = figure.answers
    today = today_of(plan, now)
    since = today_of(plan, answers.since) if answers is not None else plan.starts_on
    whole = (until - since).days if until is not None else 0
    used = min(max((today - since).days / whole, 0.0), 1.0) if whole > 0 else 0.0
    level = _level(answers, until, done, today)
    rule, held = _rule(plan, figure, answers), history_of(figure.indicator.pk, as_of=now)
    return PlanStrip(answers, until, used, level, rule, held)


def _level(answers: Answers | None, until: date | None, done: bool, today: date) -> str:
    if done:
        return "done"
    if until is not None and until < today:
        return "overdue"
    if answers is None or answers.vacant:
        return "vacant"
    return "soon" if until is not None and (until - today).days <= SOON_DAYS else "calm"


def _rule(plan: Plan, figure: Figure, answers: Answers | None) -> str:
    if plan.pilot and figure.code not in plan.pilot:
        return _("The rule that one head answers for each indicator has not started on this one.")
    if answers is None:
        return _("Nobody has been appointed. Each indicator needs one head who answers for it; this is a gap.")
    if answers.vacant:
        return _("The post was appointed and nobody holds it. Until somebody does, the head above answers.")
    return _("One head answers for each indicator, by letter, until another is appointed.")
