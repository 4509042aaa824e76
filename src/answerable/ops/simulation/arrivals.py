"""When and where people have something to say: seasons, weekdays, hours of the day, and bursts with one cause."""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

# Calls by hour of the day and by weekday (Monday first), relative; after the published daily rhythm of hotlines:
# a peak before noon, a lower one after lunch, fewer at weekends.
HOURS = (2, 1, 1, 1, 1, 2, 4, 9, 18, 26, 28, 25, 17, 19, 24, 24, 22, 18, 14, 12, 11, 9, 6, 4)
WEEKDAYS = (1.15, 1.08, 1.04, 1.0, 1.0, 0.72, 0.6)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody is about to tell us something. `burst` counts the causes that many people share (0: none)."""

    index: int
    at: datetime
    category: int
    area: int
    spot: tuple[float, float] | None
    burst: int
    fate: str = ""


def season(day: date) -> float:
    """A wet and hot half of the year with more trouble than the dry one."""
    return 1 + 0.22 * math.sin((day.timetuple().tm_yday - 100) / 365.25 * 2 * math.pi)


def arrivals(
    rng: Random, *, cases: int, until: datetime, days: int, timezone: str, categories: list[float], areas: list[float]
) -> list[Arrival]:
    """So many arrivals in the days before `until`, in their order. `categories` and `areas` are weights.

    About a twelfth belong to bursts: one category at one spot within a day or two.
    """
    zone = ZoneInfo(timezone)
    first = until.astimezone(zone).date() - timedelta(days=days)
    dates = [first + timedelta(days=n) for n in range(days + 1)]
    by_day = _cumulative([WEEKDAYS[d.weekday()] * season(d) * (0.85 + 0.3 * rng.random()) for d in dates])
    by_hour, by_category, by_area = map(_cumulative, (HOURS, categories, areas))
    found: list[tuple[datetime, int, int, int]] = []
    burst = 0
    while len(found) < cases:
        at = _moment(rng, dates[_draw(rng, by_day)], _draw(rng, by_hour), zone)
        category, area = _draw(rng, by_category), _draw(rng, by_area)
        if rng.random() < 1 / 150 and cases - len(found) > 12:
            burst += 1
            size = min(8 + int(rng.expovariate(1 / 6)), 40, cases - len(found))
            times = [at + timedelta(hours=rng.expovariate(1 / 9)) for _ in range(size)]
            found.extend((t, category, area, burst) for t in times if t < until)
        elif at < until:
            found.append((at, category, area, 0))
    found.sort()
    return [Arrival(i, at, category, area, None, b) for i, (at, category, area, b) in enumerate(found[:cases])]


def _moment(rng: Random, day: date, hour: int, zone: ZoneInfo) -> datetime:
    wall = datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), zone)
    return wall.astimezone(UTC)


def _cumulative(weights: Iterable[float]) -> list[float]:
    return list(accumulate(weights))


def _draw(rng: Random, cumulative: list[float]) -> int:
    return bisect(cumulative, rng.random() * cumulative[-1], 0, len(cumulative) - 1)
