"""A plan as JSON: what is published as a snapshot, and what its digest is taken over.

One spelling for one plan (RFC 8785: sorted names, no spaces): numbers as plain decimal text, the shortest that is
equal; days and instants in ISO 8601, instants in UTC; every field stands there, a gap as null or "".
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from hashlib import sha256
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import rfc8785

from answerable.plans.exchange.plan_document import PlanDocument
from answerable.plans.exchange.report import Report
from answerable.rules.problems import Problem, Refused

FORMAT = "answerable-plan/1"


def write(plan: PlanDocument) -> bytes:
    """The plan as canonical JSON in UTF-8, the same bytes for equal plans."""
    return rfc8785.dumps({"format": FORMAT, "plan": _plain(plan)})


def digest(plan: PlanDocument) -> str:
    """The SHA-256 of what `write` gives, in hexadecimal."""
    return sha256(write(plan)).hexdigest()


def read(body: bytes) -> tuple[PlanDocument, Report]:
    """The plan in a JSON body, with a line for each field that is unknown, or is not what it should be.

    What cannot be read becomes a gap. Raises Refused: not_json, json_other_format, json_no_code.
    """
    try:
        found = json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Refused(Problem("not_json", params={"why": str(error)})) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("plan"), dict):
        raise Refused(Problem("json_other_format", params={"expected": FORMAT}))
    report = Report()
    plan = _object(PlanDocument, found["plan"], "plan", report)
    if plan is None:
        raise Refused(Problem("json_no_code"))
    return plan, report


def plain_number(value: Decimal) -> str:
    """The shortest plain decimal equal to the value: 4.50 is 4.5, 1E+3 is 1000."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _object(kind: type, found: dict[str, Any], where: str, report: Report) -> Any:
    """One object; None when it lacks what every one of its kind has (a code, a period, a name)."""
    hints = _hints(kind)
    for name in found.keys() - hints.keys():
        report.say("json_unknown_field", f"{where}.{name}")
    given = {name: _value(hints[name], found[name], f"{where}.{name}", report) for name in hints if name in found}
    kept = {name: value for name, value in given.items() if value is not None}
    needed = [field.name for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING]
    lacking = [name for name in needed if kept.get(name) in (None, "")]
    if lacking:
        report.say("json_lacks", where, field=", ".join(lacking))
        return None
    return kind(**kept)


def _value(hint: Any, found: Any, where: str, report: Report) -> Any:
    """The value as its field wants it; None, with a line, when it is something else."""
    kinds = [kind for kind in get_args(hint) if kind is not NoneType] if NoneType in get_args(hint) else [hint]
    kind = kinds[0]
    if found is None:
        return None
    if get_origin(kind) is tuple and isinstance(found, list):
        rows = [_value(get_args(kind)[0], one, f"{where}[{n}]", report) for n, one in enumerate(found)]
        return tuple(row for row in rows if row is not None)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type) and isinstance(found, dict):
        return _object(kind, found, where, report)
    try:
        return _READERS[kind](found)
    except (KeyError, ValueError, TypeError, InvalidOperation):
        report.say("json_wrong_type", where, found=str(found)[:80])
        return None


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise TypeError
    return found


def _whole(found: Any) -> int:
    if isinstance(found, bool) or not isinstance(found, int):
        raise TypeError
    return found


def _decimal(found: Any) -> Decimal:
    if isinstance(found, bool) or not isinstance(found, str | int | Decimal):
        raise TypeError
    value = Decimal(found)
    if not value.is_finite() or abs(value.adjusted()) > 30:
        raise ValueError(found)
    return value


def _day(found: Any) -> date:
    return date.fromisoformat(_text(found))


def _instant(found: Any) -> datetime:
    instant = datetime.fromisoformat(_text(found))
    if instant.tzinfo is None:
        raise ValueError(found)
    return instant


_READERS: dict[Any, Callable[[Any], Any]] = {
    str: _text,
    int: _whole,
    Decimal: _decimal,
    date: _day,
    datetime: _instant,
}
