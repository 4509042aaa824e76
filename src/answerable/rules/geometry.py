"""Places on the ground: is a point inside a boundary, how far apart are two points. WGS84, GeoJSON geometries.

GeoJSON writes longitude first; our arguments are always latitude first, as people say them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import asin, cos, isfinite, radians, sin, sqrt
from typing import Any, NamedTuple

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
Ring = Sequence[Sequence[float]]


class Box(NamedTuple):
    """Bounds in degrees. No box crosses the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


def is_position(latitude: float, longitude: float) -> bool:
    """Whether these numbers are a place on earth at all."""
    return isfinite(latitude) and isfinite(longitude) and -90 <= latitude <= 90 and -180 <= longitude <= 180


def polygons(geometry: Mapping[str, Any]) -> Iterator[Sequence[Ring]]:
    """The polygons (outer ring, then holes) of a Polygon, MultiPolygon or GeometryCollection; ValueError otherwise."""
    kind = geometry.get("type")
    if kind == "Polygon":
        yield geometry["coordinates"]
    elif kind == "MultiPolygon":
        yield from geometry["coordinates"]
    elif kind == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from polygons(part)
    else:
        raise ValueError(f"a boundary is a Polygon or a MultiPolygon, not a {kind}")


def contains(geometry: Mapping[str, Any], latitude: float, longitude: float) -> bool:
    """Whether the point lies inside. Of two areas that share a border, at most one holds a point on it."""
    return any(_in_polygon(rings, latitude, longitude) for rings in polygons(geometry))


def _in_polygon(rings: Sequence[Ring], latitude: float, longitude: float) -> bool:
    return _in_ring(rings[0], latitude, longitude) and not any(
        _in_ring(hole, latitude, longitude) for hole in rings[1:]
    )


def _in_ring(ring: Ring, latitude: float, longitude: float) -> bool:
    """Even-odd rule, half-open edges: south and west borders are inside, north and east are not."""
    inside = False
    x0, y0 = ring[-1][0], ring[-1][1]
    for point in ring:
        x1, y1 = point[0], point[1]
        if (y0 > latitude) != (y1 > latitude):
            low, high = ((x0, y0), (x1, y1)) if y0 < y1 else ((x1, y1), (x0, y0))  # the same sum for both neighbours
            if longitude < low[0] + (latitude - low[1]) * (high[0] - low[0]) / (high[1] - low[1]):
                inside = not inside
        x0, y0 = x1, y1
    return inside


def bbox(geometry: Mapping[str, Any]) -> Box:
    """The smallest box around a boundary."""
    xs: list[float] = []
    ys: list[float] = []
    for rings in polygons(geometry):
        xs.extend(point[0] for point in rings[0])
        ys.extend(point[1] for point in rings[0])
    return Box(min(xs), min(ys), max(xs), max(ys))


def centroid(geometry: Mapping[str, Any]) -> tuple[float, float]:
    """Latitude and longitude of the middle of a boundary's largest polygon (area-weighted, holes left aside)."""
    best = max((_ring_moments(rings[0]) for rings in polygons(geometry)), key=lambda m: abs(m[0]))
    area, x, y = best
    if area:
        return y / area, x / area
    box = bbox(geometry)
    return (box.south + box.north) / 2, (box.west + box.east) / 2


def _ring_moments(ring: Ring) -> tuple[float, float, float]:
    """Signed area and the two first moments, computed from the ring's first point to keep digits."""
    ox, oy = ring[0][0], ring[0][1]
    area = sx = sy = 0.0
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        ax, ay, bx, by = a[0] - ox, a[1] - oy, b[0] - ox, b[1] - oy
        cross = ax * by - bx * ay
        area += cross / 2
        sx += (ax + bx) * cross / 6
        sy += (ay + by) * cross / 6
    return area, sx + ox * area, sy + oy * area


def distance_m(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Metres along the great circle (haversine)."""
    a, b = radians(latitude_a), radians(latitude_b)
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(longitude_b - longitude_a) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(h)))


def around(latitude: float, longitude: float, metres: float) -> Box:
    """A box that holds every point within so many metres; for the first, coarse look in an index."""
    dy = metres / EARTH_RADIUS_M * 57.29577951308232 * 1.000001
    shrink = cos(radians(min(89.9, abs(latitude) + dy)))
    return Box(longitude - dy / shrink, latitude - dy, longitude + dy / shrink, latitude + dy)
