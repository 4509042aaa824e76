"""pack.toml beside the plain columns: bounds, limits and calendars."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from itertools import pairwise
from typing import Any

from answerable.organisation.packs.limits import LIMITS, defaults
from answerable.organisation.packs.values import Record

FILE = "pack.toml"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Find = Callable[[str, int, str, str], None]
Lines = Mapping[tuple[str, ...], int]


def take_pack_extras(section: dict[str, Any], lines: Lines, find: Find) -> dict[str, Any]:
    """Take bounds, simulated and username_prefix out of [pack]; they are no plain text."""
    at = lines.get(("pack", "bounds"), lines.get(("pack",), 0))
    bounds = section.pop("bounds", None)
    if not _are_bounds(bounds):
        find(FILE, at, f"bounds {bounds!r} are no box", "write [west, south, east, north] in degrees, west < east")
        bounds = [-180.0, -90.0, 180.0, 90.0]
    simulated = section.pop("simulated", False)
    if not isinstance(simulated, bool):
        find(FILE, lines.get(("pack", "simulated"), at), "simulated is no truth value", "write true or false")
    prefix = section.get("number_prefix", "")
    if not re.fullmatch(r"[A-Z]{2,4}", str(prefix)):
        find(
            FILE,
            lines.get(("pack", "number_prefix"), at),
            f"number_prefix {prefix!r} cannot begin a number",
            "write two to four capital letters",
        )
    username_prefix = section.pop("username_prefix", "")
    if not re.fullmatch(r"([a-z0-9]+-)?", str(username_prefix)):
        find(
            FILE,
            lines.get(("pack", "username_prefix"), at),
            f"username_prefix {username_prefix!r} does not fit",
            "write small letters and a hyphen, for example 'bj-'",
        )
    return {"bounds": bounds, "simulated": bool(simulated), "username_prefix": str(username_prefix)}


def _are_bounds(bounds: object) -> bool:
    if not isinstance(bounds, list) or len(bounds) != 4 or not all(isinstance(b, (int, float)) for b in bounds):
        return False
    west, south, east, north = bounds
    return -180 <= west < east <= 180 and -90 <= south < north <= 90


def read_limits(document: dict[str, Any], lines: Lines, find: Find) -> dict[str, float]:
    """[limits] over the defaults of limits.py."""
    out = defaults()
    for name, value in document.get("limits", {}).items():
        at, kind = lines.get(("limits", name), 0), LIMITS.get(name)
        if kind is None:
            find(FILE, at, f"limit {name!r} is unknown", f"remove it; known are {', '.join(LIMITS)}")
        elif isinstance(value, bool) or not isinstance(value, (int, float)) or not kind.low <= value <= kind.high:
            find(FILE, at, f"{name} = {value!r} is out of range", f"write a number from {kind.low} to {kind.high}")
        else:
            out[name] = value
    return out


def read_calendars(document: dict[str, Any], lines: Lines, find: Find) -> tuple[list[Record], list[Record]]:
    """[calendars.NAME] as records, and their [calendars.NAME.holidays] as records."""
    calendars, holidays = [], []
    for name, body in document.get("calendars", {}).items():
        where = ("calendars", name)
        at = lines.get(where, 0)
        first, last = (
            _date(body.get(key), key, lines.get((*where, key), at), find) for key in ("first_day", "last_day")
        )
        if first >= last:
            find(FILE, at, f"calendar {name} ends before it begins", "write first_day before last_day")
        hours = _hours(body.get("hours", {}), lines, at, name, find)
        values = {"code": name, "first_day": first, "last_day": last, "weekly_hours": hours}
        calendars.append(Record(FILE, at, values))
        if "holidays" in body:
            holidays.append(_holidays(name, body["holidays"], lines.get((*where, "holidays"), at), find))
    if not calendars:
        find(FILE, 0, "there is no calendar", "add [calendars.office] with first_day, last_day and hours")
    return calendars, holidays


def _date(value: object, key: str, at: int, find: Find) -> date:
    try:
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        find(FILE, at, f"{key} = {value!r} is not a date", "write year-month-day, for example 2026-01-31")
        return date(1970, 1, 1) if key == "first_day" else date(1970, 1, 2)


def _hours(table: Any, lines: Lines, at: int, name: str, find: Find) -> dict[str, list[list[str]]]:
    out: dict[str, list[list[str]]] = {}
    for weekday, spans in table.items():
        line = lines.get(("calendars", name, "hours", weekday), at)
        if weekday not in WEEKDAYS:
            find(FILE, line, f"weekday {weekday!r} is unknown", f"write one of {', '.join(WEEKDAYS)}")
        elif not _are_spans(spans):
            find(FILE, line, f"hours {spans!r} do not fit", 'write [["09:00", "13:00"], ["14:00", "18:00"]] in order')
        else:
            out[str(WEEKDAYS.index(weekday))] = spans
    if not out:
        find(FILE, at, f"calendar {name} has no working hour", f"add [calendars.{name}.hours] with mon, tue ...")
    return out


def _are_spans(spans: Any) -> bool:
    try:
        flat = [time.fromisoformat(edge) for start, end in spans for edge in (start, end)]
    except (TypeError, ValueError):
        return False
    return bool(flat) and all(a < b for a, b in pairwise(flat))


def _holidays(name: str, body: dict[str, Any], at: int, find: Find) -> Record:
    country, category = body.get("country", ""), body.get("category", "public")
    gazetted = body.get("gazetted_until", 0)
    if not (isinstance(country, str) and re.fullmatch(r"[A-Z]{2}", country) and isinstance(category, str)):
        find(FILE, at, f"holidays of {country!r} are unknown", "write country as two capital letters, as in 'HK'")
    if not isinstance(gazetted, int):
        find(FILE, at, "gazetted_until is no year", "write the last year whose holidays are published, as in 2026")
    values = {"calendar": name, "country": country, "category": category, "gazetted_until": gazetted}
    return Record(FILE, at, values)
