"""Files of rows as grids of cells: the sheets of an XLSX file, or CSV files."""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile

from answerable.rules.problems import Problem, Refused

LARGEST = 20_000_000  # bytes as it comes
LARGEST_UNPACKED = 100_000_000
MOST_ROWS, MOST_CELLS = 200_000, 4_000_000
# Where a row or cell of a sheet says that it stands: r="7", r="C7".
PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']""")
DELIMITERS = ",;\t"
# A text that a spreadsheet would take for a formula stands behind this mark in CSV.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
MARK = "'"

# What a broken, locked or unusually packed file makes of the reader.
BROKEN = (BadZipFile, OSError, ValueError, RuntimeError, EOFError, zlib.error)


@dataclass(frozen=True)
class Grid:
    """`title` is the name of the sheet or file; rows and cells count from 0, as they stand in the file."""

    title: str
    rows: Sequence[Sequence[object]]


def cell_name(row: int, column: int) -> str:
    """Row 6 and column 2 (from 0) are C7."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def xlsx_grids(body: bytes) -> list[Grid]:
    """Every visible sheet. Raises Refused: exchange_too_large, not_a_spreadsheet."""
    from python_calamine import CalamineError, CalamineWorkbook

    _small_enough(len(body), LARGEST)
    try:
        with ZipFile(io.BytesIO(body)) as packed:
            _small_enough(sum(part.file_size for part in packed.infolist()), LARGEST_UNPACKED)
            for part in packed.infolist():
                _note_far_cells(packed.read(part) if part.filename.endswith(".xml") else b"")
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        shown = [sheet.name for sheet in book.sheets_metadata if str(sheet.visible).endswith("Visible")]
        return [Grid(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in shown]
    except (*BROKEN, CalamineError) as error:
        raise Refused(Problem("not_a_spreadsheet", params={"why": str(error)})) from error


def csv_grid(name: str, body: bytes) -> Grid:
    """The rows of a CSV file in UTF-8 or UTF-16, separated by comma, semicolon or tab as its first line shows.

    Raises Refused: exchange_too_large, csv_not_unicode, not_csv.
    """
    _small_enough(len(body), LARGEST)
    try:
        text = body.decode("utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(Problem("csv_not_unicode", name, {"byte": error.start})) from error
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=lambda mark: (first.count(mark), -DELIMITERS.index(mark)))
    try:
        rows = [
            [_unmarked(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise Refused(Problem("not_csv", name, {"why": str(error)})) from error
    _small_enough(len(rows), MOST_ROWS)
    return Grid(name, rows)


def csv_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that spreadsheets read Chinese."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def marked(text: str) -> str:
    """A text as it stands in CSV: behind a mark where a spreadsheet would take it for a formula, or it has one."""
    return MARK + text if text.startswith((*FORMULA_BEGINS, MARK)) else text


def _unmarked(cell: str) -> str:
    return cell[1:] if cell.startswith(MARK) and cell[1:].startswith((*FORMULA_BEGINS, MARK)) else cell


def _note_far_cells(part: bytes) -> None:
    """Refuse a sheet whose cells lie so far apart that the grid between them would fill the memory.

    Readers of XLSX lay out every cell between the first and the last, and a file of two cells can ask for 17 billion.
    """
    rows = columns = 1
    for letters, digits in PLACE.findall(part):
        rows, columns = max(rows, int(digits)), max(columns, _column_number(letters))
    _small_enough(rows, MOST_ROWS)
    _small_enough(rows * columns, MOST_CELLS)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _small_enough(size: int, limit: int) -> None:
    if size > limit:
        raise Refused(Problem("exchange_too_large", params={"limit": limit, "size": size}))
