"""Rows of a grid as values by column, every bad cell with its line and everything else kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import cache

from django.utils.translation import override

from answerable.plans.exchange.plan_document import LANGUAGES
from answerable.plans.exchange.report import Report
from answerable.plans.exchange.sheet_cells import BadCell, as_text, value_of
from answerable.plans.exchange.sheet_columns import Column, Sheet
from answerable.plans.exchange.sheet_grids import Grid, cell_name
from answerable.plans.exchange.sheet_words import TONGUES

HEADER_WITHIN = 6  # rows from the top


@dataclass(frozen=True)
class Row:
    """One row: its values by column (absent where the cell is empty or bad) and where each column stands."""

    title: str
    number: int
    places: Mapping[str, int]
    values: dict[str, object] = field(default_factory=dict)

    def get(self, name: str) -> object:
        """The value of a column, None when there is none."""
        return self.values.get(name)

    def text(self, name: str) -> str:
        """The value as text, "" when there is none."""
        return str(self.values.get(name) or "")

    def say(self, report: Report, code: str, name: str, **params: object) -> None:
        """A line about one cell of this row."""
        say(report, self, code, name, **params)


def say(report: Report, row: Row, code: str, name: str, **params: object) -> None:
    """A line about a cell: `field` is sheet!C7; the parameters name sheet, cell and column as well."""
    cell = cell_name(row.number, row.places.get(name, 0))
    report.say(code, f"{row.title}!{cell}", sheet=row.title, cell=cell, sheet_column=name, **params)


def recognised(grid: Grid, sheets: Iterable[Sheet]) -> Sheet | None:
    """Which sheet a grid is: by the stable names of its columns, else by its title in any language."""
    by_name = {sheet.name: sheet for sheet in sheets}
    for cells in grid.rows[:HEADER_WITHIN]:
        for cell in cells:
            prefix, dot, _ = as_text(cell).partition(".")
            if dot and prefix in by_name:
                return by_name[prefix]
    title = grid.title.rpartition("/")[2].removesuffix(".csv").casefold()
    for sheet in by_name.values():
        if title in {sheet.name, *titles(sheet.title)}:
            return sheet
    return None


def titles(title: object) -> set[str]:
    """A title in every language, for comparing."""
    found = set()
    for tongue in TONGUES:
        with override(tongue):
            found.add(str(title).casefold())
    return found


def read_rows(grid: Grid, sheet: Sheet, report: Report, zone: tzinfo = UTC) -> list[Row]:
    """The rows of a grid that hold anything."""
    header, places = _header(grid, sheet)
    if header is None:
        report.say("sheet_without_header", grid.title, sheet=grid.title)
        return []
    _note_columns(grid, sheet, header, places, report)
    rows = []
    for number in range(header + 1, len(grid.rows)):
        cells = grid.rows[number]
        if any(as_text(cell) for cell in cells):
            rows.append(_row(grid.title, number, places, cells, sheet, report, zone))
    if sheet.single and len(rows) > 1:
        rows[1].say(report, "sheet_holds_one_row", sheet.columns[0].name)
    return rows[:1] if sheet.single else rows


def _header(grid: Grid, sheet: Sheet) -> tuple[int | None, dict[str, int]]:
    """The row of stable names, plain or behind the sheet's name and a dot: the one that knows most of them."""
    best: tuple[int | None, dict[str, int]] = (None, {})
    for number, cells in enumerate(grid.rows[:HEADER_WITHIN]):
        places = _places(cells, sheet)
        if len(places) > len(best[1]):
            best = number, places
    return best


def _places(cells: Sequence[object], sheet: Sheet) -> dict[str, int]:
    known = {column.name for column in sheet.columns}
    names = [as_text(cell).removeprefix(f"{sheet.name}.") for cell in cells]
    return {name: names.index(name) for name in names if name in known}


def _note_columns(grid: Grid, sheet: Sheet, header: int, places: Mapping[str, int], report: Report) -> None:
    for place, cell in enumerate(grid.rows[header]):
        name = as_text(cell).removeprefix(f"{sheet.name}.")
        if name and places.get(name) != place:
            code = "column_twice" if name in places else "column_unknown"
            cell_at = cell_name(header, place)
            report.say(code, f"{grid.title}!{cell_at}", sheet=grid.title, cell=cell_at, sheet_column=name)
    for group in _needed(sheet):
        if not any(name in places for name in group):
            report.say("column_missing", grid.title, sheet=grid.title, sheet_column=group[0])


@cache
def _needed(sheet: Sheet) -> tuple[tuple[str, ...], ...]:
    """The groups of columns of which at least one has to hold something."""
    return tuple(dict.fromkeys(_group(column, sheet) for column in sheet.columns if column.needed))


def _group(column: Column, sheet: Sheet) -> tuple[str, ...]:
    """A name in one language is enough: the columns of which one has to hold something."""
    base, language = _base(column.name)
    if language is None:
        return (column.name,)
    return tuple(other.name for other in sheet.columns if _base(other.name)[0] == base)


def _base(name: str) -> tuple[str, str | None]:
    language = next((one for one in LANGUAGES if name.endswith(f"_{one}")), None)
    return (name.removesuffix(f"_{language}"), language) if language else (name, None)


def _row(
    title: str,
    number: int,
    places: Mapping[str, int],
    cells: Sequence[object],
    sheet: Sheet,
    report: Report,
    zone: tzinfo,
) -> Row:
    row = Row(title, number, places)
    bad = set()
    for column in sheet.columns:
        raw = cells[places[column.name]] if places.get(column.name, len(cells)) < len(cells) else None
        try:
            if (value := value_of(column, raw, zone)) is not None:
                row.values[column.name] = value
        except BadCell as error:
            bad.add(column.name)
            row.say(report, error.code, column.name, found=as_text(raw)[:80], **error.params)
    for group in _needed(sheet):
        if not any(name in row.values or name in bad for name in group):
            row.say(report, "cell_needed", group[0])
    return row
