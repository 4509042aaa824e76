"""What is done in the room: tasks, decisions, papers, ratings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from answerable.organisation import queries as organisation
from answerable.organisation.files import Upload
from answerable.rules.problems import NotAllowed, Refused
from answerable.whistles import queries
from answerable.whistles.models import Rating, Task
from tests.whistles.conftest import code

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def test_tasks_have_owners_and_dates_and_wait_for_each_other(led, do, now):
    day = timedelta(days=1)
    do(led, "mill-street-head", "add_task", unit_code="cleansing", title="Clear the yard", due_at=now + day)
    first = led.tasks.get()
    assert first.post.code == "cleansing-head"
    do(led, "cleansing-head", "add_task", unit_code="works", title="Put up a gate", after=str(first.pk),
       since=now + day, due_at=now + 3 * day, post_code="works-handler")  # fmt: skip
    gate = led.tasks.get(after=first)
    with pytest.raises(NotAllowed) as raised:
        do(led, "works-handler", "report_task", task=str(gate.pk), words="done", hours=2)
    assert code(raised) == "task_waits"
    with pytest.raises(NotAllowed) as raised:
        do(led, "works-handler", "report_task", task=str(first.pk), words="done", hours=2)
    assert code(raised) == "not_your_task"
    do(led, "cleansing-handler", "report_task", task=str(first.pk), words="cleared", hours=3)
    do(led, "works-handler", "report_task", task=str(gate.pk), words="stands", hours=4)
    assert not led.tasks.filter(done_at=None).exists()


def test_a_unit_that_does_not_lead_plans_only_its_own_work(led, do, now):
    due = now + timedelta(days=1)
    do(led, "works-head", "add_task", unit_code="works", title="Bring the truck", due_at=due)
    with pytest.raises(NotAllowed) as raised:
        do(led, "works-head", "add_task", unit_code="cleansing", title="Clear it", due_at=due)
    assert code(raised) == "only_your_own"
    with pytest.raises(Refused):
        do(led, "mill-street-head", "add_task", unit_code="transport", title="Not called", due_at=due)
    with pytest.raises(Refused) as raised:
        do(led, "mill-street-head", "add_task", unit_code="works", title="Yesterday", due_at=now - timedelta(days=1))
    assert code(raised) == "due_before_since"


def test_a_task_belongs_to_a_whistle_or_to_a_taskforce_never_to_both_or_none(led, now):
    unit = led.unit
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.create(unit=unit, post=unit.head_post, title="x", since=now, due_at=now + timedelta(days=1))


def test_decisions_are_the_blowers_and_the_authoritys(led, do):
    do(led, "mill-street-head", "decide", words="Fines from tonight")
    do(led, "coordination-coordinator", "decide", words="The district pays for the gate")
    with pytest.raises(NotAllowed):
        do(led, "works-head", "decide", words="We decide")
    assert led.minutes.filter(kind="decision").count() == 2


def test_a_paper_is_what_its_bytes_say(led, do):
    do(led, "works-handler", "add_document", title="Plan", upload=Upload("plan.png", PNG))
    assert led.documents.get().media_type == "image/png"
    with pytest.raises(Refused) as raised:
        do(led, "works-handler", "add_document", title="Plan", upload=Upload("plan.pdf", PNG))
    assert code(raised) == "file_not_what_it_claims"


def test_the_street_has_departments_rated_and_the_mark_is_shown_with_its_n(led, do, now):
    do(led, "mill-street-head", "rate", unit_code="cleansing", rater="blower", score=4)
    do(led, "mill-street-handler", "rate", unit_code="cleansing", rater="resident", name="Stall 7", score=5)
    with pytest.raises(NotAllowed) as raised:
        do(led, "mill-street-head", "rate", unit_code="cleansing", rater="blower", score=1)
    assert code(raised) == "rated_already"
    for bad in (0, 6):
        with pytest.raises(Refused):
            do(led, "mill-street-head", "rate", unit_code="works", rater="blower", score=bad)
    with pytest.raises(Refused):
        do(led, "mill-street-head", "rate", unit_code="works", rater="resident", score=3)
    with pytest.raises(Refused):
        do(led, "mill-street-head", "rate", unit_code="transport", rater="blower", score=3)
    unit = led.summonses.get(unit__code="cleansing").unit
    entry = queries.appraisal_entries(unit, now - timedelta(days=1), now + timedelta(days=1))
    assert (entry.ratings, entry.score) == (2, 4.5)


def test_departments_never_rate_streets(blow, do, harbour, now, actor):
    reason = organisation.rulebook(harbour).codes_of("whistle_reason")[0].code
    whistle = blow("works-head", direction="down", units=["mill-street"], reason_code=reason)
    with pytest.raises(NotAllowed) as raised:
        do(whistle, "works-head", "rate", unit_code="mill-street", rater="blower", score=1)
    assert code(raised) == "streets_are_not_rated"
    street = whistle.summonses.get().unit
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(
            whistle=whistle, unit=street, unit_kind="street", rater="blower", score=1, at=now,
            recorded_by=whistle.post,
        )  # fmt: skip
    offered = {act.verb: act.allowed for act in queries.allowed(whistle, actor("works-head"), now=now)}
    assert offered["rate"] is False
