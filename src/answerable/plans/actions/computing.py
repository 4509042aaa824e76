"""Figures that are computed from a registered source (plans.sources), with the definition pinned in the meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from answerable.plans import sources
from answerable.plans.actions.entries import (
    accepted_batch,
    add_all,
    indicator_by,
    known_now,
    meaning_of,
    observation,
    says_the_same,
)
from answerable.plans.actions.work import act_on
from answerable.plans.models import Indicator, IndicatorVersion, Observation
from answerable.plans.queries.around import around_indicator
from answerable.plans.queries.computed import entry_of
from answerable.plans.queries.inputs import today_of
from answerable.plans.queries.periods_due import periods_due
from answerable.rules.access import Actor, system
from answerable.rules.observing import Entry
from answerable.rules.plan_periods import Period, parse
from answerable.rules.problems import Problem, Refused
from answerable.rules.vintages import Observation as Seen
from answerable.rules.vintages import State

AGAIN = 3  # the newest periods computed again by the clock: cases of a period end after it


@transaction.atomic
def compute(
    *, actor: Actor, now: datetime, plan_code: str, code: str, periods: Sequence[str] = (), version: int | None = None
) -> int:
    """Compute these periods (none named: those due without a figure, and the last ones again) and record what is new.

    Returns how many figures were recorded; nothing is written when all stand so already. The batch keeps with what they
    were computed; the words of a figure are the source's note, as it gave it. Refused when the indicator
    has no source, or when its source is computed in another way now than when it was pinned.
    """
    row = indicator_by(actor, plan_code, code)
    meaning = meaning_of(row)
    source = _pinned(row, meaning)
    known = known_now(row.plan, row, now)
    wanted = [parse(one, row.plan.year_starts_in) for one in periods] or _due(row, meaning, known, now)
    entries = [entry_of(row.plan, source, meaning.source_params, period, now) for period in wanted]
    fresh = [entry for entry in entries if not says_the_same(entry, known.get(entry.period))]
    if not fresh:
        return 0
    with act_on(
        "compute", row, plan=row.plan, around=around_indicator(row, now=now), actor=actor, now=now, version=version
    ) as work:
        params = sources.params_of(meaning.source_params)
        batch = accepted_batch(work, row, "computed", source=source.name, version=source.version, params=params)
        rows: list[Observation] = [
            observation(work, batch, meaning, _named(entry, known.get(entry.period))) for entry in fresh
        ]
        add_all(work, rows)
    return len(fresh)


def compute_due(*, now: datetime) -> int:
    """By the clock: every indicator of an open plan that has a source. One transaction each, so that one that fails
    does not hold back the others; a source that changed waits for a new definition."""
    count = 0
    rows = IndicatorVersion.objects.filter(until=None, indicator__ended="").exclude(source="")
    rows = rows.exclude(indicator__plan__state="closed").select_related("indicator__plan__jurisdiction")
    for meaning in rows.order_by("pk"):
        plan = meaning.indicator.plan
        try:
            count += compute(
                actor=system(plan.jurisdiction.code), now=now, plan_code=plan.code, code=meaning.indicator.code
            )
        except Refused:
            continue
    return count


def _pinned(row: Indicator, meaning: IndicatorVersion) -> sources.Source:
    if not meaning.source:
        raise Refused(Problem("nothing_to_compute", "", {"indicator": row.code}))
    source = sources.source(meaning.source)
    pinned = meaning.source_params.get(sources.VERSION, source.version)
    if pinned != source.version:
        params: dict[str, object] = {"source": source.name, "pinned": pinned, "found": source.version}
        raise Refused(Problem("source_changed", "", params))
    return source


def _due(row: Indicator, meaning: IndicatorVersion, known: dict[Period, Seen], now: datetime) -> list[Period]:
    due = periods_due(row.plan, meaning, today_of(row.plan, now))
    return [period for period in due if period not in known or period in due[-AGAIN:]]


def _named(entry: Entry, seen: Seen | None) -> Entry:
    """A figure that differs from one that was computed before is revised: the cases of its period have gone on."""
    if seen is None or State.MISSING in (seen.state, entry.state):
        return entry
    return replace(entry, state=State.REVISED)
