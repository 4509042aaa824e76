"""From a schedule document to dates: calendars, constraints, summaries and lags as the document means them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest

from answerable.plans.exchange.schedule_document import ScheduleCalendar, ScheduleDocument, ScheduleLink, ScheduleTask
from answerable.plans.exchange.schedule_network import axes_of_document, lag_on_of_document, network_of_document
from answerable.rules.network_axis import clock_minute, clock_time
from answerable.rules.network_calendars import schedule_on
from answerable.rules.problems import Refused

HOURS = ((time(8), time(12)), (time(13), time(17)))
WEEK = {**dict.fromkeys(range(5), HOURS), 5: (), 6: ()}
MONDAY = datetime(2026, 3, 2, 8)
SATURDAYS = ScheduleCalendar(2, "Saturdays", is_base=False, base_uid=1, weekly_hours={5: HOURS})
BASE = ScheduleDocument(
    start=MONDAY, calendar_uid=1, calendars=(ScheduleCalendar(1, "Office", weekly_hours=WEEK), SATURDAYS)
)


def dates(*tasks: ScheduleTask, document: ScheduleDocument = BASE) -> dict[str, tuple[datetime, datetime]]:
    """Early start and finish of each task by name."""
    document = replace(document, tasks=tasks)
    network = network_of_document(document)
    found = schedule_on(
        network, axes_of_document(document, network), clock_minute(MONDAY), lag_on=lag_on_of_document(document)
    )
    names = {str(task.uid): task.name for task in tasks}
    ends = zip(network.keys, found.early_start.tolist(), found.early_finish.tolist(), strict=True)
    return {names[key]: (clock_time(start), clock_time(finish)) for key, start, finish in ends}


def task(uid: int, name: str, minutes: int = 480, *links: ScheduleLink, **more) -> ScheduleTask:
    return ScheduleTask(uid, name, str(uid), duration=minutes, links=links, **more)


def test_a_task_works_by_its_own_calendar_and_that_by_its_base():
    found = dates(task(1, "office", 2880), task(2, "saturdays", 2880, calendar_uid=2))
    assert found["office"][1] == datetime(2026, 3, 9, 17)
    assert found["saturdays"][1] == datetime(2026, 3, 7, 17)


def test_elapsed_work_and_elapsed_lags_go_on_by_day_and_night():
    friday = task(1, "pour", 2400)
    cure = task(2, "cure", 2880, ScheduleLink(1), elapsed=True)
    after = task(3, "paint", 480, ScheduleLink(1, "FS", 1440, elapsed=True))
    found = dates(friday, cure, after)
    assert found["cure"] == (datetime(2026, 3, 6, 17), datetime(2026, 3, 8, 17))
    assert found["paint"][0] == datetime(2026, 3, 9, 8)


def test_constraint_dates_hold_tasks():
    at = datetime(2026, 3, 4, 13)
    assert dates(task(1, "a", constraint="start_not_earlier", constraint_date=at))["a"][0] == at
    assert dates(task(1, "a", constraint="must_finish_on", constraint_date=at))["a"] == (
        datetime(2026, 3, 3, 13),
        datetime(2026, 3, 4, 12),  # to one who does not work from twelve to one, the same
    )
    assert dates(task(1, "a", constraint="as_late_as_possible", constraint_date=at))["a"][0] == MONDAY
    assert dates(task(1, "a", manual=True, start=at))["a"][0] == at


def test_a_link_of_a_summary_holds_for_what_is_below_it():
    phase = ScheduleTask(1, "phase", "1", summary=True)
    one, two = replace(task(2, "one"), outline="1.1"), replace(task(3, "two", 960), outline="1.2")
    found = dates(phase, one, two, task(4, "next", 480, ScheduleLink(1)))
    assert found["next"][0] == datetime(2026, 3, 4, 8)
    late = replace(phase, links=(ScheduleLink(4),))
    assert dates(late, one, two, task(4, "first"))["two"][0] == datetime(2026, 3, 3, 8)
    with pytest.raises(Refused, match="schedule_link_of_summary"):
        dates(phase, one, task(4, "next", 480, ScheduleLink(1, "SS")))


def test_a_lag_in_percent_is_a_share_of_the_earlier_task():
    assert dates(task(1, "a", 960), task(2, "b", 480, ScheduleLink(1, "FS", 0, -50)))["b"][0] == datetime(2026, 3, 3, 8)


def test_what_is_switched_off_neither_works_nor_waits():
    found = dates(task(1, "a", inactive=True), task(2, "b", 480, ScheduleLink(1)))
    assert found == {"b": (MONDAY, datetime(2026, 3, 2, 17))}


def test_what_is_left_follows_from_the_share_done_when_nobody_says_it():
    half = task(1, "a", 960, actual_start=MONDAY, percent=50)
    assert dates(half)["a"] == (MONDAY, datetime(2026, 3, 2, 17))
    assert dates(replace(half, remaining=960))["a"][1] == datetime(2026, 3, 3, 17)


@pytest.mark.parametrize("start", [datetime.min, datetime.max])
def test_a_schedule_at_either_end_of_time_is_no_fault(start):
    document = replace(BASE, start=start, tasks=(task(1, "a", 0),))
    (axis,) = axes_of_document(document, network_of_document(document))
    assert axis.total > 0


def test_a_schedule_without_start_calendar_or_known_tasks_is_refused():
    with pytest.raises(Refused, match="schedule_calendar_missing"):
        dates(task(1, "a", calendar_uid=9))
    with pytest.raises(Refused, match="schedule_without_start"):
        dates(task(1, "a"), document=replace(BASE, start=None))
    with pytest.raises(Refused, match="activity_unknown"):
        dates(task(1, "a", 480, ScheduleLink(7)))
    with pytest.raises(Refused, match=r"1 → 2 → 1|2 → 1 → 2"):
        dates(task(1, "a", 480, ScheduleLink(2)), task(2, "b", 480, ScheduleLink(1)))
