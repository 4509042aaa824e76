"""The report page: what is right becomes a case, what is wrong is said, and nothing typed is lost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
NASTY = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"


def post(client, **fields):
    return client.post("/report?lang=en", {"key": "k1", "words": "Pothole in Mill Street near the mill."} | fields)


def cases():
    from answerable.cases.models import Case

    return Case.objects.all()


def test_words_alone_make_a_case_with_a_number_and_a_link(client, harbour):
    response = post(client)
    case = cases().get()
    assert response.status_code == 302
    assert response.headers["Location"].startswith(f"/receipt/{case.number}/")
    page = client.get(response.headers["Location"]).content.decode()
    assert "Your number:" in page
    assert case.lead_unit.name_en in page


def test_everything_given_reaches_the_case(client, harbour):
    photo = SimpleUploadedFile("hole.png", PNG, "image/png")
    given = {
        "kind": "report", "category_code": "roads.surface.pothole", "address": "Mill Street 42", "latitude": "50.15",
        "longitude": "10.05", "phone": "61234567", "email": "a@example.org", "name": "Chan", "private": "1",
    }  # fmt: skip
    post(client, **given, uploads=photo)
    case = cases().get()
    assert (case.kind, case.category.code, case.address) == ("report", "roads.surface.pothole", "Mill Street 42")
    assert (case.latitude, case.person.phone, case.public) == (50.15, "61234567", False)
    assert case.attachments.get().media_type == "image/png"


def test_from_the_front_page_words_arrive_and_are_not_sent_yet(client, harbour):
    response = client.post("/report", {"start": "1", "words": "Lamp is dark"})
    assert response.status_code == 200
    assert "Lamp is dark" in response.content.decode()
    assert not cases().exists()


@pytest.mark.parametrize("words", ["", "   ", "\n\t"])
def test_empty_words_are_asked_for_again(client, harbour, words):
    response = post(client, words=words, address="Mill Street 42")
    assert response.status_code == 422
    assert "Mill Street 42" in response.content.decode()
    assert 'href="#id_words"' in response.content.decode()
    assert not cases().exists()


def test_a_hundred_thousand_characters_are_refused_with_the_length_and_kept(client, harbour):
    response = post(client, words="坑" * 100_000)
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("坑") >= 100_000
    assert "100000" in page or "100,000" in page


def test_emoji_and_mixed_scripts_are_words_like_others(client, harbour):
    post(client, words="🕳️ pothole 坑洞 حفرة на дороге")
    assert cases().get().words == "🕳️ pothole 坑洞 حفرة на дороге"


@pytest.mark.parametrize("field", ["words", "address", "name", "phone", "email", "key", "latitude", "category_code",
                                   "kind", "area_code"])  # fmt: skip
def test_markup_in_any_field_is_shown_as_text(client, harbour, field):
    given = {"words": "Pothole"} | {field: NASTY}
    response = post(client, **given)
    if response.status_code == 302:
        response = client.get(response.headers["Location"])
    page = response.content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("22.3", "114.1"), ("999", "10"), ("abc", "10"), ("50.1", ""), ("nan", "nan"), ("inf", "0")],
)
def test_a_place_outside_or_none_at_all_is_refused_in_a_sentence(client, harbour, latitude, longitude):
    response = post(client, latitude=latitude, longitude=longitude)
    assert response.status_code == 422
    assert "This cannot be done (" not in response.content.decode()
    assert not cases().exists()


@pytest.mark.parametrize(("field", "value"), [("email", "no-address"), ("phone", "call me"), ("kind", "gift"),
                                              ("category_code", "no.such"), ("area_code", "atlantis")])  # fmt: skip
def test_other_wrong_fields_are_refused_in_a_sentence(client, harbour, field, value):
    response = post(client, **{field: value})
    assert response.status_code == 422
    assert "This cannot be done (" not in response.content.decode()


@pytest.mark.parametrize(("name", "content"), [("photo.jpg", b"MZ this is a program"), ("empty.png", b""),
                                               ("page.pdf", b"<html><script>")])  # fmt: skip
def test_a_file_that_is_not_what_it_claims_is_refused_and_the_words_stay(client, harbour, name, content):
    response = post(client, uploads=SimpleUploadedFile(name, content))
    assert response.status_code == 422
    assert name in response.content.decode()
    assert "near the mill" in response.content.decode()


def test_a_file_too_large_is_refused(client, harbour, settings):
    settings.FILE_SIZE_LIMIT = 1024 * 1024
    response = post(client, uploads=SimpleUploadedFile("big.png", PNG + bytes(1024 * 1024)))
    assert response.status_code == 422
    assert "larger than 1 MB" in response.content.decode()


def test_sending_twice_makes_one_case(client, harbour):
    first, second = post(client), post(client)
    assert first.headers["Location"] == second.headers["Location"]
    assert cases().count() == 1


def test_the_same_words_from_another_page_open_nobody_elses_receipt(client, harbour):
    first, second = post(client), post(client, key="another page")
    assert first.headers["Location"] != second.headers["Location"]


def test_other_words_from_a_page_gone_back_to_are_another_case(client, harbour):
    post(client)
    post(client, words="A lamp is dark as well, opposite the mill.")
    assert cases().count() == 2


def test_a_page_open_too_long_gives_the_words_back(harbour):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/report?lang=en", {"key": "k1", "words": "My long story"})
    assert response.status_code == 403
    page = response.content.decode()
    assert "My long story" in page
    assert "csrfmiddlewaretoken" in page
    assert "send again" in page


def test_elsewhere_a_page_open_too_long_shows_the_words_to_copy(harbour, own):
    response = Client(enforce_csrf_checks=True).post(f"{own}/add", {"words": "What I wanted to add"})
    assert response.status_code == 403
    assert "What I wanted to add" in response.content.decode()


def test_suggestions_say_why_and_warn_of_danger(client, harbour):
    page = client.post("/report/suggest?lang=en", {"words": "pothole in the road"}).content.decode()
    assert "roads.surface.pothole" in page
    assert "because of" in page
    danger = client.post("/report/suggest?lang=en", {"words": "I smell gas, gas leak in the kitchen"}).content.decode()
    assert "Call 112 now" in danger


def test_what_was_chosen_stays_chosen_while_typing_on(client, harbour):
    page = client.post("/report/suggest", {"words": "pothole", "category_code": "roads.lights.dark"}).content.decode()
    assert 'value="roads.lights.dark" checked' in page


def test_the_same_trouble_nearby_is_offered_to_follow(client, tell):
    case = tell().case
    given = {"words": "pothole Mill Street", "latitude": "50.1501", "longitude": "10.0501"}
    page = client.post("/report/nearby", given).content.decode()
    assert f"/case/{case.number}/follow" in page


@pytest.mark.parametrize("private", [False, True])
def test_who_says_the_same_again_is_told_where_it_stands_and_gets_no_link(client, harbour, private):
    said = {
        "words": "Deep pothole in Mill Street outside the bakery.", "category_code": "roads.surface.pothole",
        "area_code": "north", "phone": "61234567",
    } | ({"private": "1"} if private else {})  # fmt: skip
    client.post("/report", said)
    case = cases().get()
    answer = client.post("/report?lang=en", {**said, "words": f"{said['words']} It is still there."}, follow=True)
    page = answer.content.decode()
    assert cases().get().contacts.count() == 2
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == ("/track" if private else f"/case/{case.number}")
    assert f"We have this already, as case {case.number}." in page
    assert "/receipt/" not in page


def test_a_complaint_about_a_unit_does_not_go_to_it_nor_into_the_public(client, harbour):
    page = client.get("/report?lang=en").content.decode()
    assert '<option value="works">Works Department</option>' in page
    again = post(client, words="", complained_about="works")
    assert '<option value="works" selected>' in again.content.decode()
    post(client, category_code="roads.surface.pothole", complained_about="mill-street")
    case = cases().get()
    assert (case.lead_unit.code, case.public) == ("north", False)
    assert case.interests.get().unit.code == "mill-street"


def test_the_same_words_sent_again_as_a_complaint_are_a_case_of_their_own(client, harbour):
    post(client)
    post(client, complained_about="works")
    assert cases().count() == 2
