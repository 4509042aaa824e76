"""The parts of a scorecard besides indicators, each counted from the record of a year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from answerable.leaders import actions as leaders
from answerable.organisation.models import Post
from answerable.performance.queries import scorecard_work as work
from answerable.performance.queries.scorecard_targets import target_lines, timeliness
from answerable.performance.queries.scorecard_whistles import whistles
from answerable.performance.queries.year import answered_for, posts_of_year, year_of
from answerable.plans.models import HandOff, LagNotice, Submission, Task
from tests.performance.conftest import observe

END = datetime(2027, 1, 20, 9, tzinfo=UTC)


@pytest.fixture
def year(plan):
    return year_of(plan, "2026")


@pytest.fixture
def head(harbour):
    return Post.objects.select_related("unit").get(jurisdiction=harbour, code="works-head")


def test_a_year_of_the_plan_is_a_year_and_nothing_else(plan):
    assert year_of(plan, "2026").first_day == date(2026, 1, 1)
    for code in ("2026-Q1", "2025", "2031", "next", ""):
        assert year_of(plan, code) is None


def test_who_answered_at_the_end_of_the_year_is_appraised(year):
    assert [post.code for post in posts_of_year(year)] == ["cleansing-head", "transport-head", "works-head"]


def hand_in(task, at, verdict_at):
    posts = {code: Post.objects.get(code=code) for code in ("works-head", "planning-reviewer")}
    Submission.objects.create(
        task=task, words="done", submitted_at=at, submitted_by=posts["works-head"], verdict="accepted",
        verdict_at=verdict_at, verdict_by=posts["planning-reviewer"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("handed_in", "accepted", "as_of", "expected"),
    [
        (datetime(2026, 5, 29, 9, tzinfo=UTC), datetime(2026, 6, 20, 9, tzinfo=UTC), END, "in_time"),
        (datetime(2026, 6, 1, 9, tzinfo=UTC), datetime(2026, 6, 2, 9, tzinfo=UTC), END, "late"),
        (datetime(2026, 5, 29, 9, tzinfo=UTC), END + timedelta(days=1), END, "not_accepted"),
        (None, None, END, "not_accepted"),
    ],
)
def test_a_milestone_counts_when_what_was_handed_in_was_accepted(
    year, head, plan, handed_in, accepted, as_of, expected
):
    if handed_in is not None:
        hand_in(Task.objects.get(plan=plan, code="M-01"), handed_in, accepted)
    found = work.accepted_by(year, answered_for(year, head, "milestone"), as_of=as_of)
    assert (found["due"], found[expected]) == (1, 1)
    assert found["missed"] == ([] if expected == "in_time" else ["M-01"])


def promise(plan, number, baseline_on, given_at, promised_on=None):
    giver, taker = (Post.objects.get(code=code) for code in ("works-head", "transport-head"))
    HandOff.objects.create(
        plan=plan, task=plan.tasks.get(code="T-04"), giver=giver, taker=taker, number=number, what="The site, cleared",
        asked_at=datetime(2026, 3, 1, 9, tzinfo=UTC), baseline_on=baseline_on, promised_on=promised_on or baseline_on,
        given_at=given_at, salt=b"0" * 16,
    )  # fmt: skip


def test_a_hand_off_is_late_by_its_first_promise_however_often_it_was_moved(year, head, plan):
    promise(plan, "H/1", date(2026, 5, 1), datetime(2026, 4, 30, 9, tzinfo=UTC))
    promise(plan, "H/2", date(2026, 5, 1), datetime(2026, 6, 1, 9, tzinfo=UTC), promised_on=date(2026, 6, 1))
    promise(plan, "H/3", date(2026, 11, 1), None)
    promise(plan, "H/4", date(2027, 2, 1), None)
    assert work.handoffs(year, head, as_of=END) == {"due": 3, "in_time": 1, "late": 1, "not_given": 1}
    assert work.shared_work(year, head, as_of=END) == {"due": 3, "in_time": 1}


def test_data_is_in_time_by_the_indicators_own_lag(year, plan):
    subject = [plan.indicators.get(code="H-01").pk]
    counts = timeliness(year, subject, as_of=datetime(2026, 8, 1, tzinfo=UTC))
    assert counts["due"] == 2, "two quarters, each due twenty days after its end"
    assert counts["missing"] == 1, "nobody recorded the second"
    assert counts["in_time"] + counts["late"] == 1
    assert timeliness(year, subject, as_of=END)["missing"] == 2, "the fourth quarter may still come in on this very day"


def test_a_notice_is_answered_in_time_or_not(year, head, plan):
    row = plan.indicators.get(code="H-01")
    sent = datetime(2026, 8, 3, 9, tzinfo=UTC)
    for period, answered in (("2026-Q1", 5), ("2026-Q2", 30), ("2026-Q3", None)):
        LagNotice.objects.create(
            indicator=row, period=period, light="behind", sent_at=sent, due_at=sent + timedelta(days=14), post=head,
            **({} if answered is None else {
                "answered_at": sent + timedelta(days=answered), "answered_by": head, "cause": "rain",
                "measure": "more crews", "new_date": date(2026, 12, 1),
            }),
        )  # fmt: skip
    assert work.notices(year, head, as_of=END) == {"due": 3, "in_time": 1}


def test_whistles_cases_and_the_seat_are_those_of_the_year(year, head, plan, blow, do, report, actor, now):
    whistle = blow()
    do(whistle, "works-head", "answer_summons", hours=0.5, stance="lead")
    blow(hours=1)
    for n in range(4):
        do(whistle, "mill-street-head", "rate", unit_code="works", rater="resident", name=f"Stall {n}", score=4 + n % 2)
    found = whistles(year, head)
    assert (found["called"], found["answered_in_time"], found["blown"]) == (2, 1, 0)
    assert (found["ratings"], found["score"]) == (4, None), "too few for a mark"
    do(whistle, "mill-street-head", "rate", unit_code="works", rater="blower", score=3)
    assert (whistles(year, head)["ratings"], whistles(year, head)["score"]) == (5, "21/5")
    street = Post.objects.select_related("unit").get(code="mill-street-head")
    assert (whistles(year, street)["blown"], whistles(year, street)["per_thousand"]) == (2, None)
    figures = work.cases(year, head, as_of=END)
    assert figures["solved_rate"] == {"value": None, "part": None, "of": None, "count": 0, "note": "nothing_to_count"}
    for n in range(5):
        report(words=f"A hole in the road, number {n}")
    assert work.cases(year, head, as_of=END)["refused_twice_share"]["of"] == "5"
    card = whistles(year, head)
    assert (card["per_thousand"], card["peers"]) == ("0", None), "five cases and no whistle; too few units alike"
    blow("works-head", direction="down", units=["mill-street"], reason_code="needs-district", hours=2)
    assert whistles(year, head)["per_thousand"] == "200"
    mayor = Post.objects.select_related("unit").get(code="gov-leader")
    leaders.plan_shift(
        actor=actor("coordination-coordinator"), now=now, post_code="gov-leader", starts_at=now + timedelta(hours=1),
        ends_at=now + timedelta(hours=3),
    )  # fmt: skip
    assert work.seat(year, mayor, as_of=END) == {"shifts": {"absent": 1}, "promises": {}}


def test_figures_of_the_next_year_change_no_line_of_this_one(year, head, plan):
    subjects = answered_for(year, head, "indicator")
    before = target_lines(year, subjects, as_of=END)
    observe(plan, "H-01", "2027-Q1", 999, END - timedelta(days=1))
    assert target_lines(year, subjects, as_of=END) == before
