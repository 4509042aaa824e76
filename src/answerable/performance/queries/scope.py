"""Which cases a figure is about: of which kind, unit and place, and from when to when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from answerable.organisation.models import Area, Category, Jurisdiction
from answerable.plans.sources import Params


@dataclass(frozen=True)
class Scope:
    """From `since` until just before `until`, which is never later than `now`: nothing is counted that nobody knew.

    `categories` and `areas` are keys of rows and None where every one counts; `unit` is a code, empty for all.
    """

    jurisdiction: Jurisdiction
    since: datetime
    until: datetime
    now: datetime
    unit: str = ""
    area: str = ""
    categories: frozenset[int] | None = None
    areas: frozenset[int] | None = None

    def cases(self, prefix: str = "", *, unit: str = "lead_unit") -> Q:
        """The cases of this scope whenever they were opened. `prefix` leads from a row to its case ("case__")."""
        wanted = Q(**{f"{prefix}jurisdiction": self.jurisdiction})
        if self.categories is not None:
            wanted &= Q(**{f"{prefix}category__in": self.categories})
        if self.areas is not None:
            wanted &= Q(**{f"{prefix}area__in": self.areas})
        if self.unit and unit:
            wanted &= Q(**{f"{prefix if unit == 'lead_unit' else ''}{unit}__code": self.unit})
        return wanted

    def within(self, name: str) -> Q:
        """A time of a row lies in the period."""
        return Q(**{f"{name}__gte": self.since, f"{name}__lt": self.until})


def scope_of(jurisdiction: Jurisdiction, params: Params, first: date, last: date, now: datetime) -> Scope:
    """The scope of a source's parameters over whole days of the city, from `first` to `last` inclusive."""
    zone = ZoneInfo(jurisdiction.timezone)
    since = datetime.combine(first, time(0), zone)
    until = min(datetime.combine(last + timedelta(days=1), time(0), zone), now)
    category, area = str(params.get("category") or ""), str(params.get("area") or "")
    return Scope(
        jurisdiction, since, until, now, str(params.get("unit") or ""), area,
        categories_below(jurisdiction, [category]) if category else None,
        areas_below(jurisdiction, area) if area else None,
    )  # fmt: skip


def categories_below(jurisdiction: Jurisdiction, codes: Iterable[str]) -> frozenset[int]:
    """The keys of every version of these categories and of all below them."""
    rows = list(Category.objects.filter(jurisdiction=jurisdiction).values_list("pk", "code", "parent_code"))
    wanted = _below({code: parent for _, code, parent in rows}, frozenset(codes))
    return frozenset(key for key, code, _ in rows if code in wanted)


def areas_below(jurisdiction: Jurisdiction, code: str) -> frozenset[int]:
    """The keys of an area and of all areas in it."""
    rows = list(Area.objects.filter(jurisdiction=jurisdiction).values_list("pk", "code", "parent__code"))
    wanted = _below({own: parent or "" for _, own, parent in rows}, frozenset({code}))
    return frozenset(key for key, own, _ in rows if own in wanted)


def _below(parents: Mapping[str, str], roots: frozenset[str]) -> set[str]:
    return {code for code in parents if roots & set(_upwards(parents, code))}


def _upwards(parents: Mapping[str, str], code: str) -> list[str]:
    """A code and those above it."""
    path: list[str] = []
    while code and code not in path:
        path.append(code)
        code = parents.get(code, "")
    return path
