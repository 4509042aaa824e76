"""A figure is checked by another post than the one that recorded it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from answerable.plans.actions.entries import indicator_by
from answerable.plans.actions.work import act_on
from answerable.plans.models import Observation
from answerable.plans.queries.around import around_indicator
from answerable.rules.access import Actor
from answerable.rules.problems import NotAllowed, NotFound, Problem


@transaction.atomic
def approve_observations(
    *, actor: Actor, now: datetime, plan_code: str, code: str, keys: Collection[UUID], version: int | None = None
) -> int:
    """Say that figures were checked against their source. Returns how many were not approved before.

    Approval neither moves a figure nor a light (a figure counts from the moment it is known, so that a replay needs
    nothing else); a page shows which figures nobody but their steward has looked at.
    """
    row = indicator_by(actor, plan_code, code)
    found = list(Observation.objects.filter(indicator=row, pk__in=list(keys)).select_related("entered_by"))
    if len(found) != len(set(keys)):
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": "observation"}))
    if any(seen.entered_by is not None and seen.entered_by.code == actor.post for seen in found):
        raise NotAllowed(Problem("checked_by_another", "", {"indicator": code}))
    new = [seen for seen in found if seen.approved_by_id is None]
    if not new:
        return 0
    with act_on(
        "approve_observation", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now,
        version=version,
    ) as work:  # fmt: skip
        for seen in new:
            work.set(seen, approved_by=work.post, approved_at=now)
    return len(new)
