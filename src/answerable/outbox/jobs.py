"""Delivery by the clock: every minute, and at once when somebody asks."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from answerable.outbox import actions


@app.periodic(cron="* * * * *", periodic_id="outbox")
@app.task(name="outbox.deliver", queue="outbox", queueing_lock="outbox.deliver")
def deliver(timestamp: int = 0) -> None:
    """One round of delivery. Rows are claimed one by one, so rounds may overlap without harm."""
    actions.deliver_due(now=timezone.now())


def deliver_soon() -> None:
    """Ask for a round now; when one is already waiting, that one serves."""
    try:
        with transaction.atomic():
            deliver.defer()
    except (AlreadyEnqueued, IntegrityError):
        return
