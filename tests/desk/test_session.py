"""Signing in, posts, signing out."""

from __future__ import annotations

import pytest

from answerable.desk import throttle
from tests.support.cast import officer_named


@pytest.fixture(autouse=True)
def forget_failures():
    throttle._failures.clear()
    yield
    throttle._failures.clear()


def enter(client, username="works-handler", password="answerable", **more):
    return client.post("/desk/sign-in", {"username": username, "password": password, **more})


@pytest.fixture
def password(db):
    officer = officer_named("works-handler")
    officer.set_password("answerable")
    officer.save()


def test_the_right_password_opens_the_desk(client, password) -> None:
    answer = enter(client)
    assert answer.status_code == 302
    assert answer.url == "/desk/"


def test_a_wrong_password_is_told_and_the_name_stays(client, password) -> None:
    answer = enter(client, password="wrong")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "do not match" in text
    assert 'value="works-handler"' in text


def test_an_unknown_name_gets_the_same_words_as_a_wrong_password(client, password) -> None:
    first = enter(client, password="wrong").content.decode()
    second = enter(client, username="nobody-here", password="wrong").content.decode()
    assert "do not match" in first
    assert "do not match" in second


def test_after_too_many_wrong_passwords_even_the_right_one_waits(client, password) -> None:
    for _ in range(throttle.LIMIT):
        enter(client, password="wrong")
    answer = enter(client)
    assert answer.status_code == 422
    assert "Too many wrong passwords" in answer.content.decode()


def test_after_signing_in_one_is_where_one_was(client, password) -> None:
    assert enter(client, next="/desk/unit?tab=parts").url == "/desk/unit?tab=parts"


def test_next_never_leads_to_another_site(client, password) -> None:
    assert enter(client, next="https://evil.example/").url == "/desk/"
    assert enter(client, next="//evil.example/").url == "/desk/"


def test_a_form_sent_after_the_session_was_lost_leads_back_to_its_page(client, db) -> None:
    answer = client.post(
        "/desk/cases/HB26-0000001-00/act", {"words": "kept"}, headers={"referer": "http://testserver/desk/unit?a=1"}
    )
    assert answer.status_code == 302
    assert "next=%2Fdesk%2Funit%3Fa%3D1" in answer.url


def test_a_part_of_a_page_asked_after_the_session_was_lost_sends_the_whole_page(client, db) -> None:
    answer = client.post("/desk/calls/thinks", {"words": "x"}, headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer["HX-Redirect"].startswith("/desk/sign-in")


def test_signing_out_ends_it(sign_in) -> None:
    client = sign_in("works-handler")
    assert client.post("/desk/sign-out").status_code == 302
    assert client.get("/desk/").status_code == 302


def test_an_officer_of_two_posts_acts_in_the_chosen_one(sign_in, at) -> None:
    from answerable.organisation.models import Post, Tenure

    officer = officer_named("works-handler")
    dispatcher = Post.objects.get(tenures__officer__username="hotline-dispatcher")
    Tenure.objects.filter(post=dispatcher).delete()
    Tenure.objects.create(officer=officer, post=dispatcher, since=at.replace(year=at.year - 1))
    client = sign_in("works-handler")
    assert client.post("/desk/post", {"post": dispatcher.code}).status_code == 302
    assert client.get("/desk/dispatch").status_code == 200
    mine = Post.objects.get(tenures__officer=officer, unit__code="works")
    client.post("/desk/post", {"post": mine.code})
    assert client.get("/desk/dispatch").status_code == 403


def test_nobody_takes_a_post_that_is_not_theirs(sign_in) -> None:
    from answerable.organisation.models import Post

    client = sign_in("works-handler")
    foreign = Post.objects.get(tenures__officer__username="gov-leader")
    client.post("/desk/post", {"post": foreign.code})
    assert client.get("/desk/leaders").status_code == 403


def test_an_officer_without_a_post_is_told_so(sign_in) -> None:
    from answerable.organisation.models import Tenure

    client = sign_in("works-handler")
    Tenure.objects.filter(officer=officer_named("works-handler")).delete()
    answer = client.get("/desk/")
    assert answer.status_code == 403
    assert "You hold no post today" in answer.content.decode()
