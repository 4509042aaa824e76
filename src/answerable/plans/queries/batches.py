"""What waits for acceptance: every figure of a batch beside the one that stands, and every cell that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from answerable.plans.models import Batch, Indicator, IndicatorVersion, Observation, Plan
from answerable.plans.queries.inputs import measure_of, period_of
from answerable.rules.measures import Kind
from answerable.rules.observing import Entry
from answerable.rules.problems import Problem
from answerable.rules.vintages import State

NUMBERS = ("value", "numerator", "denominator")
SETTLED = (State.FINAL, State.REVISED)


@dataclass(frozen=True)
class Line:
    """One figure of a batch. `kind`: new, changed or same; `stands` is the observation that stands now."""

    kind: str
    entry: Entry
    dimension: str
    address: str
    stands: Observation | None

    @property
    def old(self) -> Decimal | None:
        """The figure that stands now, as it was given."""
        return (
            None if self.stands is None else _shown(self.stands.value, self.stands.numerator, self.stands.denominator)
        )

    @property
    def new(self) -> Decimal | None:
        return _shown(self.entry.value, self.entry.numerator, self.entry.denominator)


def _shown(value: Decimal | None, top: Decimal | None, bottom: Decimal | None) -> Decimal | None:
    if value is not None or top is None or not bottom:
        return value
    return top / bottom


@dataclass(frozen=True)
class Preview:
    """All lines of a batch in the order they came; its problems, each with the cell in `field`; and, of what was
    pulled, notes on what could not be read there, which nobody here can correct and which stop nothing."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()

    @property
    def fresh(self) -> tuple[Line, ...]:
        """What accepting would record."""
        return tuple(line for line in self.lines if line.kind != "same")

    def of(self, kind: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind == kind)

    @property
    def can_be_accepted(self) -> bool:
        return not self.problems and bool(self.fresh)


def waiting(plan: Plan, indicator: Indicator | None = None) -> QuerySet[Batch]:
    """The batches that wait, the oldest first."""
    rows = (
        Batch.objects.filter(plan=plan, state="waiting").select_related("indicator", "feed", "by").order_by("came_at")
    )
    return rows if indicator is None else rows.filter(indicator=indicator)


def preview(batch: Batch, *, now: datetime) -> Preview:
    """A batch against what stands now; what was accepted from elsewhere meanwhile shows as the same. Two queries."""
    indicator = batch.indicator
    if indicator is None:
        return Preview((), ())
    stands = newest(indicator, as_of=now)
    lines = [_line(batch.plan, row, stands) for row in batch.rows if "problem" not in row]
    problems = tuple(Problem(row["problem"], row["cell"], row["params"]) for row in batch.rows if "problem" in row)
    known = tuple(line for line in lines if line is not None)
    return Preview(known, (), problems) if batch.way == "pull" else Preview(known, problems)


def newest(indicator: Indicator, *, as_of: datetime) -> dict[tuple[str, str], Observation]:
    """The newest vintage by period and dimension, for the whole city."""
    rows = Observation.objects.filter(indicator=indicator, area=None, known_at__lte=as_of)
    rows = rows.order_by("period", "dimension", "-known_at", "-pk").distinct("period", "dimension")
    return {(row.period, row.dimension): row for row in rows}


def _line(plan: Plan, row: Mapping[str, Any], stands: Mapping[tuple[str, str], Observation]) -> Line | None:
    period = period_of(plan, row["period"])
    if period is None:
        return None
    value, top, bottom = (Decimal(row[name]) if row.get(name) else None for name in NUMBERS)
    entry = Entry(period, State(row.get("state") or State.FINAL), value, top, bottom, row.get("words", ""))
    dimension = row.get("dimension", "")
    old = stands.get((period.code, dimension))
    kind = "new" if old is None else "same" if _same(entry, old) else "changed"
    return Line(kind, entry, dimension, row.get("source_address", ""), old)


def _same(entry: Entry, old: Observation) -> bool:
    """The same numbers; a figure that is final already is not asked about because a source does not call it so."""
    if (entry.value, entry.numerator, entry.denominator) != (old.value, old.numerator, old.denominator):
        return False
    return entry.state == old.state or (entry.state in SETTLED and old.state in SETTLED)


def rows_of(documents: Iterable[Any]) -> list[dict[str, str]]:
    """Observations of a document as a batch keeps them: every number as it was written."""
    names = ("period", *NUMBERS, "state", "dimension", "words", "source_address")
    found = ({name: getattr(one, name) for name in names} for one in documents)
    return [{name: str(value) for name, value in row.items() if value not in (None, "")} for row in found]


def is_ratio(plan: Plan, meaning: IndicatorVersion) -> bool:
    measure, _ = measure_of(plan, meaning)
    return measure is not None and measure.kind is Kind.RATIO
