"""What a registered source gives for a period, and what it would give before anybody lets it count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from answerable.organisation import queries as organisation
from answerable.plans import sources
from answerable.plans.models import IndicatorVersion, Plan
from answerable.plans.queries.inputs import today_of
from answerable.rules.observing import Entry
from answerable.rules.plan_periods import Period, Span, containing
from answerable.rules.vintages import State

LAST = 4  # periods looked at before a source counts
PLACES = Decimal("0.00000001")


@dataclass(frozen=True)
class Computed:
    """A period as a source gives it: `value` in the indicator's unit, None where there is no figure (the words of the
    entry say why)."""

    entry: Entry
    value: Decimal | None


def entry_of(plan: Plan, source: sources.Source, pinned: sources.Params, period: Period, now: datetime) -> Entry:
    """The figure of a period as known at an instant; missing, with the source's note, when it gives none."""
    city = organisation.rulebook(plan.jurisdiction).jurisdiction
    found = source.compute(city, sources.params_of(pinned), period.first_day, period.last_day, now)
    if found.missing:
        return Entry(period, State.MISSING, words=found.note or "no_figure")
    value, top, bottom = (_decimal(number) for number in (found.value, found.numerator, found.denominator))
    return Entry(period, State.FINAL, value, top, bottom, found.note)


def would_compute(
    plan: Plan, meaning: IndicatorVersion, name: str, params: Mapping[str, object], *, now: datetime, last: int = LAST
) -> tuple[Computed, ...]:
    """The last periods that are over, the newest first, as a source would give them; nothing is written. Empty while
    the indicator does not say how often it is reported. Parameters are to be checked before (sources.check_params)."""
    if not meaning.period:
        return ()
    current = containing(today_of(plan, now), Span(meaning.period), plan.year_starts_in)
    found = (entry_of(plan, sources.source(name), params, current.following(-n), now) for n in range(1, last + 1))
    return tuple(Computed(entry, _shown(entry, meaning)) for entry in found)


def _shown(entry: Entry, meaning: IndicatorVersion) -> Decimal | None:
    if entry.numerator is None or not entry.denominator:
        return entry.value
    return entry.numerator / entry.denominator * meaning.factor


def _decimal(number: Fraction | Decimal | int | None) -> Decimal | None:
    """As the table keeps it: at most eight places, rounded half to even."""
    if number is None:
        return None
    exact = Fraction(number)
    with localcontext() as context:
        context.prec = 60
        return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(PLACES, ROUND_HALF_EVEN)
