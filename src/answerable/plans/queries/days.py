"""The day a reader looks from: any day up to today, as plans were known on its evening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from answerable.organisation.models import Jurisdiction

FIRST = date(1990, 1, 1)  # nothing here was known before


@dataclass(frozen=True)
class AsOf:
    """`at` is the last instant of the day, now for today. `wrong`: what was asked for is no day that has been."""

    at: datetime
    day: date
    past: bool = False
    wrong: bool = False

    @property
    def wish(self) -> str:
        """As it stands in addresses; empty for today."""
        return self.day.isoformat() if self.past else ""


def as_of(jurisdiction: Jurisdiction, wish: str, *, now: datetime) -> AsOf:
    """Read `?as_of=2026-06-30`; today for nothing, and for what is no such day."""
    zone = ZoneInfo(jurisdiction.timezone)
    today = now.astimezone(zone).date()
    if not wish.strip():
        return AsOf(now, today)
    try:
        day = date.fromisoformat(wish.strip()[:10])
    except ValueError:
        return AsOf(now, today, wrong=True)
    if not FIRST <= day <= today:
        return AsOf(now, today, wrong=True)
    if day == today:
        return AsOf(now, today)
    end = datetime.combine(day + timedelta(days=1), time.min, zone) - timedelta(microseconds=1)
    return AsOf(end, day, past=True)
