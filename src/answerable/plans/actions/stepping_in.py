"""Why government does this: a short assessment kept with a task, so that the question has an answer anyone can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from answerable.plans.actions.whereabouts import task_by
from answerable.plans.actions.work import act_on, words_of
from answerable.plans.models import StepIn
from answerable.plans.queries.around import around_task
from answerable.rules.access import Actor
from answerable.rules.problems import Problem, Refused

CONCLUSIONS = ("step_in", "support", "wait", "leave")


@dataclass(frozen=True)
class Assessment:
    """Three marks from 1 to 4 (see plans.models.StepIn), what shows that others fail, and the conclusion."""

    market_maturity: int
    infrastructure_gap: int
    coordination_cost: int
    failure_evidence: str
    conclusion: str
    words: str
    exit_words: str = ""

    def check(self) -> None:
        """Refused with every mark that is none, an unknown conclusion, or stepping in without evidence of failure."""
        marks = ("market_maturity", "infrastructure_gap", "coordination_cost")
        problems = [Problem("one_to_four", name) for name in marks if getattr(self, name) not in range(1, 5)]
        if self.conclusion not in CONCLUSIONS:
            problems.append(Problem("unknown_choice", "conclusion"))
        if self.conclusion == "step_in" and not self.failure_evidence.strip():
            problems.append(Problem("step_in_needs_evidence", "failure_evidence"))
        if problems:
            raise Refused(problems)


@transaction.atomic
def step_in(*, actor: Actor, now: datetime, plan_code: str, code: str, assessment: Assessment) -> StepIn:
    """Record an assessment with a task. A later one stands beside it; none is changed."""
    task = task_by(actor, plan_code, code)
    assessment.check()
    with act_on(
        "step_in", task, plan=task.plan, around=around_task(task, now=now), actor=actor, now=now, state=task.state
    ) as work:  # fmt: skip
        row = StepIn(
            task=task, market_maturity=assessment.market_maturity, infrastructure_gap=assessment.infrastructure_gap,
            coordination_cost=assessment.coordination_cost, conclusion=assessment.conclusion,
            failure_evidence=words_of(assessment.failure_evidence, "failure_evidence", required=False),
            words=words_of(assessment.words, "words"), assessed_at=now, assessed_by=work.post,
            exit_words=words_of(assessment.exit_words, "exit_words", required=False),
        )  # fmt: skip
        work.add(row)
    return row
