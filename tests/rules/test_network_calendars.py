"""rules.network_calendars and network_axis: activities that work by different calendars."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.network import Activity, Dependency, network_of, schedule
from answerable.rules.network_axis import axis_of_calendar, axis_of_hours, clock_minute, clock_time
from answerable.rules.network_calendars import LAG_ON, schedule_on
from answerable.rules.working_calendar import BeyondCalendar, Calendar, Day

from .test_network import networks

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
OFFICE_HOURS = ((time(9), time(12)), (time(13), time(18)))
OFFICE = axis_of_hours(FIRST, LAST, lambda day: OFFICE_HOURS if day.weekday() < 5 else ())
ALWAYS = axis_of_hours(FIRST, LAST, lambda _: ((time(0), time(0)),))
NIGHTS = axis_of_hours(FIRST, LAST, lambda day: ((time(0), time(5)), (time(22), time(0))) if day.weekday() != 6 else ())
FRIDAY = clock_minute(datetime(2026, 3, 6, 9))


def dates(found):
    return [(clock_time(a), clock_time(b)) for a, b in zip(found.early_start, found.early_finish, strict=True)]


def test_work_stops_at_night_and_on_sunday_where_the_calendar_says_so():
    network = network_of([Activity("a", 600), Activity("b", 60)], [Dependency("a", "b")])
    found = schedule_on(network, [OFFICE, OFFICE], FRIDAY)
    assert dates(found) == [
        (datetime(2026, 3, 6, 9), datetime(2026, 3, 9, 11)),
        (datetime(2026, 3, 9, 11), datetime(2026, 3, 9, 12)),
    ]


def test_what_ends_on_friday_lets_the_next_begin_on_monday_and_the_milestone_on_friday():
    activities = [Activity("a", 480), Activity("b", 60), Activity("met", 0)]
    found = schedule_on(network_of(activities, [Dependency("a", "b"), Dependency("a", "met")]), [OFFICE] * 3, FRIDAY)
    assert dates(found)[1:] == [
        (datetime(2026, 3, 9, 9), datetime(2026, 3, 9, 10)),
        (datetime(2026, 3, 6, 18), datetime(2026, 3, 6, 18)),
    ]


@pytest.mark.parametrize(
    ("lag_on", "begins"),
    [
        ("after", datetime(2026, 3, 9, 10)),  # one hour of the office, on Monday
        ("before", datetime(2026, 3, 9, 9)),  # one hour of the night of Friday, and then the office must open
        ("elapsed", datetime(2026, 3, 9, 9)),
    ],
)
def test_the_minutes_of_a_lag_are_counted_where_the_planner_chooses(lag_on, begins):
    network = network_of([Activity("a", 60), Activity("b", 60)], [Dependency("a", "b", lag=60)])
    found = schedule_on(network, [NIGHTS, OFFICE], clock_minute(datetime(2026, 3, 6, 22)), lag_on=lag_on)
    assert dates(found)[1][0] == begins


def test_float_is_told_in_the_working_minutes_of_each_activity():
    activities = [Activity("office", 60), Activity("round the clock", 60), Activity("long", 960)]
    found = schedule_on(network_of(activities, []), [OFFICE, ALWAYS, OFFICE], FRIDAY)
    assert clock_time(found.finish) == datetime(2026, 3, 9, 18)
    assert found.total_float.tolist() == [900, 81 * 60 - 60, 0]


def test_nobody_guesses_beyond_the_days_that_are_known():
    network = network_of([Activity("a", 480 * 300)], [])
    with pytest.raises(BeyondCalendar):
        schedule_on(network, [OFFICE], FRIDAY)
    with pytest.raises(BeyondCalendar):
        schedule_on(network, [OFFICE], clock_minute(datetime(2025, 12, 31, 9)))


def test_an_axis_of_a_working_calendar_keeps_its_holidays_and_its_zone():
    hours = {weekday: ((time(9), time(17)),) for weekday in range(5)}
    days = {date(2026, 2, 17): Day("off")}
    axis = axis_of_calendar(Calendar("Asia/Hong_Kong", hours, days, date(2026, 2, 16), date(2026, 2, 18)))
    assert axis.total == 960
    assert clock_time(axis.begins(480)) == datetime(2026, 2, 18, 1)  # nine o'clock in Hong Kong
    assert clock_time(axis.ends(480)) == datetime(2026, 2, 16, 9)


@given(st.integers(0, OFFICE.total - 1), st.sampled_from([OFFICE, NIGHTS, ALWAYS]))
def test_the_way_to_the_clock_and_back_is_the_same_place(place, axis):
    assert axis.passed(axis.begins(place)) == place == axis.passed(axis.ends(place))
    assert axis.ends(place) <= axis.begins(place)


SHIFT = 480 * 60  # the networks of the strategy begin at 0: put them in the middle of the year
START = OFFICE.begins(SHIFT)


def _on_the_clock(activity, axis):
    """The same activity with its bounds and actuals as clock minutes of an axis."""
    bounds = {
        name: None if getattr(activity, name) is None else axis.begins(SHIFT + getattr(activity, name))
        for name in ("start_from", "finish_from", "actual_start", "actual_finish")
    }
    return replace(activity, **bounds)


@given(networks(), st.integers(0, 25), st.sampled_from(["after", "before"]))
def test_one_calendar_for_all_gives_what_its_working_minutes_give(drawn, status, lag_on):
    activities, dependencies = drawn
    plain = schedule(network_of(activities, dependencies), status=status)
    clocked = network_of([_on_the_clock(a, OFFICE) for a in activities], dependencies)
    found = schedule_on(clocked, [OFFICE] * len(activities), START, OFFICE.begins(SHIFT + status), lag_on=lag_on)
    for column in ("early_start", "early_finish", "late_start", "late_finish"):
        assert [OFFICE.passed(at) - SHIFT for at in getattr(found, column).tolist()] == getattr(plain, column).tolist()
    assert found.total_float.tolist() == plain.total_float.tolist()
    assert found.free_float.tolist() == plain.free_float.tolist()


@given(networks(), st.data(), st.lists(st.sampled_from(LAG_ON), min_size=14, max_size=14))
def test_total_float_on_several_calendars_is_how_late_work_may_be_without_moving_the_end(drawn, data, lag_on):
    activities, dependencies = drawn
    activities = [_on_the_clock(replace(a, duration=a.duration * 37), ALWAYS) for a in activities]
    dependencies, lag_on = [replace(d, lag=d.lag * 61) for d in dependencies], lag_on[: len(dependencies)]
    start = ALWAYS.begins(SHIFT)
    axes = data.draw(st.lists(st.sampled_from([OFFICE, NIGHTS, ALWAYS]), min_size=9, max_size=9))[: len(activities)]
    network = network_of(activities, dependencies)
    found = schedule_on(network, axes, start, lag_on=lag_on)
    number = data.draw(st.integers(0, len(activities) - 1))
    if network.done[number]:
        return
    axis, late = axes[number], activities[number]
    for minutes, within in ((int(found.total_float[number]), True), (int(found.total_float[number]) + 1, False)):
        ends = axis.passed(int(found.early_finish[number])) + minutes
        held = replace(late, finish_from=axis.begins(ends))
        again = schedule_on(
            network_of([*activities[:number], held, *activities[number + 1 :]], dependencies),
            axes,
            start,
            lag_on=lag_on,
        )
        assert (again.finish <= found.finish) is within
