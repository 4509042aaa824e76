"""Areas, units and posts of a pack, written by code."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, models

from answerable.organisation.models import Area, Jurisdiction, Post, Tenure, Unit
from answerable.organisation.packs import Pack, Record
from answerable.organisation.packs.geo import box
from answerable.organisation.packs.patterns import posts_of


def load_areas(pack: Pack, jurisdiction: Jurisdiction) -> dict[str, Area]:
    """Areas by code. An area that is gone from the pack stays, since cases point at it."""
    rows = pack.rows("areas.csv")
    keys = _keys(Area, jurisdiction, [row.code for row in rows])
    areas = {}
    for row in rows:
        fields = {name: row.values[name] for name in ("code", "kind", "population", "source")}
        shape = pack.shapes.get(row.code)
        if shape is not None:
            fields["boundary"] = {"type": shape["type"], "coordinates": shape["coordinates"]}
            fields |= dict(zip(("west", "south", "east", "north"), box(shape), strict=True))
        areas[row.code] = Area(
            pk=keys[row.code], jurisdiction=jurisdiction, parent_id=keys.get(row.parent), **fields, **row.names()
        )
    _upsert(Area, areas.values())
    return areas


def load_units(
    pack: Pack, jurisdiction: Jurisdiction, areas: dict[str, Area], now: datetime
) -> tuple[dict[str, Unit], int]:
    """Units by code, and how many posts. Units and their head posts point at each other, so keys come first."""
    rows, posts = pack.rows("units.csv"), list(posts_of(pack))
    unit_keys = _keys(Unit, jurisdiction, [row.code for row in rows])
    post_keys = _keys(Post, jurisdiction, [post.code for post in posts])
    heads = {post.unit: post_keys[post.code] for post in posts if post.head}
    plain = ("code", "kind", "served_by_hotline", "phone", "source")
    units = {
        row.code: Unit(
            pk=unit_keys[row.code],
            jurisdiction=jurisdiction,
            parent_id=unit_keys.get(row.parent),
            area=areas.get(row.area),
            head_post_id=heads[row.code],
            **{name: row.values[name] for name in plain},
            **row.names(),
        )
        for row in rows
    }
    _upsert(Unit, units.values())
    _upsert(Post, (_post(row, jurisdiction, post_keys, unit_keys) for row in posts))
    _retire(jurisdiction, set(unit_keys.values()), set(post_keys.values()), now)
    return units, len(posts)


def _post(row: Record, jurisdiction: Jurisdiction, post_keys: dict[str, int], unit_keys: dict[str, int]) -> Post:
    return Post(
        pk=post_keys[row.code],
        jurisdiction=jurisdiction,
        unit_id=unit_keys[row.unit],
        code=row.code,
        roles=sorted(set(row.roles)),
        **row.names(),
    )


def _retire(jurisdiction: Jurisdiction, unit_keys: set[int], post_keys: set[int], now: datetime) -> None:
    """Close the units that are gone and let nobody hold a post that is gone."""
    today = now.astimezone(ZoneInfo(jurisdiction.timezone)).date()
    gone = Unit.objects.filter(jurisdiction=jurisdiction, closed_on=None).exclude(pk__in=unit_keys)
    gone.update(closed_on=today)
    held = Tenure.objects.filter(post__jurisdiction=jurisdiction, until=None, since__lt=now)
    held.exclude(post__in=post_keys).update(until=now)


def _keys(model: type[models.Model], jurisdiction: Jurisdiction, codes: list[str]) -> dict[str, int]:
    """The primary key of every code: the one it has, or a fresh one from the table's sequence."""
    known = dict(model.objects.filter(jurisdiction=jurisdiction).values_list("code", "pk"))  # type: ignore[attr-defined]
    new = [code for code in dict.fromkeys(codes) if code not in known]
    with connection.cursor() as cursor:
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(sequence, [model._meta.db_table, len(new)])
        fresh = [row[0] for row in cursor.fetchall()]
    wanted = set(codes)
    return {code: key for code, key in known.items() if code in wanted} | dict(zip(new, fresh, strict=True))


def _upsert(model: type[models.Model], rows: Any) -> None:
    fields = [
        f.name for f in model._meta.concrete_fields if not f.primary_key and f.name not in ("jurisdiction", "code")
    ]
    model.objects.bulk_create(  # type: ignore[attr-defined]
        list(rows),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["jurisdiction", "code"],
        update_fields=fields,
    )
