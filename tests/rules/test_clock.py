"""rules.clock by examples, and what holds of every due time. Minute by minute: test_clock_minute_by_minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.clock import (
    UNITS,
    BeyondCalendar,
    Calendar,
    Day,
    Limit,
    due,
    is_working,
    rests_on_provisional,
    shifted,
    working_seconds,
)
from answerable.rules.clock_bulk import due_all
from tests.rules.calendars import FIRST, HONGKONG, LAST, MAINLAND, WEEK, t

HK = ZoneInfo("Asia/Hong_Kong")
calendars = st.sampled_from([HONGKONG, MAINLAND])
minutes = st.integers(0, ((LAST - FIRST).days + 1) * 1440 - 1)


def instant(calendar: Calendar, minute: int) -> datetime:
    return datetime.combine(FIRST, time(0), ZoneInfo(calendar.timezone)) + timedelta(minutes=minute)


def hk(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HK)


@given(
    calendars,
    minutes,
    st.integers(0, 59_999_999),
    st.integers(1, 9),
    st.sampled_from(["working_hours", "working_days"]),
)
def test_a_due_time_lies_after_its_start_and_later_starts_are_never_due_earlier(calendar, minute, micros, amount, unit):
    start = instant(calendar, min(minute, 60 * 1440)) + timedelta(microseconds=micros)
    limit = Limit(amount, unit)
    first = due(limit, start, calendar)
    assert start < first == first.astimezone(UTC)
    assert first.tzinfo is UTC
    assert first <= due(limit, start + timedelta(minutes=7), calendar)
    assert is_working(calendar, first - timedelta(microseconds=1)) or is_working(calendar, first)


@given(calendars, minutes, st.integers(1, 40))
def test_working_time_between_start_and_due_is_the_limit(calendar, minute, hours):
    start = instant(calendar, min(minute, 60 * 1440))
    assert working_seconds(calendar, start, due(Limit(hours, "working_hours"), start, calendar)) == hours * 3600


@pytest.mark.parametrize(
    ("limit", "start", "expected"),
    [
        (Limit(30, "minutes"), "2026-10-01T00:10", "2026-10-01T00:40"),
        (Limit(2, "hours"), "2026-09-30T23:00", "2026-10-01T01:00"),
        (Limit(7, "days"), "2026-09-25T16:30", "2026-10-02T16:30"),
        (Limit(1, "working_hours"), "2026-11-23T12:30", "2026-11-23T14:30"),  # over lunch
        (Limit(8, "working_hours"), "2026-11-23T09:00", "2026-11-23T18:00"),  # ends at the close, not next morning
        (Limit(1, "working_days"), "2026-11-20T15:00", "2026-11-21T13:00"),  # a Saturday closes at one
        (Limit(1, "working_days"), "2026-11-22T15:00", "2026-11-23T18:00"),  # begun on a Sunday
        (Limit(1, "working_days"), "2026-11-23T13:30", "2026-11-24T14:00"),  # begun at lunch
        (Limit(1, "working_days"), "2026-11-23T07:00", "2026-11-24T09:00"),
        (Limit(1, "working_days"), "2026-09-30T11:00", "2026-10-02T11:00"),  # over a holiday
    ],
)
def test_examples_of_hong_kong(limit, start, expected):
    assert due(limit, hk(start), HONGKONG) == hk(expected)


def test_a_make_up_sunday_counts_as_a_working_day_and_golden_week_does_not():
    zone = ZoneInfo("Asia/Shanghai")
    saturday = datetime(2026, 9, 19, 10, tzinfo=zone)
    assert due(Limit(1, "working_days"), saturday, MAINLAND) == datetime(2026, 9, 20, 17, 45, tzinfo=zone)
    eve = datetime(2026, 9, 30, 10, tzinfo=zone)
    assert due(Limit(2, "working_days"), eve, MAINLAND) == datetime(2026, 10, 9, 10, tzinfo=zone)
    assert due(Limit(3, "working_days"), eve, MAINLAND) == datetime(2026, 10, 10, 10, tzinfo=zone)


@pytest.mark.parametrize("unit", ["working_hours", "working_days"])
def test_beyond_the_calendar_nobody_guesses(unit):
    with pytest.raises(BeyondCalendar, match="2026-09-01 to 2026-11-30"):
        due(Limit(1, unit), hk("2026-11-30T17:30"), HONGKONG)
    with pytest.raises(BeyondCalendar):
        due(Limit(1, unit), hk("2026-08-31T23:59"), HONGKONG)
    with pytest.raises(BeyondCalendar):
        working_seconds(HONGKONG, hk("2026-09-01T00:00"), hk("2026-12-02T00:00"))
    with pytest.raises(BeyondCalendar):
        HONGKONG.hours_on(date(2026, 12, 1))


def test_an_answer_that_rests_on_a_computed_holiday_says_so():
    start = hk("2026-10-17T10:00")
    assert rests_on_provisional(HONGKONG, start, due(Limit(1, "working_days"), start, HONGKONG))
    assert not rests_on_provisional(HONGKONG, hk("2026-10-20T10:00"), hk("2026-11-20T10:00"))


@pytest.mark.parametrize(
    ("start", "expected"),
    [  # natural days over both changes of the clock keep the time of day
        ("2026-03-28T10:00+01:00", "2026-03-29T10:00+02:00"),
        ("2026-10-24T10:00+02:00", "2026-10-25T10:00+01:00"),
        ("2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00"),  # 02:30 is jumped over
        ("2026-10-24T02:30+02:00", "2026-10-25T02:30+02:00"),  # 02:30 comes twice: the first
    ],
)
def test_days_keep_the_time_of_day_when_the_clocks_change(start, expected):
    calendar = Calendar("Europe/Berlin", dict.fromkeys(range(7), WEEK), {}, date(2026, 1, 1), date(2026, 12, 31))
    assert due(Limit(1, "days"), datetime.fromisoformat(start), calendar) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (154, "2027-03-28T03:00+02:00"),  # 02:30 is jumped over: the instant of the jump
        (371, "2027-10-31T02:30+02:00"),  # comes twice again: the first
    ],
)
def test_a_start_in_the_second_of_two_equal_hours_is_due_as_one_in_the_first(days, expected):
    calendar = Calendar("Europe/Berlin", dict.fromkeys(range(7), WEEK), {}, date(2026, 1, 1), date(2027, 12, 31))
    for hour in ("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"):
        start = datetime.fromisoformat(hour)
        assert due(Limit(days, "days"), start, calendar) == datetime.fromisoformat(expected)
        (bulk,) = due_all(Limit(days, "days"), np.array([start.timestamp() * 1_000_000], np.int64), calendar).tolist()
        assert bulk.replace(tzinfo=UTC) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)])
def test_a_day_and_night_office_works_as_long_as_the_day_really_is(day, hours):
    zone = ZoneInfo("Europe/Berlin")
    calendar = Calendar(
        str(zone), {d: [(time(0), time(0))] for d in range(7)}, {}, date(2026, 1, 1), date(2026, 12, 31)
    )
    start = datetime.combine(date.fromisoformat(day), time(0), zone)
    end = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(0), zone)
    assert working_seconds(calendar, start, end) == hours * 3600
    assert due(Limit(hours, "working_hours"), start, calendar) == end


def test_working_hours_inside_the_hour_that_is_jumped_over_do_not_exist():
    hours = {6: [(t("02:00"), t("02:45")), (t("03:00"), t("04:00"))]}
    calendar = Calendar("Europe/Berlin", hours, {}, date(2026, 3, 1), date(2026, 3, 31))
    night = datetime(2026, 3, 29, tzinfo=ZoneInfo("Europe/Berlin"))
    assert working_seconds(calendar, night, night + timedelta(days=1)) == 3600


def test_without_a_calendar_days_are_24_hours_and_working_time_is_refused():
    start = hk("2026-11-23T10:00")
    assert due(Limit(2, "days"), start) == start + timedelta(hours=48)
    with pytest.raises(ValueError, match="need a working calendar"):
        due(Limit(1, "working_days"), start)
    with pytest.raises(ValueError, match="need a working calendar"):
        due_all(Limit(1, "working_days"), np.array(["2026-11-23"], "M8[us]"))
    assert due_all(Limit(2, "days"), np.array(["2026-11-23"], "M8[us]")) == np.array(["2026-11-25"], "M8[us]")
    with pytest.raises(ValueError, match="time zone"):
        due(Limit(1, "days"), datetime(2026, 11, 23))


def test_a_calendar_without_any_working_time_ends_nowhere():
    calendar = Calendar("Asia/Hong_Kong", {}, {}, FIRST, LAST)
    for unit in ("working_hours", "working_days"):
        with pytest.raises(BeyondCalendar):
            due(Limit(1, unit), hk("2026-10-01T10:00"), calendar)
        with pytest.raises(BeyondCalendar):
            due_all(Limit(1, unit), np.array(["2026-10-01T02:00"], "M8[us]"), calendar)


@pytest.mark.parametrize(
    ("unit", "pause", "expected"),
    [  # due on Friday at 16:00; Saturday closes at one
        ("hours", ("2026-11-18T23:00", "2026-11-19T01:00"), "2026-11-20T18:00"),
        ("days", ("2026-11-18T23:00", "2026-11-19T01:00"), "2026-11-20T18:00"),
        ("working_days", ("2026-11-18T23:00", "2026-11-19T01:00"), "2026-11-20T16:00"),  # no work was done meanwhile
        ("working_hours", ("2026-11-18T16:00", "2026-11-19T09:00"), "2026-11-20T18:00"),  # at the close, not Saturday
        ("working_days", ("2026-11-18T16:00", "2026-11-19T10:00"), "2026-11-21T10:00"),
        ("working_days", ("2026-11-18T16:00", "2026-11-20T16:00"), "2026-11-24T11:00"),  # 16 hours, over a Sunday
    ],
)
def test_a_pause_moves_a_due_time_by_the_time_it_took(unit, pause, expected):
    begin, end = map(hk, pause)
    moved = shifted(hk("2026-11-20T16:00"), unit, begin, end, HONGKONG)
    assert moved == hk(expected)
    assert moved.tzinfo is UTC


def test_what_is_no_pause_is_refused():
    at, later = hk("2026-11-18T10:00"), hk("2026-11-18T11:00")
    with pytest.raises(ValueError, match="ends before it begins"):
        shifted(at, "hours", later, at, HONGKONG)
    with pytest.raises(ValueError, match="time zone"):
        shifted(at, "hours", at, datetime(2026, 11, 18, 11), HONGKONG)
    with pytest.raises(ValueError, match="fortnights"):
        shifted(at, "fortnights", at, later, HONGKONG)
    with pytest.raises(ValueError, match="need a working calendar"):
        shifted(at, "working_days", at, later)
    assert shifted(at, "days", at, later) == later


def test_a_pause_beyond_the_calendar_is_not_guessed():
    at, later = hk("2026-11-30T10:00"), hk("2026-12-02T00:00")
    for times in [(at, at, later), (later, at, at), (hk("2026-11-30T17:00"), at, hk("2026-11-30T13:00"))]:
        with pytest.raises(BeyondCalendar, match="2026-12"):
            shifted(times[0], "working_hours", *times[1:], HONGKONG)


@pytest.mark.parametrize(
    ("starts", "refusal", "words"),
    [
        (["2026-11-23T10:00", "NaT"], ValueError, "no time"),
        ([1.5], ValueError, "float64"),
        ([2**62], OverflowError, "1 to 9999"),
        ([253_402_300_799_000_000], OverflowError, "1 to 9999"),  # the last second of 9999
    ],
)
def test_a_column_with_something_else_in_it_is_refused(starts, refusal, words):
    kind = "datetime64[us]" if isinstance(starts[0], str) else None
    for unit in ("hours", "days"):
        with pytest.raises(refusal, match=words):
            due_all(Limit(24, unit), np.array(starts, kind))


def test_a_column_keeps_its_shape_and_an_empty_one_is_empty():
    starts = np.array([["2026-11-23T01:00", "2026-11-23T02:00"], ["2026-11-20T09:00", "2026-11-22T01:00"]], "M8[s]")
    found = due_all(Limit(1, "working_days"), starts, HONGKONG)
    assert found.shape == (2, 2)
    assert found.tolist()[1] == [datetime(2026, 11, 21, 5), datetime(2026, 11, 23, 10)]
    for unit in UNITS:
        assert due_all(Limit(1, unit), np.array([], "M8[us]"), HONGKONG).size == 0


def test_a_limit_of_any_size_ends_beyond_the_calendar_and_not_before_its_start():
    for unit in ("working_hours", "working_days"):
        with pytest.raises(BeyondCalendar, match="2026-12-01"):
            due_all(Limit(10**18, unit), np.array(["2026-11-23T01:00"], "M8[us]"), HONGKONG)
    with pytest.raises(OverflowError):
        due_all(Limit(10**8, "days"), np.array(["2026-11-23T01:00"], "M8[us]"), HONGKONG)


@pytest.mark.parametrize("hours", [[(t("18:00"), t("09:00"))], [(t("09:00"), t("12:00")), (t("11:00"), t("13:00"))]])
def test_hours_that_overlap_or_run_backwards_are_refused(hours):
    with pytest.raises(ValueError, match="overlap"):
        Calendar("Asia/Hong_Kong", {0: hours}, {}, FIRST, LAST)


@pytest.mark.parametrize(("amount", "unit"), [(0, "days"), (-1, "hours"), (1, "fortnights")])
def test_a_limit_that_is_none_is_refused(amount, unit):
    with pytest.raises(ValueError, match=unit):
        Limit(amount, unit)


def test_a_make_up_day_may_follow_any_weekday():
    calendar = Calendar("Asia/Hong_Kong", {0: WEEK, 4: WEEK[:1]}, {date(2026, 9, 5): Day("work", 4)}, FIRST, LAST)
    assert calendar.hours_on(date(2026, 9, 5)) == WEEK[:1]
