"""One indicator as those who work on it see it: figures, what waits, who answers, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from answerable.organisation.models import Jurisdiction
from answerable.plans.models import (
    Accountability,
    Batch,
    ChangeRequest,
    Evidence,
    Feed,
    Indicator,
    Letter,
    Observation,
    PathPoint,
    Plan,
    Target,
    Task,
)
from answerable.plans.queries.access import visible_plans
from answerable.plans.queries.answering import in_force
from answerable.plans.queries.batches import waiting
from answerable.plans.queries.changes import OPEN, changes_of
from answerable.plans.queries.history import Event, history
from answerable.plans.queries.inputs import period_of, today_of
from answerable.plans.queries.letters import letters_of
from answerable.plans.queries.series import Series, series
from answerable.rules.access import Actor
from answerable.rules.plan_periods import Period, Span, containing

_FINER = {Span.YEAR: Span.QUARTER, Span.HALF: Span.QUARTER, Span.QUARTER: Span.MONTH}


@dataclass(frozen=True)
class AtWork:
    """`unchecked` are figures nobody but their steward has looked at; `whole` are the periods that can be broken down
    now, each with its parts; `points` what the target in force asks of each period."""

    indicator: Indicator
    series: Series
    batches: list[Batch]
    feeds: list[Feed]
    unchecked: list[Observation]
    changes: list[ChangeRequest]
    letters: list[Letter]
    people: list[Accountability]
    tasks: list[Task]
    events: list[Event]
    points: list[PathPoint]
    whole: Mapping[str, tuple[Period, ...]]

    @property
    def open_change(self) -> ChangeRequest | None:
        """The change of its target that is under way."""
        return next((change for change in self.changes if change.state in OPEN), None)


def at_work(plan: Plan, code: str, *, now: datetime) -> AtWork | None:
    """Everything about one indicator of a plan the reader may see; None for an unknown code."""
    found = series(plan, code, as_of=now)
    if found is None:
        return None
    row = found.figure.indicator
    target = found.figure.target or row.targets.order_by("number").first()
    points = list(target.points.all()) if target is not None else []
    return AtWork(
        row, found, batches=list(waiting(plan, row).select_related("by__unit", "feed")),
        feeds=list(row.feeds.exclude(next_at=None).select_related("set_by__unit")), unchecked=_unchecked(row.pk),
        changes=changes_of(plan, indicator=row), letters=letters_of(row.pk),
        people=list(in_force(now).filter(subject=row.pk).order_by("kind", "post__code")),
        tasks=list(row.tasks.exclude(state="cancelled").order_by("due_on", "code")),
        events=history(plan, row, as_of=now), points=points,
        whole=_whole(plan, found, target, [point.period for point in points], now),
    )  # fmt: skip


def _unchecked(indicator: UUID) -> list[Observation]:
    rows = Observation.objects.filter(indicator=indicator, area=None, dimension="")
    newest = rows.order_by("period", "-known_at", "-pk").distinct("period")
    found = Observation.objects.filter(pk__in=newest.values("pk"), approved_at=None).select_related("entered_by__unit")
    return list(found.order_by("-known_at", "-period")[:24])


def _whole(
    plan: Plan, found: Series, target: Target | None, codes: list[str], now: datetime
) -> dict[str, tuple[Period, ...]]:  # fmt: skip
    """The periods with a point and nothing beneath it, as far as the indicator is reported; of a path without points
    the years of the plan stand under its code."""
    meaning = found.figure.meaning
    if target is None or meaning is None or not meaning.period:
        return {}
    periods = [period for code in codes if (period := period_of(plan, code)) is not None]
    if not periods:
        first = containing(plan.starts_on, Span.YEAR, plan.year_starts_in)
        years = tuple(first.following(n) for n in range(40) if first.following(n).last_day <= plan.ends_on)
        return {plan.code: years} if plan.state == "draft" or target.path_kind != "points" else {}
    today, finest = today_of(plan, now), Span(meaning.period).months
    return {
        period.code: period.parts(_FINER[period.span])
        for period in sorted(periods)
        if period.last_day >= today
        and period.span in _FINER
        and _FINER[period.span].months >= finest
        and not any(period.covers(other) and other != period for other in periods)
    }


def evidence_of(actor: Actor, jurisdiction: Jurisdiction, key: UUID, *, now: datetime) -> Evidence | None:
    """A paper of a plan this reader may see; None otherwise."""
    return Evidence.objects.filter(pk=key, plan__in=visible_plans(jurisdiction, actor, now=now)).first()
