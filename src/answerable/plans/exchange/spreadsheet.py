"""A whole plan as an XLSX workbook or as CSV files: written as a template, filled or empty, and read back by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, tzinfo

from answerable.plans.exchange.plan_document import PlanDocument
from answerable.plans.exchange.report import Report
from answerable.plans.exchange.sheet_columns import SHEETS
from answerable.plans.exchange.sheet_grids import Grid, csv_bytes, csv_grid, xlsx_grids
from answerable.plans.exchange.sheet_plan import plan_of
from answerable.plans.exchange.sheet_rows import Row, read_rows, recognised
from answerable.plans.exchange.sheet_template import INSTRUCTIONS, workbook
from answerable.plans.exchange.sheet_writing import csv_cell, rows_of


def write(plan: PlanDocument | None = None, language: str = "zh-hant") -> bytes:
    """The workbook in a language of the interface (zh-hant, en, zh-hans): a plan's, or the empty template."""
    return workbook(SHEETS, {} if plan is None else rows_of(plan), language)


def read(body: bytes, zone: tzinfo = UTC) -> tuple[PlanDocument, Report]:
    """The plan in a workbook, with a line for every cell that cannot stand; everything else is kept.

    `zone` is taken for instants without one. Raises Refused: not_a_spreadsheet, exchange_too_large,
    sheet_plan_missing.
    """
    return _read(xlsx_grids(body), zone)


def write_csv(plan: PlanDocument) -> dict[str, bytes]:
    """One CSV file for each sheet, by file name; texts that look like formulas stand behind a mark."""
    rows = rows_of(plan)
    return {
        f"{sheet.name}.csv": csv_bytes(
            [
                [column.name for column in sheet.columns],
                *([csv_cell(column, row[column.name]) for column in sheet.columns] for row in rows[sheet.name]),
            ]
        )
        for sheet in SHEETS
    }


def read_csv(files: Mapping[str, bytes], zone: tzinfo = UTC) -> tuple[PlanDocument, Report]:
    """The plan in CSV files named after the sheets; as `read`, and Refused csv_not_unicode or not_csv."""
    return _read([csv_grid(name, body) for name, body in files.items()], zone)


def _read(grids: Iterable[Grid], zone: tzinfo) -> tuple[PlanDocument, Report]:
    report = Report()
    rows: dict[str, list[Row]] = {}
    for grid in grids:
        sheet = recognised(grid, SHEETS)
        if sheet is None:
            if not _is_ours(grid):
                report.say("sheet_unknown", grid.title, sheet=grid.title)
        elif sheet.name in rows:
            report.say("sheet_twice", grid.title, sheet=grid.title)
        else:
            rows[sheet.name] = read_rows(grid, sheet, report, zone)
    return plan_of(rows, report), report


def _is_ours(grid: Grid) -> bool:
    """The page of instructions, which is not data."""
    return bool(grid.rows) and INSTRUCTIONS in grid.rows[0]
