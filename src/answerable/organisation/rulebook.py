"""A snapshot of a jurisdiction's organisation and rules, kept in memory: creating a case asks it and no table.

The snapshot holds model instances with their relations filled in, so that `unit.parent` or `unit.head_post` costs
no SQL. Treat them as values: nobody changes them. It is read again when the pack's digest has changed, which is
looked up at most every CHECK_SECONDS per process, and when a row begins or ends to hold.
"""

from __future__ import annotations

import threading
import time as monotonic
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from django.utils import timezone

from answerable.organisation.models import (
    Area,
    Category,
    Code,
    DispatchRow,
    Jurisdiction,
    MessageTemplate,
    Post,
    RuleRow,
    Rung,
    ScoreWeights,
    Tier,
    Unit,
    WhistleGrade,
    WorkingCalendar,
)
from answerable.organisation.packs.limits import LIMITS
from answerable.organisation.places import Places
from answerable.organisation.snapshot import calendar_of, snapshot
from answerable.rules.clock import Calendar
from answerable.rules.dispatch import Catalogue, Row
from answerable.rules.problems import NotFound, Problem

CHECK_SECONDS = 5.0
LEADING_KINDS = ("district",)
R = TypeVar("R", bound=RuleRow)


@dataclass(frozen=True)
class Rulebook:
    """Everything by code. `rows` is the catalogue as values; `catalogue` the same, indexed for dispatch.resolve."""

    jurisdiction: Jurisdiction
    areas: Mapping[str, Area]
    units: Mapping[str, Unit]
    posts: Mapping[str, Post]
    categories: Mapping[str, Category]
    tiers: Mapping[str, Tier]
    codes: Mapping[str, Code]
    rungs: Mapping[str, Rung]
    grades: Mapping[str, WhistleGrade]
    weights: Mapping[str, ScoreWeights]
    messages: Mapping[str, MessageTemplate]
    rows: Sequence[Row]
    dispatch_rows: Mapping[int, DispatchRow]
    calendar_rows: Mapping[str, WorkingCalendar]
    read_again_at: datetime | None
    _calendars: dict[str, Calendar] = field(default_factory=dict)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees; a coordinate outside is refused."""
        west, south, east, north = self.jurisdiction.settings["bounds"]
        return west, south, east, north

    @property
    def hotline_unit(self) -> Unit:
        return self.units[self.jurisdiction.settings["hotline_unit"]]

    @property
    def coordinator_unit(self) -> Unit:
        return self.units[self.jurisdiction.settings["coordinator_unit"]]

    @property
    def fallback_category(self) -> Category:
        return self.categories[self.jurisdiction.settings["fallback_category"]]

    @property
    def plan_comment_category(self) -> Category | None:
        """What a comment on an indicator of a plan is filed under; None in a city that takes none."""
        return self.categories.get(self.jurisdiction.settings.get("plan_comment_category", ""))

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue(self.rows, self.district_of)

    @cached_property
    def places(self) -> Places:
        return Places(self.areas.values(), self.jurisdiction.settings.get("area_aliases", {}))

    @cached_property
    def by_key(self) -> Mapping[type, Mapping[int, Any]]:
        """The rows held here by kind and database key, for lists that would otherwise join them to every line."""
        kinds = {Area: self.areas, Unit: self.units, Category: self.categories, Tier: self.tiers}
        keyed: dict[type, Mapping[int, Any]] = {
            kind: {row.pk: row for row in rows.values()} for kind, rows in kinds.items()
        }
        return {**keyed, Jurisdiction: {self.jurisdiction.pk: self.jurisdiction}}

    @cached_property
    def leaves(self) -> tuple[Category, ...]:
        """The categories a case may hang on, in the order of the pack's tree."""
        return tuple(c for c in self.categories.values() if c.level == 3)

    @cached_property
    def district_units(self) -> Mapping[str, Unit]:
        """The district's unit by area code of the district."""
        units = self.units.values()
        return {u.area.code: u for u in units if u.kind in LEADING_KINDS and u.area is not None}

    @cached_property
    def district_of(self) -> Mapping[str, str]:
        """Unit code of each street or town -> unit code of its district, for the copy of BJ-REG 12(1)."""
        below = [u for u in self.units.values() if u.kind in ("street", "town") and u.area is not None]
        pairs = ((u.code, self.district_unit(u.area.code)) for u in below if u.area is not None)
        return {code: unit.code for code, unit in pairs if unit is not None}

    @cached_property
    def ladder(self) -> tuple[Rung, ...]:
        """The rungs a dispute climbs, lowest first, each with its unit filled in."""
        by_key = {unit.pk: unit for unit in self.units.values()}
        rungs = sorted(self.rungs.values(), key=lambda rung: rung.level)
        for rung in rungs:
            rung.unit = by_key[rung.unit_id]
        return tuple(rungs)

    def above(self, code: str) -> tuple[str, ...]:
        """The units above one, the nearest first, and the coordinator's unit last: those who may approve for it."""
        path: list[str] = []
        unit = self.units[code].parent if code in self.units else None
        while unit is not None:
            path.append(unit.code)
            unit = unit.parent
        return tuple(dict.fromkeys([*path, self.coordinator_unit.code]))

    def unit(self, code: str) -> Unit | None:
        """The unit of a code that is still open, or None."""
        return self.units.get(code)

    def post(self, code: str | None) -> Post | None:
        return self.posts.get(code or "")

    def category(self, code: str) -> Category | None:
        """The version of a category that holds now, or None."""
        return self.categories.get(code)

    def limit(self, name: str) -> float:
        """A number of [limits], e.g. limit("objection_hours"); its default until the pack is loaded again."""
        return float(self.jurisdiction.settings.get(name, LIMITS[name].default))

    def category_path(self, code: str) -> tuple[str, ...]:
        """The category's code and those above it, leaf first. Empty for an unknown code."""
        path: list[str] = []
        while code in self.categories and code not in path:
            path.append(code)
            code = self.categories[code].parent_code
        return tuple(path)

    def area_path(self, code: str) -> tuple[str, ...]:
        """The area's code and those it lies in, leaf first. Empty for an unknown code or none."""
        return self.places.path(code)

    def area_at(self, latitude: float, longitude: float) -> Area | None:
        """The smallest area whose boundary holds the point."""
        return self.places.at(latitude, longitude)

    def area_in_text(self, text: str) -> Area | None:
        """The area a text names in any of the three languages."""
        return self.places.in_text(text)

    def district_unit(self, area_code: str) -> Unit | None:
        """The unit that leads for the district an area lies in, or None when it lies in none."""
        return next((self.district_units[c] for c in self.area_path(area_code) if c in self.district_units), None)

    def tier_of(self, category_code: str) -> Tier | None:
        """The tier of a category, or of the nearest one above it that has one."""
        for code in self.category_path(category_code):
            if tier := self.tiers.get(self.categories[code].tier_code):
                return tier
        return None

    def codes_of(self, kind: str) -> list[Code]:
        return [code for code in self.codes.values() if code.kind == kind]

    def calendar(self, code: str = "") -> Calendar:
        """A working calendar as a value (the default one for no code); NotFound for an unknown code."""
        code = code or str(self.jurisdiction.settings["default_calendar"])
        if code not in self._calendars:
            row = self.calendar_rows.get(code)
            if row is None:
                raise NotFound(Problem("no_such_calendar", "", {"code": code}))
            self._calendars[code] = calendar_of(row, self.jurisdiction.timezone)
        return self._calendars[code]


