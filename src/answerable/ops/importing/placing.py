"""What a foreign category, department and district are here: looked up once for each combination, then remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from answerable.cases.actions.bulk import Ref, ref
from answerable.ops.importing.mapping import SourceMapping
from answerable.ops.importing.problems import FileProblem, refuse
from answerable.ops.importing.rows import Request
from answerable.organisation.models import Area, DispatchRow, Tier
from answerable.organisation.queries import Rulebook
from answerable.rules import dispatch
from answerable.rules.clock import Limit, due
from answerable.triage.suggest import suggest

CLOCKS = ("contact", "update", "resolve", "sign")
_NATURAL = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "working_hours": timedelta(hours=1),
    "days": timedelta(days=1),
    "working_days": timedelta(days=1.4),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request belongs under the loaded pack, and who leads it."""

    category: Ref
    chosen_by: str
    usual_kind: str
    public: bool
    tier: Ref
    tier_code: str
    reckoned: timedelta
    area: Ref | None
    unit: Ref
    rule: str
    row: Ref | None


class Placer:
    """Reads the rulebook; never the database per row."""

    def __init__(self, book: Rulebook, mapping: SourceMapping, *, now: datetime) -> None:
        self.book, self.mapping, self.now = book, mapping, now
        self._category = lru_cache(maxsize=100_000)(self._find_category)
        self._place = lru_cache(maxsize=100_000)(self._find_place)
        self._dues: dict[str, list[tuple[str, datetime]]] = {}
        rows = DispatchRow.objects.filter(jurisdiction=book.jurisdiction)
        self._rows = {row.pk: ref(row) for row in rows}

    def place(self, request: Request) -> tuple[Place, float | None, float | None, str]:
        """The place of a request, its coordinates and its address. Raises Refusal `outside`.

        A place outside the pack's bounds that the mapping keeps stands in the address only: a pin beyond the
        map's edge would help nobody, and no area of ours answers for it.
        """
        latitude, longitude, address = request.latitude, request.longitude, request.address
        area = ""
        if latitude is not None and longitude is not None:
            if self._inside(latitude, longitude):
                found = self.book.area_at(latitude, longitude)
                area = found.code if found else ""
            elif self.mapping.outside == "keep":
                address = f"{address} ({latitude}, {longitude})".strip()[:300]
                latitude = longitude = None
            else:
                raise refuse("outside", value=f"{latitude}, {longitude}", pack=self.book.jurisdiction.code)
        area = area or self.mapping.districts.get(request.district, "")
        code, chosen_by = self._category(request.category, request.title if self.mapping.suggest == "title" else "")
        return self._place(code, chosen_by, area, request.department), latitude, longitude, address

    def _inside(self, latitude: float, longitude: float) -> bool:
        west, south, east, north = self.book.bounds
        return south <= latitude <= north and west <= longitude <= east

    def _find_category(self, said: str, title: str) -> tuple[str, str]:
        """The code, and who chose it: an officer (who wrote the mapping), the machine, or nobody."""
        for code in self.mapping.categories.get(said, ()):
            if code in self.book.categories:
                return code, "officer"
        if self.mapping.suggest:
            for text in (said, title):
                found = suggest(text, self.book, n=1) if text else []
                if found and found[0].code in self.book.categories:
                    return found[0].code, "machine"
        fallback = self.mapping.category_fallback
        if fallback in self.book.categories:
            return fallback, "nobody"
        return self.book.fallback_category.code, "nobody"

    def _find_place(self, code: str, chosen_by: str, area_code: str, department: str) -> Place:
        category, tier = self.book.categories[code], self.book.tier_of(code)
        if tier is None:
            raise FileProblem(f"The category {code} of the pack has no tier; answerable pack check says more.")
        area: Area | None = self.book.areas.get(area_code)
        district = self.book.district_unit(area.code) if area else None
        decision = dispatch.resolve(
            self.book.category_path(code),
            self.book.area_path(area.code) if area else (),
            self.book.catalogue,
            self.now,
            district.code if district else None,
            self.book.coordinator_unit.code,
        )
        named = self.book.units.get(self.mapping.departments.get(department, ""))
        return Place(
            category=ref(category), chosen_by=chosen_by, usual_kind=category.usual_kind or "complaint",
            public=category.public, tier=ref(tier), tier_code=tier.code, reckoned=_reckoned(tier),
            area=ref(area) if area else None, unit=ref(named or self.book.units[decision.unit]),
            rule="import" if named else decision.rule,
            row=None if named or decision.row_id is None else self._rows[decision.row_id],
        )  # fmt: skip

    def clocks(self, place: Place) -> list[tuple[str, datetime]]:
        """The clocks of an open case that begins here and now, with their due times."""
        if place.tier_code not in self._dues:
            tier = self.book.tiers[place.tier_code]
            calendar = self.book.calendar(tier.calendar) if tier.calendar else None
            self._dues[place.tier_code] = [
                (kind, due(Limit(limit["amount"], limit["unit"]), self.now, calendar))
                for kind in CLOCKS
                if (limit := tier.limits.get(kind)) is not None
            ]
        return self._dues[place.tier_code]


def _reckoned(tier: Tier) -> timedelta:
    """A tier's resolve limit in natural time, five working days to the week.

    For history only: no pack knows the working calendar of another city ten years ago.
    """
    limit = tier.limits.get("resolve") or {"amount": 15, "unit": "days"}
    return _NATURAL[str(limit["unit"])] * int(limit["amount"])
