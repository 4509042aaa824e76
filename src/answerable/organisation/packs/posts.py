"""Posts of a pack: those written out, and those a row gives to every unit of a kind.

A row whose unit is `kind:street` stands for one post in each unit of that kind; `{unit}` in its code is the unit's
code. A unit that has a post of the same code written out keeps its own.
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
