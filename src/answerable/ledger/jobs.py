"""Sealing by the clock: every five seconds, until nothing waits."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from answerable.ledger import actions

ROUNDS = 50  # of a thousand; the next run goes on


@app.periodic(cron="* * * * * */5", periodic_id="ledger")
@app.task(name="ledger.seal", queue="ledger", queueing_lock="ledger.seal")
def seal(timestamp: int = 0) -> None:
    """Give waiting entries their place in the global chain. Two at once do no harm: one of them does nothing."""
    for _ in range(ROUNDS):
        if actions.seal(now=timezone.now()) == 0:
            return
