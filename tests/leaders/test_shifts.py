"""Planning, calling off, coming, leaving; and not coming."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from answerable.leaders import actions, queries
from answerable.leaders.models import Shift
from answerable.ledger.queries import entries
from answerable.rules.problems import NotAllowed, NotFound, Refused


def codes(error) -> list[str]:
    return [problem.code for problem in error.value.problems]


@pytest.mark.parametrize("who", ["coordination-coordinator", "hotline-dispatcher", "hotline-head"])
def test_the_coordinator_and_the_hotline_plan_the_rota(actor, now, who):
    starts = now + timedelta(days=1)
    shift = actions.plan_shift(
        actor=actor(who), now=now, post_code="gov-leader", starts_at=starts, ends_at=starts + timedelta(hours=2),
        words="Room 3",
    )  # fmt: skip
    assert (shift.post.code, shift.planned_by.code) == ("gov-leader", who)
    assert [entry.verb for entry in entries(shift.pk)] == ["plan_shift"]


@pytest.mark.parametrize("who", ["gov-leader", "works-head", "hotline-call-taker", "auditor", "citizen"])
def test_nobody_else_plans_it(actor, now, who):
    with pytest.raises(NotAllowed) as error:
        actions.plan_shift(
            actor=actor(who), now=now, post_code="gov-leader", starts_at=now, ends_at=now + timedelta(hours=1)
        )
    assert codes(error) == ["not_your_shift_act"]


def test_the_head_of_a_district_may_sit_and_the_head_of_a_department_may_not(plan, actor):
    assert plan("north-head").post.unit.code == "north"
    with pytest.raises(Refused) as error:
        plan("works-head")
    assert codes(error) == ["no_leaders_post"]


def test_the_posts_offered_for_the_rota_are_those_that_may_sit(harbour):
    offered = [post.code for post in queries.leaders_posts(harbour)]
    assert offered == ["gov-leader", "planning-chair", "north-head", "south-head"]


def test_two_shifts_of_one_post_may_not_overlap(plan):
    plan(hours=1, length=2)
    with pytest.raises(Refused) as error:
        plan(hours=2, length=2)
    assert codes(error) == ["shift_overlaps"]
    plan("north-head", hours=2)
    plan(hours=3, length=1)  # one begins when the other ends


def test_the_database_itself_refuses_an_overlap(plan):
    shift = plan(hours=1, length=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(
            jurisdiction=shift.jurisdiction, salt=b"0" * 16, post=shift.post, planned_by=shift.planned_by,
            planned_at=shift.planned_at, starts_at=shift.starts_at, ends_at=shift.ends_at,
        )  # fmt: skip


def test_hours_must_be_given_must_lie_ahead_and_must_run_forwards(plan, actor, now):
    for hours, length, code in (
        (-1, 2, "shift_in_the_past"),
        (1, -1, "shift_runs_backwards"),
        (1, 25, "shift_runs_backwards"),
    ):
        with pytest.raises(Refused) as error:
            plan(hours=hours, length=length)
        assert codes(error) == [code]
    with pytest.raises(Refused) as error:
        actions.plan_shift(
            actor=actor("hotline-dispatcher"), now=now, post_code="gov-leader", starts_at=None, ends_at=None
        )
    assert codes(error) == ["required", "required"]


def test_a_shift_called_off_stays_with_its_reason_and_frees_the_hour(plan, actor, now):
    shift = plan()
    shift = actions.cancel_shift(actor=actor("hotline-dispatcher"), now=now, key=shift.pk, reason="Typhoon signal 8")
    assert shift.reason == "Typhoon signal 8"
    page = queries.shift_page(actor("auditor"), shift.pk, now=now)
    assert (page.line.state, page.acts) == ("cancelled", ())
    plan()


def test_it_cannot_be_called_off_without_a_reason_nor_once_it_has_begun(plan, actor, now):
    shift = plan()
    with pytest.raises(Refused) as error:
        actions.cancel_shift(actor=actor("hotline-dispatcher"), now=now, key=shift.pk, reason=" ")
    assert codes(error) == ["required"]
    with pytest.raises(NotAllowed) as error:
        actions.cancel_shift(
            actor=actor("hotline-dispatcher"), now=shift.starts_at + timedelta(minutes=1), key=shift.pk, reason="Busy"
        )
    assert codes(error) == ["shift_not_so"]


def test_the_leader_comes_from_half_an_hour_before_and_not_earlier(plan, actor, now):
    shift = plan(hours=1)
    with pytest.raises(NotAllowed) as error:
        actions.open_shift(actor=actor("gov-leader"), now=now, key=shift.pk)
    assert codes(error) == ["too_early_to_open"]
    came = actions.open_shift(actor=actor("gov-leader"), now=now + timedelta(minutes=31), key=shift.pk)
    assert came.attended_at == now + timedelta(minutes=31)


def test_nobody_comes_in_a_leaders_place(plan, actor, now):
    shift = plan(hours=0)
    for who in ("north-head", "hotline-dispatcher", "coordination-coordinator"):
        with pytest.raises(NotAllowed):
            actions.open_shift(actor=actor(who), now=now, key=shift.pk)


def test_a_shift_that_ended_with_nobody_there_is_shown_as_missed_by_time_alone(plan, actor, now):
    shift = plan()
    later = shift.ends_at + timedelta(seconds=1)
    assert queries.shift_page(actor("gov-leader"), shift.pk, now=later).line.state == "absent"
    assert [entry.verb for entry in entries(shift.pk)] == ["plan_shift"]
    with pytest.raises(NotAllowed):
        actions.open_shift(actor=actor("gov-leader"), now=later, key=shift.pk)


def test_the_reason_of_an_absence_is_given_by_the_leader_or_by_those_who_plan(plan, actor):
    shift = plan()
    later = shift.ends_at + timedelta(hours=1)
    with pytest.raises(NotAllowed):
        actions.explain_absence(actor=actor("north-head"), now=later, key=shift.pk, reason="Who knows")
    shift = actions.explain_absence(
        actor=actor("gov-leader"), now=later, key=shift.pk, reason="At the scene of a flood"
    )
    assert shift.reason == "At the scene of a flood"


def test_the_leader_leaves_or_the_hotline_closes_the_shift(seated, actor):
    shift, at = seated
    with pytest.raises(NotAllowed):
        actions.close_shift(actor=actor("coordination-coordinator"), now=at, key=shift.pk)
    assert actions.close_shift(actor=actor("hotline-dispatcher"), now=at, key=shift.pk).left_at == at
    with pytest.raises(NotAllowed):
        actions.close_shift(actor=actor("gov-leader"), now=at, key=shift.pk)


def test_a_shift_that_is_not_there_is_not_found(actor, now, plan):
    with pytest.raises(NotFound):
        actions.open_shift(actor=actor("gov-leader"), now=now, key="01890000-0000-7000-8000-000000000000")


def test_the_rota_begins_with_my_own_shift_and_keeps_the_missed_ones(plan, actor, now):
    missed, mine, other = plan(hours=0, length=1), plan(hours=5), plan("north-head", hours=3)
    page = queries.rota_page(actor("gov-leader"), now=now + timedelta(hours=2))
    assert page.mine.shift == mine
    assert [line.shift for line in page.coming] == [other, mine]
    assert [(line.shift, line.state) for line in page.past] == [(missed, "absent")]
    assert page.mine.holder.username == "gov-leader"
    assert not page.may_plan
    assert queries.rota_page(actor("coordination-coordinator"), now=now).may_plan
