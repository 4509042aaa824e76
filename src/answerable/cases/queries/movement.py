"""How work moves between units: who refused what, how often a case changed hands, and the time that cost (8.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Count

from answerable.cases.models import Case, Objection
from answerable.cases.queries import movement_sql as sql
from answerable.cases.queries.access import visible_to
from answerable.cases.queries.disputes import RungCount, ladder
from answerable.organisation import queries as organisation
from answerable.organisation.models import InThreeLanguages, Jurisdiction, Unit
from answerable.organisation.packs.baseline import BASELINE, TEXTS
from answerable.rules.access import Actor


@dataclass(frozen=True)
class Spell:
    """How long units held cases they gave away again: how many times, half and nine tenths within, and altogether."""

    count: int
    median: timedelta
    p90: timedelta
    total: timedelta


@dataclass(frozen=True)
class UnitObjections:
    """A unit's objections: filed, upheld, rejected, not ruled yet, and repeated against a ruling that stood.

    `over_objecting`: enough were ruled and too few upheld, by the pack's limits (8.2(22)).
    """

    unit: Unit
    filed: int
    upheld: int
    rejected: int
    repeated: int
    over_objecting: bool

    @property
    def waiting(self) -> int:
        return self.filed - self.upheld - self.rejected

    @property
    def upheld_share(self) -> float | None:
        return share(self.upheld, self.upheld + self.rejected)


@dataclass(frozen=True)
class Precedents:
    """Rulings that named a unit; how many had an earlier one on the same kind of matter, and how many followed it.

    `corrected` changed the dispatch catalogue at once, `promoted` became a row of it afterwards.
    """

    rulings: int
    with_earlier: int
    followed: int
    corrected: int
    promoted: int


@dataclass(frozen=True)
class UnitParts:
    """Parts a unit was asked for, how many came late or are late now, and of how many a stage report is owed."""

    unit: Unit
    asked: int
    late: int
    owing: int


@dataclass(frozen=True)
class Movement:
    """All figures of one period: over the cases opened in [since, until), as they stand at `at`.

    hops: how many times a case changed its lead -> how many cases. A unit is marked as over-objecting when at least
    `rulings_wanted` of its objections were ruled and less than `upheld_share_wanted` of them upheld. over_30_days
    and over_6_months count those refused
    by two units or more from their opening to their close, or to `at` when they are open.
    """

    since: datetime
    until: datetime
    at: datetime
    cases: int
    refused_once: int
    refused_twice: int
    over_30_days: int
    over_6_months: int
    hops: dict[int, int]
    hand_overs: Spell | None
    by_rule: list[tuple[str, Spell]]
    by_unit: list[tuple[Unit, Spell]]
    rungs: list[RungCount]
    objections: list[UnitObjections]
    rulings_wanted: int
    upheld_share_wanted: float
    precedents: Precedents
    parts: list[UnitParts]

    @property
    def days(self) -> int:
        return round((self.until - self.since) / timedelta(days=1))

    @property
    def a_year(self) -> int:
        """Cases refused by two units or more, as if the period were a year."""
        return round(self.refused_twice * timedelta(days=365.25) / (self.until - self.since))


@dataclass(frozen=True)
class Baseline(InThreeLanguages):
    """What was published of the hotline before: whose figures, and each with its source (pack.toml, [baseline])."""

    name_zh_hant: str
    name_en: str
    name_zh_hans: str
    refused_twice_share: float | None
    refused_twice_a_year: float | None
    over_30_days_share: float | None
    over_6_months_share: float | None
    sources: list[str]


PERIODS = (30, 90, 365)  # days one may look back; the published figures are those of a year


def share(part: int, whole: int) -> float | None:
    """part / whole; None where there is nothing to divide by."""
    return part / whole if whole else None


def movement(jurisdiction: Jurisdiction, *, since: datetime, until: datetime, now: datetime) -> Movement:
    """The figures of a period; counted at most once a minute."""
    key = f"movement:{jurisdiction.code}:{since:%Y%m%d%H%M}:{until:%Y%m%d%H%M}"
    kept: Movement | None = cache.get(key)
    if kept is None:
        kept = _count(jurisdiction, since, until, now)
        cache.set(key, kept, 60)
    return kept


def recent_movement(jurisdiction: Jurisdiction, days: str, *, now: datetime) -> Movement:
    """The figures of the last so many days, one of PERIODS; a year when it is none of them."""
    chosen = int(days) if days in map(str, PERIODS) else PERIODS[-1]
    return movement(jurisdiction, since=now - timedelta(days=chosen), until=now, now=now)


def _count(jurisdiction: Jurisdiction, since: datetime, until: datetime, now: datetime) -> Movement:
    book = organisation.rulebook(jurisdiction)
    least, wanted = int(book.limit("objections_judged")), float(book.limit("objections_upheld_share"))
    values = {"jurisdiction": jurisdiction.pk, "since": since, "until": until, "now": now}
    rows = {name: _ask(getattr(sql, name), values) for name in ("HOPS", "HAND_OVERS", "RULINGS", "PARTS")}
    named = {row[0] for name in ("HAND_OVERS", "RULINGS", "PARTS") for row in rows[name] if row[0] is not None}
    units = Unit.objects.in_bulk(named)
    every, once, twice, late, very_late = _ask(sql.CASES, values)[0]
    hops = {int(n): int(count) for n, count in rows["HOPS"]}
    by_unit = [(units[unit], _spell(rest)) for unit, rule, *rest in rows["HAND_OVERS"] if unit is not None]
    by_rule = [(str(rule), _spell(rest)) for unit, rule, *rest in rows["HAND_OVERS"] if rule is not None]
    whole = [_spell(rest) for unit, rule, *rest in rows["HAND_OVERS"] if unit is None and rule is None]
    return Movement(
        since=since, until=until, at=now, cases=every, refused_once=once, refused_twice=twice, over_30_days=late,
        over_6_months=very_late, hops={0: every - sum(hops.values()), **hops},
        hand_overs=whole[0] if whole else None,
        by_rule=sorted(by_rule, key=lambda pair: -pair[1].total),
        by_unit=sorted(by_unit, key=lambda pair: (-pair[1].total, pair[0].code)),
        rungs=ladder(jurisdiction, now=now),
        objections=_objections(rows["RULINGS"], units, least, wanted), rulings_wanted=least, upheld_share_wanted=wanted,
        precedents=Precedents(*_ask(sql.PRECEDENTS, values)[0]),
        parts=_parts(rows["PARTS"], units),
    )  # fmt: skip


def _ask(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _spell(row: Iterable[Any]) -> Spell:
    count, *seconds = row
    return Spell(int(count), *(timedelta(seconds=float(s)) for s in seconds))


def _objections(
    rows: list[tuple[Any, ...]], units: Mapping[Any, Unit], least: int, wanted: float
) -> list[UnitObjections]:
    found = [
        UnitObjections(
            units[unit], filed, upheld, rejected, repeated,
            over_objecting=upheld + rejected >= least and upheld < wanted * (upheld + rejected),
        )
        for unit, filed, upheld, rejected, repeated in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.filed, one.unit.code))


def _parts(rows: list[tuple[Any, ...]], units: Mapping[Any, Unit]) -> list[UnitParts]:
    found = [UnitParts(units[unit], *counted) for unit, *counted in rows]
    return sorted(found, key=lambda part: (-part.late, -part.asked, part.unit.code))


def refused_twice_open(actor: Actor, *, limit: int = 50) -> list[Case]:
    """Open cases two units or more objected to, of those the actor may see, the oldest first."""
    twice = Objection.objects.values("case").annotate(n=Count("unit", distinct=True)).filter(n__gte=2)
    found = visible_to(actor).exclude(state="closed").filter(pk__in=twice.values("case"))
    return list(found.order_by("opened_at", "number")[:limit])


def baseline(jurisdiction: Jurisdiction) -> Baseline | None:
    """What was published before; None where the pack has nothing."""
    table: Mapping[str, Any] = jurisdiction.settings.get("baseline") or {}
    if not table:
        return None
    figures = {name: body for name, body in table.items() if isinstance(body, dict)}
    values: dict[str, Any] = {name: figures[name]["value"] if name in figures else None for name in BASELINE}
    names: dict[str, Any] = {name: str(table.get(name, "")) for name in TEXTS}
    return Baseline(**names, **values, sources=list(dict.fromkeys(str(body["source"]) for body in figures.values())))
