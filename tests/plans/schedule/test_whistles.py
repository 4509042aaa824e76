"""A late hand-off or a stalled task can be whistled through the same door as a street's matter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.plans.actions.handoffs import give_handoff
from answerable.rules.problems import Refused
from answerable.whistles import actions, queries
from answerable.whistles.plan_subjects import known_of, suggestions
from tests.plans.schedule.conftest import code

pytestmark = pytest.mark.django_db


@pytest.fixture
def blow(actor, now):
    """blow("works-head", about) -> a whistle of that post's unit at the transport department."""

    def act(who, about, days=25):
        return actions.blow(
            actor=actor(who), now=now + timedelta(days=days), grade_code="push", kind="problem",
            title="The drawings have not come", words="Promised for 30 June; the block cannot begin.",
            demand="Send the drawings.", units=["transport"], about=about,
        )  # fmt: skip

    return act


def test_a_late_hand_off_is_suggested_and_whistled_by_who_waits_for_it(promised, blow, actor, now):
    later = now + timedelta(days=25)
    found = suggestions(actor("works-head"), now=later)
    assert [(one.noun, one.key, one.calls.code) for one in found] == [("handoff", promised.number, "transport")]
    assert suggestions(actor("works-head"), now=now) == []  # not late yet
    assert suggestions(actor("transport-head"), now=later) == []
    whistle = blow("works-head", [("handoff", promised.number)])
    assert whistle.state == "blown"
    room = queries.room(actor("transport-head"), whistle.number, now=later)
    assert [(one.noun, one.key) for one in room.subjects] == [("handoff", promised.number)]
    assert room.subjects[0].link == f"/desk/plans/handoffs/{promised.number}"
    assert suggestions(actor("works-head"), now=later) == []


def test_what_was_given_is_suggested_no_more(promised, actor, now):
    later = now + timedelta(days=25)
    give_handoff(actor=actor("transport-head"), now=later, number=promised.number)
    assert suggestions(actor("works-head"), now=later) == []


def test_a_stalled_task_is_whistled_by_the_department_that_answers_for_it_alone(plan, blow):
    assert blow("works-head", [("task", "HARBOUR-5/T-02")]).state == "blown"
    with pytest.raises(Refused) as raised:
        blow("cleansing-head", [("task", "HARBOUR-5/T-02")])
    assert "may_not_blow_up" in code(raised)


def test_nobody_whistles_about_what_they_may_not_know(draft, blow):
    for about in (("task", "HARBOUR-DRAFT/T-99"), ("task", "NOWHERE/T-01"), ("handoff", "HBH26-0000099-00")):
        with pytest.raises(Refused) as raised:
            blow("works-head", [about])
        assert code(raised) == ["no_such_subject"]
    with pytest.raises(Refused):
        blow("mill-street-head", [("task", "HARBOUR-DRAFT/T-01")])


def test_the_form_is_filled_from_the_address_and_keeps_what_it_is_about(promised, actor, now, sign_in):
    known = known_of(actor("works-head"), "handoff", promised.number, now=now)
    assert (known["title"], known["units"]) == ("Drawings of the tram stop", ["transport"])
    page = sign_in("works-head").get(f"/desk/whistles/new?noun=handoff&key={promised.number}")
    assert page.status_code == 200
    html = page.content.decode()
    assert f'name="about_key" value="{promised.number}"' in html
    assert "Drawings of the tram stop" in html
    assert known_of(actor("works-head"), "handoff", "HBH26-0000099-00", now=now) == {}


def test_a_whistle_blown_from_that_form_is_about_the_hand_off(promised, sign_in):
    from answerable.whistles.models import Whistle

    sent = sign_in("works-head").post(
        "/desk/whistles/new",
        {"grade_code": "push", "kind": "problem", "title": "Drawings", "words": "They have not come.",
         "demand": "Send them.", "units_0": "transport", "direction": "up", "about_noun": "handoff",
         "about_key": promised.number},
    )  # fmt: skip
    assert sent.status_code == 302
    assert Whistle.objects.get().subjects.get().key == promised.number
