"""What storing a document would do, found out by doing it and taking it all back: nothing of it stays."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from answerable.plans.actions.storing import store
from answerable.plans.actions.storing_report import StoreReport
from answerable.plans.exchange.plan_document import PlanDocument
from answerable.rules.access import Actor


def would_store(
    *, actor: Actor, now: datetime, plan_code: str, document: PlanDocument, decision: str,
    decided_on: date | None = None,
) -> StoreReport:  # fmt: skip
    """The report that `store` would give; raises as it does. Rows and entries are rolled back together."""
    with transaction.atomic():
        report = store(
            actor=actor, now=now, plan_code=plan_code, document=document, decision=decision, decided_on=decided_on
        )  # fmt: skip
        transaction.set_rollback(True)
    return report
