"""Waiting times for public rental housing in Hong Kong: a figure for each end of a quarter, with its address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from answerable.plans.exchange.plan_document import ObservationDocument
from answerable.plans.exchange.report import Report
from answerable.plans.exchange.sheet_cells import BadCell, number_of
from answerable.plans.exchange.sheet_grids import cell_name, csv_grid
from answerable.rules.plan_periods import Span, containing
from answerable.rules.problems import Problem, Refused
from answerable.rules.vintages import State

# Column -> what it measures.
SERIES = {
    "awt_general_years": "general applicants",
    "awt_elderly_one_person_years": "elderly one-person applicants",
    "composite_waiting_time_years": "composite, with light public housing",
}


def read(body: bytes, year_starts_in: int = 1) -> tuple[Mapping[str, tuple[ObservationDocument, ...]], Report]:
    """Column -> its observations by quarter, in years; quarters without a figure are gaps and are not there.

    A figure that the file derived from others is an estimate. Raises Refused: csv_not_unicode, not_csv,
    waiting_times_other_format.
    """
    grid = csv_grid("waiting times", body)
    header = [str(cell) for cell in grid.rows[0]] if grid.rows else []
    if missing := {"as_at", "source_url", "note", *SERIES} - set(header):
        raise Refused(Problem("waiting_times_other_format", params={"missing": ", ".join(sorted(missing))}))
    report = Report()
    found: dict[str, list[ObservationDocument]] = {name: [] for name in SERIES}
    for number, cells in enumerate(grid.rows[1:], 1):
        row = dict(zip(header, map(str, cells), strict=False))
        period = _quarter(row["as_at"], year_starts_in)
        if period is None:
            report.say("waiting_times_no_quarter", f"A{number + 1}", found=row["as_at"])
            continue
        for name in SERIES:
            try:
                if row.get(name):
                    found[name].append(_observation(period, number_of(row[name], row[name]), row))
            except BadCell as error:
                cell = cell_name(number, header.index(name))
                report.say(error.code, cell, cell=cell, sheet_column=name, found=row[name], **error.params)
    return {name: tuple(rows) for name, rows in found.items()}, report


def _quarter(as_at: str, year_starts_in: int) -> str | None:
    """The quarter that ends on the day; None when none does."""
    try:
        day = date.fromisoformat(as_at)
    except ValueError:
        return None
    period = containing(day, Span.QUARTER, year_starts_in)
    return period.code if period.last_day == day else None


def _observation(period: str, value: Decimal, row: Mapping[str, str]) -> ObservationDocument:
    note = row.get("note", "")
    state = State.ESTIMATED.value if note.startswith("derived") else ""
    return ObservationDocument(period, value, state=state, source_address=row.get("source_url", ""), words=note)
