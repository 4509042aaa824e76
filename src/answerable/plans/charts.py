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


@dataclass(frozen=True)
class Dot:
    """A value at a day: the last of its period."""

    on: date
    value: float
    state: str = ""


@dataclass(frozen=True)
class Drawing:
    """What is drawn: values only. `fan` is (day, low, high) of a forecast; `breaks` days on which a meaning changed."""

    unit: str
    observed: Sequence[Dot] = ()
    path_now: Sequence[Dot] = ()
    path_first: Sequence[Dot] = ()
    target_now: Dot | None = None
    target_first: Dot | None = None
    trend: Sequence[Dot] = ()
    fan: Sequence[tuple[date, float, float]] = ()
    promised: Sequence[Dot] = ()
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
    if name == OBSERVED:
        mark["point"] = {"color": colour, "filled": True, "size": 38}
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


def _fan(drawing: Drawing) -> dict[str, Any]:
    rows = [{"on": on.isoformat(), "low": low, "high": high} for on, low, high in drawing.fan]
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "color": "var(--accent)", "opacity": 0.15, "description": _("Range of the forecast")},
        "encoding": {
            "x": {"field": "on", "type": "temporal"},
            "y": {"field": "low", "type": "quantitative"},
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
    """The chart as Vega-Lite: fan, paths, trend, targets and observations, in this order."""
    labels = _labels()
    layers = [_fan(drawing)] if drawing.fan else []
    for name in (PATH_FIRST, PATH_NOW, TREND, PROMISED, OBSERVED):
        rows = _rows(name, getattr(drawing, name))
        if rows:
            layers.append(_line(name, rows, labels[name]))
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
    import vl_convert  # takes 100 MB and a second to warm up: only processes that draw pay for it

    picture: str = vl_convert.vegalite_to_svg(json.loads(spec))
    return picture.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


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
