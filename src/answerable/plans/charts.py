"""The chart of an indicator: one Vega-Lite specification, drawn on the server, with words for who cannot see it.

Colours are the tokens of the page (`var(--ink)` ...), so the same picture is right in light and dark. Floats are for
drawing only; every figure beside the chart comes from exact values.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.cache import caches
from django.utils.translation import gettext as _

FONTS = "Noto Sans CJK HK, Noto Sans CJK TC, Noto Sans CJK SC, Noto Sans, sans-serif"
OBSERVED, PATH_NOW, PATH_FIRST, TREND, PROMISED = "observed", "path_now", "path_first", "trend", "promised"
OPEN_STATES = ("provisional", "estimated")  # drawn hollow: such a figure may still become another
Fan = tuple[date, float, float]  # a day, and the low and the high end of a forecast's range at it


@dataclass(frozen=True)
class Dot:
    """A value at a day: the last of its period."""

    on: date
    value: float
    state: str = ""


@dataclass(frozen=True)
class Drawing:
    """What is drawn: values only. `superseded` are figures that were given for a period before the present one; `fan`
    is the range of the trend, `promised_fan` that of what the tasks promise; `breaks` are days on which a meaning
    changed."""

    unit: str
    observed: Sequence[Dot] = ()
    superseded: Sequence[Dot] = ()
    path_now: Sequence[Dot] = ()
    path_first: Sequence[Dot] = ()
    target_now: Dot | None = None
    target_first: Dot | None = None
    trend: Sequence[Dot] = ()
    fan: Sequence[Fan] = ()
    promised: Sequence[Dot] = ()
    promised_fan: Sequence[Fan] = ()
    breaks: Sequence[date] = ()


def _labels() -> dict[str, str]:
    return {
        OBSERVED: _("Observed"),
        PATH_NOW: _("Path to the target"),
        PATH_FIRST: _("Path as first decided"),
        TREND: _("Trend"),
        PROMISED: _("What is promised by the tasks"),
    }


_LOOK = {
    OBSERVED: ("var(--ink)", [], 2.5),
    PATH_NOW: ("var(--accent)", [6, 4], 2),
    PATH_FIRST: ("var(--ink-soft)", [2, 3], 1.5),
    TREND: ("var(--ink-soft)", [8, 3, 2, 3], 1.5),
    PROMISED: ("var(--accent-strong)", [1, 3], 1.5),
}


def _rows(line: str, dots: Iterable[Dot]) -> list[dict[str, Any]]:
    return [{"on": dot.on.isoformat(), "value": dot.value, "line": line, "state": dot.state} for dot in dots]


def _line(name: str, rows: list[dict[str, Any]], label: str) -> dict[str, Any]:
    colour, dash, width = _LOOK[name]
    mark: dict[str, Any] = {"type": "line", "color": colour, "strokeDash": dash, "strokeWidth": width}
    return {
        "data": {"values": rows},
        "mark": mark | {"description": label},
        "encoding": {
            "x": {"field": "on", "type": "temporal"},
            "y": {"field": "value", "type": "quantitative", "scale": {"zero": False, "padding": 14}},
        },
    }


def _target(dot: Dot, label: str, first: bool) -> dict[str, Any]:
    colour = "var(--ink-soft)" if first else "var(--accent)"
    row = {"on": dot.on.isoformat(), "value": dot.value, "label": label}
    place = {"x": {"field": "on", "type": "temporal"}, "y": {"field": "value", "type": "quantitative"}}
    text = {"type": "text", "align": "right", "dx": -8, "dy": 18 if first else -12, "color": colour, "fontSize": 12}
    shape = {"type": "point", "shape": "diamond", "size": 130, "color": colour, "filled": not first, "strokeWidth": 2}
    return {
        "data": {"values": [row]},
        "layer": [
            {"mark": shape | {"description": label}, "encoding": place},
            {"mark": text, "encoding": place | {"text": {"field": "label"}}},
        ],
    }


def _dots(dots: Iterable[Dot], look: dict[str, Any], label: str) -> dict[str, Any]:
    rows = [{"on": dot.on.isoformat(), "value": dot.value, "state": dot.state} for dot in dots]
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "opacity": 1} | look | {"description": label},
        "encoding": {
            "x": {"field": "on", "type": "temporal"},
            "y": {"field": "value", "type": "quantitative", "scale": {"zero": False, "padding": 14}},
        },
    }


def _figures(drawing: Drawing) -> list[dict[str, Any]]:
    """Each figure as a dot: full, hollow while it may still become another, and a small grey cross once superseded."""
    ink = {"color": "var(--ink)", "size": 38}
    hollow = ink | {"fill": "var(--paper)", "stroke": "var(--ink)", "strokeWidth": 1.5}
    kinds = (
        (drawing.superseded, {"shape": "cross", "size": 30, "color": "var(--ink-soft)", "filled": True},
         _("Superseded figure")),
        ([dot for dot in drawing.observed if dot.state not in OPEN_STATES], ink | {"filled": True}, _("Observed")),
        ([dot for dot in drawing.observed if dot.state in OPEN_STATES], hollow, _("Provisional or estimated figure")),
    )  # fmt: skip
    return [_dots(dots, look, label) for dots, look, label in kinds if dots]


def _fan(points: Sequence[Fan], colour: str, label: str) -> dict[str, Any]:
    rows = [{"on": on.isoformat(), "low": low, "high": high} for on, low, high in points]
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "color": colour, "opacity": 0.18, "description": label},
        "encoding": {
            "x": {"field": "on", "type": "temporal"},
            "y": {"field": "low", "type": "quantitative", "scale": {"zero": False, "padding": 14}},
            "y2": {"field": "high"},
        },
    }


def _breaks(days: Sequence[date]) -> dict[str, Any]:
    return {
        "data": {"values": [{"on": day.isoformat()} for day in days]},
        "mark": {"type": "rule", "color": "var(--danger)", "strokeDash": [2, 2]},
        "encoding": {"x": {"field": "on", "type": "temporal"}},
    }


def specification(drawing: Drawing, *, width: int = 640, height: int = 280) -> dict[str, Any]:
    """The chart as Vega-Lite: ranges, paths, forecasts, what was observed, targets and breaks, in this order."""
    labels = _labels()
    fans = ((drawing.fan, TREND, _("Range of the trend")), (drawing.promised_fan, PROMISED, _("Range of the promise")))
    layers = [_fan(points, _LOOK[name][0], label) for points, name, label in fans if points]
    for name in (PATH_FIRST, PATH_NOW, TREND, PROMISED, OBSERVED):
        rows = _rows(name, getattr(drawing, name))
        if rows:
            layers.append(_line(name, rows, labels[name]))
    layers += _figures(drawing)
    if drawing.target_first is not None and drawing.target_first != drawing.target_now:
        layers.append(_target(drawing.target_first, _("first target"), first=True))
    if drawing.target_now is not None:
        layers.append(_target(drawing.target_now, _("target"), first=False))
    if drawing.breaks:
        layers.append(_breaks(drawing.breaks))
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width, "height": height, "background": "transparent", "layer": layers, "config": _config(),
        "encoding": {
            "x": {"axis": {"title": None, "format": "%Y", "tickCount": "year"}},
            "y": {"axis": {"title": drawing.unit or None, "titleAngle": 0, "titleAlign": "left", "titleY": -12}},
        },
    }  # fmt: skip


def _config() -> dict[str, Any]:
    axis = {
        "labelColor": "var(--ink-soft)", "titleColor": "var(--ink-soft)", "gridColor": "var(--rule)",
        "domainColor": "var(--field)", "tickColor": "var(--field)", "labelFontSize": 13, "titleFontSize": 13,
        "titleFontWeight": "normal",
    }  # fmt: skip
    return {"font": FONTS, "view": {"stroke": None}, "axis": axis, "axisX": {"grid": False}}


def svg(drawing: Drawing, *, width: int = 640, height: int = 280) -> str:
    """The chart as SVG to be put into a page: no script, no style attribute; empty when there is nothing to draw.

    It is hidden from screen readers (the page says the same in words and in a table).
    """
    spec = specification(drawing, width=width, height=height)
    return _drawn(json.dumps(spec, sort_keys=True)) if spec["layer"] else ""


@lru_cache(maxsize=512)
def _drawn(spec: str) -> str:
    """Drawn once for all processes and kept by what it shows: drawing takes a tenth of a second."""
    drawn, name = caches["charts"], hashlib.sha256(spec.encode()).hexdigest()
    known: str | None = drawn.get(name)
    if known is None:
        known = _draw(spec)
        drawn.set(name, known)
    return known


def _draw(spec: str) -> str:
    import vl_convert  # takes 65 MB and half a second to warm up: `prepare` does it before somebody waits

    picture: str = vl_convert.vegalite_to_svg(json.loads(spec))
    return picture.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def prepare() -> None:
    """Load what draws, so that the first picture takes as long as the next. Nothing is kept."""
    _draw(json.dumps(specification(Drawing("%", [Dot(date(2000, 1, 1), 0.0), Dot(date(2001, 1, 1), 1.0)]))))


def digest(drawing: Drawing) -> str:
    """A name for the picture that changes when anything in it does."""
    return hashlib.sha256(json.dumps(specification(drawing), sort_keys=True).encode()).hexdigest()[:16]


def spark(values: Sequence[float | None], *, width: int = 96, height: int = 24) -> str:
    """The points of a small line for a table (the attribute `points` of a polyline); gaps are left out."""
    known = [(n, value) for n, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(v for _n, v in known), max(v for _n, v in known)
    span, steps = (high - low) or 1.0, (len(values) - 1) or 1
    return " ".join(f"{n * width / steps:.1f},{height - 2 - (v - low) / span * (height - 4):.1f}" for n, v in known)
