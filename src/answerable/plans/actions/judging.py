"""How likely is delivery? Judged by somebody other than the owner, beside the computed light (8.7(81); 3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from answerable.plans.actions.entries import indicator_by
from answerable.plans.actions.work import act_on, words_of
from answerable.plans.models import Likelihood
from answerable.plans.queries.around import around_indicator
from answerable.rules.access import Actor
from answerable.rules.disagreement import COLOURS, CRITERIA
from answerable.rules.problems import Problem, Refused


@transaction.atomic
def judge_likelihood(
    *, actor: Actor, now: datetime, plan_code: str, code: str, criteria: Mapping[str, int], colour: str, words: str,
    version: int | None = None,
) -> Likelihood:  # fmt: skip
    """Judge an indicator by the four criteria (each 1 to 4) and give it a colour with the reason; earlier ones stay.

    The colour is the judge's own: no source says how the four criteria make one.
    """
    row = indicator_by(actor, plan_code, code)
    with act_on(
        "judge", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now, version=version
    ) as work:
        problems = [
            Problem("criterion_out_of_range", name) for name in CRITERIA if criteria.get(name) not in range(1, 5)
        ]
        if colour not in COLOURS:
            problems.append(Problem("no_such_colour", "colour", {"found": colour[:20]}))
        if problems:
            raise Refused(problems)
        given = Likelihood(
            indicator=row, colour=colour, words=words_of(words, "words"), judged_at=now, judged_by=work.post,
            **{name: criteria[name] for name in CRITERIA},
        )  # fmt: skip
        work.add(given)
    return given
