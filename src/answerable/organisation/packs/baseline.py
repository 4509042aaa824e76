"""[baseline] of pack.toml: published figures of the city's hotline before this system, to stand beside its own.

Optional, and only what was published: every figure names its source. A city without them shows that there are none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

FILE = "pack.toml"


class BaselineKind(NamedTuple):
    """A figure a city may give: its bounds and what it means."""

    low: float
    high: float
    meaning: str


BASELINE: dict[str, BaselineKind] = {
    "refused_twice_share": BaselineKind(0, 1, "share of complaints refused by two units or more"),
    "refused_twice_a_year": BaselineKind(0, 100_000_000, "complaints a year refused by two units or more"),
    "over_30_days_share": BaselineKind(0, 1, "share of these that took more than 30 days"),
    "over_6_months_share": BaselineKind(0, 1, "share of these that took more than 6 months"),
}
TEXTS = ("name_zh_hant", "name_en", "name_zh_hans")  # whose figures they are, and of which years


def read_baseline(
    document: dict[str, Any], lines: Mapping[tuple[str, ...], int], find: Callable[[str, int, str, str], None]
) -> dict[str, Any]:
    """The names, and {"value", "source"} for each figure; empty where the pack has no such table."""
    table = document.get("baseline")
    if table is None:
        return {}
    out: dict[str, Any] = {}
    for name in TEXTS:
        if not isinstance(table.get(name), str) or not table[name].strip():
            find(FILE, lines.get(("baseline",), 0), f"{name} of [baseline] is missing", "say whose figures they are")
        out[name] = str(table.get(name, ""))
    for name, body in table.items():
        if name not in TEXTS:
            out |= _figure(name, body, lines.get(("baseline", name), 0), find)
    return out


def _figure(name: str, body: Any, at: int, find: Callable[[str, int, str, str], None]) -> dict[str, Any]:
    kind = BASELINE.get(name)
    value, source = (body.get("value"), body.get("source")) if isinstance(body, dict) else (None, None)
    if kind is None:
        find(FILE, at, f"{name!r} of [baseline] is unknown", f"remove it; known are {', '.join((*TEXTS, *BASELINE))}")
    elif isinstance(value, bool) or not isinstance(value, (int, float)) or not kind.low <= value <= kind.high:
        find(FILE, at, f"{name} has no value in range", f"write {{ value = a number from {kind.low} to {kind.high} }}")
    elif not isinstance(source, str) or not source.strip():
        find(FILE, at, f"{name} names no source", 'add source = "who published it, when"')
    else:
        return {name: {"value": value, "source": source}}
    return {}
