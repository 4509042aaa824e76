"""rules.clock and rules.clock_bulk, held to an oracle that walks every minute: holidays, gaps, clocks that change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.rules.clock import (
    UNITS,
    BeyondCalendar,
    Calendar,
    Limit,
    due,
    is_working,
    shifted,
    working_seconds,
)
from answerable.rules.clock_bulk import due_all
from tests.rules.calendars import MAINLAND, NIGHT, of_pack
from tests.rules.clock_oracle import Oracle

SPAN = date(2025, 12, 1), date(2027, 1, 31)  # two year ends, Spring Festival, Golden Week, both changes of the clock
CALENDARS = {
    "the Hong Kong pack": lambda: of_pack("hongkong", *SPAN),
    "the Beijing pack": lambda: of_pack("beijing", *SPAN),
    "the harbour pack": lambda: of_pack("harbour", *SPAN),
    "a small mainland": lambda: MAINLAND,
    "nights in London": lambda: NIGHT,
}
AMOUNTS = {"minutes": 50_000, "hours": 800, "days": 35, "working_hours": 100, "working_days": 30}
in_every_calendar = pytest.mark.parametrize("name", CALENDARS)
quietly = settings(deadline=None, max_examples=40)  # the oracle is slow
data = st.data()


@cache
def world(name: str) -> tuple[Calendar, Oracle, list[datetime]]:
    """A calendar, its oracle, and the instants at which something changes: openings, closes, midnights, clocks."""
    calendar = CALENDARS[name]()
    oracle, index = Oracle(calendar), calendar.index
    edges = [_instant(at) for at in (*index.opens, *index.closes, index.begin, index.end)]
    day, last = calendar.first_day, calendar.last_day
    while day <= last:
        midnight = datetime(day.year, day.month, day.day, tzinfo=index.zone)
        edges += [midnight.astimezone(UTC), (midnight.replace(hour=1)).astimezone(UTC)]
        day += timedelta(days=1)
    return calendar, oracle, sorted(set(edges))


def _instant(at: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)


def instants(name: str, *, room: timedelta = timedelta(0)) -> st.SearchStrategy[datetime]:
    """Times of the calendar, to the microsecond, in UTC or in its zone; half of them at or next to an edge."""
    calendar, _, edges = world(name)
    begin, end = _instant(calendar.index.begin), _instant(calendar.index.end) - room
    anywhere = st.integers(0, (end - begin) // timedelta(microseconds=1)).map(
        lambda us: begin + timedelta(microseconds=us)
    )
    steps = st.sampled_from([0, 0, 1, -1, 59_999_999, 1_234_567, 3_600_000_000, -3_600_000_000])
    near = st.builds(lambda edge, step: edge + timedelta(microseconds=step), st.sampled_from(edges), steps)
    return st.one_of(anywhere, near.filter(lambda at: begin <= at <= end)).flatmap(
        lambda at: st.sampled_from([at, at.astimezone(calendar.index.zone)])
    )


def limits(unit: str) -> st.SearchStrategy[Limit]:
    return st.integers(1, AMOUNTS[unit]).map(lambda amount: Limit(amount, unit))


def said(ask, *arguments) -> datetime | None:
    """What the clock says, None where it will not guess."""
    try:
        return ask(*arguments)
    except BeyondCalendar:
        return None


@in_every_calendar
@pytest.mark.parametrize("unit", UNITS)
@quietly
@given(data)
def test_a_limit_runs_out_when_the_definition_says(name, unit, data):
    calendar, oracle, _ = world(name)
    limit, start = data.draw(limits(unit)), data.draw(instants(name))
    assert said(due, limit, start, calendar) == oracle.due(limit, start)


@in_every_calendar
@quietly
@given(data)
def test_working_time_is_the_minutes_that_were_worked(name, data):
    calendar, oracle, _ = world(name)
    start = data.draw(instants(name))
    end = min(start.astimezone(UTC) + timedelta(seconds=data.draw(st.integers(0, 5_000_000))), oracle.known[1])
    worked = oracle.worked_between(start.astimezone(UTC), end).total_seconds()
    assert working_seconds(calendar, start, end) == worked == -working_seconds(calendar, end, start)


@in_every_calendar
@quietly
@given(data)
def test_work_is_done_in_the_minutes_that_are_worked(name, data):
    calendar, oracle, _ = world(name)
    at = data.draw(instants(name))
    assert is_working(calendar, at) == oracle.works(at)


@in_every_calendar
@pytest.mark.parametrize("unit", UNITS)
@quietly
@given(data)
def test_a_column_of_starts_is_answered_as_one_by_one(name, unit, data):
    calendar, _, _ = world(name)
    limit, starts = data.draw(limits(unit)), data.draw(st.lists(instants(name), max_size=12))
    alone = [said(due, limit, start, calendar) for start in starts]
    together = said(due_all, limit, column(starts), calendar)
    if None in alone:
        assert together is None
        with pytest.raises(BeyondCalendar) as one:
            due(limit, starts[alone.index(None)], calendar)
        with pytest.raises(BeyondCalendar) as all_:
            due_all(limit, column(starts), calendar)
        assert one.value.day == all_.value.day
    else:
        assert together.dtype == np.dtype("datetime64[us]")
        assert together.tolist() == [at.replace(tzinfo=None) for at in alone]


def column(starts: list[datetime]) -> np.ndarray:
    return np.array([at.astimezone(UTC).replace(tzinfo=None) for at in starts], "datetime64[us]")


@in_every_calendar
@pytest.mark.parametrize("unit", UNITS)
@quietly
@given(data)
def test_a_pause_moves_a_due_time_by_what_passed_of_its_kind_of_time(name, unit, data):
    calendar, oracle, _ = world(name)
    old = data.draw(instants(name)).astimezone(UTC)
    begin = data.draw(instants(name)).astimezone(UTC)
    end = min(begin + timedelta(seconds=data.draw(st.integers(0, 3_000_000))), oracle.known[1])
    if unit.startswith("working"):
        spent = oracle.worked_between(begin, end)
        expected = oracle.after(old, spent) if spent else old
    else:
        expected = old + (end - begin)
    assert said(shifted, old, unit, begin, end, calendar) == expected


@in_every_calendar
@pytest.mark.parametrize("unit", UNITS)
@quietly
@given(data)
def test_pauses_add_up_and_never_take_time_away(name, unit, data):
    calendar, _, _ = world(name)
    old, *times = (data.draw(instants(name)).astimezone(UTC) for _ in range(4))
    begin, middle, end = sorted(times)
    assert shifted(old, unit, begin, begin, calendar) == old
    short, long = (said(shifted, old, unit, begin, until, calendar) for until in (middle, end))
    if short is None:
        assert long is None
        return
    assert old <= short
    assert said(shifted, short, unit, middle, end, calendar) == long
    assert long is None or short <= long
