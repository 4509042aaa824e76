"""What the pages of evaluations show, gathered for one reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from answerable.desk.review_pages import SHORT, today_in
from answerable.desk.sittings import Sitting
from answerable.organisation.models import Jurisdiction
from answerable.plans.models import Evaluation, Finding, Plan
from answerable.plans.queries import around
from answerable.plans.queries import evaluations as queries
from answerable.plans.queries.access import visible_plans
from answerable.plans.queries.acts import acts_on
from answerable.plans.queries.changes import changes_of
from answerable.plans.queries.evaluations import FindingShown
from answerable.plans.queries.figures import Figure, figures
from answerable.plans.sentences.evaluations import official_class_words
from answerable.rules.access import Actor

Choice = tuple[str, str]


@dataclass(frozen=True)
class EvaluationsPage:
    """`invited`: those that wait for this outsider; `plans` with their evaluations, the newest first."""

    invited: list[Evaluation]
    plans: list[tuple[Plan, list[Evaluation]]]
    may_open: bool

    @property
    def empty(self) -> bool:
        return not any(rows for _plan, rows in self.plans)


def evaluations_page(actor: Actor, city: Jurisdiction, *, now: datetime) -> EvaluationsPage:
    """The evaluations of every plan this reader may see."""
    plans = list(visible_plans(city, actor, now=now).order_by("-starts_on", "code"))
    invited = queries.invited_to(actor, on=today_in(city, now))
    held = [(plan, queries.evaluations_of(plan)) for plan in plans]
    return EvaluationsPage(
        invited, [(plan, rows) for plan, rows in held if rows], any(opens(actor, plan) for plan in plans)
    )


def opens(actor: Actor, plan: Plan) -> bool:
    """Whether this post may open an evaluation of a plan now."""
    acts = acts_on("plan", actor, around.around_plan(plan), state=plan.state)
    return any(act.verb == "open_evaluation" and act.allowed for act in acts)


@dataclass(frozen=True)
class OpenPage:
    plans: list[Plan]


def open_sitting(actor: Actor, city: Jurisdiction, wish: Mapping[str, str], *, now: datetime) -> Sitting:
    """What the form to open an evaluation stands on: the plans of which this post may open one."""
    plans = [plan for plan in visible_plans(city, actor, now=now).order_by("code") if opens(actor, plan)]
    verbs = frozenset({"open_evaluation"}) if plans else frozenset()
    return Sitting(OpenPage(plans), actor, now, city, {}, "/desk/evaluations/new", 0, today_in(city, now), verbs, wish)


@dataclass(frozen=True)
class Line:
    """One indicator at the evaluation's vintage: its figure, the class computed, and what was found about it."""

    figure: Figure
    findings: list[FindingShown]


class Desk:
    """One evaluation for one reader, with what its forms offer."""

    def __init__(self, page: queries.EvaluationPage, actor: Actor, *, now: datetime) -> None:
        self.page, self.actor, self.now = page, actor, now
        self.row = page.evaluation
        self.state = "open" if self.row.closed_at is None else "closed"

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    @cached_property
    def lines(self) -> list[Line]:
        """Every indicator of the plan as known at the vintage, in the plan's order."""
        by_indicator: dict[Any, list[FindingShown]] = defaultdict(list)
        for shown in self.page.findings or ():
            by_indicator[shown.finding.indicator_id].append(shown)
        found = figures(self.row.plan, as_of=self.row.as_of)
        return [Line(figure, by_indicator[key]) for key, figure in found.items() if figure.meaning is not None]

    @property
    def indicator_choices(self) -> list[Choice]:
        """The indicators, each with the class that was computed."""
        return [(line.figure.code, self._named(line.figure)) for line in self.lines]

    @staticmethod
    def _named(figure: Figure) -> str:
        computed = figure.assessment.official
        return f"{figure.code} {figure.name}" + (f" ({official_class_words(computed)})" if computed else "")

    @cached_property
    def verbs_of(self) -> dict[UUID, frozenset[str]]:
        """What this reader may do with each finding: whoever answers for its indicator answers it."""
        return {shown.finding.pk: self._verbs(shown.finding) for shown in self.page.findings or ()}

    def _verbs(self, finding: Finding) -> frozenset[str]:
        if finding.indicator is None:
            stands = around.around_plan(self.row.plan)
        else:
            finding.indicator.plan = self.row.plan
            stands = around.around_indicator(finding.indicator, now=self.now)
        fitting = {act.verb for act in acts_on("evaluation", self.actor, stands, state=self.state) if act.allowed}
        answered, waits = finding.answered_at is not None, finding.done_at is None
        open_now = {"answer_finding": not answered, "finish_finding": answered and waits, "link_change": True}
        return frozenset(verb for verb, fits in open_now.items() if fits and verb in fitting)

    def findings_for(self, verb: str) -> list[Choice]:
        """The findings an act fits."""
        rows = (shown.finding for shown in self.page.findings or ())
        return [(str(row.pk), _short(row)) for row in rows if verb in self.verbs_of[row.pk]]

    @cached_property
    def told(self) -> list[tuple[FindingShown, frozenset[str]]]:
        """The findings with what this reader may do with each; None of them while they may not be read."""
        return [(shown, self.verbs_of[shown.finding.pk]) for shown in self.page.findings or ()]

    @property
    def changes(self) -> list[Choice]:
        """The changes of targets of the plan, the newest first."""
        rows = changes_of(self.row.plan)
        return [(str(row.pk), f"{row.number} {row.indicator.code if row.indicator else ''}".strip()) for row in rows]


def _short(finding: Finding) -> str:
    about = f"{finding.indicator.code}: " if finding.indicator is not None else ""
    return about + (finding.words if len(finding.words) <= SHORT else f"{finding.words[:SHORT]}…")


def evaluation_sitting(
    actor: Actor, city: Jurisdiction, key: UUID, wish: Mapping[str, str], *, now: datetime
) -> Sitting:  # fmt: skip
    """An evaluation this reader may see, and what the post may do in it now."""
    desk = Desk(queries.get_evaluation(city, actor, key, now=now), actor, now=now)
    today = today_in(city, now)
    stands = around.around_evaluation(desk.row, on=today)
    verbs = {act.verb for act in acts_on("evaluation", actor, stands, state=desk.state) if act.allowed}
    verbs |= {verb for mine in desk.verbs_of.values() for verb in mine}
    return Sitting(
        desk, actor, now, city, {"evaluation": key}, f"/desk/evaluations/{key}", desk.row.version, today,
        frozenset(verbs), wish,
    )  # fmt: skip
