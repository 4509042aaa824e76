"""What runs by the clock: appraisals that nobody appealed against in time become final."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from answerable.performance import actions


@app.periodic(cron="17 * * * *", periodic_id="appraisals")
@app.task(name="performance.finalise", queue="cases", queueing_lock="performance.finalise")
def finalise_appraisals(timestamp: int = 0) -> None:
    """Once an hour: the time to appeal is counted in working days."""
    actions.finalise_due(now=timezone.now())
