"""What a form for a whistle brings, turned into rows, or refused with every reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from answerable.cases import queries as cases
from answerable.cases.actions.inputs import words_of
from answerable.organisation import queries as organisation
from answerable.organisation.models import Area, Category, Code, Jurisdiction, Unit, WhistleGrade
from answerable.organisation.queries import Rulebook
from answerable.rules import whistle as rules
from answerable.rules.access import Actor
from answerable.rules.problems import Problem, Refused
from answerable.rules.text import clean
from answerable.whistles import subjects
from answerable.whistles.actions.work import post_of, unit_in

TITLE_LENGTH = 200


@dataclass(frozen=True)
class Call:
    """What somebody wants to call others for, checked: the input of a whistle's birth."""

    actor: Actor
    now: datetime
    book: Rulebook
    grade: WhistleGrade
    kind: str
    direction: str
    reason: Code | None
    unit: Unit
    units: list[Unit]
    found: list[tuple[str, subjects.Found]]
    category: Category | None
    area: Area | None
    place: dict[str, Any]
    title: str
    words: str
    demand: str


def called(
    *,
    actor: Actor,
    now: datetime,
    grade_code: str,
    kind: str,
    title: str,
    words: str,
    demand: str,
    units: Sequence[str],
    direction: str = "up",
    reason_code: str = "",
    about: Sequence[tuple[str, str]] = (),
    category_code: str = "",
    area_code: str = "",
    address: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
) -> Call:
    """What a form brings, turned into rows; Refused with every problem of rules.whistle.check_wish."""
    book = organisation.rulebook(organisation.jurisdiction(actor.jurisdiction))
    unit = post_of(actor, book).unit
    grade = _row(book.grades.get(grade_code), "unknown_grade", "grade_code", grade_code)
    wanted = [unit_in(book, code, "units") for code in dict.fromkeys(units)]
    found = [(noun, subjects.find(actor, noun, key, now=now)) for noun, key in dict.fromkeys(about)]
    wish = rules.Wish(
        kind, direction, unit.code, unit.kind, [(u.code, u.kind) for u in wanted],
        leads=any(subject.lead_unit == unit.code for _, subject in found), reason=reason_code,
    )  # fmt: skip
    problems = rules.check_wish(wish, grade_kinds=grade.kinds, grade_directions=grade.directions)
    problems += check_free(book.jurisdiction, [s.key for noun, s in found if noun == "case"], wanted)
    problems += _check_place(latitude, longitude, book)
    if problems:
        raise Refused(problems)
    return Call(
        actor, now, book, grade, kind, direction, _reason(book, reason_code), unit, wanted, found,
        _category(book, category_code, found), _area(book, area_code, found),
        {"address": clean(address)[:300], "latitude": latitude, "longitude": longitude},
        _short(title, "title"), words_of(words, "words"), words_of(demand, "demand"),
    )  # fmt: skip


def check_free(jurisdiction: Jurisdiction, numbers: Sequence[str], wanted: Sequence[Unit]) -> list[Problem]:
    """Whoever a case is a complaint about is never called about it (JN 32): the call would show them the case."""
    out = cases.complained_about(jurisdiction, numbers) if numbers else {}
    return [Problem("has_interest", "units", {"unit": out[unit.code]}) for unit in wanted if unit.code in out]


def _row(row: Any, code: str, field: str, key: str) -> Any:
    if row is None:
        raise Refused(Problem(code, field, {field.removesuffix("_code"): key}))
    return row


def _reason(book: Rulebook, code: str) -> Code | None:
    """The version in force of a department's reason to call a street."""
    row = book.codes.get(code)
    if code and (row is None or row.kind != "whistle_reason"):
        raise Refused(Problem("unknown_code", "reason_code", {"code": code}))
    return row


def _category(book: Rulebook, code: str, found: Sequence[tuple[str, subjects.Found]]) -> Category | None:
    """The category given, else that of the first subject that has one."""
    code = code or next((subject.category for _, subject in found if subject.category), "")
    return _row(book.category(code), "unknown_category", "category_code", code) if code else None


def _area(book: Rulebook, code: str, found: Sequence[tuple[str, subjects.Found]]) -> Area | None:
    """The area given, else that of the first subject that has one."""
    code = code or next((subject.area for _, subject in found if subject.area), "")
    return _row(book.areas.get(code), "unknown_area", "area_code", code) if code else None


def _check_place(latitude: float | None, longitude: float | None, book: Rulebook) -> list[Problem]:
    """Both or neither, and inside the city."""
    if latitude is None and longitude is None:
        return []
    if latitude is None or longitude is None:
        return [Problem("half_coordinates", "latitude")]
    west, south, east, north = book.bounds
    inside = south <= latitude <= north and west <= longitude <= east
    return [] if inside else [Problem("outside_area", "latitude")]


def _short(text: str, field: str) -> str:
    words = words_of(text, field)
    if len(words) > TITLE_LENGTH:
        raise Refused(Problem("too_long", field, {"limit": TITLE_LENGTH, "length": len(words)}))
    return words
