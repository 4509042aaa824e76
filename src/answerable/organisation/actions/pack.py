"""Load a pack: a city's whole organisation and rulebook in one transaction and one ledger entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from django.db import connection, transaction

from answerable.ledger.actions import append
from answerable.organisation.actions.calendars import load_calendars
from answerable.organisation.actions.ground import load_areas, load_units
from answerable.organisation.actions.people import invent_holders
from answerable.organisation.actions.rule_rows import load_rule_rows
from answerable.organisation.models import Jurisdiction
from answerable.organisation.packs import Pack, read
from answerable.organisation.rulebook import forget
from answerable.organisation.streams import stream_of
from answerable.rules.access import system

RULE = "every rule row carries a version, an approver, a reason and an effective date"


@dataclass(frozen=True)
class Loaded:
    """What a load did; `changed` is false when this very pack was there already."""

    jurisdiction: Jurisdiction
    pack: Pack
    changed: bool
    counts: dict[str, int] = field(default_factory=dict)


def load_pack(path: Path | str, *, now: datetime, people: Literal["invented", "none"] = "invented") -> Loaded:
    """Bring the database to what the pack says; a second load of the same files changes nothing.

    A rule row whose content changed becomes a new version and the old one gets its effective_until; areas, units
    and posts are updated by code; a unit that is gone gets closed_on, and the tenures of posts that are gone end.
    With people="invented" every post without a holder gets an invented one, and the jurisdiction counts as
    simulated from then on.
    Raises PackError with all findings; nothing is written then.
    """
    pack = read(path)
    with transaction.atomic():
        _one_at_a_time(pack.code)
        before = Jurisdiction.objects.filter(code=pack.code).first()
        same = before is not None and before.pack_digest == pack.digest
        jurisdiction = before if before is not None and same else _jurisdiction(pack, before, now)
        counts = {} if same else _load_all(pack, jurisdiction, now)
        invented = invent_holders(pack, jurisdiction, now) if people == "invented" else 0
        if invented:
            counts["invented officers"] = invented
            Jurisdiction.objects.filter(pk=jurisdiction.pk).update(simulated=True)
            jurisdiction.simulated = True
        if counts:
            append(
                stream=stream_of(jurisdiction),
                at=now,
                verb="load_pack",
                actor=system(pack.code),
                rule=RULE,
                changes=[_change(jurisdiction)],
                facts={"counts": counts, "approver": pack.pack.approver, "reason": pack.pack.reason},
            )
    forget(jurisdiction)
    transaction.on_commit(lambda: forget(jurisdiction))
    return Loaded(jurisdiction, pack, bool(counts), counts)


def _one_at_a_time(code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('answerable.pack'), hashtext(%s))", [code])


def _jurisdiction(pack: Pack, before: Jurisdiction | None, now: datetime) -> Jurisdiction:
    row = pack.pack
    jurisdiction = before or Jurisdiction(code=pack.code)
    for name, value in row.names().items():
        setattr(jurisdiction, name, value)
    jurisdiction.timezone, jurisdiction.number_prefix = row.timezone, row.number_prefix
    jurisdiction.open311_id = row.open311_id
    jurisdiction.simulated = jurisdiction.simulated or row.simulated
    jurisdiction.pack_version, jurisdiction.pack_digest = row.version, pack.digest
    jurisdiction.settings, jurisdiction.loaded_at = settings_of(pack), now
    jurisdiction.save()
    return jurisdiction


def settings_of(pack: Pack) -> dict[str, Any]:
    """What Jurisdiction.settings holds: limits, publicity, baseline, named units and category, bounds, place names."""
    named = (
        "hotline_unit", "coordinator_unit", "fallback_category", "default_calendar", "default_language", "bounds",
        "emergency_phone", "plan_comment_category",
    )  # fmt: skip
    aliases = {area.code: area.aliases for area in pack.rows("areas.csv") if area.aliases}
    return {
        **pack.limits,
        **pack.publicity,
        "baseline": pack.baseline,
        **{name: pack.pack.values[name] for name in named},
        "area_aliases": aliases,
    }


def _load_all(pack: Pack, jurisdiction: Jurisdiction, now: datetime) -> dict[str, int]:
    areas = load_areas(pack, jurisdiction)
    units, posts = load_units(pack, jurisdiction, areas, now)
    counts = {"areas": len(areas), "units": len(units), "posts": posts}
    counts["calendar days"] = load_calendars(pack, jurisdiction)
    return counts | load_rule_rows(pack, jurisdiction, units, now)


def _change(jurisdiction: Jurisdiction) -> dict[str, Any]:
    fields = ("pack_version", "pack_digest", "timezone", "number_prefix")
    return {
        "table": "jurisdiction",
        "key": jurisdiction.code,
        "set": {name: getattr(jurisdiction, name) for name in fields},
    }
