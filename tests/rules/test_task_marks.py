"""How a task stands on a day, and how much of what a post owed others came in time."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules import task_marks
from answerable.rules.task_marks import MARKS, RISKS, Node, TaskTimes, coordination, handoff_state, mark, risks

TODAY = date(2026, 6, 10)
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (TaskTimes("accepted", due_on=TODAY, finished_on=TODAY), "done"),
        (TaskTimes("accepted", due_on=TODAY, finished_on=AFTER), "done_late"),
        (TaskTimes("accepted", finished_on=AFTER), "done"),
        (TaskTimes("cancelled", due_on=BEFORE), "cancelled"),
        (TaskTimes("submitted", due_on=BEFORE, submitted_on=BEFORE), "waits_for_acceptance"),
        (TaskTimes("submitted", due_on=BEFORE, submitted_on=TODAY), "late"),
        (TaskTimes("started", due_on=BEFORE), "late"),
        (TaskTimes("started", due_on=TODAY), "on_time"),
        (TaskTimes("planned", due_on=AFTER, starts_on=BEFORE), "at_risk"),
        (TaskTimes("started", due_on=AFTER, starts_on=BEFORE), "on_time"),
        (TaskTimes("started", due_on=TODAY, forecast_on=AFTER), "at_risk"),
        (TaskTimes("started", due_on=TODAY, forecast_on=TODAY, p80_on=AFTER), "at_risk"),
        (TaskTimes("planned", due_on=AFTER, late_handoffs=1), "at_risk"),
        (TaskTimes("planned"), "undated"),
        (TaskTimes("planned", late_handoffs=2), "at_risk"),
    ],
)
def test_a_task_stands_as_its_dates_say(times, expected):
    assert mark(times, TODAY) == expected


def test_every_reason_of_a_risk_is_named():
    times = TaskTimes("planned", BEFORE, TODAY, forecast_on=AFTER, p80_on=AFTER, late_handoffs=1)
    assert risks(times, TODAY) == RISKS
    assert risks(times, BEFORE) == ("forecast_late", "p80_late", "handoff_late")


days = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(
    st.builds(
        TaskTimes, st.sampled_from(["planned", "started", "submitted", "accepted", "cancelled"]), days, days, days,
        days, days, days, days, st.integers(0, 2),
    ),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)  # fmt: skip
def test_no_task_becomes_on_time_again_by_waiting(times, today):
    found = mark(times, today)
    assert found in MARKS
    later = mark(times, today + timedelta(days=40))
    order = ("on_time", "at_risk", "late")
    if found in order and later in order:
        assert order.index(later) >= order.index(found)
    assert (found == "cancelled") == (times.state == "cancelled")
    if found in ("done", "done_late"):
        assert times.state == "accepted"


def test_days_late_count_to_the_day_it_was_done():
    assert task_marks.days_late("started", BEFORE, None, TODAY) == 1
    assert task_marks.days_late("accepted", BEFORE, BEFORE, TODAY) == 0
    assert task_marks.days_late("accepted", BEFORE, AFTER, AFTER) == 2
    assert task_marks.days_late("cancelled", BEFORE, None, TODAY) == 0
    assert task_marks.days_late("started", None, None, TODAY) == 0


@pytest.mark.parametrize(
    ("promised", "came", "taken", "returned", "expected"),
    [
        (None, None, None, False, "asked"), (TODAY, None, None, False, "promised"),
        (TODAY, TODAY, None, False, "given"), (TODAY, None, None, True, "returned"),
        (TODAY, TODAY, None, True, "given"), (TODAY, TODAY, TODAY, False, "accepted"),
    ],
)  # fmt: skip
def test_a_hand_off_stands_where_its_days_say(promised, came, taken, returned, expected):
    assert handoff_state(promised_on=promised, given_on=came, accepted_on=taken, returned=returned) == expected


def test_a_share_counts_what_came_due_and_what_came_early():
    nodes = [
        Node("a", "1", BEFORE, BEFORE), Node("a", "2", BEFORE, TODAY), Node("a", "3", BEFORE, None),
        Node("a", "4", AFTER, TODAY), Node("a", "5", AFTER, None), Node("b", "6", TODAY, None),
        Node("b", "7", date(2025, 1, 1), None),
    ]  # fmt: skip
    found = coordination(nodes, since=date(2026, 1, 1), until=date(2026, 12, 31), today=TODAY)
    assert (found["a"].due, found["a"].on_time, found["a"].share) == (4, 2, Fraction(1, 2))
    assert "b" not in found
    assert task_marks.Share(0, 0).share is None
