"""The schedule: critical path and odds, pictures that stay, slips, whose lateness it was, what can go side by side."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from answerable.plans.actions.dependencies import make_parallel
from answerable.plans.actions.handoffs import give_handoff
from answerable.plans.actions.schedule import run_schedule, run_schedules, take_baseline
from answerable.plans.actions.tasks import cancel_task, edit_task, estimate, start_task
from answerable.plans.models import ScheduleBaseline, ScheduleRun
from answerable.plans.queries.delivering import forecasts_of
from answerable.plans.queries.schedule import chart, critical_path, newest_run, serial_to_parallel
from answerable.plans.queries.slips import delay_attribution, slips
from answerable.plans.queries.tasks import task_lines
from answerable.rules.problems import NotAllowed, Refused
from tests.plans.schedule.conftest import code

pytestmark = pytest.mark.django_db
MARCH_2, JUNE_10 = date(2026, 3, 2), date(2026, 6, 10)


@pytest.fixture
def run(plan, actor, now):
    """run() -> a run of the schedule, by the committee's secretary."""
    return lambda **more: run_schedule(actor=actor("planning-secretary"), now=now, plan_code=plan.code, **more)


@pytest.fixture
def picture(plan, actor, now):
    """picture("First") -> a baseline."""

    def act(name="First", days=0, who="planning-secretary", **more):
        at = now + timedelta(days=days)
        return take_baseline(actor=actor(who), now=at, plan_code=plan.code, name=name, **more)

    return act


def test_the_critical_path_goes_through_what_waits_longest(plan, now):
    """60 and 240 and 200 working days one after the other; designing the tram has time."""
    path = critical_path(plan, status_on=MARCH_2, now=now)
    critical = [(line.key, line.post.code, line.total_float) for line in path.lines if line.critical]
    assert critical == [("T-01", "works-head", 0), ("T-02", "works-head", 0), ("T-04", "transport-head", 0)]
    t01 = path.lines[0]
    assert (t01.start, t01.finish) == (MARCH_2, date(2026, 5, 27))  # 60 days; Good Friday, Easter and 4 May are off
    everything = critical_path(plan, status_on=MARCH_2, now=now, within=Decimal(1000))
    assert {line.key: line.total_float for line in everything.lines}["T-03"] == 100  # 300 less its own 200
    assert path.finish == everything.finish


def test_what_is_left_waits_for_the_status_date(plan, actor, now):
    earlier = critical_path(plan, status_on=MARCH_2, now=now).finish
    later = critical_path(plan, status_on=JUNE_10, now=now).finish
    assert later > earlier
    start_task(actor=actor("works-head"), now=now, plan_code=plan.code, code="T-01", started_on=MARCH_2)
    estimate(
        actor=actor("works-head"), now=now, plan_code=plan.code, code="T-01", duration_days=Decimal(60),
        remaining_days=Decimal(10),
    )  # fmt: skip
    path = critical_path(plan, status_on=JUNE_10, now=now)
    assert (path.lines[0].key, path.lines[0].start, path.lines[0].finish) == ("T-01", MARCH_2, date(2026, 6, 23))


def test_a_run_keeps_the_digest_of_its_input_and_its_seed_and_can_be_repeated(plan, run, actor, now):
    estimate(
        actor=actor("works-head"), now=now, plan_code=plan.code, code="T-02", duration_days=Decimal(240),
        optimistic_days=Decimal(200), pessimistic_days=Decimal(400),
    )  # fmt: skip
    first, second, other = run(), run(), run(seed=7, runs=200, shape="triangular")
    assert (first.input_sha256, first.seed, first.results) == (second.input_sha256, second.seed, second.results)
    assert (other.input_sha256, other.seed) == (first.input_sha256, 7)
    results = first.results
    assert results["finish"] < results["finish_p50"] < results["finish_p80"]  # the pessimistic side is longer
    assert results["tasks"]["T-02"]["criticality"] == 1000
    assert results["tasks"]["T-03"]["criticality"] == 0
    assert results["critical"] == ["T-01", "T-02", "T-04"]
    found = forecasts_of(results)
    assert found["T-01"].p50 == found["T-01"].p80  # nobody doubts it
    assert found["T-02"].p50 < found["T-02"].p80 < found["T-04"].p80
    edit_task(actor=actor("planning-secretary"), now=now, plan_code=plan.code, code="T-03", starts_on=date(2026, 4, 1))
    assert run().input_sha256 != first.input_sha256
    assert newest_run(plan, as_of=now).runs == 1000
    assert ScheduleRun.objects.count() == 4


def test_every_published_plan_is_run_by_the_clock(plan, draft, now):
    assert run_schedules(now=now) == 1
    assert newest_run(plan, as_of=now).status_on == JUNE_10
    assert newest_run(draft, as_of=now) is None


def test_a_forecast_later_than_the_due_date_makes_a_task_at_risk(plan, run, now):
    run()
    lines = {one.task.code: one for one in task_lines(plan, today=JUNE_10, now=now)}
    assert lines["T-02"].forecast_on > date(2027, 5, 31)
    assert lines["T-02"].risks == ("forecast_late", "p80_late", "start_missed")


