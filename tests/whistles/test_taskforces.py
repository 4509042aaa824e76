"""專班: the third whistle on one problem proposes it; it dissolves only by meeting or failing its end condition."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from answerable.outbox.models import Message
from answerable.rules.problems import NotAllowed, Refused
from answerable.whistles import actions, queries
from answerable.whistles.models import Taskforce
from tests.whistles.conftest import code

pytestmark = pytest.mark.django_db
SAME = {"about": [("problem", "clean.waste.dumping")]}
FORM = {
    "lead_post": "cleansing-head", "members": ["works"], "mandate": "Close the yard at night",
    "end_condition": "no dumping for 60 days",
}  # fmt: skip


@pytest.fixture
def proposed(blow):
    """The taskforce that the third whistle proposes."""
    for hours in (0, 24, 48):
        blow(hours=hours, **SAME)
    return Taskforce.objects.get()


@pytest.fixture
def act(actor, now):
    def perform(taskforce, who, verb, *, hours=50, **given):
        at = now + timedelta(hours=hours)
        return actions.perform_taskforce(verb, actor=actor(who), now=at, number=taskforce.number, **given)

    return perform


def test_two_whistles_are_not_enough_and_the_third_proposes_one(blow, proposed):
    assert proposed.state == "proposed"
    assert proposed.number.startswith("HBT26-")
    assert proposed.whistle_links.count() == 3
    assert Message.objects.filter(template="taskforce_proposed", post__code="coordination-head").exists()


def test_whistles_outside_the_window_or_about_something_else_do_not_count(blow):
    blow(**SAME)
    blow(hours=24 * 60, **SAME)
    blow(hours=24 * 91, **SAME)
    blow(hours=24 * 91, about=[("place", "south")], area_code="")
    assert not Taskforce.objects.exists()


def test_a_fourth_whistle_joins_the_taskforce_there_is(blow, proposed):
    blow(hours=60, **SAME)
    assert Taskforce.objects.count() == 1
    assert proposed.whistle_links.count() == 4
    assert queries.replay_taskforce(Taskforce.objects.get()).fits


def test_a_whistle_still_waiting_for_its_signature_does_not_count(blow, do, now):
    blow(**SAME)
    blow(**SAME)
    drafted = blow("mill-street-handler", **SAME)
    assert not Taskforce.objects.exists()
    do(drafted, "mill-street-head", "cosign", hours=1)
    assert Taskforce.objects.count() == 1


def test_it_is_formed_by_a_leader_with_lead_mandate_and_end(proposed, act, actor, now):
    with pytest.raises(NotAllowed):
        act(proposed, "works-head", "form", **FORM)
    with pytest.raises(Refused):
        act(proposed, "gov-leader", "form", **(FORM | {"end_condition": " "}))
    taskforce = act(proposed, "gov-leader", "form", **FORM)
    assert taskforce.state == "formed"
    assert taskforce.next_report_at == now + timedelta(hours=50, days=14)
    assert set(taskforce.members.values_list("unit__code", flat=True)) == {"cleansing", "works"}
    told = Message.objects.filter(template="taskforce_formed", channel="in_app")
    assert set(told.values_list("post__code", flat=True)) == {"cleansing-head", "works-head"}
    assert queries.taskforce_room(actor("works-head"), taskforce.number, now=now).whistle_count == 3


def test_it_reports_by_its_dates_and_is_told_once_when_it_does_not(proposed, act, now):
    act(proposed, "gov-leader", "form", **FORM)
    late = now + timedelta(days=20)
    Message.objects.all().delete()
    actions.ring(now=late)
    actions.ring(now=late + timedelta(hours=1))
    told = Message.objects.filter(template="taskforce_overdue", channel="in_app").values_list("post__code", flat=True)
    assert sorted(told) == ["cleansing-head", "coordination-head"]
    taskforce = act(proposed, "cleansing-head", "report", hours=600, words="gate built",
                    next_report_at=now + timedelta(days=40))  # fmt: skip
    assert taskforce.report_rang_at is None
    assert queries.replay_taskforce(taskforce).fits


def test_it_dissolves_only_in_writing_and_as_met_only_when_its_tasks_are_done(proposed, act, now):
    act(proposed, "gov-leader", "form", **FORM)
    due = now + timedelta(days=9)
    act(proposed, "cleansing-head", "add_task", unit_code="works", title="A gate", due_at=due)
    with pytest.raises(Refused):
        act(proposed, "gov-leader", "dissolve", how="bored", words="enough")
    with pytest.raises(Refused):
        act(proposed, "gov-leader", "dissolve", how="failed", words=" ")
    with pytest.raises(NotAllowed) as raised:
        act(proposed, "gov-leader", "dissolve", how="met", words="sixty days without dumping")
    assert code(raised) == "tasks_still_open"
    with pytest.raises(NotAllowed):
        act(proposed, "cleansing-head", "dissolve", how="failed", words="no money")
    act(proposed, "works-handler", "report_task", task=str(proposed.tasks.get().pk), words="it stands")
    taskforce = act(proposed, "gov-leader", "dissolve", how="met", words="sixty days without dumping")
    assert (taskforce.state, taskforce.how) == ("dissolved", "met")
    with pytest.raises(IntegrityError), transaction.atomic():
        Taskforce.objects.filter(pk=taskforce.pk).update(dissolved_words="")


def test_a_proposal_is_declined_with_reasons(proposed, act):
    assert act(proposed, "coordination-coordinator", "decline", words="one shop, now closed").state == "declined"
    with pytest.raises(NotAllowed):
        act(proposed, "gov-leader", "form", **FORM)


def test_a_leader_may_propose_one_without_whistles(actor, now):
    taskforce = actions.propose(actor=actor("gov-leader"), now=now, title="Night noise", reason="letters every week")
    assert taskforce.state == "proposed"
    with pytest.raises(NotAllowed):
        actions.propose(actor=actor("works-head"), now=now, title="Night noise", reason="letters")
