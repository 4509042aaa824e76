"""The city of a loaded pack as the simulation sees it: places to stand, matters to raise, units with a temper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from zoneinfo import ZoneInfo

from django.db.models import Model

from answerable.cases.actions.bulk import Ref, ref
from answerable.cases.actions.clocks import pace_of
from answerable.ops.simulation.people import Temper, temper_of
from answerable.organisation import queries as organisation
from answerable.organisation.models import Area, Category, DispatchRow, Jurisdiction, Post, Rung, Tier, Unit
from answerable.organisation.rulebook import Rulebook
from answerable.rules import dispatch
from answerable.rules.access import Actor, citizen, system
from answerable.rules.clock import Calendar, Limit, due
from answerable.rules.geometry import contains
from answerable.rules.overdue import Pace

OPENING, CLOSING = 9, 18
RING_AFTER = timedelta(seconds=5)  # how long after its time the worker takes a step of a clock


@dataclass(frozen=True)
class Officer:
    """A post that acts, with its actor and its reference."""

    actor: Actor
    post: Ref
    unit: Ref


@dataclass
class Town:
    """Everything about a jurisdiction that the simulation asks, read once. Holds no open question to the database."""

    jurisdiction: Jurisdiction
    book: Rulebook
    seed: int
    officers: Mapping[str, Mapping[str, Officer]]
    heads: Mapping[str, Sequence[Officer]]
    rows: Mapping[int, Ref]
    tempers: dict[str, Temper] = field(default_factory=dict)
    _refs: dict[int, Ref] = field(default_factory=dict)
    _calendars: dict[str, Calendar] = field(default_factory=dict)
    _decisions: dict[tuple[str, str], dispatch.Decision] = field(default_factory=dict)

    @classmethod
    def read(cls, jurisdiction: Jurisdiction, *, now: datetime, seed: int) -> Town:
        book = organisation.rulebook(jurisdiction)
        holders = organisation.holders([p.pk for p in book.posts.values()], now)
        officers: dict[str, dict[str, Officer]] = {}
        heads: dict[str, list[Officer]] = {}
        for post in sorted(book.posts.values(), key=lambda p: p.code):
            if post.pk in holders and post.unit.code in book.units:
                officer = _officer(post, holders[post.pk].username, jurisdiction.code)
                for role in post.roles:
                    officers.setdefault(post.unit.code, {}).setdefault(role, officer)
                if "unit_head" in post.roles:
                    heads.setdefault(post.unit.code, []).append(officer)
        rows = {row.pk: ref(row) for row in DispatchRow.objects.filter(jurisdiction=jurisdiction)}
        rng = Random(f"{seed} town")
        town = cls(jurisdiction, book, seed, officers, heads, rows)
        for code in sorted(book.units):
            town.tempers[code] = temper_of(rng)
        return town

    def ref(self, row: Model) -> Ref:
        """The reference to a row of the rulebook, made once."""
        found = self._refs.get(id(row))
        if found is None:
            found = self._refs[id(row)] = ref(row)
        return found

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.jurisdiction.timezone)

    @cached_property
    def home(self) -> Ref:
        return ref(self.jurisdiction)

    @cached_property
    def system(self) -> Actor:
        return system(self.jurisdiction.code)

    def citizen(self, case: str | None = None) -> Actor:
        return citizen(self.jurisdiction.code, case)

    @cached_property
    def categories(self) -> list[Category]:
        """What people raise (neither emergencies nor private matters), the commonest first as the seed has it."""
        comment = self.book.plan_comment_category  # only about an indicator
        left = {self.book.fallback_category.code, comment.code if comment else ""}
        found = [c for c in self.book.leaves if c.public and not c.emergency and c.code not in left]
        Random(f"{self.seed} categories").shuffle(found)
        return found

    @cached_property
    def category_weights(self) -> list[float]:
        return [1 / (rank + 3) ** 0.85 for rank in range(len(self.categories))]

    @cached_property
    def areas(self) -> list[Area]:
        """The areas with a district's unit, or all with a boundary; never the whole city alone."""
        shaped = [a for a in self.book.areas.values() if a.boundary]
        districts = [a for a in shaped if a.code in self.book.district_units]
        return districts or [a for a in shaped if a.parent_id] or shaped

    @cached_property
    def area_weights(self) -> list[float]:
        known = [a.population for a in self.areas if a.population]
        usual = sum(known) / len(known) if known else 1
        return [float(a.population or usual) for a in self.areas]

    def spot(self, rng: Random, area: Area) -> tuple[float, float]:
        """A point inside an area, to five decimals (about a metre)."""
        west, south, east, north = (float(v or 0) for v in (area.west, area.south, area.east, area.north))
        for _ in range(60):
            latitude, longitude = rng.uniform(south, north), rng.uniform(west, east)
            if area.boundary and contains(area.boundary, latitude, longitude):
                return round(latitude, 5), round(longitude, 5)
        return round((south + north) / 2, 5), round((west + east) / 2, 5)

    def decision(self, category: Category, area: Area | None, at: datetime) -> dispatch.Decision:
        """Who leads, as cases.actions.birth.place decides it; asked once for each category and area."""
        key = (category.code, area.code if area else "")
        if key not in self._decisions:
            district = self.book.district_unit(area.code) if area else None
            self._decisions[key] = dispatch.resolve(
                self.book.category_path(category.code),
                self.book.area_path(area.code) if area else (),
                self.book.catalogue,
                at,
                district.code if district else None,
                self.book.coordinator_unit.code,
                self.book.district_of,
            )
        return self._decisions[key]

    def due(self, tier: Tier, kind: str, start: datetime) -> datetime | None:
        limit = tier.limits.get(kind)
        if limit is None:
            return None
        calendar = self.calendar(tier.calendar) if tier.calendar else None
        return due(Limit(limit["amount"], limit["unit"]), start, calendar)

    def limit_due(self, name: str, start: datetime) -> datetime:
        return due(Limit(int(self.book.limit(name)), "working_days"), start, self.calendar(""))

    def rung_due(self, rung: Rung, start: datetime) -> datetime:
        """When a rung of the ladder must have ruled."""
        return due(Limit(rung.limit["amount"], rung.limit["unit"]), start, self.calendar(""))

    @cached_property
    def pace(self) -> Pace:
        return pace_of(self.book)

    def calendar(self, code: str) -> Calendar:
        if code not in self._calendars:
            self._calendars[code] = self.book.calendar(code)
        return self._calendars[code]

    def actor(self, by: Officer | str | None, case: str) -> Actor:
        """Who acts: an officer, the system, or (None) the citizen whose case it is."""
        if isinstance(by, Officer):
            return by.actor
        return self.system if by else self.citizen(case)

    def second_head(self, unit: str) -> Officer | None:
        """Whoever holds the second post of head rank of a unit, where it has two."""
        return next(iter(self.heads.get(unit, ())[1:]), None)

    def officer(self, unit: str, *roles: str) -> Officer | None:
        """Whoever in the unit holds the first of these roles."""
        held = self.officers.get(unit, {})
        return next((held[role] for role in roles if role in held), None)

    @cached_property
    def leader(self) -> Officer | None:
        """Whoever may end a case that stands on the leaders' list."""
        return next((held["leader"] for held in self.officers.values() if "leader" in held), None)

    def in_hours(self, at: datetime, rng: Random) -> datetime:
        """The moment itself in office hours, else some minutes into the next working morning."""
        local = at.astimezone(self.zone)
        if OPENING <= local.hour < CLOSING and local.weekday() < 5:
            return at
        days = 1 if local.hour >= CLOSING else 0
        while (local + timedelta(days=days)).weekday() >= 5:
            days += 1
        morning = (local + timedelta(days=days)).replace(hour=OPENING, minute=0, second=0)
        return (morning + timedelta(seconds=rng.randrange(60, 7200))).astimezone(at.tzinfo)

    def other_unit(self, rng: Random, unit: str) -> Unit:
        """A unit that might be proposed instead: a department or district that is not this one."""
        able = [u for u in self.book.units.values() if u.kind in ("department", "district") and u.code != unit]
        able = [u for u in able if self.officer(u.code, "handler", "unit_head")] or [self.book.coordinator_unit]
        return able[int(rng.random() * len(able))]


def _officer(post: Post, username: str, jurisdiction: str) -> Officer:
    actor = Actor(
        kind="officer", jurisdiction=jurisdiction, roles=frozenset(post.roles),
        unit=post.unit.code, post=post.code, officer=username,
    )  # fmt: skip
    return Officer(actor, ref(post), ref(post.unit))
