"""Calendars to test with: two small ones, those of the packs, and an office that works while the clocks change."""

from __future__ import annotations

from datetime import date, time
from functools import cache
from pathlib import Path

from answerable.organisation.actions.calendars import days_of
from answerable.organisation.packs import read
from answerable.rules.clock import Calendar, Day

ROOT = Path(__file__).resolve().parents[2]
PACKS = {name: ROOT / "jurisdictions" / name for name in ("hongkong", "beijing")} | {
    "harbour": ROOT / "tests" / "packs" / "harbour"
}

FIRST, LAST = date(2026, 9, 1), date(2026, 11, 30)


def t(text: str) -> time:
    return time.fromisoformat(text)


WEEK = [(t("09:00"), t("13:00")), (t("14:00"), t("18:00"))]
HONGKONG = Calendar(
    "Asia/Hong_Kong",
    {**dict.fromkeys(range(5), WEEK), 5: [(t("09:00"), t("13:00"))]},
    {
        date(2026, 9, 26): Day("off"),
        date(2026, 10, 1): Day("off"),
        date(2026, 10, 19): Day("off", provisional=True),
    },
    FIRST,
    LAST,
)
MAINLAND = Calendar(
    "Asia/Shanghai",
    {day: [(t("08:30"), t("12:00")), (t("13:30"), t("17:45"))] for day in range(5)},
    {
        **{date(2026, 10, day): Day("off") for day in range(1, 8)},
        date(2026, 9, 20): Day("work"),  # a Sunday that works as a Monday
        date(2026, 10, 10): Day("work", works_as=4),  # a Saturday that works as a Friday
        date(2026, 11, 14): Day("work", works_as=6),  # works as a Sunday, which has no hours
    },
    FIRST,
    LAST,
)

# Sundays at night in London: 01:00 to 02:00 is jumped over in March and comes twice in October. Midnight is a close.
NIGHT = Calendar(
    "Europe/London",
    {
        6: [(t("00:30"), t("01:15")), (t("01:20"), t("01:40")), (t("01:45"), t("02:30"))],
        0: [(t("01:10"), t("03:00"))],
        5: [(t("22:00"), t("00:00"))],
    },
    {date(2026, 4, 6): Day("off"), date(2026, 10, 27): Day("work", works_as=6)},
    date(2026, 3, 1),
    date(2026, 11, 30),
)


@cache
def of_pack(name: str, first_day: date, last_day: date) -> Calendar:
    """The default calendar of a pack as its load would make it, cut to these days."""
    pack = read(PACKS[name])
    row = next(c for c in pack.calendars if c.code == pack.pack.default_calendar)
    hours = {int(weekday): [(t(start), t(end)) for start, end in spans] for weekday, spans in row.weekly_hours.items()}
    days = {day: Day(d.kind, d.works_as, d.provisional) for day, d in days_of(pack, row).items()}
    return Calendar(pack.pack.timezone, hours, days, first_day, last_day)
