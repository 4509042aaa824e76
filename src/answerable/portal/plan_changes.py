"""What changed in a plan in a quarter: lights that moved first, then targets, heads, nodes, reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from answerable.plans.models import (
    Accountability,
    ChangeRequest,
    Indicator,
    IndicatorVersion,
    Plan,
    Submission,
    Target,
)
from answerable.plans.queries.days import AsOf
from answerable.plans.queries.figures import Figure, figures
from answerable.plans.queries.inputs import today_of
from answerable.portal.plan_words import changed_words, light_words, target_words
from answerable.reviews.queries import reviews_of
from answerable.reviews.sentences.names import kind_words
from answerable.rules.lights import WORST_FIRST
from answerable.rules.plan_periods import Period, Span, containing

KEEP = 24 * 3600  # lights of a past day do not change
BADNESS = {str(light): place for place, light in enumerate(WORST_FIRST)}


@dataclass(frozen=True)
class Quarter:
    """The quarter of a plan's year that a day lies in."""

    period: Period
    since: date


@dataclass(frozen=True)
class Change:
    """One thing that changed. `before` and `after` are lights where a light moved; `url` leads to more."""

    kind: str
    on: date | None
    name: str
    words: str
    url: str = ""
    before: str = ""
    after: str = ""

    @property
    def worse(self) -> bool:
        return bool(self.after) and BADNESS.get(self.after, 99) < BADNESS.get(self.before, 99)


def quarter_of(plan: Plan, day: date) -> Quarter:
    period = containing(day, Span.QUARTER, plan.year_starts_in)
    return Quarter(period, period.first_day)


def quarters_changes(plan: Plan, found: Mapping[UUID, Figure], quarter: Quarter, day: AsOf) -> list[Change]:
    """Everything that changed from the first day of the quarter to the day looked from; the worst first."""
    start = datetime.combine(quarter.since, time.min, ZoneInfo(plan.jurisdiction.timezone))
    rows = [
        change
        for part in (_targets, _meanings, _proposals, _heads, _endings, _nodes, _reviews)
        for change in part(plan, found, start, day.at)
    ]
    rows.sort(key=lambda change: change.on or date.min, reverse=True)
    return [*_lights(plan, found, start), *rows]


def _lights(plan: Plan, found: Mapping[UUID, Figure], start: datetime) -> list[Change]:
    """Lights that are others than on the evening before the quarter; what was not there then is left out."""
    then = lights_on(plan, start - timedelta(microseconds=1))
    moved = []
    for figure in found.values():
        before, after = then.get(figure.code), str(figure.light)
        if before is not None and before != after:
            words = _("from %(before)s to %(after)s") % {"before": light_words(before), "after": light_words(after)}
            moved.append(Change("light", None, figure.name, words, indicator_url(plan, figure.code), before, after))
    return sorted(moved, key=lambda change: (not change.worse, BADNESS.get(change.after, 99)))


def lights_on(plan: Plan, at: datetime) -> dict[str, str]:
    """The light of each indicator that meant something at a past instant, by code; kept for a day."""
    key = f"portal_plan_lights:{plan.pk}:{plan.version}:{at.isoformat()}"
    kept: dict[str, str] | None = cache.get(key)
    if kept is None:
        kept = {f.code: str(f.light) for f in figures(plan, as_of=at).values() if f.meaning is not None}
        cache.set(key, kept, KEEP)
    return kept


def indicator_url(plan: Plan, code: str) -> str:
    return reverse("portal:plan-indicator", args=[plan.code, code])


def _targets(plan: Plan, found: Mapping[UUID, Figure], start: datetime, at: datetime) -> Iterator[Change]:
    rows = Target.objects.filter(
        indicator__plan=plan, number__gt=1, recorded_at__gte=start, recorded_at__lte=at
    ).order_by("recorded_at")  # fmt: skip
    for row in rows:
        figure = found[row.indicator_id]
        said = {"target": target_words(row, figure), "decision": row.decision, "badge": changed_words(figure)}
        words = _("Target is now %(target)s. %(decision)s") % said
        yield Change("target", row.effective_on, figure.name, words, indicator_url(plan, figure.code))


