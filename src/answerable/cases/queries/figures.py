"""Figures the citizens' verdicts make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Q

from answerable.cases.models import Callback, Case
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction, Unit
from answerable.rules.rates import BASICALLY_CREDIT, Rates, VerdictCounts
from answerable.rules.rates import three_rates as rates_of


def three_rates(jurisdiction: Jurisdiction, *, since: datetime, until: datetime, unit: Unit | None = None) -> Rates:
    """Response, solved and satisfied over valid callbacks done in [since, until) (domain rules 1.5, 8.4).

    A citizen who was pressed to rate well does not count as satisfied. Without a valid callback there is
    no rate (None), not zero.
    """
    said = Callback.objects.filter(case__jurisdiction=jurisdiction, valid=True, done_at__gte=since, done_at__lt=until)
    if unit is not None:
        said = said.filter(answering_unit=unit)
    free = Q(pressed=False)
    row = said.aggregate(
        n_valid=Count("pk"),
        n_contacted=Count("pk", filter=Q(contacted=True)),
        n_solved=Count("pk", filter=Q(solved=True)),
        n_satisfied=Count("pk", filter=free & Q(satisfied="satisfied")),
        n_basically=Count("pk", filter=free & Q(satisfied="basically")),
    )  # named apart from the columns, which an aggregate of the same name would hide
    credit = _credit(jurisdiction)
    return rates_of(VerdictCounts(**{name.removeprefix("n_"): n for name, n in row.items()}), credit)


def _credit(jurisdiction: Jurisdiction) -> float:
    """What "basically satisfied" counts, by the weights in force."""
    weights = next(iter(organisation.rulebook(jurisdiction).weights.values()), None)
    return float(weights.basically_satisfied_credit) if weights else BASICALLY_CREDIT


@dataclass(frozen=True)
class CityFigures:
    """What the front page says about the city, over the last 30 days where a span is needed."""

    open: int
    overdue: int
    opened_30d: int
    closed_30d: int
    rates: Rates
    late_units: list[tuple[Unit, int]]


def city_figures(jurisdiction: Jurisdiction, *, now: datetime) -> CityFigures:
    """Counted at most once a minute."""
    key = f"city_figures:{jurisdiction.code}"
    kept: CityFigures | None = cache.get(key)
    if kept is None:
        kept = _count(jurisdiction, now)
        cache.set(key, kept, 60)
    return kept


def _count(jurisdiction: Jurisdiction, now: datetime) -> CityFigures:
    since = now - timedelta(days=30)
    cases = Case.objects.filter(jurisdiction=jurisdiction)
    open_cases = cases.exclude(state="closed")
    late = open_cases.filter(due_at__lt=now).exclude(state="verifying")
    worst = late.values("lead_unit").annotate(n=Count("pk")).order_by("-n", "lead_unit")[:5]
    units = Unit.objects.in_bulk([row["lead_unit"] for row in worst])
    return CityFigures(
        open=open_cases.count(),
        overdue=late.count(),
        opened_30d=cases.filter(opened_at__gte=since).count(),
        closed_30d=cases.filter(updated_at__gte=since, state="closed", closed_at__gte=since).count(),
        rates=three_rates(jurisdiction, since=since, until=now),
        late_units=[(units[row["lead_unit"]], row["n"]) for row in worst],
    )
