"""Reads of the public pages: filtered lists of public cases, counts for the map. Nothing here sees a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from answerable.cases import queries as cases
from answerable.cases.models import Case
from answerable.organisation import queries as organisation
from answerable.organisation.models import Area, Category, Jurisdiction, ScoreWeights, Unit
from answerable.rules.ids import normalise_number

MAP_POINTS = 2000
EXPORT_ROWS = 50_000
LIST_ROWS = 10_000  # a list shows no more; to count beyond it would read the whole table
STATES = ("open", "overdue", "verifying", "closed")


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; every one stands in the address."""

    q: str = ""
    state: str = ""
    area: str = ""
    category: str = ""
    unit: str = ""

    @classmethod
    def of(cls, data: QueryDict) -> Filters:
        return cls(**{name: data.get(name, "").replace("\x00", "")[:200].strip() for name in cls.__dataclass_fields__})

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__dataclass_fields__)


def overdue(now: datetime) -> Q:
    """Open, past its time, and not waiting for the citizen's word."""
    return Q(due_at__lt=now) & ~Q(state__in=("closed", "verifying"))


def narrowed(jurisdiction: Jurisdiction, filters: Filters, *, now: datetime) -> QuerySet[Case]:
    """Public cases these filters leave: newest first, overdue ones by how late they are."""
    found = cases.public_cases(jurisdiction).order_by("-opened_at", "number")
    if filters.q:
        number = normalise_number(filters.q)
        words = Q(title__icontains=filters.q) | Q(public_words__icontains=filters.q)
        found = found.filter(Q(number=number) if number else words)
    if filters.state == "overdue":
        found = found.filter(overdue(now)).order_by("due_at", "number")
    elif filters.state == "open":
        found = found.exclude(state="closed")
    elif filters.state in STATES:
        found = found.filter(state=filters.state)
    if filters.area:
        found = found.filter(Q(area__code=filters.area) | Q(area__parent__code=filters.area))
    if filters.category:
        found = found.filter(Q(category__code=filters.category) | Q(category__code__startswith=f"{filters.category}."))
    if filters.unit:
        found = found.filter(lead_unit__code=filters.unit)
    return found


def districts(jurisdiction: Jurisdiction) -> list[Area]:
    """The areas one chooses from: districts, in the order of their names."""
    found = Area.objects.filter(jurisdiction=jurisdiction, kind="district").defer("boundary")
    return sorted(found, key=lambda area: area.name)


def topics(jurisdiction: Jurisdiction) -> list[Category]:
    """The first level of the category tree as it is now."""
    found = Category.objects.filter(jurisdiction=jurisdiction, level=1, effective_until=None)
    return list(found.order_by("code"))


def units(jurisdiction: Jurisdiction) -> list[Unit]:
    """Units that lead a public case, by name; counted at most every five minutes."""
    key = f"portal_units:{jurisdiction.code}"
    ids = cache.get(key)
    if ids is None:
        ids = list(cases.public_cases(jurisdiction).order_by().values_list("lead_unit", flat=True).distinct())
        cache.set(key, ids, 300)
    return sorted(Unit.objects.filter(pk__in=ids), key=lambda unit: unit.name)


def all_units(jurisdiction: Jurisdiction) -> list[Unit]:
    """Every unit there is now, by name."""
    return sorted(organisation.rulebook(jurisdiction).units.values(), key=lambda unit: unit.name)


def open_by_district(jurisdiction: Jurisdiction, *, now: datetime) -> dict[str, dict[str, int]]:
    """Open and overdue public cases by district code (a street counts for its district); once a minute."""
    key = f"portal_districts:{jurisdiction.code}"
    counts: dict[str, dict[str, int]] | None = cache.get(key)
    if counts is None:
        counts = {}
        open_cases = cases.public_cases(jurisdiction).exclude(state="closed").order_by()
        rows = open_cases.values("area__code", "area__kind", "area__parent__code")
        for row in rows.annotate(open=Count("pk"), overdue=Count("pk", filter=overdue(now))):
            code = row["area__parent__code"] if row["area__kind"] in ("street", "town") else row["area__code"]
            sums = counts.setdefault(code or "", {"open": 0, "overdue": 0})
            sums["open"] += row["open"]
            sums["overdue"] += row["overdue"]
        cache.set(key, counts, 60)
    return counts


def area_features(jurisdiction: Jurisdiction, *, now: datetime) -> list[dict[str, Any]]:
    """District shapes as GeoJSON features with their open cases and the address of the list behind the number."""
    counts = open_by_district(jurisdiction, now=now)
    found = Area.objects.filter(jurisdiction=jurisdiction, kind="district", boundary__isnull=False)
    return [
        {
            "type": "Feature",
            "geometry": area.boundary,
            "properties": {
                "code": area.code,
                "name": area.name,
                "open": counts.get(area.code, {}).get("open", 0),
                "url": f"/cases?state=open&area={area.code}",
            },
        }
        for area in found
    ]


