"""Workbooks as people hand them in: a filled template with some cells changed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime

from xlsxwriter import Workbook

from answerable.plans.exchange.plan_document import PlanDocument
from answerable.plans.exchange.sheet_columns import SHEETS
from answerable.plans.exchange.sheet_grids import cell_name
from answerable.plans.exchange.sheet_writing import as_cell, rows_of

Cells = Mapping[str, object]  # "targets!D3" -> what stands there


def book(plan: PlanDocument, changes: Cells | None = None, extra: tuple[str, ...] = ()) -> bytes:
    """The plan's workbook with plain names of sheets, some cells changed, and some sheets of other people added."""
    changes = dict(changes or {})
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as workbook:
        for sheet in SHEETS:
            page = workbook.add_worksheet(sheet.name)
            rows = [[column.name for column in sheet.columns]]
            rows += [[as_cell(row[column.name]) for column in sheet.columns] for row in rows_of(plan)[sheet.name]]
            for number, cells in enumerate(rows):
                for place, text in enumerate(cells):
                    value = changes.pop(f"{sheet.name}!{cell_name(number, place)}", text)
                    _put(page, number, place, value)
            for key in [key for key in changes if key.startswith(f"{sheet.name}!")]:
                page.write(key.partition("!")[2], changes.pop(key))
        for name in extra:
            workbook.add_worksheet(name).write_string(0, 0, "anything")
    assert not changes
    return out.getvalue()


def _put(page, number: int, place: int, value: object) -> None:
    if isinstance(value, date | datetime):
        page.write_datetime(number, place, value)
    elif isinstance(value, bool):
        page.write_boolean(number, place, value)
    elif isinstance(value, int | float):
        page.write_number(number, place, value)
    elif value:
        page.write_string(number, place, str(value))


def place(sheet: str, column: str, row: int = 2) -> str:
    """ "targets", "value", 2 -> targets!D2 (rows as people count them)."""
    columns = next(one.columns for one in SHEETS if one.name == sheet)
    return f"{sheet}!{cell_name(row - 1, [one.name for one in columns].index(column))}"