def test_runs_out_of_bounds_are_refused_and_not_everybody_runs(plan, run, actor, now):
    for more in ({"runs": 0}, {"runs": 50_000}, {"shape": "normal"}, {"seed": -1}):
        with pytest.raises(Refused) as raised:
            run(**more)
        assert code(raised) == ["run_out_of_bounds"]
    with pytest.raises(NotAllowed):
        run_schedule(actor=actor("works-handler"), now=now, plan_code=plan.code)


def test_a_picture_is_taken_by_the_committee_and_one_after_publication_says_why(plan, draft, picture, actor, now):
    with pytest.raises(NotAllowed):
        picture(who="works-head", reason="Floods in May.")
    first = take_baseline(actor=actor("planning-secretary"), now=now, plan_code=draft.code, name="First")
    assert first.number == 1
    with pytest.raises(Refused) as raised:
        picture("Second")
    assert raised.value.problems[0].field == "reason"
    assert picture("Second", reason="Floods in May.").number == 2


def test_a_picture_never_changes_not_even_in_the_database(picture):
    row = picture(reason="Floods in May.")
    with pytest.raises(IntegrityError), transaction.atomic():
        ScheduleBaseline.objects.filter(pk=row.pk).update(dates={})
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_a_slip_is_told_against_the_first_and_the_newest_picture(plan, picture, actor, now):
    why = {"due_on": date(2027, 3, 18), "words": "The tram is designed twice."}
    edit_task(actor=actor("planning-secretary"), now=now, plan_code=plan.code, code="T-03", **why)
    picture("Second", reason="The tram is designed twice.")
    found = {slip.task.code: slip for slip in slips(plan, status_on=JUNE_10).lines}
    tram = found["T-03"]
    assert (tram.first, tram.current) == (date(2026, 12, 18), date(2027, 3, 18))
    assert tram.against_first - tram.against_current == 90
    cancel_task(actor=actor("planning-chair"), now=now, plan_code=plan.code, code="T-03", words="No tram.")
    assert slips(plan, status_on=JUNE_10).gone == ["T-03"]


def test_lateness_is_put_down_to_who_gave_late_and_parts_need_not_add_up(plan, promised, actor, now):
    """Promised for 30 June, given on 30 July: 22 working days, since nothing else held T-02 back so long."""
    give_handoff(actor=actor("transport-head"), now=now + timedelta(days=50), number=promised.number)  # 30 July
    found = delay_attribution(plan, status_on=date(2026, 8, 3), now=now)
    assert [(one.name, one.giving.unit.code, one.slip) for one in found.lines] == [
        ("Drawings of the tram stop", "transport", Decimal(22))
    ]
    assert found.by_unit == {"transport": Decimal(22)}
    assert found.late == 22
    assert found.finish > found.promised


def test_what_is_still_owed_is_late_by_the_status_date(plan, promised, now):
    nothing = delay_attribution(plan, status_on=date(2026, 6, 29), now=now)
    assert (nothing.lines, nothing.late) == ([], 0)
    assert delay_attribution(plan, status_on=date(2026, 7, 8), now=now).lines[0].slip > 0


def test_from_serial_to_parallel_says_what_it_would_save_and_whose_it_is(plan, actor, now):
    found = serial_to_parallel(plan, status_on=MARCH_2, now=now)
    best = found.alone[0]
    assert (best.before, best.after, best.giving.code, best.waiting.code) == (
        "T-02", "T-04", "works-head", "transport-head",
    )  # fmt: skip
    assert best.across
    assert best.days > 0
    finish = critical_path(plan, status_on=MARCH_2, now=now).finish
    make_parallel(
        actor=actor("transport-head"), now=now, plan_code=plan.code, code="T-04", before="T-02", words="It can be done."
    )
    sooner = critical_path(plan, status_on=MARCH_2, now=now).finish
    assert sooner < finish
    assert serial_to_parallel(plan, status_on=MARCH_2, now=now).finish == sooner


def test_a_task_with_tasks_below_it_lasts_as_long_as_they_do(plan, add, now):
    add("S-01", parent="T-02", duration_days=Decimal(30))
    add("S-02", parent="T-02", duration_days=Decimal(50))
    path = critical_path(plan, status_on=MARCH_2, now=now, within=Decimal(1000))
    lines = {line.key: line for line in path.lines}
    assert lines["S-02"].start == date(2026, 5, 28)  # after T-01, for which T-02 waits
    assert lines["T-02"].finish == lines["S-02"].finish
    assert lines["S-01"].total_float - lines["S-02"].total_float == 20


def test_the_bars_hold_computed_dates_and_the_first_picture(plan, now):
    found = chart(plan, today=JUNE_10, now=now)
    bars = {bar.line.task.code: bar for bar in found.bars}
    assert bars["T-02"].baseline == (date(2026, 6, 1), date(2027, 5, 31))
    assert bars["T-02"].waits_for == ("T-01",)
    assert bars["T-02"].critical
    assert bars["T-01"].answers.post.code == "works-head"
    assert min(bar.baseline_x for bar in found.bars) == 0
    assert max(bar.x + bar.width for bar in found.bars) == 1000
    assert 0 < found.today_x < 1000
    assert found.first == MARCH_2
