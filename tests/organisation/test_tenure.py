"""One holder of a post at a time; roles come with the post."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from answerable.ledger.models import Entry
from answerable.organisation import actions, queries
from answerable.organisation.models import Officer, Post, Tenure
from answerable.organisation.streams import stream_of
from answerable.rules.access import Actor
from answerable.rules.problems import NotAllowed, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh")]


@pytest.fixture
def post(harbour):
    return Post.objects.get(jurisdiction=harbour, code="works-handler")


@pytest.fixture
def newcomer():
    return Officer.objects.create(username="newcomer", name_zh_hant="新", name_en="New", name_zh_hans="新")


def code_of(refusal) -> str:
    return refusal.value.problems[0].code


def test_the_database_refuses_two_holders_of_a_post_at_once(post, newcomer, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        Tenure.objects.create(officer=newcomer, post=post, since=now)


def test_one_may_follow_the_other_without_a_gap(post, newcomer, actor, now):
    admin, first = actor("administrator"), Tenure.objects.get(post=post)
    actions.end_tenure(first, now, actor=admin, now=now)
    actions.appoint(newcomer, post, now, actor=admin, now=now)
    assert queries.holder(post, now - timedelta(seconds=1)) == first.officer
    assert queries.holder(post, now) == newcomer


def test_appointing_to_a_held_post_is_refused_with_a_sentence(post, newcomer, actor, now):
    with pytest.raises(Refused) as refusal:
        actions.appoint(newcomer, post, now, actor=actor("administrator"), now=now)
    assert code_of(refusal) == "post_is_held"
    assert not newcomer.tenures.exists()


@pytest.mark.parametrize("who", ["works-head", "gov-leader", "auditor", "citizen"])
def test_nobody_but_an_administrator_appoints(who, post, newcomer, actor, now):
    with pytest.raises(NotAllowed):
        actions.appoint(newcomer, post, now, actor=actor(who), now=now)


def test_an_administrator_of_another_city_does_not_appoint_here(post, newcomer, now):
    stranger = Actor("officer", "elsewhere", frozenset({"administrator"}), "u", "p", "o")
    with pytest.raises(NotAllowed):
        actions.appoint(newcomer, post, now, actor=stranger, now=now)


def test_a_tenure_runs_forwards(post, newcomer, actor, now):
    admin, tenure = actor("administrator"), Tenure.objects.get(post=post)
    with pytest.raises(Refused) as refusal:
        actions.end_tenure(tenure, tenure.since, actor=admin, now=now)
    assert code_of(refusal) == "tenure_runs_backwards"
    with pytest.raises(Refused):
        actions.appoint(newcomer, post, now, until=now, actor=admin, now=now)


def test_a_tenure_that_ended_stays_as_it_is(post, actor, now):
    admin, tenure = actor("administrator"), Tenure.objects.get(post=post)
    actions.end_tenure(tenure, now, actor=admin, now=now)
    with pytest.raises(Refused) as refusal:
        actions.end_tenure(tenure, now + timedelta(days=1), actor=admin, now=now + timedelta(hours=1))
    assert code_of(refusal) == "tenure_ended"


def test_each_change_leaves_its_entry_without_the_persons_name(harbour, post, newcomer, actor, now):
    before = Entry.objects.filter(stream=stream_of(harbour)).count()
    actions.end_tenure(Tenure.objects.get(post=post), now, actor=actor("administrator"), now=now)
    actions.appoint(newcomer, post, now, actor=actor("administrator", at=now), now=now)
    entries = list(Entry.objects.filter(stream=stream_of(harbour)).order_by("seq"))[before:]
    assert [entry.verb for entry in entries] == ["end_tenure", "appoint"]
    assert newcomer.name_zh_hant not in entries[1].body


def test_roles_follow_the_post_not_the_person(newcomer, harbour, actor, now):
    for code in ("works-handler", "works-head"):
        held = Post.objects.get(jurisdiction=harbour, code=code)
        actions.end_tenure(Tenure.objects.get(post=held), now, actor=actor("administrator"), now=now)
        actions.appoint(newcomer, held, now, actor=actor("administrator"), now=now)
    assert queries.actor_for(newcomer, now=now, post_code="works-head").roles == {"unit_head"}
    assert queries.actor_for(newcomer, now=now).post == "works-handler"
    assert [p.code for p in queries.posts_of(newcomer, now)] == ["works-handler", "works-head"]


def test_who_holds_no_post_is_nobody(newcomer, now):
    with pytest.raises(NotAllowed):
        queries.actor_for(newcomer, now=now)


def test_who_may_not_sign_in_is_nobody(harbour, now):
    handler = Officer.objects.get(username="works-handler")
    handler.is_active = False
    with pytest.raises(NotAllowed):
        queries.actor_for(handler, now=now)


def test_an_actor_names_unit_post_and_officer(actor):
    works = actor("works-handler")
    assert (works.unit, works.post, works.officer) == ("works", "works-handler", "works-handler")
    assert works.key == "post:works-handler/works-handler"


def test_a_new_account_may_do_nothing_until_it_is_appointed(now):
    names = {"name_zh_hant": "陳", "name_en": "Chan", "name_zh_hans": "陈"}
    officer = actions.add_officer("chan", **names, password="a long password")
    assert officer.check_password("a long password")
    with pytest.raises(NotAllowed):
        queries.actor_for(officer, now=now)
    with pytest.raises(Refused) as refusal:
        actions.add_officer("chan", **names, password="another long one")
    assert code_of(refusal) == "username_taken"
