"""Keep what was computed, so that pages need not: no act on a plan, no fact, and no entry in the ledger."""

from __future__ import annotations

from datetime import datetime

from answerable.plans.models import KeptAssessment, Plan
from answerable.plans.queries import kept
from answerable.plans.queries.figures import assessments_to_keep


def keep_assessments(*, now: datetime) -> int:
    """Compute and keep every assessment of every plan whose inputs, or whose day, is another; returns how many."""
    plans = Plan.objects.exclude(state="closed").select_related("jurisdiction")
    return sum(_keep(plan, now) for plan in plans)


def _keep(plan: Plan, now: datetime) -> int:
    day, wanted = assessments_to_keep(plan, now=now)
    rows = [
        KeptAssessment(indicator_id=key, day=day, stamp=stamp, body=kept.written(found))
        for key, (stamp, found) in wanted.items()
    ]
    KeptAssessment.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["indicator"], update_fields=["day", "stamp", "body"]
    )
    return len(rows)
