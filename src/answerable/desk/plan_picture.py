"""An indicator as a drawing: what was observed, the path it is to take, and where it goes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from answerable.plans.charts import Dot, Drawing
from answerable.plans.queries.series import Aimed, Point, Series


def drawing(series: Series) -> Drawing:
    """Flows are drawn as their running total, everything else as it is."""
    points, targets = series.points, series.targets
    now = next((target for target in targets if target.current), None)
    first = next((target for target in targets if target.number == 1), None)
    changed = first is not None and now is not None and first.number != now.number
    seen = [dot for point in points if (dot := _dot(point, _observed(point))) is not None]
    return Drawing(
        unit=series.figure.unit,
        observed=seen,
        path_now=_path(points, "planned"),
        path_first=_path(points, "planned_first") if changed else (),
        target_now=_aim(now),
        target_first=_aim(first) if changed else None,
        trend=_to(seen, now, series.trend),
        promised=_to(seen, now, series.bottom_up),
        breaks=series.breaks,
    )


def _observed(point: Point) -> Fraction | None:
    return point.total if point.total is not None else point.value


def _dot(point: Point, value: Fraction | None) -> Dot | None:
    return None if value is None else Dot(point.period.last_day, float(value), point.state)


def _path(points: Iterable[Point], name: str) -> list[Dot]:
    return [dot for point in points if (dot := _dot(point, getattr(point, name))) is not None]


def _aim(target: Aimed | None) -> Dot | None:
    if target is None or target.value is None:
        return None
    return Dot(target.until, float(target.value))


def _to(seen: list[Dot], target: Aimed | None, value: Fraction | None) -> list[Dot]:
    """A line from the newest figure to where it is expected to end."""
    if not seen or target is None or value is None or not _later(seen[-1].on, target.until):
        return []
    return [seen[-1], Dot(target.until, float(value))]


def _later(one: date, other: date) -> bool:
    return other > one
