"""What is delivered counts when it is accepted; what tasks will add is a forecast and never moves a light."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from answerable.organisation.models import Post
from answerable.plans.models import ScheduleRun, Submission, Task
from answerable.plans.queries.figures import figures
from answerable.rules.lights import Outcome

pytestmark = pytest.mark.django_db


def post(code):
    return Post.objects.get(code=code, jurisdiction__code="harbour")


@pytest.fixture
def shown(plan, now):
    return lambda code, at=None: {f.code: f for f in figures(plan, as_of=at or now).values()}[code]


@pytest.fixture
def run(plan, now):
    """run({"T-04": "2028-03-31"}) -> a run of the schedule that expects these ends in 50 (and 80) of 100 cases."""

    def keep(p50, p80=None, at=None):
        return ScheduleRun.objects.create(
            plan=plan, status_on=date(2026, 6, 10), ran_at=at or now, input_sha256="0" * 64, seed=1, runs=1000,
            results={"p50": p50, "p80": p80 or p50},
        )  # fmt: skip

    return keep


def hand_in(task, at, verdict="", verdict_at=None):
    words = {"verdict_words": "not complete"} if verdict == "returned" else {}
    return Submission.objects.create(
        task=task, words="done", submitted_at=at, submitted_by=post("transport-head"), verdict=verdict,
        verdict_at=verdict_at, verdict_by=post("planning-reviewer") if verdict else None, **words,
    )  # fmt: skip


def test_a_milestone_is_forecast_by_its_last_task(shown, run, now) -> None:
    assert shown("H-06").status.outcome is Outcome.NOT_DUE
    run({"T-03": "2026-12-18", "T-04": "2028-03-31"})
    assert shown("H-06").status.outcome is Outcome.ON_TRACK
    later = now + timedelta(hours=1)
    run({"T-03": "2026-12-18", "T-04": "2028-09-30"}, at=later)
    assert shown("H-06", later).status.outcome is Outcome.SLIPPING
    assert shown("H-06").status.outcome is Outcome.ON_TRACK  # as known before


def test_submitted_is_not_accepted_and_acceptance_counts_from_the_day_it_was_handed_in(shown, task) -> None:
    day = datetime(2028, 6, 20, 9, tzinfo=UTC)
    hand_in(task("T-03"), day, "accepted", day + timedelta(days=1))
    waiting = hand_in(task("T-04"), day)
    after = day + timedelta(days=20)  # 10 July 2028, past the due day
    assert shown("H-06", after).status.outcome is Outcome.MISSED
    assert "submitted_not_accepted" in shown("H-06", after).status.marks
    waiting.verdict, waiting.verdict_at, waiting.verdict_by = "accepted", after, post("planning-reviewer")
    waiting.save()
    assert shown("H-06", after).status.outcome is Outcome.ACHIEVED
    assert shown("H-06", day + timedelta(hours=1)).status.outcome is not Outcome.ACHIEVED


def test_what_open_tasks_add_is_a_second_forecast(plan, shown, run, now) -> None:
    Task.objects.filter(plan=plan, code="T-02").update(adds=4000, version=2)
    before = shown("H-01")
    assert before.bottom_up.value == 180  # nothing is expected before the schedule was run
    later = now + timedelta(hours=1)
    run({"T-02": "2027-05-31"}, {"T-02": "2031-01-31"}, at=later)
    found = shown("H-01", later)
    assert (found.bottom_up.value, found.bottom_up.low) == (4180, 180)
    assert found.forecast_short
    assert found.status.outcome is before.status.outcome  # a forecast moves no light


def test_the_next_node_is_the_open_one_that_falls_due_first(plan, shown) -> None:
    assert shown("H-01").next_node.code in ("T-01", "M-01")
    both = Task.objects.filter(plan=plan, code__in=("T-01", "M-01"))
    both.update(state="cancelled", cancelled_words="the site is given up", version=2)
    assert shown("H-01").next_node.code == "T-02"
