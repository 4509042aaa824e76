"""The workbook people fill: instructions, a sheet for each part with frozen titles, and lists to choose from."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from answerable.plans.exchange.sheet_columns import LANGUAGE_NAMES, Column, Holds, Sheet
from answerable.plans.exchange.sheet_words import CHOICES
from answerable.plans.exchange.sheet_writing import NUMERIC, Values, as_cell

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

INSTRUCTIONS = "answerable/instructions"  # marks the page that is not data
LISTS = "lists"
FIRST_ROW = 2  # below the title and the stable name
LAST_ROW = 4_999  # down to where cells offer lists
# A moment that never moves, so that equal plans give equal files.
CREATED = datetime(2000, 1, 1)


def workbook(sheets: Sequence[Sheet], rows: Mapping[str, Sequence[Values]], language: str) -> bytes:
    """The workbook with titles, words of lists and instructions in a language; cells hold texts, never formulas."""
    from xlsxwriter import Workbook  # here, since loading it takes half a second

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with override(language), Workbook(out, options) as book:
        book.set_properties({"created": CREATED})
        _Template(book, sheets).fill(rows)
    return out.getvalue()


class _Template:
    def __init__(self, book: Workbook, sheets: Sequence[Sheet]) -> None:
        self.book, self.sheets = book, sheets
        self.bold: Format = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e8eef4"})
        self.needed: Format = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#fbe3d6"})
        self.small: Format = book.add_format({"font_size": 8, "font_color": "#6a6a6a"})
        self.text: Format = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.number: Format = book.add_format({"num_format": "General", "valign": "top"})

    def fill(self, rows: Mapping[str, Sequence[Values]]) -> None:
        self.instructions()
        for sheet in self.sheets:
            self.sheet(sheet, rows.get(sheet.name, ()))
        self.lists()

    def instructions(self) -> None:
        page = self.book.add_worksheet(_("Instructions")[:31])
        page.set_column(0, 0, 28, self.text)
        page.set_column(1, 1, 90, self.text)
        page.write_string(0, 0, _("How to fill this workbook"), self.bold)
        page.write_string(0, 1, INSTRUCTIONS, self.small)
        lines = [("", text) for text in _general()]
        lines += [(str(sheet.title), str(sheet.about)) for sheet in self.sheets]
        for number, (left, right) in enumerate(lines, 2):
            page.write_string(number, 0, left)
            page.write_string(number, 1, right)

    def sheet(self, sheet: Sheet, rows: Sequence[Values]) -> None:
        page = self.book.add_worksheet(str(sheet.title)[:31])
        page.freeze_panes(FIRST_ROW, 2)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width, self.number if column.holds in NUMERIC else self.text)
            page.write_string(0, place, _title(column), self.needed if column.needed else self.bold)
            page.write_string(1, place, f"{sheet.name}.{column.name}", self.small)
            self.offer(page, place, column)
        for number, row in enumerate(rows, FIRST_ROW):
            for place, column in enumerate(sheet.columns):
                self.cell(page, number, place, column, row[column.name])

    def cell(self, page: Worksheet, number: int, place: int, column: Column, value: object) -> None:
        """A number only where it stays exact as one; everything else, also =1+1, is a text."""
        text = as_cell(value)
        if not text:
            return
        if column.holds is Holds.CHOICE:
            text = str(column.words.get(text, text))
        if column.holds in NUMERIC and _exact_as_float(text):
            page.write_number(number, place, float(text))
        else:
            page.write_string(number, place, text)

    def offer(self, page: Worksheet, place: int, column: Column) -> None:
        """A list to choose from, and what the cell may hold in words."""
        wish = {"input_title": _title(column)[:32], "input_message": _hint(column)[:255]}
        if column.choices:
            letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[list(CHOICES).index(column.choices)]
            source = f"={LISTS}!${letter}$1:${letter}${len(column.words)}"
            wish |= {"validate": "list", "source": source, "error_type": "warning"}
        else:
            wish |= {"validate": "any"}
        page.data_validation(FIRST_ROW, place, LAST_ROW, place, wish)

    def lists(self) -> None:
        page = self.book.add_worksheet(LISTS)
        page.hide()
        for place, words in enumerate(CHOICES.values()):
            for number, word in enumerate(words.values()):
                page.write_string(number, place, str(word))


def _exact_as_float(text: str) -> bool:
    """Whether a number survives being a floating-point number: with up to 15 digits every one does."""
    return sum(sign.isdecimal() for sign in text) <= 15


def _title(column: Column) -> str:
    language = next((name for code, name in LANGUAGE_NAMES.items() if column.name.endswith(f"_{code}")), "")
    return f"{column.title} ({language})" if language else str(column.title)


def _hint(column: Column) -> str:
    hints = {
        Holds.TEXT: _("Text"),
        Holds.TEXTS: _("Several texts, with ; between them"),
        Holds.CODE: _("A code: letters, digits, and _ . - / without blanks"),
        Holds.CODES: _("Several codes, with ; between them"),
        Holds.NUMBER: _("A number, with a point before decimals"),
        Holds.WHOLE: _("A whole number"),
        Holds.DAY: _("A day: 2026-11-26"),
        Holds.INSTANT: _("A day, or a day and a time: 2026-11-26T09:00+08:00"),
        Holds.PERIOD: _("A period: 2026, 2026-H1, 2026-Q2 or 2026-05"),
        Holds.SPAN: _("A period: 2026, 2026-H1, 2026-Q2 or 2026-05"),
        Holds.CHOICE: _("Choose from the list"),
    }
    return hints[column.holds]


def _general() -> list[str]:
    return [
        _("Fill from row 3 down. The first row is for you, the second for the program: please leave it as it is."),
        _("Columns with a warm colour are needed. A name in one language is enough; the others can follow."),
        _("Leave empty what is not known. Nothing is guessed: it is listed as a gap until somebody fills it."),
        _("Codes tie the sheets together: a target names its indicator, an indicator its goal."),
        _("Posts are named by their codes, as the system shows them."),
        _("Numbers are kept exactly as typed, with up to eight decimals. Formulas are read as what they show."),
        _("A year that does not start in January bears the number of the year it starts in: 2026 for 2026-27."),
        _("When you upload it, every cell that cannot stand is named with what to do; the rest is kept."),
    ]
