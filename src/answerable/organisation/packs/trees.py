"""Checks of codes and trees: nothing twice, every parent there, no circle."""

from __future__ import annotations

from collections.abc import Iterator

from answerable.organisation.packs.values import Finding, Pack, Record

TREES = ("areas.csv", "units.csv", "categories.csv")


def check_trees(pack: Pack) -> Iterator[Finding]:
    for file in pack.tables:
        yield from _duplicates(pack.rows(file))
    for file in TREES:
        rows = {row.code: row for row in pack.rows(file) if row.code}
        yield from _parents(rows)
        yield from _circles(rows)


def _duplicates(rows: list[Record]) -> Iterator[Finding]:
    """A code may stand once in its file; what has no code of its own is told apart by what it is about."""
    first: dict[object, int] = {}
    for row in rows:
        key = _identity(row)
        if key in first:
            yield Finding(
                row.file, row.line, f"{_say(key)} stands already on line {first[key]}", "remove one, or rename it"
            )
        first.setdefault(key, row.line)


def _identity(row: Record) -> object:
    if row.file == "calendar_days.csv":
        return (row.calendar, row.date.isoformat() if row.date else "")
    if row.file == "attributes.toml":
        return (row.category, row.code)
    if row.file == "dispatch.csv":
        return row.code or ("line", row.line)
    if row.file == "posts.csv" and row.unit.startswith("kind:"):
        return (row.unit, row.code)
    return row.code


def _say(key: object) -> str:
    return " ".join(map(str, key)) if isinstance(key, tuple) else f"code {key!r}"


def _parents(rows: dict[str, Record]) -> Iterator[Finding]:
    roots = [row for row in rows.values() if not row.parent]
    for row in rows.values():
        if row.parent and row.parent not in rows:
            remedy = f"add {row.parent} to {row.file}, or write the code of a row that is there"
            yield Finding(row.file, row.line, f"parent {row.parent!r} of {row.code} is unknown", remedy)
    for row in roots[1:] if roots and roots[0].file != "categories.csv" else []:
        remedy = f"write a parent; only {roots[0].code} is the root"
        yield Finding(row.file, row.line, f"{row.code} is a second root", remedy)


def _circles(rows: dict[str, Record]) -> Iterator[Finding]:
    told: set[str] = set()
    for code in rows:
        path: list[str] = []
        while code in rows and code not in path and code not in told:
            path.append(code)
            code = rows[code].parent
        if code in path:
            circle = path[path.index(code) :]
            row = rows[circle[0]]
            way = " -> ".join([*circle, circle[0]])
            yield Finding(row.file, row.line, f"the parents run in a circle: {way}", "give one of them another parent")
        told.update(path)


def path_of(code: str, rows: dict[str, Record]) -> list[str]:
    """The code and its ancestors, leaf first; stops where a parent is unknown or comes again."""
    path: list[str] = []
    while code in rows and code not in path:
        path.append(code)
        code = rows[code].parent
    return path
