"""What runs by the clock: limits that have passed and nobody kept."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from answerable.whistles import actions


@app.periodic(cron="* * * * *", periodic_id="whistles")
@app.task(name="whistles.ring", queue="cases", queueing_lock="whistles.ring")
def ring_whistles(timestamp: int = 0) -> None:
    """Note every limit that has passed since the last round: silence is told above."""
    actions.ring(now=timezone.now())
