"""Where is this: the area at a coordinate, and the area a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from answerable.organisation.models import Area
from answerable.rules.geometry import Box, around, contains, distance_m, polygons

SHORE_METRES = 2000.0


class Places:
    """The areas of a jurisdiction, ready to be asked. Built once from a snapshot; then only read."""

    def __init__(self, areas: Iterable[Area], aliases: Mapping[str, Sequence[str]]) -> None:
        self._areas = {area.code: area for area in areas}
        shaped = [(area, area.boundary) for area in self._areas.values() if area.boundary]
        self._shaped = sorted(shaped, key=lambda pair: -len(self.path(pair[0].code)))
        self._named = self._names(aliases)
        self._pattern = _pattern(self._named)

    def path(self, code: str) -> tuple[str, ...]:
        """The area's code and those of the areas it lies in, leaf first; empty for an unknown code."""
        found: list[str] = []
        area = self._areas.get(code)
        while area is not None and area.code not in found:
            found.append(area.code)
            area = area.parent
        return tuple(found)

    def at(self, latitude: float, longitude: float) -> Area | None:
        """The smallest area whose boundary holds the point (degrees, WGS84).

        Boundaries in packs are coarse and coasts move: a point in none belongs to the area whose boundary has the
        nearest corner within SHORE_METRES; beyond that the answer is None.
        """
        for area, boundary in self._shaped:
            if _box(area).holds(latitude, longitude) and contains(boundary, latitude, longitude):
                return area
        return self._nearest(latitude, longitude)

    def _nearest(self, latitude: float, longitude: float) -> Area | None:
        near = around(latitude, longitude, SHORE_METRES)
        found = [
            (distance_m(latitude, longitude, y, x), area.code)
            for area, boundary in self._shaped
            if _meet(_box(area), near)
            for rings in polygons(boundary)
            for x, y in rings[0]
            if near.holds(y, x)
        ]
        distance, code = min(found, default=(SHORE_METRES, ""))
        return self._areas[code] if distance < SHORE_METRES else None

    def in_text(self, text: str) -> Area | None:
        """The area a text names, in any of the three languages, or None.

        An area inside another that is named too wins over it; then the longer name, then the earlier. A name
        that several areas share counts only beside a name of what it lies in.
        """
        found = [(m.start(), m.group().casefold()) for m in self._pattern.finditer(text)] if self._pattern else []
        sure = {code for _at, name in found if len(self._named[name]) == 1 for code in self._named[name]}
        best: tuple[tuple[int, int, int], Area] | None = None
        for at, name in found:
            for code in self._named[name]:
                inside = len(sure.intersection(self.path(code)[1:]))
                if len(self._named[name]) > 1 and not inside:
                    continue
                rank = (inside, len(name), -at)
                if best is None or rank > best[0]:
                    best = (rank, self._areas[code])
        return best[1] if best else None

    def _names(self, aliases: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        named: dict[str, list[str]] = {}
        for area in self._areas.values():
            if area.parent_id is None:
                continue  # the whole jurisdiction says nothing about where
            for name in {area.name_zh_hant, area.name_en, area.name_zh_hans, *aliases.get(area.code, ())}:
                codes = named.setdefault(name.casefold(), [])
                if area.code not in codes:
                    codes.append(area.code)
        return named


def _pattern(named: Mapping[str, object]) -> re.Pattern[str] | None:
    """One expression for all names, the longest first; Latin names only as whole words."""
    names = sorted(named, key=lambda name: (-len(name), name))
    parts = [rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name) for name in names]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _box(area: Area) -> Box:
    return Box(area.west or 0.0, area.south or 0.0, area.east or 0.0, area.north or 0.0)


def _meet(a: Box, b: Box) -> bool:
    return a.west <= b.east and b.west <= a.east and a.south <= b.north and b.south <= a.north
