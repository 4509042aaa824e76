"""A complaint is about the person as well as the post, and may be told as one from the first form."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.cases import actions, queries
from answerable.organisation import queries as organisation
from answerable.organisation.models import Officer, Post, Tenure
from answerable.outbox.models import Message
from answerable.rules.access import Actor
from answerable.rules.problems import NotFound, Refused
from tests.cases.conftest import code_of, units
from tests.cases.test_interests import ANN, doors, with_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def moves(now):
    """moves("works-handler", "hotline-call-taker") -> the officer as an actor in the other post, alone in it."""

    def move(username: str, post_code: str, *, keeps: bool = False) -> Actor:
        officer, post = Officer.objects.get(username=username), Post.objects.get(code=post_code)
        Tenure.objects.filter(post=post).update(until=now)
        if not keeps:
            Tenure.objects.filter(officer=officer).update(until=now)
        Tenure.objects.create(officer=officer, post=post, since=now)
        return organisation.actor_for(officer, now=now + timedelta(minutes=1), post_code=post_code)

    return move


@pytest.mark.parametrize("keeps", [True, False])
def test_a_complaint_follows_the_person_into_another_post(report, flagged, moves, now, keeps):
    case = flagged(with_photo(report), "works", "works-handler")
    elsewhere = moves("works-handler", "hotline-call-taker", keeps=keeps)
    assert doors(elsewhere, case, now) == set()
    with pytest.raises(NotFound):
        actions.perform("note", actor=elsewhere, now=now + timedelta(hours=1), number=case.number, words="x")


def test_who_comes_after_them_in_the_post_has_no_part_in_the_complaint(report, flagged, moves, now):
    case = flagged(with_photo(report), "works", "works-handler")
    assert case.interests.get().officer == "works-handler"
    assert "get_case" in doors(moves("cleansing-handler", "works-handler"), case, now)


def test_a_head_who_moved_reads_no_letter_about_the_complaint_in_the_new_post(report, do, flagged, moves):
    case = flagged(report(), "works", "works-handler")
    moves("works-handler", "works-head")
    do(case, "hotline-dispatcher", "dispatch", minutes=5, unit_code="north", reason="elsewhere first")
    case.refresh_from_db()
    do(case, "hotline-dispatcher", "dispatch", minutes=5, unit_code="works", reason="and back")
    told = Message.objects.filter(about=case.pk, template="dispatched", channel="in_app").order_by("pk")
    assert [message.post.code for message in told] == ["works-head", "north-head", "gov-leader"]


def test_a_post_that_nobody_holds_is_out_itself(report, flagged, moves, now):
    Tenure.objects.filter(post__code="works-handler").update(until=now)
    case = flagged(with_photo(report), "works", "works-handler")
    assert doors(moves("cleansing-handler", "works-handler"), case, now) == set()


RUDE = {"words": "The crew of the works department shouted at me", "person": ANN, "complained_about": "works"}


def test_who_is_complained_about_in_the_report_itself_never_has_the_case(report, actor, now):
    case = report(**RUDE)
    assert (case.lead_unit.code, case.dispatch_rule, case.dispatches, case.public) == ("gov", "interest", 0, False)
    for who in ("works-handler", "works-head"):
        assert doors(actor(who), case, now) == set()
    told = Message.objects.filter(about=case.pk, channel="in_app").values_list("post__code", flat=True)
    assert set(told) == {"gov-leader"}
    assert "get_case" in doors(actor("hotline-dispatcher"), case, now)
    flagged_by = case.interests.values_list("unit__code", "post", "flagged_by")
    assert list(flagged_by) == [("works", None, None)]
    assert queries.recomputed(case) == queries.stored(case)
    assert queries.replay(case).fits


def test_who_is_complained_about_does_not_assist_in_the_case_either(report):
    case = report(words="A lamp is out", category_code="roads.lights.dark", complained_about="transport")
    assert (case.lead_unit.code, case.dispatch_rule) == ("works", "catalogue")
    assert units(case, "assist") == set()
    assert queries.recomputed(case) == queries.stored(case)


def test_a_complaint_about_a_unit_joins_no_case_and_is_not_taken_for_the_same_report(report, flagged):
    first = report(words=RUDE["words"], person=ANN)
    again = report(**RUDE)
    assert again.number != first.number
    with pytest.raises(Refused) as raised:
        report(**RUDE, joins=first.number)
    assert code_of(raised) == "complaint_stands_alone"
    with pytest.raises(Refused) as raised:
        report(**(RUDE | {"complained_about": "nowhere"}))
    assert [(p.code, p.field) for p in raised.value.problems] == [("unknown_unit", "complained_about")]
