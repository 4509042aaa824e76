"""What the calendar does: reviews are called in time, decisions recalled once before and once after their date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from answerable.outbox.models import Message
from answerable.reviews import actions
from answerable.reviews.models import Review
from tests.reviews.conftest import HELD_AT, NEXT_AT


def called() -> set[tuple[str, str, date]]:
    return set(Review.objects.values_list("kind", "period", "due_on"))


def test_the_calendar_calls_each_review_two_weeks_before_its_day_and_once(plan, harbour) -> None:
    actions.call_due(now=datetime(2026, 7, 14, 8, 0, tzinfo=UTC))
    assert called() == {("monthly", "2026-06", date(2026, 7, 15)), ("joint", "2026-07", date(2026, 7, 22))}
    now = datetime(2026, 7, 17, 8, 0, tzinfo=UTC)
    assert actions.call_due(now=now) == 2
    assert {("quarterly", "2026-Q2", date(2026, 7, 30)), ("half_yearly", "2026-H1", date(2026, 7, 31))} < called()
    assert actions.call_due(now=now) == 0
    assert set(Review.objects.values_list("called_by", flat=True)) == {None}
    assert Review.objects.get(kind="quarterly").unit.code == "planning"
    assert Review.objects.get(kind="joint").unit.code == "coordination"


def test_the_year_is_reviewed_in_march(plan) -> None:
    actions.call_due(now=datetime(2027, 3, 20, 8, 0, tzinfo=UTC))
    assert ("annual", "2026", date(2027, 3, 31)) in called()


def test_a_review_that_was_called_off_is_not_called_again_by_the_clock(plan, actor) -> None:
    now = datetime(2026, 7, 17, 8, 0, tzinfo=UTC)
    actions.call_due(now=now)
    quarter = Review.objects.get(kind="quarterly")
    actions.call_off_review(actor=actor("planning-chair"), now=now, number=quarter.number, words="Typhoon.")
    assert actions.call_due(now=now + timedelta(days=1)) == 0


def test_a_city_may_leave_the_calling_to_people(plan, harbour) -> None:
    names = ("review_month_days", "review_quarter_days", "review_half_days", "review_year_days", "joint_review_week")
    harbour.settings |= dict.fromkeys(names, 0)
    harbour.save()
    assert actions.call_due(now=datetime(2026, 7, 17, 8, 0, tzinfo=UTC)) == 0


def test_a_draft_is_not_reviewed_by_the_clock_either(draft) -> None:
    actions.call_due(now=datetime(2026, 7, 17, 8, 0, tzinfo=UTC))
    assert {kind for kind, _, _ in called()} == {"joint"}


def test_the_agendas_of_called_reviews_are_brought_up_to_date(review) -> None:
    assert actions.gather_called(now=HELD_AT) == 1
    review.refresh_from_db()
    assert review.gathered_at == HELD_AT


@pytest.mark.parametrize(
    ("day", "told"), [(date(2026, 9, 26), 0), (date(2026, 9, 27), 1), (date(2026, 9, 30), 1), (date(2026, 10, 1), 1)]
)
def test_a_decision_is_recalled_three_days_before_its_date_and_once_after_it(decision, day, told) -> None:
    now = datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)
    assert actions.remind_due(now=now) == told
    assert actions.remind_due(now=now + timedelta(hours=1)) == 0
    lines = Message.objects.filter(template="decision_due", post__code="works-head", channel="in_app")
    assert lines.count() == told
    if told:
        assert "Open a third site." in lines.get().body


def test_what_is_said_to_be_done_is_recalled_no_more(decision, actor) -> None:
    actions.carry_out(actor=actor("works-head"), now=HELD_AT, decision=decision.pk, words="Opened.")
    assert actions.remind_due(now=NEXT_AT) == 0
