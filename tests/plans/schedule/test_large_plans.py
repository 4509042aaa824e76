"""A plan of thousands of tasks is read, computed and drawn in a few queries."""

from __future__ import annotations

from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.plans.actions.schedule import run_schedule
from answerable.plans.actions.schedules_in import store_schedule
from answerable.plans.exchange.schedule_document import ScheduleDocument, ScheduleLink, ScheduleTask
from answerable.plans.queries.calendar import nodes
from answerable.plans.queries.schedule import chart, critical_path, serial_to_parallel
from answerable.plans.queries.slips import delay_attribution, slips
from answerable.plans.queries.tasks import task_lines, task_page
from tests.plans.conftest import make_plan

pytestmark = pytest.mark.django_db
DAY = 480


@pytest.fixture
def plan(harbour):
    """HARBOUR-5 for each test alone: its statements are counted."""
    return make_plan("HARBOUR-5", published=True)


def chain(size: int, width: int = 10) -> ScheduleDocument:
    """So many tasks in layers of `width`, each waiting for two of the layer before."""
    tasks = []
    for number in range(1, size + 1):
        earlier = [uid for uid in (number - width, number - width - 1) if uid > 0]
        links = tuple(ScheduleLink(uid) for uid in earlier)
        tasks.append(ScheduleTask(number, f"Task {number}", str(number), 1, (1 + number % 7) * DAY, links=links))
    return ScheduleDocument(name="layers", tasks=tuple(tasks))


@pytest.fixture
def grown(plan, actor, now):
    """grown(size) -> HARBOUR-5 with so many tasks more."""

    def act(size):
        store_schedule(
            actor=actor("planning-secretary"), now=now, plan_code=plan.code, document=chain(size),
            owner="works-head", acceptor="planning-reviewer", prefix="L-",
        )  # fmt: skip
        return plan

    return act


def count(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        act()
    return len(found)


def test_no_reading_of_a_plan_takes_a_query_for_each_task(plan, grown, promised, now):
    today = now.date()
    reads = (
        lambda: task_lines(plan, today=today, now=now), lambda: task_page(plan, "T-02", today=today, now=now),
        lambda: critical_path(plan, status_on=today, now=now), lambda: chart(plan, today=today, now=now),
        lambda: serial_to_parallel(plan, status_on=today, now=now), lambda: slips(plan, status_on=today),
        lambda: delay_attribution(plan, status_on=today, now=now), lambda: nodes(plan, today=today, now=now, days=9999),
    )  # fmt: skip
    for read in reads:
        read()  # the rulebook is read once
    small = [count(read) for read in reads]
    grown(60)
    assert [count(read) for read in reads] == small
    assert max(small) <= 20


@pytest.mark.slow
def test_five_thousand_tasks_come_in_and_are_computed_in_seconds(grown, actor, now):
    began = perf_counter()
    plan = grown(5000)
    run_schedule(actor=actor("planning-secretary"), now=now, plan_code=plan.code)
    assert critical_path(plan, status_on=now.date(), now=now).lines
    assert perf_counter() - began < 60
