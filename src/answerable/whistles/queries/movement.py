"""Who blows and who comes: every unit's whistles and summonses of a period, in two statements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from answerable.organisation.models import Jurisdiction, Unit
from answerable.whistles.models import Attendance, Summons, Whistle

HEARD = ("blown", "ended")  # one that was only drafted, or taken back, called nobody


@dataclass(frozen=True)
class UnitWhistles:
    """Whistles a unit blew; how often it was called, and what it did.

    Silent: no signature by the limit; unanswered: no stance by the limit; led; not ours; somebody on the spot.
    """

    unit: Unit
    blown: int = 0
    called: int = 0
    silent: int = 0
    unanswered: int = 0
    led: int = 0
    not_ours: int = 0
    came: int = 0


@dataclass(frozen=True)
class WhistleFigures:
    """All whistles of a period; `nobody`: nobody signed, or nobody led, in time. Units with most whistles first."""

    blown: int
    nobody: int
    units: list[UnitWhistles]


def whistle_figures(jurisdiction: Jurisdiction, *, since: datetime, until: datetime) -> WhistleFigures:
    """Over the whistles blown from `since` until just before `until`; withdrawn ones are out."""
    heard = Whistle.objects.filter(jurisdiction=jurisdiction, state__in=HEARD, blown_at__gte=since, blown_at__lt=until)
    silent, late = (Count("pk", filter=Q(**{f"{name}__isnull": False})) for name in ("silent_at", "unanswered_at"))
    nobody = Count("pk", filter=Q(silent_at__isnull=False) | Q(unanswered_at__isnull=False))
    blew = list(heard.values("unit").annotate(n=Count("pk"), nobody=nobody).order_by())
    calls = Summons.objects.filter(whistle__in=heard)
    calls = calls.annotate(present=Exists(Attendance.objects.filter(summons=OuterRef("pk"))))
    answered = calls.values("unit").annotate(
        called=Count("pk"), silent=silent, unanswered=late, came=Count("pk", filter=Q(present=True)),
        led=Count("pk", filter=Q(stance="lead")), not_ours=Count("pk", filter=Q(stance="not_ours")),
    ).order_by()  # fmt: skip
    lines: list[dict[str, Any]] = [dict(row) for row in answered]
    units = Unit.objects.in_bulk({row["unit"] for row in (*lines, *blew)})
    found = {row["unit"]: UnitWhistles(**row | {"unit": units[row["unit"]]}) for row in lines}
    for row in blew:
        line = found.get(row["unit"], UnitWhistles(units[row["unit"]]))
        found[row["unit"]] = replace(line, blown=row["n"])
    order = sorted(found.values(), key=lambda line: (-line.blown - line.called, line.unit.code))
    return WhistleFigures(sum(row["n"] for row in blew), sum(row["nobody"] for row in blew), order)
