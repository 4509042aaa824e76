"""What one cell says, by what its column holds; or which problem it has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal, InvalidOperation

from answerable.plans.exchange.plan_json import plain_number
from answerable.plans.exchange.sheet_columns import Column, Holds
from answerable.plans.exchange.sheet_words import code_of
from answerable.plans.exchange.spans import is_period

CODE = re.compile(r"[\w.\-/]{1,64}")
NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
PLACES, DIGITS = 8, 16  # after and before the point, as the tables keep them
DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00)?)?")


class BadCell(Exception):
    """A cell that does not hold what its column does: the code of the problem and what fills its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        self.code, self.params = code, params
        super().__init__(code)


def as_text(raw: object) -> str:
    """What a person sees in the cell: whole numbers without a point, days in ISO 8601, no blanks around."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float | Decimal):
        return plain_number(Decimal(repr(raw)) if isinstance(raw, float) else raw)
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == datetime.min.time() else raw.isoformat(sep=" ")
    return str(raw).strip()


def value_of(column: Column, raw: object, zone: tzinfo = UTC) -> object:
    """The value for the plan's field; None for an empty cell. Raises BadCell.

    `zone` is taken for instants that name none.
    """
    text = as_text(raw)
    if not text:
        return None
    if column.holds is Holds.CHOICE:
        if (found := code_of(column.choices, text)) is None:
            raise BadCell("cell_not_a_choice", sheet_choices=column.choices)
        return found
    if column.holds is Holds.INSTANT:
        return _instant(raw, text, zone)
    return _READERS[column.holds](raw, text)


def number_of(raw: object, text: str, places: int = PLACES) -> Decimal:
    """An exact decimal: digits, a point, thousands in commas; as many places as the tables keep."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-")
    if isinstance(raw, bool | date) or not NUMBER.fullmatch(plain) or not re.search(r"\d", plain):
        raise BadCell("cell_not_a_number")
    try:
        value = Decimal(plain.replace(",", ""))
    except InvalidOperation as error:
        raise BadCell("cell_not_a_number") from error
    shortest = plain_number(value) if abs(value.adjusted()) < 40 else "9" * 40
    before, _, after = shortest.lstrip("-").partition(".")
    if len(before) > DIGITS or len(after) > places:
        raise BadCell("cell_number_out_of_range", digits=DIGITS, places=places)
    return Decimal(shortest)


def _whole(raw: object, text: str) -> int:
    value = number_of(raw, text)
    if value != value.to_integral_value():
        raise BadCell("cell_not_whole")
    if not 0 <= value < 32_768:
        raise BadCell("cell_number_out_of_range", digits=5, places=0)
    return int(value)


def _day(raw: object, text: str) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    found = DAY.fullmatch(unicodedata.normalize("NFKC", text))
    if found is None:
        raise BadCell("cell_not_a_day")
    try:
        return date(*map(int, found.groups()))
    except ValueError as error:
        raise BadCell("cell_not_a_day") from error


def _instant(raw: object, text: str, zone: tzinfo) -> datetime:
    if not isinstance(raw, date):
        try:
            raw = datetime.fromisoformat(text)
        except ValueError:
            raw = _day(raw, text)
    moment = raw if isinstance(raw, datetime) else datetime(raw.year, raw.month, raw.day)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _span(raw: object, text: str) -> str:
    """A period as people write it; a spreadsheet turns 2026-05 into the first day of May, which is turned back."""
    if isinstance(raw, date) and raw.day == 1:
        return f"{raw:%Y-%m}"
    plain = unicodedata.normalize("NFKC", text).upper()
    return plain if is_period(plain) else text


def _period(raw: object, text: str) -> str:
    found = _span(raw, text)
    if not is_period(found):
        raise BadCell("cell_not_a_period")
    return found


def _code(raw: object, text: str) -> str:
    if not CODE.fullmatch(text):
        raise BadCell("cell_not_a_code")
    return text


def _texts(raw: object, text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;；\n]", text) if part.strip())


def _codes(raw: object, text: str) -> tuple[str, ...]:
    return tuple(_code(raw, part) for part in _texts(raw, text))


_READERS: dict[Holds, Callable[[object, str], object]] = {
    Holds.TEXT: lambda raw, text: text,
    Holds.TEXTS: _texts,
    Holds.CODE: _code,
    Holds.CODES: _codes,
    Holds.NUMBER: number_of,
    Holds.WHOLE: _whole,
    Holds.DAY: _day,
    Holds.PERIOD: _period,
    Holds.SPAN: _span,
}
