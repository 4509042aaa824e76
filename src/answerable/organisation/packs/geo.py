"""areas.geojson: one feature an area, `properties.code` names it. WGS84, longitude first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

FILE = "areas.geojson"
Find = Callable[[str, int, str, str], None]
Box = tuple[float, float, float, float]


def read_shapes(source: str, find: Find) -> dict[str, dict[str, Any]]:
    """Geometry by area code. Each feature stands on a line of its own, so that a finding can name it."""
    try:
        document = json.loads(source)
    except json.JSONDecodeError as error:
        find(FILE, error.lineno, f"not JSON: {error.msg}", "mend the line, or export the file again")
        return {}
    shapes: dict[str, dict[str, Any]] = {}
    for feature in document.get("features", []) if isinstance(document, dict) else []:
        code = str(feature.get("properties", {}).get("code", ""))
        line = line_of(source, code)
        problem = shape_problem(feature.get("geometry"))
        if not code:
            find(FILE, line, "a feature has no code", 'write "properties": {"code": "..."} as in areas.csv')
        elif code in shapes:
            find(FILE, line, f"area {code!r} has two shapes", "join them into one MultiPolygon")
        elif problem:
            find(FILE, line, f"shape of {code!r}: {problem}", "export Polygon or MultiPolygon in degrees (WGS84)")
        else:
            shapes[code] = {**feature["geometry"], "line": line}
    if not shapes:
        find(FILE, 1, "no feature could be read", "write a FeatureCollection, or remove the file")
    return shapes


def line_of(source: str, code: str) -> int:
    """The first line that names the code in quotes (1 when none does)."""
    at = source.find(f'"{code}"')
    return source.count("\n", 0, at) + 1 if code and at >= 0 else 1


def shape_problem(geometry: Any) -> str:
    """What is wrong with a geometry, or nothing."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return "it is neither Polygon nor MultiPolygon"
    try:
        for ring in rings(geometry):
            if len(ring) < 4:
                return "a ring has fewer than four points"
            if list(ring[0]) != list(ring[-1]):
                return "a ring is not closed"
            for longitude, latitude in ring:
                if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
                    return f"point {longitude}, {latitude} is not on the earth"
    except (KeyError, TypeError, ValueError):
        return "its coordinates are no lists of [longitude, latitude]"
    return ""


def rings(geometry: dict[str, Any]) -> Iterator[Any]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon


def box(geometry: dict[str, Any]) -> Box:
    """West, south, east, north of a valid geometry."""
    points = [point for ring in rings(geometry) for point in ring]
    longitudes, latitudes = [p[0] for p in points], [p[1] for p in points]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)
