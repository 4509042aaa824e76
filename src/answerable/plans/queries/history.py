"""Everything that changed about one indicator, the newest first: targets, meanings, who answers, revisions, words.

A revision that moved a light is said so ("status changed by revision"): each second figure of a period is judged just
before and just after it became known (4.4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Q

from answerable.plans.models import (
    Accountability,
    Indicator,
    IndicatorVersion,
    LagNotice,
    Likelihood,
    Observation,
    Override,
    Plan,
    Target,
)
from answerable.plans.queries.assessing import assess
from answerable.plans.queries.figures import local
from answerable.plans.queries.inputs import Inputs, inputs_of, observation_value, parents_of, period_of, within
from answerable.rules.lights import Outcome
from answerable.rules.measures import Rule
from answerable.rules.targets import changes
from answerable.rules.vintages import Observation as Seen
from answerable.rules.vintages import as_known


@dataclass(frozen=True)
class Event:
    """`kind`: target, meaning, appointed, relieved, revision, override, override_ended, likelihood, lag_notice,
    lag_answer, ended. `params` are what a page says of it; `row` is the stored row, for its words."""

    kind: str
    at: datetime
    row: Any
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Revision:
    """A figure of a period that superseded another, and the light before and after it."""

    period: str
    before: Seen
    after: Seen
    light_before: Outcome
    light_after: Outcome

    @property
    def moved(self) -> bool:
        return self.light_before is not self.light_after


def history(plan: Plan, indicator: Indicator, *, as_of: datetime) -> list[Event]:
    """All events known at an instant, the newest first."""
    found = [
        event
        for part in (_targets, _meanings, _owners, _judgements, _notices, _revisions, _ending)
        for event in part(plan, indicator, as_of)
    ]
    return sorted((event for event in found if event.at <= as_of), key=lambda event: event.at, reverse=True)


def _targets(plan: Plan, indicator: Indicator, as_of: datetime) -> Iterator[Event]:
    inputs = inputs_of(plan, [indicator], as_of=as_of)[indicator.pk]
    made = {change.number: change for change in changes(inputs.measure, inputs.targets)} if inputs.measure else {}
    for row in Target.objects.filter(indicator=indicator, recorded_at__lte=as_of).select_related("change"):
        change = made.get(row.number)
        params: dict[str, object] = {"number": row.number, "value": row.value, "due_on": row.due_on}
        if change is not None:
            params |= {"kinds": change.kinds, "leniency": change.leniency}
        yield Event("target", row.recorded_at, row, params)


def _meanings(plan: Plan, indicator: Indicator, as_of: datetime) -> Iterator[Event]:
    for row in IndicatorVersion.objects.filter(indicator=indicator, since__lte=as_of):
        yield Event("meaning", row.since, row, {"number": row.number})


def _owners(plan: Plan, indicator: Indicator, as_of: datetime) -> Iterator[Event]:
    rows = Accountability.objects.filter(subject=indicator.pk, since__lte=as_of).select_related("post")
    for row in rows:
        yield Event("appointed", row.since, row, {"kind": row.kind, "post": row.post})
        if row.until is not None:
            yield Event("relieved", row.until, row, {"kind": row.kind, "post": row.post})


def _judgements(plan: Plan, indicator: Indicator, as_of: datetime) -> Iterator[Event]:
    for row in Override.objects.filter(indicator=indicator, made_at__lte=as_of).select_related("made_by"):
        yield Event("override", row.made_at, row, {"light": row.light, "until": row.until})
        if row.ended_at is not None:
            yield Event("override_ended", row.ended_at, row, {"light": row.light})
    for judged in Likelihood.objects.filter(indicator=indicator, judged_at__lte=as_of).select_related("judged_by"):
        yield Event("likelihood", judged.judged_at, judged, {"colour": judged.colour})


def _notices(plan: Plan, indicator: Indicator, as_of: datetime) -> Iterator[Event]:
    for row in LagNotice.objects.filter(indicator=indicator, sent_at__lte=as_of).select_related("post"):
        yield Event("lag_notice", row.sent_at, row, {"period": row.period, "light": row.light, "due_at": row.due_at})
        if row.answered_at is not None:
            late = row.answered_at > row.due_at
            yield Event("lag_answer", row.answered_at, row, {"new_date": row.new_date, "late": late})


def _ending(plan: Plan, indicator: Indicator, as_of: datetime) -> Iterator[Event]:
    if indicator.ended and indicator.ended_at is not None:
        yield Event("ended", indicator.ended_at, indicator, {"how": indicator.ended})


def _revisions(plan: Plan, indicator: Indicator, as_of: datetime) -> Iterator[Event]:
    for revision in revisions(plan, indicator, as_of=as_of):
        params: dict[str, object] = {
            "period": revision.period, "before": revision.before.value, "after": revision.after.value,
            "light_before": revision.light_before, "light_after": revision.light_after, "moved": revision.moved,
        }  # fmt: skip
        yield Event("revision", revision.after.known_at, revision, params)


def revisions(plan: Plan, indicator: Indicator, *, as_of: datetime, since: datetime | None = None) -> list[Revision]:
    """Every figure that superseded another of its period (since an instant), with both lights. Six queries."""
    at = local(plan, as_of)
    inputs = inputs_of(plan, [indicator], as_of=at)[indicator.pk]
    if inputs.measure is None or inputs.measure.line.rule is Rule.DELIVERY:
        return []
    vintages = vintages_of(plan, indicator, as_of=at)
    found = []
    for rows in vintages.values():
        for before, after in pairwise(rows):
            if since is None or after.known_at > since:
                found.append(
                    _revision(plan, inputs, [seen for row in vintages.values() for seen in row], before, after)
                )
    return sorted(found, key=lambda revision: revision.after.known_at)


def vintages_of(plan: Plan, indicator: Indicator, *, as_of: datetime) -> dict[str, list[Seen]]:
    """Every figure ever given of the whole, by period, in the order they became known; in the plan of a year also
    those given in the plan it was made from (`inputs.observations_of`)."""
    parent = parents_of(plan, [indicator.pk]).get(indicator.pk)
    read = [indicator.pk] if parent is None else [indicator.pk, parent]
    rows = Observation.objects.filter(indicator__in=read, area=None, dimension="", known_at__lte=as_of)
    columns = ("pk", "indicator_id", "period", "value", "numerator", "denominator", "state", "words", "known_at")
    found: dict[str, list[Seen]] = defaultdict(list)
    for row in rows.order_by("period", "known_at", "pk").values_list(*columns):
        period = period_of(plan, row[2])
        seen = [] if period is None else [observation_value(period, row)]
        found[row[2]] += seen if row[1] == indicator.pk else within(plan, seen)
    return found


def _revision(plan: Plan, inputs: Inputs, seen: list[Seen], before: Seen, after: Seen) -> Revision:
    """Both lights by the target in force when the revision came: the figure alone makes the difference."""
    at = local(plan, after.known_at)
    lights = []
    for instant in (after.known_at - timedelta(microseconds=1), after.known_at):
        known = Inputs(**{**inputs.__dict__, "observations": list(as_known(seen, instant))})
        lights.append(assess(known, as_of=at).status.outcome)
    return Revision(before.period.code, before, after, lights[0], lights[1])


def revisions_that_moved(plan: Plan, *, since: datetime, as_of: datetime) -> list[tuple[Indicator, Revision]]:
    """For a review: lights of a plan that revisions moved since the one before."""
    later = Observation.objects.filter(known_at__gt=since, known_at__lte=as_of, area=None).order_by()
    keys = later.filter(Q(indicator__plan=plan) | Q(indicator__indicator__plan=plan)).values("indicator_id")
    rows = Indicator.objects.filter(Q(pk__in=keys) | Q(parent__in=keys), plan=plan).order_by("sequence", "code")
    found = [(row, change) for row in rows for change in revisions(plan, row, as_of=as_of, since=since)]
    return [(row, change) for row, change in found if change.moved]
