"""The columns of every file of a pack: their types, whether they must be there, and what stands for nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from answerable.organisation.models import Area, Code, Unit, WhistleGrade
from answerable.organisation.packs.values import LANGUAGES
from answerable.rules.access import ROLES
from answerable.rules.lifecycle import KINDS

Parse = Callable[[str], Any]
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@:*-]*\Z")
_LIMIT = re.compile(r"(\d{1,5}) (minutes|hours|days|working_hours|working_days)\Z")


class Unfit(ValueError):
    """A cell that does not fit its column: what is wrong and what to write instead."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


@dataclass(frozen=True)
class Column:
    """`required` columns must stand in the file and hold a value in every row."""

    name: str
    parse: Parse
    required: bool = True
    default: Any = ""


def text(limit: int) -> Parse:
    def parse(raw: str) -> str:
        if len(raw) > limit:
            raise Unfit(f"{len(raw)} characters are too many", f"shorten it to {limit} characters")
        return raw

    return parse


def code(limit: int) -> Parse:
    def parse(raw: str) -> str:
        if not _CODE.match(raw) or len(raw) > limit:
            raise Unfit(
                f"{raw!r} is not a code",
                f"use letters, digits, dot, hyphen and underscore only, at most {limit} characters",
            )
        return raw

    return parse


def one_of(*choices: str) -> Parse:
    def parse(raw: str) -> str:
        if raw not in choices:
            raise Unfit(f"{raw!r} is unknown", f"write one of: {', '.join(choices)}")
        return raw

    return parse


def yes_no(raw: str) -> bool:
    return one_of("yes", "no")(raw) == "yes"


def whole(low: int, high: int) -> Parse:
    def parse(raw: str) -> int:
        if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
            raise Unfit(f"{raw!r} is not a whole number from {low} to {high}", "write the number in digits only")
        return int(raw)

    return parse


def share(raw: str) -> Decimal:
    try:
        value = Decimal(raw)
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value <= 1):
        raise Unfit(f"{raw!r} is not a number from 0 to 1", "write for example 0.400")
    return value


