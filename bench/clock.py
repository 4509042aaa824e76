"""How many due dates a second come from the clock of the rules, one by one and as a column, for every unit.

    python bench/clock.py                     half a minute
    python bench/clock.py --starts 5000000    longer columns

The calendars are those of the Hong Kong and the Beijing pack, as their load would make them. Named alternatives in the
same run: for working hours an oracle that counts minute by minute, for working days numpy.busday_offset with the same
days off. busday_offset counts dates only and knows no make-up days, so the dates it gets wrong are counted too.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from parts.figures import busy

from answerable.rules.clock import UNITS, Calendar, Day, Limit, due
from answerable.rules.clock_bulk import due_all

ROOT = Path(__file__).resolve().parents[1]
PACKS = ("hongkong", "beijing")
BAR_ALONE, BAR_TOGETHER = 20_000, 200_000
SPAN = np.datetime64("2016-01-04", "us"), np.datetime64("2026-10-30", "us")  # both calendars know it, and what follows
Column = np.ndarray


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wish.add_argument("--starts", type=int, default=1_000_000, help="length of the column")
    wish.add_argument("--alone", type=int, default=50_000, help="starts asked one by one")
    wish.add_argument("--minutes", type=int, default=200, help="starts asked minute by minute")
    wish.add_argument("--amount", type=int, default=5, help="the limit: so many of each unit")
    wish.add_argument("--rounds", type=int, default=5, help="rounds; the median counts")
    given = wish.parse_args()
    os.environ |= {"ANSWERABLE_SECRET_KEY": "bench", "DJANGO_SETTINGS_MODULE": "answerable.settings"}
    import django

    django.setup()
    before, begun = busy({"ours": [os.getpid()]}), perf_counter()
    for name in PACKS:
        measure(name, office(name), given)
    after, took = busy({"ours": [os.getpid()]}), perf_counter() - begun
    others = (after.everybody - before.everybody - after.ours["ours"] + before.ours["ours"]) / took
    say(f"{os.cpu_count()} processors; others used {max(others, 0):.2f} of them; median of {given.rounds} rounds")
    say(f"bars: {BAR_ALONE:,} one by one, {BAR_TOGETHER:,} as a column")


def office(name: str) -> Calendar:
    """The default calendar of a pack, from its files."""
    from answerable.organisation.actions.calendars import days_of
    from answerable.organisation.packs import read

    pack = read(ROOT / "jurisdictions" / name)
    row = next(c for c in pack.calendars if c.code == pack.pack.default_calendar)
    hours = {
        int(weekday): [(time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans]
        for weekday, spans in row.weekly_hours.items()
    }
    days = {day: Day(d.kind, d.works_as, d.provisional) for day, d in days_of(pack, row).items()}
    return Calendar(pack.pack.timezone, hours, days, row.first_day, row.last_day)


def measure(name: str, calendar: Calendar, given: argparse.Namespace) -> None:
    span = (SPAN[1] - SPAN[0]) // np.timedelta64(1, "us")
    column = SPAN[0] + np.random.default_rng(1).integers(0, span, given.starts).astype("timedelta64[us]")
    alone = [start.replace(tzinfo=UTC) for start in column[: given.alone].tolist()]
    say(f"\n{name}: {given.amount} of each unit, {len(alone):,} starts one by one, {given.starts:,} as a column")
    say(f"{'':16}{'one by one':>14}{'column':>16}{'times as many':>16}   due dates a second")
    for unit in UNITS:
        limit = Limit(given.amount, unit)
        one, singly = rate(lambda limit=limit: [due(limit, start, calendar) for start in alone], given.rounds)
        all_, found = rate(lambda limit=limit: due_all(limit, column, calendar), given.rounds)
        same([at.replace(tzinfo=None) for at in singly], found[: given.alone].tolist(), unit)
        say(f"{unit:16}{one:>14,.0f}{all_:>16,.0f}{all_ / one:>16,.1f}   {verdict(one, all_)}")
        if unit == "working_hours":
            against_minutes(calendar, limit, alone[: given.minutes], one, all_)
        if unit == "working_days":
            against_numpy(calendar, limit, column, all_, given.rounds)


def rate(ask: Callable[[], list[datetime] | Column], rounds: int) -> tuple[float, list[datetime] | Column]:
    """Answers a second, the median of the rounds, and the answers. A round before warms up."""
    answers, seconds = ask(), []
    for _ in range(rounds):
        begun = perf_counter()
        answers = ask()
        seconds.append(perf_counter() - begun)
    return len(answers) / median(seconds), answers


def verdict(one: float, all_: float) -> str:
    missed = [what for what, met in (("one by one", one >= BAR_ALONE), ("column", all_ >= BAR_TOGETHER)) if not met]
    return f"bar missed: {', '.join(missed)}" if missed else "bars met"


def same(some: list[datetime], others: list[datetime], what: str) -> None:
    if some != others:
        raise SystemExit(f"{what}: two ways give different due times")


def against_minutes(calendar: Calendar, limit: Limit, starts: list[datetime], one: float, all_: float) -> None:
    whole = [start.replace(second=0, microsecond=0) for start in starts]
    slow, counted = rate(lambda: [count_minutes(calendar, limit.amount * 60, start) for start in whole], 1)
    same(counted, [due(limit, start, calendar) for start in whole], "minute by minute")
    say(
        f"    minute by minute {slow:,.0f} a second: one by one is {one / slow:,.0f} times, a column {all_ / slow:,.0f}"
    )


def count_minutes(calendar: Calendar, minutes: int, start: datetime) -> datetime:
    at = start
    while minutes:
        wall = at.astimezone(calendar.index.zone)
        minutes -= any(opening <= wall.time() < close for opening, close in calendar.hours_on(wall.date()))
        at += timedelta(minutes=1)
    return at


def against_numpy(calendar: Calendar, limit: Limit, column: Column, all_: float, rounds: int) -> None:
    off = [day for day, what in calendar.days.items() if what.kind == "off"]
    dates = busdaycalendar(calendar, off)
    local = (column + offset(calendar)).astype("datetime64[D]")
    theirs, found = rate(lambda: np.busday_offset(local, limit.amount, roll="preceding", busdaycal=dates), rounds)
    ours = (due_all(limit, column, calendar) + offset(calendar)).astype("datetime64[D]")
    wrong = float(np.mean(found != ours))
    say(f"    numpy.busday_offset {theirs:,.0f} dates a second; a column is {all_ / theirs:.2f} times it; "
        f"{wrong:.1%} of its dates are not the calendar's")  # fmt: skip


def busdaycalendar(calendar: Calendar, off: list[date]) -> np.busdaycalendar:
    mask = [bool(calendar.weekly_hours.get(weekday)) for weekday in range(7)]
    return np.busdaycalendar(weekmask=mask, holidays=np.array(off, "datetime64[D]"))


def offset(calendar: Calendar) -> np.timedelta64:
    """Neither city has changed its clock in these years."""
    zone = calendar.index.zone
    return np.timedelta64(datetime(2016, 1, 4, tzinfo=zone).utcoffset() or timedelta(), "us")


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
