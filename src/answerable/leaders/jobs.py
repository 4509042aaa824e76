"""What runs by the clock: promises whose date comes near or has passed."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from answerable.leaders import actions


@app.periodic(cron="*/10 * * * *", periodic_id="promises")
@app.task(name="leaders.ring_promises", queue="cases", queueing_lock="leaders.ring_promises")
def ring_promises(timestamp: int = 0) -> None:
    """Tell the units that are to keep them, before their date and at it."""
    actions.ring_promises(now=timezone.now())
