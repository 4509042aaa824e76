"""When something goes wrong: a page that says what happened and what to do, with the words typed."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from answerable.portal.views import errors

pytestmark = pytest.mark.django_db


def page_of(fault: Exception, request):
    try:
        raise fault
    except type(fault):
        return errors.broken(request)


def test_a_database_that_restarts_is_worth_trying_again_and_the_words_are_kept():
    request = RequestFactory().post("/report", {"words": "My story", "key": "k"}, headers={"accept-language": "en"})
    response = page_of(OperationalError("the connection is gone"), request)
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "My story" in response.content.decode()


def test_a_fault_of_ours_is_500_and_says_it_is_ours():
    response = page_of(ValueError("oops"), RequestFactory().get("/", headers={"accept-language": "en"}))
    assert response.status_code == 500
    assert "A fault on our side" in response.content.decode()
    assert "oops" not in response.content.decode()


@pytest.mark.parametrize(("language", "words"), [("zh-HK", "找不到"), ("zh-CN", "找不到"), ("en", "Nothing here")])
def test_a_missing_page_speaks_the_readers_language(client, harbour, language, words):
    assert words in client.get("/nowhere", headers={"accept-language": language}).content.decode()


def test_before_a_pack_is_loaded_the_pages_say_how_to_load_one(client, db, settings):
    settings.JURISDICTION = "atlantis"
    response = client.get("/?lang=en")
    assert response.status_code == 503
    assert "answerable pack load" in response.content.decode()


def test_bytes_that_are_no_text_are_refused_without_a_fault(client, harbour):
    for address in ("/case/%ff%fe", "/cases?q=%00%ff", "/track?number=%00", "/cases?page=-1&state=%F0%9F%95%B3"):
        assert client.get(address).status_code in (200, 400, 404), address


def test_a_body_in_another_encoding_makes_no_fault(client, harbour):
    """Bytes of Big5 sent as if they were UTF-8: whatever can be read becomes words, nothing breaks."""
    sent = client.post("/report", "words=坑洞".encode("big5"), content_type="application/x-www-form-urlencoded")
    assert sent.status_code in (302, 400, 422)
    declared = "application/x-www-form-urlencoded; charset=big5"
    sent = client.generic("POST", "/report", "words=坑洞".encode("big5"), content_type=declared)
    assert sent.status_code in (302, 400, 422)


def test_passwords_are_never_given_back():
    request = RequestFactory().post("/desk/sign-in", {"username": "works-head", "password": "very-secret-word"})
    assert "very-secret-word" not in errors.csrf_failure(request).content.decode()
