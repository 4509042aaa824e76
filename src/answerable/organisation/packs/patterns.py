"""Rows that stand for many: a row whose unit is `kind:street` holds for every unit of that kind.

In posts.csv it is one post in each of them; `{unit}` in its code is the unit's code. In dispatch.csv it is one row
for each of them, in its own area. What is written out for one unit or area wins over the pattern.
"""

from __future__ import annotations

from collections.abc import Iterator

from answerable.organisation.packs.values import Pack, Record


def posts_of(pack: Pack) -> Iterator[Record]:
    """Every post, patterns spread out, in the order of units."""
    units = {unit.code: unit for unit in pack.rows("units.csv")}
    plain = [row for row in pack.rows("posts.csv") if not row.unit.startswith("kind:")]
    patterns = [row for row in pack.rows("posts.csv") if row.unit.startswith("kind:")]
    taken = {row.code for row in plain}
    headed = {row.unit for row in plain if row.head}
    yield from (row for row in plain if row.unit in units)
    for unit in units.values():
        for row in patterns:
            code = row.code.replace("{unit}", unit.code)
            if row.unit == f"kind:{unit.kind}" and code not in taken and not (row.head and unit.code in headed):
                yield Record(row.file, row.line, {**row.values, "code": code, "unit": unit.code})


def dispatch_of(pack: Pack) -> Iterator[Record]:
    """Every catalogue row, patterns spread out, each with a code of its own."""
    rows = pack.rows("dispatch.csv")
    written = {(row.category, row.area) for row in rows if not row.unit.startswith("kind:")}
    for row in rows:
        if not row.unit.startswith("kind:"):
            yield _coded(row, row.area, row.unit)
            continue
        for unit in pack.rows("units.csv"):
            if row.unit == f"kind:{unit.kind}" and unit.area and (row.category, unit.area) not in written:
                yield _coded(row, unit.area, unit.code)


def _coded(row: Record, area: str, unit: str) -> Record:
    plain = row.code and not row.unit.startswith("kind:")
    code = row.code if plain else f"{row.code or row.category}@{area or '*'}"
    assisting = [other for other in row.assisting if other != unit]
    return Record(row.file, row.line, {**row.values, "code": code, "area": area, "unit": unit, "assisting": assisting})
