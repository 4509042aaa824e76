"""What is promised or set as a task rings when it is late, and a taskforce does not wait in silence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.organisation.files import Upload
from answerable.outbox.models import Message
from answerable.rules.problems import NotAllowed, NotFound, Refused
from answerable.whistles import actions, queries
from answerable.whistles.models import Taskforce
from tests.whistles.conftest import code
from tests.whistles.test_room import PNG
from tests.whistles.test_taskforces import FORM

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(template):
    return sorted(Message.objects.filter(template=template, channel="in_app").values_list("post__code", flat=True))


@pytest.fixture
def reported(led, do):
    """A whistle in which every limit of the grade was kept."""
    for who in ("cleansing-head", "works-head"):
        do(led, who, "contact", words="we spoke", hours=0.2)
        do(led, who, "report", words="cleared", hours=0.3)
    return led


def test_a_promise_and_a_task_that_are_late_are_told_below_and_after_some_days_above(reported, do, actor, now):
    do(reported, "works-handler", "commit", words="a gate", due_at=now + DAY)
    do(reported, "cleansing-head", "add_task", unit_code="works", title="Clear it", due_at=now + 2 * DAY,
       post_code="works-handler")  # fmt: skip
    room = queries.room(actor("works-head"), reported.number, now=now + DAY / 2)
    assert (room.big.limit.kind, room.big.limit.unit.code, room.kept) == ("promise", "works", True)
    assert actions.ring(now=now + DAY) == 1
    assert told("whistle_late") == ["cleansing-head", "mill-street-head", "works-head"]
    assert queries.counts(actor("works-head"), now=now + DAY)["overdue"] == 1
    assert queries.counts(actor("cleansing-head"), now=now + DAY)["overdue"] == 0
    assert actions.ring(now=now + 2 * DAY) == 1
    assert told("whistle_late").count("works-handler") == 1
    assert "gov-leader" not in told("whistle_late")
    assert actions.ring(now=now + 5 * DAY) == 2
    assert told("whistle_late").count("gov-leader") == 2
    assert actions.ring(now=now + 50 * DAY) == 0
    assert queries.replay(queries.get_whistle(actor("system"), reported.number)).fits


def test_every_one_was_kept_is_said_only_when_it_is_true(reported, do, actor, now):
    blower = actor("mill-street-head")
    room = queries.room(blower, reported.number, now=now + DAY)
    assert (room.big, room.kept) == (None, True)
    do(reported, "works-handler", "commit", words="a gate", due_at=now + DAY)
    promise = reported.summonses.get(unit__code="works").commitments.get()
    do(reported, "works-handler", "fulfil", commitment=str(promise.pk), words="it stands", hours=30)
    room = queries.room(blower, reported.number, now=now + 2 * DAY)
    assert (room.big, room.kept) == (None, False)


def test_a_decision_with_an_owner_and_a_date_is_a_task(led, do, now):
    do(led, "mill-street-head", "decide", words="Works puts up a gate " * 20, unit_code="works", due_at=now + DAY)
    task = led.tasks.get()
    assert (task.unit.code, task.post.code, len(task.title)) == ("works", "works-head", 200)
    assert led.minutes.filter(kind="decision").count() == 1
    for lacking in ("unit_code", "due_at"):
        given = {"unit_code": "works", "due_at": now + DAY} | {lacking: None if lacking == "due_at" else ""}
        with pytest.raises(Refused) as raised:
            do(led, "mill-street-head", "decide", words="A gate", **given)
        assert (code(raised), raised.value.problems[0].field) == ("required", lacking)


@pytest.mark.parametrize("post", ["cleansing-head", "nobody"])
def test_a_task_is_answered_for_by_a_post_of_its_unit(led, do, now, post):
    with pytest.raises(Refused) as raised:
        do(led, "mill-street-head", "add_task", unit_code="works", title="x", due_at=now + DAY, post_code=post)
    assert code(raised) == "unknown_post"


@pytest.fixture
def force(actor, now):
    return actions.propose(actor=actor("coordination-coordinator"), now=now, title="The yard", reason="again and again")


@pytest.fixture
def act(force, actor, now):
    def perform(who, verb, *, days=1.0, **given) -> Taskforce:
        at = now + days * DAY
        return actions.perform_taskforce(verb, actor=actor(who), now=at, number=force.number, **given)

    return perform


def test_a_proposal_nobody_decides_is_recalled_again_and_again(force, act, now):
    assert actions.ring(now=now + 6 * DAY) == 0
    assert actions.ring(now=now + 7 * DAY) == 1
    assert told("taskforce_waits") == ["coordination-head", "gov-leader", "planning-chair"]
    assert actions.ring(now=now + 13 * DAY) == 0
    assert actions.ring(now=now + 14 * DAY) == 1
    force = act("gov-leader", "decline", days=15, words="one shop, now closed")
    assert actions.ring(now=now + 60 * DAY) == 0
    assert queries.replay_taskforce(force).fits


def test_a_late_report_and_a_late_task_of_a_taskforce_are_told_to_the_coordinator_too(act, now):
    act("gov-leader", "form", **FORM)
    act("cleansing-head", "add_task", unit_code="works", title="A gate", due_at=now + 3 * DAY)
    assert told("taskforce_task") == ["works-head"]
    assert actions.ring(now=now + 3 * DAY) == 1
    assert told("taskforce_late") == ["cleansing-head", "works-head"]
    assert actions.ring(now=now + 6 * DAY) == 1
    assert told("taskforce_late") == ["cleansing-head", "coordination-head", "works-head"]
    assert actions.ring(now=now + 15 * DAY) == 1
    assert told("taskforce_overdue") == ["cleansing-head", "coordination-head"]
    assert actions.ring(now=now + 90 * DAY) == 0


def test_the_room_of_a_taskforce_has_decisions_and_papers(act, force, actor, now):
    act("gov-leader", "form", **FORM)
    act("cleansing-head", "decide", words="Fines from tonight", unit_code="works", due_at=now + 4 * DAY)
    act("works-handler", "add_document", title="Plan", upload=Upload("plan.png", PNG))
    with pytest.raises(NotAllowed):
        act("works-head", "decide", words="We decide")
    with pytest.raises(NotAllowed):
        act("transport-head", "add_document", title="Plan", upload=Upload("plan.png", PNG))
    room = queries.taskforce_room(actor("works-head"), force.number, now=now + 2 * DAY)
    assert [minute.words for minute in room.decisions] == ["Fines from tonight"]
    assert [(bar.task.title, bar.task.unit.code) for bar in room.bars] == [("Fines from tonight", "works")]
    (paper,) = room.documents
    assert queries.taskforce_document(actor("works-head"), force.number, paper.pk) == paper
    with pytest.raises(NotFound):
        queries.taskforce_document(actor("transport-head"), force.number, paper.pk)
    assert queries.replay_taskforce(room.taskforce).fits


def test_drafts_to_sign_are_listed_only_for_those_who_may_sign(blow, actor, now):
    blow("mill-street-handler")
    waiting = {
        who: queries.counts(actor(who), now=now)["to_sign"]
        for who in ("mill-street-head", "mill-street-secretary", "mill-street-handler", "north-head", "gov-leader")
    }
    assert waiting == {
        "mill-street-head": 1, "mill-street-secretary": 1, "mill-street-handler": 0, "north-head": 0, "gov-leader": 0,
    }  # fmt: skip
