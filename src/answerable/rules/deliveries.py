"""Things that are done or not done: milestones and indivisible assets (4.3; Imihigo 3.8; 8.7(75), (76)).

A bill is tabled, a hospital opens. Half a hospital treats nobody, so there is no share of the way: nothing until it
is accepted by a post other than the owner's, all of it then. Submitted is not accepted: a proposal handed in on time
and sent back as insufficient was missed (Hong Kong, 2025).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from answerable.rules.lights import SETTINGS, DataLight, Outcome, Settings, Status, Step, by_pace
from answerable.rules.plan_periods import position


@dataclass(frozen=True)
class Delivery:
    """What is known of it as of the instant it is judged; dates after that instant count as not known.

    `report_due` is the day by which its owner is to say again when it will be done; None asks for no report.
    """

    due: date
    start: date | None = None
    submitted_on: date | None = None
    accepted_on: date | None = None
    forecast_on: date | None = None
    report_due: date | None = None
    grace_days: int = 0


def judge_delivery(delivery: Delivery, *, as_of: datetime, settings: Settings = SETTINGS) -> Status:
    """ACHIEVED when accepted by its due day, MISSED when that day passed without it (mark `done_late` if it came).

    Before the day: on track when the forecast is no later than due; else the planned length over the forecast length
    is the pace, or behind when its start is not known. Without a forecast nothing is said: not due.
    """
    today = as_of.date()
    accepted, submitted = _by(delivery.accepted_on, today), _by(delivery.submitted_on, today)
    outcome, pace, marks = _outcome(delivery, accepted, submitted, today, settings)
    forecast = delivery.forecast_on
    steps = (
        Step.of("delivery_due", day=delivery.due, start=delivery.start),
        Step.of("submitted", day=submitted) if submitted else None,
        Step.of("accepted", day=accepted, days_late=(accepted - delivery.due).days) if accepted else None,
        Step.of("forecast", day=forecast, days_late=(forecast - delivery.due).days) if forecast else None,
        Step.of("pace", pace=pace, on_track=settings.on_track, slipping=settings.slipping, behind=settings.behind)
        if pace is not None
        else None,
    )
    light, until = _data(delivery, accepted, today)
    return Status(
        outcome, light, as_of, settings.version, until, value=Fraction(accepted is not None), pace=pace,
        progress=Fraction(accepted is not None), marks=marks, steps=tuple(s for s in steps if s is not None),
    )  # fmt: skip


def _by(day: date | None, today: date) -> date | None:
    return day if day is not None and day <= today else None


def _outcome(
    delivery: Delivery, accepted: date | None, submitted: date | None, today: date, settings: Settings
) -> tuple[Outcome, Fraction | None, tuple[str, ...]]:
    if accepted is not None:
        in_time = accepted <= delivery.due
        return (Outcome.ACHIEVED, None, ()) if in_time else (Outcome.MISSED, None, ("done_late",))
    waiting = ("submitted_not_accepted",) if submitted is not None else ()
    if today > delivery.due:
        return Outcome.MISSED, None, ("overdue", *waiting)
    if delivery.forecast_on is None:
        return Outcome.NOT_DUE, None, waiting
    if delivery.forecast_on <= delivery.due:
        return Outcome.ON_TRACK, None, waiting
    if delivery.start is None or delivery.start >= delivery.due:
        return Outcome.BEHIND, None, waiting
    start = position(delivery.start)
    pace = (position(delivery.due) - start) / (position(delivery.forecast_on) - start)
    # However near the forecast is, it is past the day: never on track.
    outcome = by_pace(pace, settings)
    return (Outcome.SLIPPING if outcome is Outcome.ON_TRACK else outcome), pace, waiting


def _data(delivery: Delivery, accepted: date | None, today: date) -> tuple[DataLight, date | None]:
    if accepted is not None:
        return DataLight.FRESH, None
    if delivery.report_due is None:
        return DataLight.FRESH if delivery.forecast_on else DataLight.NOT_YET_DUE, delivery.due
    limit = delivery.report_due + timedelta(days=delivery.grace_days)
    if today <= delivery.report_due:
        return DataLight.FRESH if delivery.forecast_on else DataLight.NOT_YET_DUE, limit
    return (DataLight.DUE if today <= limit else DataLight.LATE), limit