def _meanings(plan: Plan, found: Mapping[UUID, Figure], start: datetime, at: datetime) -> Iterator[Change]:
    """Indicators that mean something else than before, and why."""
    rows = IndicatorVersion.objects.filter(indicator__plan=plan, number__gt=1, since__gte=start, since__lte=at)
    for row in rows.order_by("since"):
        figure = found[row.indicator_id]
        words = _("Its definition was changed: %(why)s") % {"why": row.reason}
        yield Change("meaning", today_of(plan, row.since), figure.name, words, indicator_url(plan, figure.code))


def _proposals(plan: Plan, found: Mapping[UUID, Figure], start: datetime, at: datetime) -> Iterator[Change]:
    rows = ChangeRequest.objects.filter(
        plan=plan, indicator__isnull=False, state__in=("proposed", "approved"), proposed_at__gte=start,
        proposed_at__lte=at,
    )  # fmt: skip
    for row in rows:
        figure = found[row.indicator_id] if row.indicator_id else None
        if figure is not None:
            url = reverse("portal:plan-changes", args=[plan.code])
            words = _("A change was proposed and is not decided yet.")
            yield Change("proposal", today_of(plan, row.proposed_at), figure.name, words, url)


def _heads(plan: Plan, found: Mapping[UUID, Figure], start: datetime, at: datetime) -> Iterator[Change]:
    """Another head than before; first appointments are none."""
    rows = Accountability.objects.filter(
        plan=plan, kind="accountable", noun="indicator", since__gte=start, since__lte=at
    ).select_related("post__unit")  # fmt: skip
    new = list(rows)
    ended = Accountability.objects.filter(
        plan=plan, kind="accountable", subject__in=[row.subject for row in new], until__isnull=False
    )
    before = set(ended.values_list("subject", flat=True))
    for row in new:
        if row.subject in before and row.subject in found:
            figure = found[row.subject]
            words = _("%(post)s of %(unit)s answers for it now.") % {"post": row.post.name, "unit": row.post.unit.name}
            yield Change("head", today_of(plan, row.since), figure.name, words, indicator_url(plan, figure.code))


def _endings(plan: Plan, found: Mapping[UUID, Figure], start: datetime, at: datetime) -> Iterator[Change]:
    rows = Indicator.objects.filter(plan=plan, ended_at__gte=start, ended_at__lte=at)
    for row in rows:
        figure = found[row.pk]
        words = f"{light_words(row.ended)}. {row.ended_words}"
        on = today_of(plan, row.ended_at) if row.ended_at else None
        yield Change("ended", on, figure.name, words, indicator_url(plan, row.code))


def _nodes(plan: Plan, found: Mapping[UUID, Figure], start: datetime, at: datetime) -> Iterator[Change]:
    rows = Submission.objects.filter(
        task__plan=plan, verdict="accepted", verdict_at__gte=start, verdict_at__lte=at
    ).select_related("task", "verdict_by__unit")  # fmt: skip
    for row in rows:
        by: Any = row.verdict_by
        words = _("Done, and accepted by %(post)s.") % {"post": by.name}
        url = reverse("portal:plan-tasks", args=[plan.code])
        yield Change("node", today_of(plan, row.verdict_at or at), row.task.name, words, url)


def _reviews(plan: Plan, found: Mapping[UUID, Figure], start: datetime, at: datetime) -> Iterator[Change]:
    for review in reviews_of(plan.jurisdiction, None, plan=plan):
        if review.reported_at is not None and start <= review.reported_at <= at:
            url = reverse("portal:review", args=[review.number])
            words = _("The report is out.")
            yield Change("review", today_of(plan, review.reported_at), kind_words(review.kind), words, url)
