"""Reading the tables into what a Rulebook holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

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
from answerable.rules.clock import Calendar, Day
from answerable.rules.dispatch import Row


def snapshot(jurisdiction: Jurisdiction, now: datetime) -> dict[str, Any]:
    """The fields of a Rulebook, read from the tables: the rule rows are those that hold at `now`."""
    areas = {area.pk: area for area in Area.objects.filter(jurisdiction=jurisdiction).order_by("pk")}
    units = {u.pk: u for u in Unit.objects.filter(jurisdiction=jurisdiction).order_by("pk")}
    posts = {p.pk: p for p in Post.objects.filter(jurisdiction=jurisdiction).order_by("pk")}
    _wire(jurisdiction, areas, units, posts)
    rows = list(DispatchRow.objects.filter(jurisdiction=jurisdiction).order_by("pk"))
    kinds: list[type[RuleRow]] = [Category, Tier, Code, Rung, WhistleGrade, ScoreWeights, MessageTemplate]
    found = {kind: list(kind._default_manager.filter(jurisdiction=jurisdiction).order_by("pk")) for kind in kinds}
    edges = [row.effective_from for rows_ in found.values() for row in rows_]
    edges += [row.effective_until for rows_ in found.values() for row in rows_ if row.effective_until]
    return dict(
        jurisdiction=jurisdiction,
        areas={a.code: a for a in areas.values()},
        units={u.code: u for u in units.values() if u.closed_on is None},
        posts={p.code: p for p in posts.values()},
        categories=_holding(found[Category], now),
        tiers=_holding(found[Tier], now),
        codes=_holding(found[Code], now),
        rungs=_holding(found[Rung], now),
        grades=_holding(found[WhistleGrade], now),
        weights=_holding(found[ScoreWeights], now),
        messages=_holding(found[MessageTemplate], now),
        rows=tuple(_row(row, units) for row in rows),
        dispatch_rows={row.pk: row for row in rows},
        calendar_rows={c.code: c for c in jurisdiction.calendars.all()},
        read_again_at=min((edge for edge in edges if edge > now), default=None),
    )


def _wire(jurisdiction: Jurisdiction, areas: dict[int, Area], units: dict[int, Unit], posts: dict[int, Post]) -> None:
    """Fill in the relations, so that following one asks no table."""
    for area in areas.values():
        area.jurisdiction = jurisdiction
        area.parent = areas.get(area.parent_id) if area.parent_id else None
    for unit in units.values():
        unit.jurisdiction = jurisdiction
        unit.parent = units.get(unit.parent_id) if unit.parent_id else None
        unit.area = areas.get(unit.area_id) if unit.area_id else None
        unit.head_post = posts[unit.head_post_id]
    for post in posts.values():
        post.jurisdiction = jurisdiction
        post.unit = units[post.unit_id]


def _holding(rows: Sequence[Any], now: datetime) -> dict[str, Any]:
    """By code, the version that holds now, in the order the pack gave the codes first."""
    out: dict[str, Any] = {}
    for row in sorted(rows, key=lambda row: (row.effective_from, row.version)):
        if row.effective_from <= now and (row.effective_until is None or now < row.effective_until):
            out[row.code] = row
    order = {row.code: place for place, row in reversed(list(enumerate(rows)))}
    return dict(sorted(out.items(), key=lambda item: order[item[0]]))


def _row(row: DispatchRow, units: Mapping[int, Unit]) -> Row:
    return Row(
        row_id=row.pk,
        category=row.category_code,
        area=row.area_code,
        unit=units[row.unit_id].code,
        assisting=tuple(row.assisting),
        effective_from=row.effective_from,
        effective_until=row.effective_until,
    )


def calendar_of(row: WorkingCalendar, zone: str) -> Calendar:
    days: dict[date, Day] = {d.date: Day(d.kind, d.works_as, d.provisional) for d in row.days.all()}
    hours = {
        int(weekday): tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans)
        for weekday, spans in row.weekly_hours.items()
    }
    return Calendar(zone, hours, days, row.first_day, row.last_day)
