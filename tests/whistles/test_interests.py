"""Whoever a case is a complaint about neither blows a whistle about it, nor is called about it, nor reads of it."""

from __future__ import annotations

import pytest

from answerable.cases import actions as cases
from answerable.rules.problems import NotFound, Refused
from answerable.whistles import actions, queries, subjects
from tests.whistles.conftest import code

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(actor, now):
    """A pothole, for which works answers."""
    return cases.receive(
        actor=actor("citizen"), now=now, channel="web", words="A deep pothole in the road", latitude=50.15,
        longitude=10.05, category_code="roads.surface.pothole",
    ).case  # fmt: skip


@pytest.fixture
def flag(case, actor, now):
    """flag("works") or flag("hotline", "hotline-dispatcher"): that the case is a complaint about them."""

    def say(unit: str, post: str = ""):
        about = {"unit_code": unit, "post_code": post, "reason": "The citizen names them"}
        who = actor("coordination-coordinator")
        return cases.perform("flag_interest", actor=who, now=now, number=case.number, **about)

    return say


@pytest.fixture
def about(case, blow):
    """about("cleansing", ..., who="works-head") -> a whistle about the case, blown by the unit that leads it."""

    def act(*units: str, who: str = "works-head"):
        return blow(who, units=list(units), about=[("case", case.number)])

    return act


def seen(actor, whistle) -> bool:
    return queries.visible_to(actor).filter(pk=whistle.pk).exists()


def test_to_them_there_is_no_such_case_to_blow_about(case, blow, flag, actor, now):
    assert subjects.find(actor("works-head"), "case", case.number, now=now).key == case.number
    flag("works")
    with pytest.raises(Refused) as hidden:
        blow("works-head", about=[("case", case.number)], units=["transport"])
    with pytest.raises(Refused) as missing:
        blow("works-head", about=[("case", "HB26-0000000-00")], units=["transport"])
    assert [(p.code, p.field) for p in hidden.value.problems] == [(p.code, p.field) for p in missing.value.problems]
    assert code(hidden) == "no_such_subject"


def test_they_are_not_called_about_it_neither_at_first_nor_later(about, flag, do):
    flag("works")
    with pytest.raises(Refused) as raised:
        about("cleansing", "works", who="gov-leader")
    assert [(p.code, p.field) for p in raised.value.problems] == [("has_interest", "units")]
    whistle = about("cleansing", who="gov-leader")
    with pytest.raises(Refused) as raised:
        do(whistle, "gov-leader", "summon_more", units=["works"], words="works too")
    assert code(raised) == "has_interest"
    do(whistle, "gov-leader", "summon_more", units=["transport"], words="transport too")


def test_a_post_that_sees_every_whistle_does_not_see_one_about_a_complaint_about_itself(about, flag, actor, now):
    whistle = about("cleansing")
    dispatcher = actor("hotline-dispatcher")
    assert seen(dispatcher, whistle)
    flag("hotline", "hotline-dispatcher")
    assert not seen(dispatcher, whistle)
    assert queries.whistles_of_unit(dispatcher, now=now, tab="all") == []
    with pytest.raises(NotFound):
        queries.room(dispatcher, whistle.number, now=now)
    assert seen(actor("hotline-call-taker"), whistle)


def test_one_post_of_a_unit_that_was_called_is_out_and_its_colleagues_answer(about, flag, actor, do):
    whistle = about("cleansing")
    flag("cleansing", "cleansing-handler")
    assert not seen(actor("cleansing-handler"), whistle)
    assert do(whistle, "cleansing-head", "answer_summons", stance="lead").state == "blown"


def test_a_unit_called_before_it_was_known_still_answers_and_the_case_is_taken_out_of_the_room(
    about, flag, actor, now, do
):
    whistle = about("cleansing", "transport")
    flag("transport")
    room = queries.room(actor("transport-head"), whistle.number, now=now)
    assert room.subjects == []
    assert [row.noun for row in queries.room(actor("cleansing-head"), whistle.number, now=now).subjects] == ["case"]
    do(whistle, "transport-head", "sign")
    assert actions.ring(now=now) == 0