def day(raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise Unfit(f"{raw!r} is not a date", "write year-month-day, for example 2026-01-31") from None


def limit(raw: str) -> dict[str, Any]:
    match = _LIMIT.match(raw)
    if not match or int(match[1]) == 0:
        raise Unfit(
            f"{raw!r} is not a time limit",
            "write a number and one of minutes, hours, days, working_hours, working_days: '7 days'",
        )
    return {"amount": int(match[1]), "unit": match[2]}


def listed(parse: Parse) -> Parse:
    """Several values in one cell, separated by a vertical bar."""
    return lambda raw: [parse(part.strip()) for part in raw.split("|") if part.strip()]


def pairs(raw: str) -> dict[str, Any]:
    """`key=value|key=value`; yes and no become true and false."""
    out: dict[str, Any] = {}
    for part in filter(None, (p.strip() for p in raw.split("|"))):
        key, equals, value = part.partition("=")
        if not equals or not key.strip():
            raise Unfit(f"{part!r} is no pair", "write key=value, several separated by |")
        out[key.strip()] = {"yes": True, "no": False}.get(value.strip(), value.strip())
    return out


def names(limit: int = 200, prefix: str = "name") -> tuple[Column, ...]:
    return tuple(Column(f"{prefix}_{language}", text(limit)) for language in LANGUAGES)


def _optional(name: str, parse: Parse, default: Any = "") -> Column:
    return Column(name, parse, required=False, default=default)


RULE_ROW = (
    _optional("approver", text(200), None),
    _optional("reason", text(500), None),
    _optional("effective_from", day, None),
    _optional("effective_until", day, None),
)
TABLES: dict[str, tuple[Column, ...]] = {
    "areas.csv": (
        Column("code", code(64)),
        Column("kind", one_of(*Area.KINDS)),
        _optional("parent", code(64)),
        _optional("population", whole(0, 2_000_000_000), None),
        *names(),
        _optional("aliases", listed(text(60)), []),
        _optional("source", text(300)),
    ),
    "units.csv": (
        Column("code", code(64)),
        Column("kind", one_of(*Unit.KINDS)),
        _optional("parent", code(64)),
        _optional("area", code(64)),
        *names(),
        _optional("served_by_hotline", one_of("yes", "no", "unknown"), "unknown"),
        _optional("phone", text(40)),
        _optional("source", text(300)),
    ),
    "posts.csv": (
        Column("code", text(100)),
        Column("unit", text(80)),
        _optional("head", yes_no, False),
        Column("roles", listed(one_of(*sorted(ROLES)))),
        *names(),
    ),
    "categories.csv": (
        Column("code", code(120)),
        Column("level", whole(1, 3)),
        _optional("parent", code(120)),
        _optional("tier", code(120)),
        _optional("usual_kind", one_of(*KINDS)),
        _optional("emergency", yes_no, False),
        _optional("public", yes_no, True),
        *names(),
        *(_optional(f"synonyms_{language}", listed(text(60)), []) for language in LANGUAGES),
        *RULE_ROW,
    ),
    "dispatch.csv": (
        _optional("code", code(120)),
        Column("category", code(120)),
        _optional("area", code(64)),
        Column("unit", code(64)),
        _optional("assisting", listed(code(64)), []),
        Column("basis", text(300)),
        *RULE_ROW,
    ),
    "tiers.csv": (
        Column("code", code(120)),
        Column("level", whole(1, 99)),
        *names(),
        _optional("calendar", code(32)),
        Column("basis", text(300)),
        _optional("sign", limit, None),
        _optional("contact", limit, None),
        _optional("update", limit, None),
        Column("resolve", limit),
        *RULE_ROW,
    ),
    "ladder.csv": (
        Column("code", code(120)),
        Column("level", whole(1, 9)),
        Column("unit", code(64)),
        Column("limit", limit),
        *names(),
        Column("basis", text(300)),
        *RULE_ROW,
    ),
    "whistles.csv": (
        Column("code", code(120)),
        *names(),
        Column("kinds", listed(one_of(*WhistleGrade.KINDS))),
        Column("directions", listed(one_of(*WhistleGrade.DIRECTIONS))),
        Column("signatures", whole(1, 2)),
        _optional("calendar", code(32)),
        Column("sign", limit),
        Column("answer", limit),
        _optional("contact", limit, None),
        _optional("on_site", limit, None),
        _optional("report", limit, None),
        Column("basis", text(300)),
        *RULE_ROW,
    ),
    "codes.csv": (
        Column("code", code(120)),
        Column("kind", one_of(*Code.KINDS)),
        *names(),
        _optional("basis", text(300)),
        _optional("properties", pairs, {}),
        *RULE_ROW,
    ),
    "weights.csv": (
        Column("code", code(120)),
        *(Column(name, share) for name in ("response", "solved", "satisfied", "basically_satisfied_credit")),
        Column("basis", text(300)),
        *RULE_ROW,
    ),
    "calendar_days.csv": (
        Column("calendar", code(32)),
        Column("date", day),
        Column("kind", one_of("off", "work")),
        _optional("works_as", whole(0, 6), None),
        _optional("provisional", yes_no, False),
        *names(100),
    ),
}
OPTIONAL_TABLES = frozenset({"calendar_days.csv", "whistles.csv"})

ARRAYS: dict[str, tuple[str, tuple[Column, ...]]] = {
    "messages.toml": (
        "message",
        (Column("code", code(120)), *names(200, "subject"), *names(8000, "body"), *RULE_ROW),
    ),
    "articles.toml": (
        "article",
        (
            Column("code", code(120)),
            Column("unit", code(64)),
            _optional("category", code(120)),
            *names(300, "question"),
            *names(8000, "answer"),
            *RULE_ROW,
        ),
    ),
    "attributes.toml": (
        "attribute",
        (
            Column("category", code(120)),
            Column("code", code(64)),
            Column("datatype", one_of("string", "number", "datetime", "text", "singlevaluelist", "multivaluelist")),
            _optional("required", yes_no, False),
            *names(300, "description"),
            _optional("values", listed(text(200)), []),
        ),
    ),
}
OPTIONAL_ARRAYS = frozenset({"attributes.toml", "articles.toml"})

PACK: tuple[Column, ...] = (
    Column("code", code(50)),
    Column("version", text(40)),
    *names(),
    Column("timezone", text(64)),
    Column("number_prefix", text(4)),
    _optional("open311_id", text(100)),
    _optional("emergency_phone", text(40)),
    Column("hotline_unit", code(64)),
    Column("coordinator_unit", code(64)),
    Column("fallback_category", code(120)),
    _optional("plan_comment_category", code(120)),
    Column("default_calendar", code(32)),
    Column("default_language", one_of("zh-hant", "en", "zh-hans")),
    Column("approver", text(200)),
    Column("reason", text(500)),
    Column("effective_from", day),
)