def case_features(jurisdiction: Jurisdiction, filters: Filters, *, now: datetime) -> list[dict[str, Any]]:
    """The newest open public cases with a place, as points rounded to about ten metres."""
    found = narrowed(jurisdiction, filters, now=now).exclude(state="closed").filter(latitude__isnull=False)
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(case.longitude, 4), round(case.latitude, 4)]},
            "properties": {
                "number": case.number,
                "title": case.title,
                "answers": case.lead_unit.name,
                "level": "overdue" if case.due_at < now and case.state != "verifying" else "open",
                "url": f"/case/{case.number}",
            },
        }
        for case in found[:MAP_POINTS]
        if case.latitude is not None and case.longitude is not None
    ]


EXPORT_COLUMNS = (
    "number", "kind", "state", "category", "area", "unit", "opened_at", "due_at", "closed_at", "closing",
    "affected", "language", "title",
)  # fmt: skip


def _cell(value: object) -> str:
    """As text; a spreadsheet must not take it for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def export_rows(jurisdiction: Jurisdiction, filters: Filters, *, now: datetime) -> Iterator[list[str]]:
    """The list as rows of a table, heading first; no words, no place, no person."""
    yield list(EXPORT_COLUMNS)
    for case in narrowed(jurisdiction, filters, now=now)[:EXPORT_ROWS].iterator(chunk_size=1000):
        values = (
            case.number, case.kind, case.state, case.category.code, case.area.code if case.area else "",
            case.lead_unit.code, case.opened_at.isoformat(), case.due_at.isoformat(),
            case.closed_at.isoformat() if case.closed_at else "", case.closing, case.affected, case.language,
            case.title,
        )  # fmt: skip
        yield [_cell(value) for value in values]


LADDER_COLUMNS = ("level", "name", "unit", "unit_name", "waiting", "overdue")
PARKED_COLUMNS = (
    "number", "category", "area", "unit", "unit_name", "post", "explanation", "measures", "until", "granted_at",
    "granted_by_unit", "granted_by_post",
)  # fmt: skip


def ladder_records(jurisdiction: Jurisdiction, *, now: datetime) -> list[dict[str, Any]]:
    """Each rung, the lowest first, with how many cases wait there; counts of all cases, public or not."""
    return [
        dict(zip(LADDER_COLUMNS, (r.level, r.name, r.unit.code, r.unit.name, r.count, r.overdue), strict=True))
        for r in cases.ladder(jurisdiction, now=now)
    ]


def parked_records(jurisdiction: Jurisdiction) -> Iterator[dict[str, Any]]:
    """Each public matter that was put off, what comes up soonest first; words masked, times with their zone."""
    found = cases.parked_cases(jurisdiction)[:EXPORT_ROWS].iterator(chunk_size=1000)
    for matter in cases.parked_matters(found):
        case, unit, judge = matter.case, matter.case.lead_unit, matter.granted_by
        values = (
            case.number, case.category.code, case.area.code if case.area else "", unit.code, unit.name,
            unit.head_post.name, matter.reason, matter.measures, matter.until.isoformat(),
            matter.granted_at.isoformat(), judge.unit.code, judge.name,
        )  # fmt: skip
        yield dict(zip(PARKED_COLUMNS, values, strict=True))


def _table(columns: tuple[str, ...], records: Iterable[dict[str, Any]]) -> list[list[str]]:
    """Records as rows of a table, heading first; whole, because names are in the language of the request."""
    return [list(columns), *([_cell(record[name]) for name in columns] for record in records)]


def ladder_rows(jurisdiction: Jurisdiction, *, now: datetime) -> list[list[str]]:
    """The ladder as a table."""
    return _table(LADDER_COLUMNS, ladder_records(jurisdiction, now=now))


def parked_rows(jurisdiction: Jurisdiction) -> list[list[str]]:
    """What was put off as a table."""
    return _table(PARKED_COLUMNS, parked_records(jurisdiction))


def undecided_record(jurisdiction: Jurisdiction, *, now: datetime) -> dict[str, Any]:
    """The whole of /undecided; `parked_not_public` are counted and shown nowhere."""
    counts = cases.undecided_counts(jurisdiction, now=now)
    return {
        "at": now.isoformat(),
        "ladder": ladder_records(jurisdiction, now=now),
        "supervised": counts.supervised,
        "parked": list(parked_records(jurisdiction)),
        "parked_not_public": counts.hidden,
    }


def undecided_figures(jurisdiction: Jurisdiction, *, now: datetime) -> cases.UndecidedCounts:
    """What the front page says of it; counted at most once a minute."""
    key = f"portal_undecided:{jurisdiction.code}"
    counts: cases.UndecidedCounts | None = cache.get(key)
    if counts is None:
        counts = cases.undecided_counts(jurisdiction, now=now)
        cache.set(key, counts, 60)
    return counts


def weights(jurisdiction: Jurisdiction) -> ScoreWeights | None:
    """The weights of the three rates in force."""
    return ScoreWeights.objects.filter(jurisdiction=jurisdiction, effective_until=None).first()
