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


@app.periodic(cron="*/10 * * * *", periodic_id="digests")
@app.task(name="outbox.digest", queue="outbox", queueing_lock="outbox.digest")
def digest(timestamp: int = 0) -> None:
    """Gather the lines that have waited long enough into one e-mail a holder; the next round of delivery sends it."""
    actions.send_digests(now=timezone.now())


def deliver_soon() -> None:
    """Ask for a round now; when one is already waiting, that one serves."""
    try:
        with transaction.atomic():
            deliver.defer()
    except (AlreadyEnqueued, IntegrityError):
        return
