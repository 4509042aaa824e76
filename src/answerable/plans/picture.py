"""An indicator as a drawing: what was observed and what it was before, the path it is to take, and where it goes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from answerable.plans.charts import Dot, Drawing, Fan
from answerable.plans.queries.series import Aimed, Point, Series
from answerable.rules.forecasts import Forecast
from answerable.rules.measures import Kind
from answerable.rules.plan_periods import Span, containing


def drawing(found: Series) -> Drawing:
    """What the chart draws; running totals of flows, everything else as it is. Floats are for drawing only."""
    totals, figure = found.figure.is_total, found.figure
    observed = [dot for point in found.points if (dot := _dot(point, _seen(point, totals))) is not None]
    now = next((aimed for aimed in found.targets if aimed.current), None)
    first = found.targets[0] if len(found.targets) > 1 else None
    ahead, until = trend_until(found), now.until if now is not None else None
    return Drawing(
        unit=figure.unit, observed=observed,
        superseded=[dot for point in found.points for dot in _before(point, totals)],
        path_now=_path(found.points, "planned"), path_first=_path(found.points, "planned_first") if first else (),
        target_now=_aim(now), target_first=_aim(first),
        trend=_onwards(observed, ahead, figure.assessment.trend), fan=_fan(observed, ahead, figure.assessment.trend),
        promised=_onwards(observed, until, figure.bottom_up), promised_fan=_fan(observed, until, figure.bottom_up),
        breaks=found.breaks,
    )  # fmt: skip


def trend_until(found: Series) -> date | None:
    """Where a trend ends: at the target, and of what begins anew every year at the end of the year."""
    newest, meaning = found.figure.assessment.newest, found.figure.meaning
    if meaning is not None and meaning.kind == Kind.PERIODIC_FLOW and newest is not None:
        plan = found.figure.indicator.plan
        return containing(newest.last_day, Span.YEAR, plan.year_starts_in).last_day
    return next((aimed.until for aimed in found.targets if aimed.current), None)


def _seen(point: Point, totals: bool) -> Fraction | None:
    return point.total if totals else point.value


def _dot(point: Point, value: Fraction | None) -> Dot | None:
    return None if value is None else Dot(point.period.last_day, float(value), point.state)


def _before(point: Point, totals: bool) -> Iterable[Dot]:
    """Figures that were given for a period before the present one; of a total, what it would be with them."""
    shown = _seen(point, totals)
    for _known_at, value, state in point.vintages[:-1]:
        if value is not None and shown is not None and point.value is not None and value != point.value:
            yield Dot(point.period.last_day, float(shown - point.value + value), state)


def _path(points: Iterable[Point], name: str) -> list[Dot]:
    values = [(point.period.last_day, getattr(point, name)) for point in points]
    return [Dot(on, float(value)) for on, value in values if value is not None]


def _aim(aimed: Aimed | None) -> Dot | None:
    return None if aimed is None or aimed.value is None else Dot(aimed.until, float(aimed.value))


def _onwards(observed: list[Dot], until: date | None, forecast: Forecast | None) -> list[Dot]:
    """From the newest figure to the day a forecast is for."""
    if not observed or until is None or forecast is None or forecast.value is None or observed[-1].on >= until:
        return []
    return [observed[-1], Dot(until, float(forecast.value))]


def _fan(observed: list[Dot], until: date | None, forecast: Forecast | None) -> list[Fan]:
    """From the newest figure to the ends of the forecast's range; of bottom-up between P50 and P80."""
    if forecast is None or forecast.low is None or not _onwards(observed, until, forecast):
        return []
    ends = sorted((forecast.low, forecast.high if forecast.high is not None else forecast.value or forecast.low))
    if ends[0] == ends[1] or until is None:
        return []
    return [(observed[-1].on, observed[-1].value, observed[-1].value), (until, float(ends[0]), float(ends[1]))]
