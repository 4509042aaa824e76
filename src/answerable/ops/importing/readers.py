"""Read rows of a file one by one, whatever its format; nothing here knows what the columns mean.

Each reader yields the header first and then (line, cells) with every cell as text, or (line, Refusal) for a
line that is no row. Lines are counted as an editor counts them (the first is 1); rows of XLSX and Parquet by row.
"""

from __future__ import annotations

import csv
import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO

from answerable.ops.importing.encodings import decoded_lines
from answerable.ops.importing.mapping import FileOptions
from answerable.ops.importing.problems import FileProblem, Refusal, refuse

Row = tuple[int, Sequence[str] | Refusal]
CELL_LIMIT = 10_000_000
BATCH = 5_000


def format_of(path: Path, options: FileOptions) -> str:
    """The format the mapping declares, else the one the name says, else CSV."""
    suffixes = [s.lower().lstrip(".") for s in path.suffixes]
    named = {"csv": "csv", "tsv": "csv", "xlsx": "xlsx", "jsonl": "jsonl", "ndjson": "jsonl", "parquet": "parquet"}
    return options.format or next((named[s] for s in reversed(suffixes) if s in named), "csv")


def open_bytes(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked when it is a gzip whatever its name."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise FileProblem(f"{path} cannot be read: {error.strerror}.") from error
    packed = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    return gzip.open(raw, "rb") if packed else raw  # type: ignore[return-value]


def read_rows(path: Path, options: FileOptions) -> tuple[list[str], Iterator[Row]]:
    """The header and the rows of a file. Raises FileProblem for what is no such file."""
    reader = {"csv": _csv, "xlsx": _xlsx, "jsonl": _jsonl, "parquet": _parquet}[format_of(path, options)]
    return reader(path, options)


def _csv(path: Path, options: FileOptions) -> tuple[list[str], Iterator[Row]]:
    csv.field_size_limit(CELL_LIMIT)
    reader = csv.reader(decoded_lines(open_bytes(path), options.encoding, path.name), delimiter=options.delimiter)
    try:
        header = next(reader)
    except StopIteration:
        raise FileProblem(f"{path.name} is empty.") from None
    except (OSError, EOFError, zlib.error) as error:
        raise FileProblem(f"{path.name} ends or breaks at its first line: {error}.") from error
    header = [name.strip() for name in header]
    return header, _csv_rows(reader, len(header), path.name)


def _csv_rows(reader, width: int, name: str) -> Iterator[Row]:  # type: ignore[no-untyped-def]
    line = reader.line_num + 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileProblem(f"{name}, line {reader.line_num}: this is not CSV ({error}).") from error
        except (OSError, EOFError, zlib.error) as error:
            raise FileProblem(f"{name} breaks off after line {reader.line_num}: {error}.") from error
        if len(row) == width:
            yield line, row
        elif row:  # an empty line is no row in any reading of CSV
            yield line, refuse("columns", got=len(row), expected=width)
        line = reader.line_num + 1


def _xlsx(path: Path, options: FileOptions) -> tuple[list[str], Iterator[Row]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        sheet = book.get_sheet_by_name(options.sheet) if options.sheet else book.get_sheet_by_index(0)
    except (CalamineError, OSError, ValueError) as error:
        raise FileProblem(f"{path.name} is not a spreadsheet that can be read: {error}.") from error
    rows = enumerate(sheet.to_python(skip_empty_area=False), 1)
    header = [_cell(value).strip() for value in next(rows, (0, []))[1]]
    if not any(header):
        raise FileProblem(f"{path.name}: the first row of the sheet holds no column names.")
    return header, ((n, [_cell(v) for v in row]) for n, row in rows if any(v != "" for v in row))


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def _jsonl(path: Path, options: FileOptions) -> tuple[list[str], Iterator[Row]]:
    """The header is the union of the names of the first lines; a later name not among them is not read."""
    names: dict[str, None] = {}
    for n, line in enumerate(decoded_lines(open_bytes(path), options.encoding, path.name)):
        found = _object(line)
        if isinstance(found, dict):
            names.update(dict.fromkeys(found))
        if n >= BATCH:
            break
    if not names:
        raise FileProblem(f"{path.name} holds no JSON object in its first {BATCH:,} lines.")
    return list(names), _jsonl_rows(path, options, list(names))


def _jsonl_rows(path: Path, options: FileOptions, names: list[str]) -> Iterator[Row]:
    for n, line in enumerate(decoded_lines(open_bytes(path), options.encoding, path.name), 1):
        if not line.strip():
            continue
        found = _object(line)
        if isinstance(found, str):
            yield n, refuse("not_json", why=found)
        else:
            yield n, [_json_cell(found.get(name)) for name in names]


def _object(line: str) -> dict[str, object] | str:
    """The object a line holds, or why it holds none."""
    try:
        found = json.loads(line)
    except ValueError as error:
        return str(error)
    except RecursionError:
        return "nested too deeply"
    return found if isinstance(found, dict) else f"a {type(found).__name__}"


def _json_cell(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | bool) else _cell(value)


def _parquet(path: Path, options: FileOptions) -> tuple[list[str], Iterator[Row]]:
    import duckdb

    link = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
    try:
        names = [row[0] for row in link.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()]
        cells = ", ".join(f"coalesce(CAST(\"{name.replace(chr(34), chr(34) * 2)}\" AS VARCHAR), '')" for name in names)
        result = link.execute(f"SELECT {cells} FROM read_parquet(?)", [str(path)])
    except duckdb.Error as error:
        raise FileProblem(f"{path.name} is not a Parquet file that can be read: {error}.") from error

    def rows() -> Iterator[Row]:
        line = 0
        while batch := result.fetchmany(BATCH):
            for row in batch:
                line += 1
                yield line, row

    return names, rows()


def count_rows(path: Path, options: FileOptions, limit: int | None = None) -> int | None:
    """About how many rows there will be, for a progress bar; None where only reading them all would tell."""
    form = format_of(path, options)
    if form == "parquet":
        import duckdb

        try:
            found = duckdb.connect().execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchone()
        except duckdb.Error as error:
            raise FileProblem(f"{path.name} is not a Parquet file that can be read: {error}.") from error
        rows = int(found[0]) if found else 0
    elif form in ("csv", "jsonl"):
        with open_bytes(path) as stream:
            try:
                rows = sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
            except (OSError, EOFError, zlib.error):
                return limit  # a broken archive: the import itself says where it breaks off
    else:
        return limit
    return min(rows, limit) if limit is not None else rows
