"""Figures frozen at a vintage: reviews and appraisals quote them, and later revisions stand beside (invariant 19)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from answerable.plans.actions.work import act_on, locked, words_of
from answerable.plans.models import Freeze, Plan
from answerable.plans.queries.around import around_plan
from answerable.plans.queries.freezes import digest_of, frozen_body
from answerable.rules.access import Actor
from answerable.rules.problems import Problem, Refused


@transaction.atomic
def freeze(
    *, actor: Actor, now: datetime, plan_code: str, as_of: datetime, purpose: str, version: int | None = None
) -> Freeze:  # fmt: skip
    """Keep all figures of a plan as known at `as_of` (at the latest now); the same freeze is made once."""
    plan: Plan = locked(Plan, "jurisdiction", "committee", code=plan_code, jurisdiction__code=actor.jurisdiction)
    if as_of > now:
        raise Refused(Problem("freeze_of_the_future", "as_of"))
    said = words_of(purpose, "purpose", longest=40)
    held = Freeze.objects.filter(plan=plan, as_of=as_of, purpose=said).first()
    if held is not None:
        return held
    with act_on(
        "freeze", plan, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state, version=version
    ) as work:
        body = frozen_body(plan, as_of=as_of)
        kept = Freeze(plan=plan, as_of=as_of, frozen_at=now, purpose=said, body=body, sha256=digest_of(body))
        work.add(kept)
    return kept
