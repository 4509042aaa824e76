"""The small sheet a data steward fills for one indicator: a period and its figure in each row; XLSX or CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo

from django.utils.translation import gettext_lazy as lazy

from answerable.plans.exchange.plan_document import ObservationDocument
from answerable.plans.exchange.report import Report
from answerable.plans.exchange.sheet_checks import fitting_observations
from answerable.plans.exchange.sheet_columns import Column, Holds, Sheet
from answerable.plans.exchange.sheet_grids import Grid, csv_bytes, csv_grid, xlsx_grids
from answerable.plans.exchange.sheet_plan import made_of
from answerable.plans.exchange.sheet_rows import Row, read_rows, recognised
from answerable.plans.exchange.sheet_template import INSTRUCTIONS, workbook
from answerable.plans.exchange.sheet_writing import csv_cell, values
from answerable.rules.plan_periods import Span, parse
from answerable.rules.problems import Problem, Refused

FIGURES = Sheet(
    "figures",
    lazy("Figures"),
    lazy("One row for each period. A figure that is missing says why in the notes, with the state “Missing”."),
    (
        Column("period", lazy("Period"), Holds.PERIOD, needed=True),
        Column("value", lazy("Value"), Holds.NUMBER, width=12),
        Column("numerator", lazy("Numerator"), Holds.NUMBER, width=12),
        Column("denominator", lazy("Denominator"), Holds.NUMBER, width=12),
        Column("state", lazy("State"), Holds.CHOICE, choices="state"),
        Column("dimension", lazy("Part"), width=20),
        Column("source_address", lazy("Address of the source"), width=30),
        Column("words", lazy("Notes"), width=40),
    ),
)


@dataclass(frozen=True)
class Expected:
    """What the figures of an indicator must be: how long its periods are ("" for any), in which years they count,
    the last day a period may end (None for any), and whether it is a ratio (None: either)."""

    span: str = ""
    year_starts_in: int = 1
    until: date | None = None
    ratio: bool | None = None


ANYTHING = Expected()


def template(observations: Sequence[ObservationDocument] = (), language: str = "zh-hant") -> bytes:
    """The workbook with these rows in it; a row may hold its period only."""
    return workbook((FIGURES,), {FIGURES.name: [values(FIGURES, seen) for seen in observations]}, language)


def template_csv(observations: Sequence[ObservationDocument] = ()) -> bytes:
    """The same as CSV."""
    rows = [values(FIGURES, seen) for seen in observations]
    cells = [[csv_cell(column, row[column.name]) for column in FIGURES.columns] for row in rows]
    return csv_bytes([[column.name for column in FIGURES.columns], *cells])


def read(
    filename: str, body: bytes, expected: Expected = ANYTHING, zone: tzinfo = UTC
) -> tuple[tuple[ObservationDocument, ...], Report]:
    """The observations that can stand, in the order of the file, and a line for every cell that cannot.

    The name decides only between CSV and XLSX. Raises Refused: not_a_spreadsheet, exchange_too_large,
    csv_not_unicode, not_csv, sheet_without_header.
    """
    is_csv = filename.lower().endswith((".csv", ".txt", ".tsv")) and not body.startswith(b"PK\x03\x04")
    grid = csv_grid(filename, body) if is_csv else _grid(xlsx_grids(body), filename)
    report = Report()
    rows = read_rows(grid, FIGURES, report, zone)
    if any(line.code == "sheet_without_header" for line in report):
        raise Refused(list(report))
    kept = [row for row in rows if row.get("period") and _expected(row, expected, report)]
    fitting = fitting_observations(kept, report, figure_needed=True)
    return tuple(made_of(ObservationDocument, row) for row in fitting), report


def _grid(grids: Sequence[Grid], filename: str) -> Grid:
    """The sheet with figures: the one that says so, else the first that is not the instructions."""
    data = [grid for grid in grids if not (grid.rows and INSTRUCTIONS in grid.rows[0])]
    if not data:
        raise Refused(Problem("sheet_without_header", filename, {"sheet": filename}))
    return next((grid for grid in data if recognised(grid, (FIGURES,))), data[0])


def _expected(row: Row, expected: Expected, report: Report) -> bool:
    """Whether a row is about a period, and of a form, that this indicator has."""
    period = parse(row.text("period"), expected.year_starts_in)
    if expected.span and period.span != Span(expected.span):
        row.say(report, "period_of_other_length", "period", found=period.code, plan_span=expected.span)
        return False
    if expected.until is not None and period.last_day > expected.until:
        row.say(report, "period_not_over", "period", found=period.code, until=expected.until)
        return False
    if expected.ratio is True and row.get("value") is not None:
        row.say(report, "ratio_wanted", "value")
        return False
    if expected.ratio is False and row.get("numerator") is not None:
        row.say(report, "value_wanted", "numerator")
        return False
    return True
