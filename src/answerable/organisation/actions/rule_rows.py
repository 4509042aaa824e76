"""Rule rows as versions: what changed gets a new version, what went gets its end, what stayed stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from answerable.organisation.models import (
    Category,
    Code,
    DispatchRow,
    Jurisdiction,
    MessageTemplate,
    RuleRow,
    Rung,
    ScoreWeights,
    Tier,
    Unit,
    WhistleGrade,
)
from answerable.organisation.packs import Pack, Record
from answerable.organisation.packs.checks_rules import LIMIT_NAMES, WHISTLE_LIMITS
from answerable.organisation.packs.patterns import dispatch_of
from answerable.organisation.packs.values import LANGUAGES

Wish = tuple[Record, str, dict[str, Any]]  # the row, its code, its content


def load_rule_rows(pack: Pack, jurisdiction: Jurisdiction, units: dict[str, Unit], now: datetime) -> dict[str, int]:
    """Write every rule row of the pack; returns how many new versions each kind got."""
    wishes: list[tuple[str, type[RuleRow], list[Wish]]] = [
        ("tiers", Tier, [_tier(row) for row in pack.rows("tiers.csv")]),
        ("categories", Category, _categories(pack)),
        ("catalogue rows", DispatchRow, [_dispatch(row, units) for row in dispatch_of(pack)]),
        ("codes", Code, [_plain(row, "kind", "basis", "properties", names=True) for row in pack.rows("codes.csv")]),
        ("rungs", Rung, [_rung(row, units) for row in pack.rows("ladder.csv")]),
        ("whistle grades", WhistleGrade, [_grade(row) for row in pack.rows("whistles.csv")]),
        ("weights", ScoreWeights, [_weights(row) for row in pack.rows("weights.csv")]),
        ("message templates", MessageTemplate, [_message(row) for row in pack.rows("messages.toml")]),
    ]
    return {name: sync_rows(model, pack, jurisdiction, rows, now) for name, model, rows in wishes}


def sync_rows(
    model: type[RuleRow], pack: Pack, jurisdiction: Jurisdiction, wishes: Iterable[Wish], now: datetime
) -> int:
    """Make the current versions of one kind of rule row be the wished ones; returns how many versions are new.

    Content decides, not approver or reason: a new pack with another reason does not renew what it leaves alone.
    """
    manager = model._default_manager.filter(jurisdiction=jurisdiction)
    latest, before = _latest(manager.order_by("code", "version"))
    new: list[RuleRow] = []
    ending: dict[datetime, list[int]] = defaultdict(list)
    wished = set()
    for row, code, content in wishes:
        wished.add(code)
        old = latest.get(code)
        until = _midnight(row.effective_until, jurisdiction) if row.effective_until else None
        if old is not None and (_same(old, content, until) or _ruled(old, before.get(code), content)):
            continue
        start = _start(pack, row, old, jurisdiction, now)
        if old is not None and (old.effective_until is None or old.effective_until > start):
            ending[start].append(old.pk)
        version = old.version + 1 if old is not None else 1
        dates = {"effective_from": start, "effective_until": until}
        new.append(model(jurisdiction=jurisdiction, code=code, version=version, **_why(pack, row), **dates, **content))
    ending[now] += [
        row.pk
        for code, row in latest.items()
        if code not in wished and row.effective_until is None and not getattr(row, "by_ruling", False)
    ]
    for end, keys in ending.items():
        manager.filter(pk__in=keys).update(effective_until=end)
    model._default_manager.bulk_create(new, batch_size=500)
    return len(new)


def _latest(rows: Iterable[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """By code: the newest version, and the newest one that came from a pack."""
    latest: dict[str, Any] = {}
    before: dict[str, Any] = {}
    for row in rows:
        latest[row.code] = row
        if not getattr(row, "by_ruling", False):
            before[row.code] = row
    return latest, before


def _ruled(old: RuleRow, from_pack: RuleRow | None, content: dict[str, Any]) -> bool:
    """A ruling changed the row and the pack still says what it said before: the ruling stands."""
    if not getattr(old, "by_ruling", False) or from_pack is None:
        return False
    return all(getattr(from_pack, name) == value for name, value in content.items())


def _same(old: RuleRow, content: dict[str, Any], until: datetime | None) -> bool:
    return old.effective_until == until and all(getattr(old, name) == value for name, value in content.items())


def _start(pack: Pack, row: Record, old: RuleRow | None, jurisdiction: Jurisdiction, now: datetime) -> datetime:
    """A first version holds from the row's or the pack's date; a later one from its own date, or from now."""
    if old is None:
        return _midnight(row.effective_from or pack.pack.effective_from, jurisdiction)
    own = _midnight(row.effective_from, jurisdiction) if row.effective_from else now
    return own if own > old.effective_from else now


def _midnight(day: date, jurisdiction: Jurisdiction) -> datetime:
    return datetime.combine(day, time(0), tzinfo=ZoneInfo(jurisdiction.timezone))


def _why(pack: Pack, row: Record) -> dict[str, str]:
    return {"approver": row.approver or pack.pack.approver, "reason": row.reason or pack.pack.reason}


def _plain(row: Record, *fields: str, names: bool = False) -> Wish:
    content = {name: row.values[name] for name in fields}
    return row, row.code, content | (row.names() if names else {})


def _tier(row: Record) -> Wish:
    limits = {name: row.values[name] for name in LIMIT_NAMES if row.values[name]}
    _row, code, content = _plain(row, "level", "calendar", "basis", names=True)
    return row, code, {**content, "limits": limits}


def _rung(row: Record, units: dict[str, Unit]) -> Wish:
    _row, code, content = _plain(row, "level", "limit", "basis", names=True)
    return row, code, {**content, "unit_id": units[row.unit].pk}


def _grade(row: Record) -> Wish:
    limits = {name: row.values[name] for name in WHISTLE_LIMITS if row.values[name]}
    _row, code, content = _plain(row, "kinds", "directions", "signatures", "calendar", "basis", names=True)
    return row, code, {**content, "limits": limits}


def _weights(row: Record) -> Wish:
    return _plain(row, "response", "solved", "satisfied", "basically_satisfied_credit", "basis")


def _message(row: Record) -> Wish:
    return row, row.code, row.names("subject") | row.names("body")


def _dispatch(row: Record, units: dict[str, Unit]) -> Wish:
    content = {
        "category_code": row.category,
        "area_code": row.area,
        "unit_id": units[row.unit].pk,
        "assisting": row.assisting,
        "basis": row.basis,
    }
    return row, row.code, content


def _categories(pack: Pack) -> list[Wish]:
    questions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in pack.rows("attributes.toml"):
        questions[row.category].append(_attribute(row, len(questions[row.category]) + 1))
    return [_category(row, questions[row.code]) for row in pack.rows("categories.csv")]


def _category(row: Record, attributes: list[dict[str, Any]]) -> Wish:
    synonyms = {language.replace("_", "-"): row.values[f"synonyms_{language}"] for language in LANGUAGES}
    _row, code, content = _plain(row, "level", "usual_kind", "emergency", "public", names=True)
    more = {"parent_code": row.parent, "tier_code": row.tier, "synonyms": synonyms, "attributes": attributes}
    return row, code, {**content, **more}


def _attribute(row: Record, order: int) -> dict[str, Any]:
    """A question in the terms of an Open311 service definition, with its words in three languages."""
    values = [{"key": value, "name": value} for value in row.values["values"]]
    plain = {"code": row.code, "datatype": row.datatype, "required": row.required, "order": order}
    return {"variable": True, "values": values, **plain, **row.names("description")}
