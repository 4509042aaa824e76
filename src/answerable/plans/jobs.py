"""What runs by the clock: figures that are computed or pulled, notices, followers, and what is kept for pages."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from answerable.plans.actions import computing, feeds, following, handoffs, keeping, lagging, schedule


@app.periodic(cron="*/5 * * * *", periodic_id="plans_keep")
@app.task(name="plans.keep", queue="plans", queueing_lock="plans.keep")
def keep_assessments(timestamp: int = 0) -> None:
    """Compute anew what pages show of indicators whose inputs, or whose day, is another."""
    keeping.keep_assessments(now=timezone.now())


@app.periodic(cron="17 * * * *", periodic_id="plans_pull")
@app.task(name="plans.pull", queue="plans", queueing_lock="plans.pull")
def pull_figures(timestamp: int = 0) -> None:
    """Read every address whose time has come."""
    feeds.pull_due(now=timezone.now())


@app.periodic(cron="37 2 * * *", periodic_id="plans_compute")
@app.task(name="plans.compute", queue="plans", queueing_lock="plans.compute")
def compute_figures(timestamp: int = 0) -> None:
    """Compute the periods that fell due. Daily, because a publication lag ends on any day of a month."""
    computing.compute_due(now=timezone.now())


@app.periodic(cron="7 7 * * *", periodic_id="plans_notices")
@app.task(name="plans.notices", queue="plans", queueing_lock="plans.notices")
def send_notices(timestamp: int = 0) -> None:
    """Ask the owners of what lags, and tell above what was not answered."""
    now = timezone.now()
    lagging.send_lag_notices(now=now)
    lagging.note_overdue_notices(now=now)


@app.periodic(cron="27 7 * * *", periodic_id="plans_followers")
@app.task(name="plans.followers", queue="plans", queueing_lock="plans.followers")
def tell_followers(timestamp: int = 0) -> None:
    """One mail a day at most for each indicator that moved."""
    following.tell_followers(now=timezone.now())


@app.periodic(cron="47 6 * * *", periodic_id="plans_handoffs")
@app.task(name="plans.handoffs", queue="plans", queueing_lock="plans.handoffs")
def tell_of_late_handoffs(timestamp: int = 0) -> None:
    """Tell whoever waits for a hand-off that did not come on the day promised."""
    handoffs.ring_late_handoffs(now=timezone.now())


@app.periodic(cron="7 3 * * *", periodic_id="plans_schedule")
@app.task(name="plans.schedule", queue="plans", queueing_lock="plans.schedule")
def run_schedules(timestamp: int = 0) -> None:
    """Compute the schedule of every published plan, so that forecasts are a day old at most."""
    schedule.run_schedules(now=timezone.now())
