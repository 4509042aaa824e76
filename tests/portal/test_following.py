"""Following a case: counted once, told by mail when an address is left, and only what everybody may read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from answerable.cases.models import Case, Person
from answerable.outbox import actions as outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def followed(client, tell):
    """A case that somebody follows with an e-mail address, in Simplified Chinese."""
    case = tell().case
    answer = client.post(f"/case/{case.number}/follow?lang=zh-hans", {"email": " lee@example.org "})
    assert answer.status_code == 302
    return case


@pytest.fixture
def told():
    """told() -> the mails to the follower that are sent now."""

    def send():
        mail.outbox.clear()
        outbox.deliver_due(now=timezone.now() + timedelta(minutes=5))
        return [letter for letter in mail.outbox if letter.to == ["lee@example.org"]]

    return send


def test_without_an_address_one_is_counted_and_nobody_is_kept(client, tell):
    case = tell().case
    client.post(f"/case/{case.number}/follow", {"email": ""})
    case.refresh_from_db()
    assert case.affected == 2
    assert case.followers.get().person is None


def test_the_form_says_why_it_asks(client, tell):
    page = client.get(f"/case/{tell().case.number}?lang=en").content.decode()
    assert "So that we can write to you at each public step, and for nothing else." in page


@pytest.mark.parametrize("email", ["lee", "lee@", "lee@example", "a b@example.org", "<script>@x.y"])
def test_an_address_that_is_none_is_said_in_place_and_kept(client, tell, email):
    case = tell().case
    answer = client.post(f"/case/{case.number}/follow?lang=en", {"email": email})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="email-error">This does not look like an e-mail address.' in page
    assert 'href="#id_email"' in page
    assert "<script>@" not in page
    assert not Person.objects.filter(email=email).exists()
    case.refresh_from_db()
    assert case.affected == 1


def test_who_follows_already_is_told_so(client, followed):
    answer = client.post(f"/case/{followed.number}/follow?lang=en", {"email": ""})
    assert answer.status_code == 422
    assert "You follow this case already." in answer.content.decode()


def test_a_public_step_is_told_in_the_followers_language_with_the_public_page(followed, act, told):
    assert told() == []
    act("works-handler", "accept", followed)
    act("works-handler", "act", followed, words="Mr Chan, 6123 4567, let us in.")
    (letter,) = told()
    assert "有进展" in letter.subject
    assert f"/case/{followed.number}" in letter.body
    assert "6123" not in letter.body
    assert "/receipt/" not in letter.body


def test_what_is_not_public_is_not_told(followed, act, told):
    act("works-handler", "accept", followed)
    act("works-handler", "act", followed, words="We asked inside.", public=False)
    assert told() == []


def test_nothing_is_told_once_the_case_is_not_public(followed, act, told):
    Case.objects.filter(pk=followed.pk).update(public=False)
    act("works-handler", "accept", followed)
    act("works-handler", "act", followed, words="A crew went there.")
    assert told() == []


def test_the_address_stands_on_no_page_and_in_no_table(client, followed):
    for address in (f"/case/{followed.number}", "/cases.csv", "/undecided.json"):
        answer = client.get(address)
        text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        assert "lee@example.org" not in text
