"""Typical cases at the desk: choose, write, record the consent, publish, take back."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from answerable.leaders.models import Story

TOLD = {
    "language": "en", "title": "A hole, filled at once", "words": "There was a deep hole in the road.",
    "done": "The Works Department filled it the same day.",
}  # fmt: skip
VERDICT = {
    "channel": "phone", "contacted": True, "solved": True, "satisfied": "satisfied", "comment": "Quick, thank you"
}  # fmt: skip


@pytest.fixture
def closed(asked, do):
    return do("record_verdict", "hotline-callback", asked, **VERDICT)


@pytest.fixture
def chosen(sign_in, closed):
    answer = sign_in("coordination-coordinator").post("/desk/stories", {"number": closed.number})
    assert answer.status_code == 302
    return answer.headers["Location"]


def page(client, address: str) -> str:
    return client.get(address).content.decode()


def test_an_open_case_is_not_chosen_and_the_page_says_why(sign_in, told):
    answer = sign_in("coordination-coordinator").post("/desk/stories", {"number": told().number})
    assert answer.status_code == 422
    assert "Only a closed case can be told." in answer.content.decode()


def test_a_story_goes_from_the_text_to_the_public_page(sign_in, chosen, harbour):
    client = sign_in("coordination-coordinator")
    assert "Nothing is written yet." in page(client, chosen)
    assert client.post(f"{chosen}/write", TOLD).status_code == 302
    assert "The citizen has not been asked." in page(client, chosen)
    assert "Publish this story" not in page(client, chosen)
    said = {"given": "given", "how": "phone", "asked_on": str(timezone.localdate(timezone=ZoneInfo(harbour.timezone)))}
    assert client.post(f"{chosen}/record_consent", said).status_code == 302
    assert "Publish this story" in page(client, chosen)
    assert client.post(f"{chosen}/publish").status_code == 302
    public = page(client, f"/stories/{Story.objects.get().pk}")
    assert TOLD["title"] in public
    assert "Quick, thank you" in public


def test_publishing_without_consent_is_refused_with_a_sentence(sign_in, chosen):
    client = sign_in("coordination-coordinator")
    client.post(f"{chosen}/write", TOLD)
    answer = client.post(f"{chosen}/publish")
    assert answer.status_code == 422
    assert "The citizen has not been asked." in answer.content.decode()


def test_a_text_that_is_refused_comes_back_whole(sign_in, chosen):
    answer = sign_in("coordination-coordinator").post(f"{chosen}/write", TOLD | {"title": ""})
    assert answer.status_code == 422
    assert TOLD["done"] in answer.content.decode()
    assert "Please fill this in." in answer.content.decode()


def test_the_callback_officer_records_consent_and_writes_nothing(sign_in, chosen):
    client = sign_in("hotline-callback")
    text = page(client, chosen)
    assert "Record what the citizen said" in text
    assert "Keep this text" not in text
    assert client.post(f"{chosen}/write", TOLD).status_code == 422


def test_a_story_is_taken_back_with_a_reason(sign_in, chosen):
    client = sign_in("coordination-coordinator")
    assert client.post(f"{chosen}/withdraw", {"reason": ""}).status_code == 422
    assert client.post(f"{chosen}/withdraw", {"reason": "Wrong street"}).status_code == 302
    assert "Wrong street" in page(client, chosen)


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_the_pages_speak_chinese(client, sign_in, chosen, language):
    client.cookies["lang"] = language
    client = sign_in("coordination-coordinator")
    for address in ("/desk/stories", chosen):
        assert "The " not in page(client, address).split("<main", 1)[1]
