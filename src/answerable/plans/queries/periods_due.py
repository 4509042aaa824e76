"""Which periods of an indicator should have a figure by a day."""

from __future__ import annotations

from datetime import date, timedelta

from answerable.plans.models import IndicatorVersion, Plan
from answerable.rules.plan_periods import Period, Span, due, periods_between


def periods_due(plan: Plan, meaning: IndicatorVersion, today: date) -> tuple[Period, ...]:
    """The periods of the plan so far whose figure is to be in (end and publication lag), in order."""
    if not meaning.period:
        return ()
    since = plan.starts_on - timedelta(days=1)
    periods = periods_between(since, min(plan.ends_on, today), Span(meaning.period), plan.year_starts_in)
    return tuple(period for period in periods if due(period, meaning.lag_days or 0) <= today)
