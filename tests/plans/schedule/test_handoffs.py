"""What one post gives another: the first date promised never moves, and lateness is told."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from answerable.outbox.models import Message
from answerable.plans.actions.handoffs import (
    accept_handoff,
    give_handoff,
    promise_handoff,
    return_handoff,
    ring_late_handoffs,
)
from answerable.plans.actions.submissions import submit_task
from answerable.plans.models import HandOff
from answerable.plans.queries.handoffs import coordination, handoff_of, handoffs, late_for_unit, owed_by, owed_to
from answerable.plans.queries.tasks import task_lines
from answerable.rules.ids import is_public_number
from answerable.rules.problems import NotAllowed, Refused
from tests.plans.schedule.conftest import PAPER, code

pytestmark = pytest.mark.django_db
JUNE_30, JULY_31 = date(2026, 6, 30), date(2026, 7, 31)


@pytest.fixture
def do(actor, now):
    """do(give_handoff, row, "transport-head", days=3) -> the hand-off after one act, so many days after `now`."""

    def act(verb, row, who, days=0, **more):
        return verb(actor=actor(who), now=now + timedelta(days=days), number=row.number, **more)

    return act


def test_a_hand_off_is_asked_for_promised_given_and_accepted(ask, do, actor):
    row = ask()
    assert is_public_number(row.number)
    assert row.number.startswith("HBH26-")
    assert (row.taker.code, row.promised_on) == ("works-head", None)
    assert Message.objects.filter(template="handoff_asked", post__code="transport-head").exists()
    row = do(promise_handoff, row, "transport-head", promised_on=JUNE_30)
    assert [one.state for one in owed_by(actor("transport-head"), today=JUNE_30)] == ["promised"]
    do(give_handoff, row, "transport-head", days=2)
    assert [one.state for one in owed_to(actor("works-head"), today=JUNE_30)] == ["given"]
    do(accept_handoff, row, "works-head", days=3)
    assert owed_to(actor("works-head"), today=JUNE_30) == []
    assert [one.state for one in owed_to(actor("works-head"), today=JUNE_30, done=True)] == ["accepted"]


def test_the_first_date_promised_never_moves(promised, do):
    row = do(promise_handoff, promised, "transport-head", promised_on=JULY_31)
    assert (row.baseline_on, row.promised_on) == (JUNE_30, JULY_31)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOff.objects.filter(pk=row.pk).update(baseline_on=JULY_31)


def test_only_the_giver_promises_and_gives_and_only_the_taker_accepts(promised, do):
    with pytest.raises(NotAllowed):
        do(promise_handoff, promised, "works-head", promised_on=JULY_31)
    with pytest.raises(NotAllowed):
        do(give_handoff, promised, "cleansing-head")
    do(give_handoff, promised, "transport-head")
    with pytest.raises(NotAllowed):
        do(accept_handoff, promised, "transport-head")


def test_nobody_promises_a_day_that_has_passed_or_in_anothers_name(ask, do):
    row = ask()
    with pytest.raises(Refused) as raised:
        do(promise_handoff, row, "transport-head", promised_on=date(2026, 6, 1))
    assert code(raised) == ["day_in_past"]
    with pytest.raises(Refused) as raised:
        ask(promised_on=JUNE_30)
    assert code(raised) == ["promised_by_another"]


def test_a_hand_off_goes_between_two_posts(ask):
    with pytest.raises(Refused) as raised:
        ask(giver="works-head")
    assert code(raised) == ["handoff_to_itself"]


def test_sent_back_it_is_owed_again_by_the_same_day(promised, do, actor, now):
    do(give_handoff, promised, "transport-head", days=1)
    row = do(return_handoff, promised, "works-head", days=2, words="The scale is missing.")
    assert (row.given_at, row.baseline_on) == (None, JUNE_30)
    assert [one.state for one in owed_by(actor("transport-head"), today=JUNE_30)] == ["returned"]
    do(give_handoff, row, "transport-head", days=40)
    found = handoff_of(actor("works-head"), row.number, today=date(2026, 8, 1), now=now)
    assert (found.state, found.days_late, found.late) == ("given", 20, False)


def test_a_later_promise_does_not_hide_the_slip(promised, do, plan):
    do(promise_handoff, promised, "transport-head", promised_on=JULY_31)
    found = handoffs(plan, today=date(2026, 7, 10))[0]
    assert (found.late, found.days_late, found.slip_days) == (False, 0, 31)


def test_whoever_waits_is_told_once_that_it_is_late_and_led_to_the_whistle(promised, now, do):
    assert ring_late_handoffs(now=now + timedelta(days=20)) == 0  # 30 June itself
    assert ring_late_handoffs(now=now + timedelta(days=21)) == 1
    assert ring_late_handoffs(now=now + timedelta(days=22)) == 0
    told = Message.objects.get(template="handoff_late", channel="in_app")
    assert told.post.code == "works-head"
    assert f"/desk/whistles/new?noun=handoff&key={promised.number}" in told.body
    do(promise_handoff, promised, "transport-head", days=22, promised_on=JULY_31)
    assert ring_late_handoffs(now=now + timedelta(days=60)) == 1


def test_a_task_that_waits_for_a_late_hand_off_is_at_risk(promised, plan, now, actor):
    line = task_lines(plan, today=date(2026, 7, 2), now=now, codes=["T-02"])[0]
    assert line.late_handoffs == 1
    assert "handoff_late" in line.risks
    assert [one.row.number for one in late_for_unit(actor("works-head"), today=date(2026, 7, 2))] == [promised.number]
    assert late_for_unit(actor("works-head"), today=JUNE_30) == []


def test_a_hand_off_of_a_draft_is_shown_to_the_two_only(draft, actor, now):
    from answerable.plans.actions.handoffs import ask_handoff

    row = ask_handoff(
        actor=actor("works-head"), now=now, plan_code=draft.code, code="T-02", what="Drawings", giver="transport-head"
    )  # fmt: skip
    assert handoff_of(actor("transport-head"), row.number, today=JUNE_30, now=now) is not None
    assert handoff_of(actor("north-head"), row.number, today=JUNE_30, now=now) is None


def test_the_coordination_share_is_read_from_first_promises(ask, do, harbour, now):
    """8.7(92): kept two of three; the third was promised anew, which does not count."""
    early, punctual, late = ask(), ask(), ask()
    for row in (early, punctual, late):
        do(promise_handoff, row, "transport-head", promised_on=JUNE_30)
    do(give_handoff, early, "transport-head", days=3)
    do(give_handoff, punctual, "transport-head", days=20)
    do(promise_handoff, late, "transport-head", days=4, promised_on=JULY_31)
    span = {"since": date(2026, 1, 1), "until": date(2026, 12, 31), "now": now}
    found = coordination(harbour, today=JULY_31, **span)
    assert found.shares["transport-head"].share == Fraction(2, 3)
    assert {node.key for node in found.nodes if node.post == "transport-head"} == {
        early.number, punctual.number, late.number,
    }  # fmt: skip
    before = coordination(harbour, today=date(2026, 6, 15), posts=["transport-head"], **span)
    assert (before.shares["transport-head"].due, before.shares["transport-head"].on_time) == (1, 1)


def test_a_part_in_another_posts_task_counts_as_well(add, harbour, plan, actor, now):
    add("P-01", kind="milestone", parent="T-02", owner="cleansing-head", due_on=date(2026, 6, 20))
    span = {"since": date(2026, 1, 1), "until": date(2026, 12, 31), "now": now}
    assert coordination(harbour, today=date(2026, 6, 25), **span).shares["cleansing-head"].on_time == 0
    submit_task(
        actor=actor("cleansing-head"), now=now, plan_code=plan.code, code="P-01", words="Cleared.", uploads=[PAPER]
    )  # fmt: skip
    assert coordination(harbour, today=date(2026, 6, 25), **span).shares["cleansing-head"].on_time == 0
    from answerable.plans.actions.submissions import accept_task

    accept_task(actor=actor("planning-reviewer"), now=now, plan_code=plan.code, code="P-01")
    found = coordination(harbour, today=date(2026, 6, 25), **span).shares
    assert found["cleansing-head"].share == 1
    assert "works-head" not in found  # M-01 is its own task's milestone
