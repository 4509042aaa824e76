"""What an address gave, as observations: a CSV, JSON or SDMX body read by a mapping. Fetching is done elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from answerable.plans.exchange.json_path import at, rows_at
from answerable.plans.exchange.plan_document import ObservationDocument
from answerable.plans.exchange.plan_json import plain_number
from answerable.plans.exchange.pulled_mapping import FORECASTS, Mapping
from answerable.plans.exchange.report import Report
from answerable.plans.exchange.sdmx import sdmx_rows
from answerable.plans.exchange.sheet_cells import PLACES, BadCell, as_text, number_of
from answerable.plans.exchange.sheet_grids import LARGEST, csv_grid
from answerable.plans.exchange.spans import is_period, period_code
from answerable.rules.plan_periods import Period, Span, containing, parse
from answerable.rules.problems import Problem, Refused
from answerable.rules.vintages import State

FORMS = ("csv", "json", "sdmx-json")
NONE = frozenset({"", "nan", "null", "none", "-", "..", "...", "n/a", "na", ":"})
# Other people's codes for the same periods: 2020-S1, 2020-A1, 2020-M05, 2020Q1, 202005.
OTHER_CODES = (
    (re.compile(r"(\d{4})-?A1"), r"\1"),
    (re.compile(r"(\d{4})-?[SH]([12])"), r"\1-H\2"),
    (re.compile(r"(\d{4})-?Q([1-4])"), r"\1-Q\2"),
    (re.compile(r"(\d{4})-?M?(\d\d)"), r"\1-\2"),
)
Row = dict[str, object]


def read(
    form: str, body: bytes, mapping: Mapping, year_starts_in: int = 1
) -> tuple[tuple[ObservationDocument, ...], Report]:
    """The observations in a body, by period; a line for every row that gives none.

    `form` is csv, json or sdmx-json (SDMX-ML is read under that name too); `year_starts_in` is the plan's. A period
    of the source that is none of the plan's is left out. Where two rows give different figures for the same period
    and part, neither is taken. Figures are rounded to the decimals that are kept. Raises Refused: exchange_too_large,
    pulled_form_unknown, pulled_no_rows, pulled_no_column, sdmx_other_format, not_json, csv_not_unicode, not_csv,
    not_xml, xml_with_entities.
    """
    rows = list(_rows(form, body, mapping))
    if not rows:
        raise Refused(Problem("pulled_no_rows", params={"path": mapping.rows}))
    _note_columns(rows, mapping)
    return _Reading(mapping, year_starts_in).read(rows)


def _rows(form: str, body: bytes, mapping: Mapping) -> Iterable[Row]:
    if len(body) > LARGEST:
        raise Refused(Problem("exchange_too_large", params={"limit": LARGEST, "size": len(body)}))
    if form == "csv":
        return _csv_rows(body, mapping.header)
    if form == "json":
        return _json_rows(body, mapping)
    if form == "sdmx-json":
        return sdmx_rows(body)
    raise Refused(Problem("pulled_form_unknown", params={"form": form, "forms": ", ".join(FORMS)}))


def _csv_rows(body: bytes, header: int) -> Iterator[Row]:
    lines = csv_grid("csv", body).rows
    names = [as_text(cell) for cell in lines[header - 1]] if len(lines) >= header else []
    for cells in lines[header:]:
        if any(as_text(cell) for cell in cells):
            yield dict(zip(names, cells, strict=False))


def _json_rows(body: bytes, mapping: Mapping) -> Iterator[Row]:
    names = [
        getattr(mapping, name)
        for name in ("period", "value", "numerator", "denominator", "state", "dimension", "words")
    ]
    wanted = dict.fromkeys([*filter(None, names), *mapping.where])
    try:
        found = json.loads(body, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError) as error:
        raise Refused(Problem("not_json", params={"why": str(error)})) from error
    for row in rows_at(found, mapping.rows):
        yield {name: value for name in wanted if (value := at(row, name)) is not None}


def _note_columns(rows: list[Row], mapping: Mapping) -> None:
    """Names of the mapping that no row has: the source has changed its form, and nothing is read past that."""
    figures = [mapping.numerator, mapping.denominator] if mapping.numerator else [mapping.value]
    wanted = [mapping.period, *figures, *mapping.where]
    lacking = [name for name in wanted if not any(name in row for row in rows)]
    if lacking:
        have = ", ".join(sorted({name for row in rows[:50] for name in row}))[:300]
        raise Refused(Problem("pulled_no_column", params={"columns": ", ".join(lacking), "found": have}))


class _Reading:
    def __init__(self, mapping: Mapping, year_starts_in: int) -> None:
        self.mapping, self.year_starts_in = mapping, year_starts_in
        self.report = Report()
        self.rounded = 0

    def read(self, rows: list[Row]) -> tuple[tuple[ObservationDocument, ...], Report]:
        found: dict[tuple[str, str], ObservationDocument | None] = {}
        for number, row in enumerate(rows, 1):
            if any(as_text(row.get(name)) != wanted for name, wanted in self.mapping.where.items()):
                continue
            seen = self.observation(row, f"row {number}")
            if seen is None:
                continue
            key = (seen.period, seen.dimension)
            if found.setdefault(key, seen) != seen:
                self.report.say("pulled_twice", f"row {number}", period=seen.period, dimension=seen.dimension)
                found[key] = None
        if self.rounded:
            self.report.say("pulled_rounded", count=self.rounded, places=PLACES)
        if not found and not self.report.lines:
            self.report.say("pulled_nothing", rows=len(rows))
        return tuple(seen for _, seen in sorted(found.items()) if seen is not None), self.report

    def observation(self, row: Row, where: str) -> ObservationDocument | None:
        """The observation of a row; None, with a line unless it is merely empty, where it gives none."""
        mapping = self.mapping
        status, written = as_text(row.get(mapping.state or "OBS_STATUS")), as_text(row.get(mapping.period))
        if status in FORECASTS:
            self.report.say("pulled_forecast", where, period=written)
            return None
        period = period_of(written, mapping, self.year_starts_in)
        if period is None:
            self.report.say("pulled_period", where, found=written)
            return None
        state = mapping.states.get(status, "")
        try:
            figures = self.figures(row)
        except BadCell as error:
            self.report.say("pulled_number", where, period=period, found=error.params.get("found", ""))
            return None
        if not figures and state != State.MISSING:
            return None
        seen = ObservationDocument(
            period=period,
            state=state,
            dimension=as_text(row.get(mapping.dimension)) if mapping.dimension else "",
            words=as_text(row.get(mapping.words)) if mapping.words else "",
        )
        return seen if state == State.MISSING else replace(seen, **figures)  # type: ignore[arg-type]

    def figures(self, row: Row) -> dict[str, Decimal]:
        """The value, or both parts of a ratio; nothing when the row has none, or half of them."""
        names = ("numerator", "denominator") if self.mapping.numerator else ("value",)
        found = {name: self.figure(as_text(row.get(getattr(self.mapping, name)))) for name in names}
        kept = {name: value for name, value in found.items() if value is not None}
        return kept if len(kept) == len(names) and kept.get("denominator") != 0 else {}

    def figure(self, text: str) -> Decimal | None:
        if text.casefold() in NONE:
            return None
        try:
            exact = number_of(text, text, places=30) * self.mapping.scale
        except BadCell as error:
            raise BadCell(error.code, found=text[:80]) from error
        kept = round(exact, PLACES)
        self.rounded += kept != exact
        return Decimal(plain_number(kept))


def period_of(written: str, mapping: Mapping, year_starts_in: int) -> str | None:
    """The plan's period for what the source writes: a code in the source's years, or a day in a period of a span."""
    period = _source_period(written.strip().upper(), mapping)
    if period is None:
        return None
    code = period_code(period.first_day, period.last_day, year_starts_in)
    return code if is_period(code) else None


def _source_period(written: str, mapping: Mapping) -> Period | None:
    try:
        day = date.fromisoformat(written[:10]) if re.match(r"\d{4}-\d\d-\d\d", written) else None
        if day is not None:
            return containing(day, Span(mapping.span), mapping.year_starts_in) if mapping.span else None
        for pattern, code in OTHER_CODES:
            if pattern.fullmatch(written):
                return parse(pattern.sub(code, written), mapping.year_starts_in)
        return parse(written, mapping.year_starts_in)
    except ValueError:
        return None


@dataclass(frozen=True)
class Change:
    """What a new reading says beside what was known: `before` None for a new period, `now` None for a lost one."""

    period: str
    dimension: str
    before: ObservationDocument | None
    now: ObservationDocument | None


def changes(known: Iterable[ObservationDocument], now: Iterable[ObservationDocument]) -> tuple[Change, ...]:
    """Every period and part whose figure differs, by period; shown before a reading is accepted."""
    old = {(seen.period, seen.dimension): seen for seen in known}
    new = {(seen.period, seen.dimension): seen for seen in now}
    return tuple(
        Change(*key, old.get(key), new.get(key))
        for key in sorted(old.keys() | new.keys())
        if _said(old.get(key)) != _said(new.get(key))
    )


def _said(seen: ObservationDocument | None) -> tuple[object, ...] | None:
    """What counts as the same: the figures, and whether there are any."""
    if seen is None:
        return None
    return (seen.value, seen.numerator, seen.denominator, seen.state == State.MISSING)
