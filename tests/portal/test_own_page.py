"""The reporter's own page: only with the secret, with the verdict when the time comes."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

pytestmark = pytest.mark.django_db
YES = {"contacted": "yes", "solved": "yes", "satisfied": "satisfied"}


def test_without_the_secret_there_is_no_page(client, asked, own):
    assert client.get(own).status_code == 200
    assert client.get(f"/receipt/{asked.case.number}/{'0' * 32}").status_code == 404


def test_the_secret_goes_to_no_other_site_and_to_no_cache(client, own):
    response = client.get(own)
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.content.decode()


def test_the_reply_and_the_question_stand_on_the_page(client, own):
    page = client.get(f"{own}?lang=en").content.decode()
    assert "hot asphalt" in page
    assert "Was it really solved?" in page


def test_a_satisfied_citizen_closes_the_case(client, asked, own):
    assert client.post(f"{own}/verdict", YES).status_code == 302
    asked.case.refresh_from_db()
    assert (asked.case.state, asked.case.closing) == ("closed", "confirmed")
    assert "Was it really solved?" not in client.get(f"{own}?lang=en").content.decode()


@pytest.mark.parametrize("answer", [{"solved": "no"}, {"satisfied": "dissatisfied"}])
def test_unsolved_or_dissatisfied_it_is_done_again(client, asked, own, answer):
    client.post(f"{own}/verdict", YES | answer)
    asked.case.refresh_from_db()
    assert (asked.case.state, asked.case.redos) == ("redo", 1)


def test_an_unfinished_answer_is_asked_for_again_and_kept(client, asked, own):
    response = client.post(f"{own}/verdict?lang=en", {"solved": "no", "comment": "The hole is back"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="no" checked' in page
    assert "The hole is back" in page
    asked.case.refresh_from_db()
    assert asked.case.state == "verifying"


def test_who_was_pressed_to_rate_well_can_say_so(client, asked, own):
    client.post(f"{own}/verdict", YES | {"pressed": "1"})
    assert asked.case.callbacks.get().pressed is True


def test_an_answer_comes_once(client, own):
    client.post(f"{own}/verdict", YES)
    assert client.post(f"{own}/verdict", YES | {"solved": "no"}).status_code == 422


def test_words_and_files_can_be_added(client, asked, own):
    photo = SimpleUploadedFile("hole.png", b"\x89PNG\r\n\x1a\n" + bytes(32), "image/png")
    assert client.post(f"{own}/add", {"words": "It is deeper now.", "uploads": photo}).status_code == 302
    assert "It is deeper now." in client.get(own).content.decode()
    kept = asked.case.attachments.get()
    assert client.get(f"{own}/files/{kept.pk}").status_code == 200
    assert client.get(f"/files/{kept.pk}").status_code == 404


def test_nothing_added_is_said(client, own):
    assert client.post(f"{own}/add", {"words": " "}).status_code == 422
