"""Read a pack from its folder: decode, parse, check, and report every finding at once."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from answerable.organisation.packs import columns, settings
from answerable.organisation.packs.baseline import read_baseline
from answerable.organisation.packs.checks import check
from answerable.organisation.packs.columns import Column, Unfit
from answerable.organisation.packs.geo import read_shapes
from answerable.organisation.packs.publicity import read_publicity
from answerable.organisation.packs.toml import error_line, key_lines
from answerable.organisation.packs.values import Finding, Pack, PackError, Record


def read(path: Path | str) -> Pack:
    """The pack in this folder, valid throughout.

    Raises PackError with all findings: those of reading first; only when every file can be read are the
    files checked against each other.
    """
    reader = _Reader(Path(path))
    pack = reader.pack()
    if reader.findings:
        raise PackError(reader.findings)
    findings = list(check(pack))
    if findings:
        raise PackError(findings)
    return pack


def digest_of(folder: Path) -> str:
    """SHA-256 over names and contents of the pack's files, in the order of their names."""
    total = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        if file.suffix in (".toml", ".csv", ".geojson"):
            body = file.read_bytes()
            total.update(f"{file.name}\0{len(body)}\0".encode() + body)
    return total.hexdigest()


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.findings: list[Finding] = []

    def pack(self) -> Pack:
        if not (self.folder / "pack.toml").is_file():
            self._find("pack.toml", 0, "there is no such file", f"write {self.folder / 'pack.toml'}, or mend the path")
            raise PackError(self.findings)
        document, lines = self._toml("pack.toml")
        tables = {name: self._table(name, spec) for name, spec in columns.TABLES.items()}
        tables |= {name: self._array(name, key, spec) for name, (key, spec) in columns.ARRAYS.items()}
        calendars, holidays = settings.read_calendars(document, lines, self._find)
        return Pack(
            path=self.folder,
            digest=digest_of(self.folder),
            pack=self._pack_record(document, lines),
            limits=settings.read_limits(document, lines, self._find),
            publicity=read_publicity(document, lines, self._find),
            baseline=read_baseline(document, lines, self._find),
            tables=tables,
            calendars=calendars,
            holidays=holidays,
            shapes=self._shapes(),
            people=self._people(),
        )

    def _find(self, file: str, line: int, problem: str, remedy: str) -> None:
        self.findings.append(Finding(file, line, problem, remedy))

    def _source(self, name: str, optional: bool = False) -> str | None:
        file = self.folder / name
        if not file.is_file():
            if not optional:
                self._find(name, 0, "the file is missing", f"add {name} to the pack (docs/reference/packs.md)")
            return None
        body = file.read_bytes()
        try:
            return body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = body.count(b"\n", 0, error.start) + 1
            self._find(name, line, f"byte {body[error.start]:#04x} is not UTF-8", "save the file as UTF-8")
            return None

    def _toml(self, name: str, optional: bool = False) -> tuple[dict[str, Any], dict[tuple[str, ...], int]]:
        source = self._source(name, optional)
        if source is None:
            return {}, {}
        try:
            return tomllib.loads(source), key_lines(source)
        except tomllib.TOMLDecodeError as error:
            self._find(name, error_line(str(error)), f"not TOML: {error}", "mend the line; text stands in quotes")
            return {}, {}

    def _table(self, name: str, spec: Sequence[Column]) -> list[Record]:
        source = self._source(name, name in columns.OPTIONAL_TABLES)
        if source is None:
            return []
        reader = csv.reader(io.StringIO(source, newline=""), strict=True)
        rows: list[Record] = []
        header: list[str] = []
        try:
            for cells in reader:
                if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
                    continue
                if not header:
                    header = [cell.strip() for cell in cells]
                    self._header(name, reader.line_num, header, spec)
                elif len(cells) != len(header):
                    problem = f"{len(cells)} cells under {len(header)} columns"
                    self._find(name, reader.line_num, problem, "put a text that holds a comma in double quotes")
                else:
                    line = reader.line_num - sum(cell.count("\n") for cell in cells)
                    rows.append(self._record(name, line, dict(zip(header, cells, strict=True)), spec))
        except csv.Error as error:
            self._find(name, reader.line_num, f"not CSV: {error}", "close the double quotes; double those inside")
        if not header:
            self._find(name, 1, "the file is empty", f"begin with the columns {', '.join(c.name for c in spec)}")
        return rows

    def _header(self, name: str, line: int, header: list[str], spec: Sequence[Column]) -> None:
        known = [column.name for column in spec]
        for found in header:
            if found not in known:
                self._find(name, line, f"column {found!r} is unknown", f"remove it; known are {', '.join(known)}")
        for twice in sorted({c for c in header if header.count(c) > 1}):
            self._find(name, line, f"column {twice!r} stands twice", "remove one of the two")
        for column in spec:
            if column.required and column.name not in header:
                self._find(name, line, f"column {column.name!r} is missing", f"add the column {column.name}")

    def _record(self, name: str, line: int, cells: dict[str, Any], spec: Sequence[Column]) -> Record:
        values: dict[str, Any] = {}
        for column in spec:
            raw = str(cells.get(column.name, "")).strip()
            values[column.name] = column.default
            if not raw:
                if column.required and column.name in cells:
                    self._find(name, line, f"{column.name} is empty", _fill(column.name))
                continue
            try:
                values[column.name] = column.parse(raw)
            except Unfit as unfit:
                self._find(name, line, f"{column.name}: {unfit.problem}", unfit.remedy)
        return Record(name, line, values)

    def _array(self, name: str, key: str, spec: Sequence[Column]) -> list[Record]:
        document, lines = self._toml(name, name in columns.OPTIONAL_ARRAYS)
        rows = []
        entries = document.get(key, [])
        for index, entry in enumerate(entries if isinstance(entries, list) else [entries]):
            at = lines.get((key, str(index)), 0)
            rows.append(self._entry(name, at, entry, spec, lines, (key, str(index))))
        for other in document.keys() - {key}:
            self._find(name, lines.get((other,), 0), f"{other!r} is unknown", f"this file holds [[{key}]] only")
        return rows

    def _entry(
        self,
        name: str,
        line: int,
        entry: dict[str, Any],
        spec: Sequence[Column],
        lines: dict[tuple[str, ...], int],
        where: tuple[str, ...],
    ) -> Record:
        cells = {k: _cell(v) for k, v in entry.items()}
        known = [column.name for column in spec]
        for key in cells:
            if key not in known:
                at = lines.get((*where, key), line)
                self._find(name, at, f"{key!r} is unknown", f"remove it; known are {', '.join(known)}")
        cells |= {column.name: "" for column in spec if column.required and column.name not in cells}
        return self._record(name, line, cells, spec)

    def _pack_record(self, document: dict[str, Any], lines: dict[tuple[str, ...], int]) -> Record:
        section = dict(document.get("pack", {}))
        extra = settings.take_pack_extras(section, lines, self._find)
        record = self._entry("pack.toml", lines.get(("pack",), 0), section, columns.PACK, lines, ("pack",))
        at = {key: lines.get(("pack", key), record.line) for key in [*record.values, *extra]}
        known = ("pack", "limits", "calendars", "publicity", "baseline")
        for other in document.keys() - set(known):
            at_line = lines.get((other,), 0)
            self._find("pack.toml", at_line, f"[{other}] is unknown", f"remove it; known are {', '.join(known)}")
        return Record("pack.toml", record.line, {**record.values, **extra, "line_of": at})

    def _shapes(self) -> dict[str, dict[str, Any]]:
        source = self._source("areas.geojson", optional=True)
        return read_shapes(source, self._find) if source is not None else {}

    def _people(self) -> dict[str, Any]:
        document, _lines = self._toml("people.toml", optional=True)
        return document


def _fill(column: str) -> str:
    if column.endswith(("zh_hant", "en", "zh_hans")):
        return f"write {column}: every text stands in Traditional Chinese, English and Simplified Chinese"
    return f"write the {column}"


def _cell(value: Any) -> str:
    """TOML values as the text a CSV cell would hold."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "|".join(_cell(v) for v in value)
    return json.dumps(value) if isinstance(value, dict) else str(value)