_lock = threading.Lock()
_kept: dict[int, tuple[Rulebook, float]] = {}


def rulebook(jurisdiction: Jurisdiction, *, now: datetime | None = None) -> Rulebook:
    """The snapshot of a jurisdiction; no SQL while it is fresh. `now` decides which rule rows hold."""
    now = now or timezone.now()
    kept = _kept.get(jurisdiction.pk)
    if kept is not None and _fresh(kept[0], kept[1], jurisdiction, now):
        return kept[0]
    with _lock:
        kept = _kept.get(jurisdiction.pk)
        if kept is not None and _fresh(kept[0], kept[1], jurisdiction, now):
            return kept[0]
        row = Jurisdiction.objects.get(pk=jurisdiction.pk)
        same = kept is not None and (kept[0].jurisdiction.pack_digest, kept[0].jurisdiction.loaded_at) == (
            row.pack_digest,
            row.loaded_at,
        )
        book = kept[0] if kept is not None and same and not _over(kept[0], now) else Rulebook(**snapshot(row, now))
        _kept[jurisdiction.pk] = (book, monotonic.monotonic())
        return book


def rulebook_of(code: str) -> Rulebook | None:
    """The snapshot kept of the jurisdiction of this code, if it was looked at within CHECK_SECONDS; never any SQL."""
    now = timezone.now()
    for book, checked in tuple(_kept.values()):
        if book.jurisdiction.code == code and _fresh(book, checked, book.jurisdiction, now):
            return book
    return None


def forget(jurisdiction: Jurisdiction | None = None) -> None:
    """Drop what is kept of one jurisdiction, or of all: the next question reads it again."""
    if jurisdiction is None:
        _kept.clear()
    else:
        _kept.pop(jurisdiction.pk, None)


def _fresh(book: Rulebook, checked: float, jurisdiction: Jurisdiction, now: datetime) -> bool:
    young = monotonic.monotonic() - checked < CHECK_SECONDS
    return young and book.jurisdiction.pack_digest == jurisdiction.pack_digest and not _over(book, now)


def _over(book: Rulebook, now: datetime) -> bool:
    return book.read_again_at is not None and now >= book.read_again_at
