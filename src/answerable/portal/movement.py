"""The figures of /movement joined from cases and whistles, for the page, the table and the JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from answerable.cases import queries as cases
from answerable.organisation.models import Jurisdiction
from answerable.whistles.queries.movement import whistle_figures

COLUMNS = ["part", "of", "figure", "value"]


def page(jurisdiction: Jurisdiction, days: str, *, now: datetime) -> dict[str, Any]:
    """What the page shows, and the baseline beside it."""
    found = cases.recent_movement(jurisdiction, days, now=now)
    return {
        "movement": found,
        "baseline": cases.baseline(jurisdiction),
        "whistles": whistle_figures(jurisdiction, since=found.since, until=found.until),
    }


def record(jurisdiction: Jurisdiction, days: str, *, now: datetime) -> dict[str, Any]:
    """All of it by parts; units by their code, times in seconds."""
    shown = page(jurisdiction, days, now=now)
    found, whistles, baseline = shown["movement"], shown["whistles"], shown["baseline"]
    names = ("cases", "refused_once", "refused_twice", "a_year", "over_30_days", "over_6_months")
    return {
        "period": {"since": found.since.isoformat(), "until": found.until.isoformat()},
        "refused": {name: getattr(found, name) for name in names},
        "baseline": asdict(baseline) if baseline else None,
        "hops": [{"times": times, "cases": count} for times, count in sorted(found.hops.items())],
        "hand_overs": _spell(found.hand_overs) if found.hand_overs else None,
        "by_rule": [{"rule": rule, **_spell(spell)} for rule, spell in found.by_rule],
        "by_unit": [{"unit": unit.code, **_spell(spell)} for unit, spell in found.by_unit],
        "objections": [{**_of_unit(line), "waiting": line.waiting} for line in found.objections],
        "precedents": asdict(found.precedents),
        "rungs": [{"rung": r.level, "unit": r.unit.code, "cases": r.count, "overdue": r.overdue} for r in found.rungs],
        "parts": [_of_unit(line) for line in found.parts],
        "whistles": {"blown": whistles.blown, "nobody": whistles.nobody},
        "whistles_by_unit": [_of_unit(line) for line in whistles.units],
    }


def rows(jurisdiction: Jurisdiction, days: str, *, now: datetime) -> Iterator[list[str]]:
    """The same, one figure a line."""
    yield COLUMNS
    for part, body in record(jurisdiction, days, now=now).items():
        lines = body if isinstance(body, list) else [{"": "", **body}] if body else []
        for line in lines:
            (_, of), *figures = line.items()
            yield from ([part, str(of), name, _cell(value)] for name, value in figures)


def _cell(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _spell(spell: cases.Spell) -> dict[str, float]:
    return {
        "count": spell.count,
        "median_seconds": spell.median.total_seconds(),
        "p90_seconds": spell.p90.total_seconds(),
        "total_seconds": spell.total.total_seconds(),
    }


def _of_unit(line: Any) -> dict[str, Any]:
    """A line of a unit with the unit by its code."""
    return {name: getattr(line, name) for name in line.__dataclass_fields__} | {"unit": line.unit.code}
