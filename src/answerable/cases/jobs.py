"""What runs by the clock: overdue clocks are noted, callbacks nobody can make are ended."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from answerable.cases.actions import end_unreachable, ring


@app.periodic(cron="* * * * *", periodic_id="clocks")
@app.task(name="cases.ring", queue="cases", queueing_lock="cases.ring")
def ring_clocks(timestamp: int = 0) -> None:
    """Note every clock that has passed its due time since the last round."""
    ring(now=timezone.now())


@app.periodic(cron="*/10 * * * *", periodic_id="callbacks")
@app.task(name="cases.end_unreachable", queue="cases", queueing_lock="cases.end_unreachable")
def end_callbacks(timestamp: int = 0) -> None:
    """Close cases whose citizen left no way to be called and did not answer by the link in time."""
    end_unreachable(now=timezone.now())
