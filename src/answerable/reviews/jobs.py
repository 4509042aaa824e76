"""What runs by the clock: reviews are called by the calendar, decisions recalled, silence noted."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from answerable.reviews import actions


@app.periodic(cron="10 * * * *", periodic_id="reviews.call")
@app.task(name="reviews.call", queue="cases", queueing_lock="reviews.call")
def call_reviews(timestamp: int = 0) -> None:
    """Call the reviews whose time has come."""
    actions.call_due(now=timezone.now())


@app.periodic(cron="40 20 * * *", periodic_id="reviews.gather")
@app.task(name="reviews.gather", queue="cases", queueing_lock="reviews.gather")
def gather_agendas(timestamp: int = 0) -> None:
    """Bring the agendas of called reviews up to date, once a day; a joint one raises new issues."""
    actions.gather_called(now=timezone.now())


@app.periodic(cron="*/10 * * * *", periodic_id="reviews.silence")
@app.task(name="reviews.silence", queue="cases", queueing_lock="reviews.silence")
def note_silences(timestamp: int = 0) -> None:
    """Note every question to a unit whose limit has passed without a word."""
    actions.note_silence(now=timezone.now())


@app.periodic(cron="20 * * * *", periodic_id="reviews.remind")
@app.task(name="reviews.remind", queue="cases", queueing_lock="reviews.remind")
def remind_of_decisions(timestamp: int = 0) -> None:
    """Recall decisions before their date and once after it."""
    actions.remind_due(now=timezone.now())
