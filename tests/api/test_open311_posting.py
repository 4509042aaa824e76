"""POST Service Request: what a client may send, and what it is told when something is amiss."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from answerable.cases.models import Case, Contact

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)


def sentences(answer) -> list[str]:
    rows = json.loads(answer.content)
    assert all(row["code"] == answer.status_code for row in rows)
    return [row["description"] for row in rows]


def test_a_post_opens_a_case_that_somebody_answers_for(post, harbour):
    answer = post(email="ann@example.org", first_name="Ann", last_name="Lee", phone="+49 30 1234567")
    assert answer.status_code == 201
    (row,) = answer.json()
    case = Case.objects.get(number=row["service_request_id"])
    assert case.channel == "open311"
    assert case.category.code == "roads.surface.pothole"
    assert case.lead_unit.code == "works"
    assert (case.person.name, case.person.email) == ("Ann Lee", "ann@example.org")
    assert f"/receipt/{case.number}/" in row["service_notice"]
    assert row["account_id"] is None


def test_a_post_in_xml_is_answered_in_xml(post, harbour):
    answer = post("/open311/v2/requests.xml")
    assert answer.status_code == 201
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "service_requests"
    assert Case.objects.get().number == root.findtext("request/service_request_id")


@pytest.mark.parametrize("key", [None, "", "wrong", "x" * 1000])
def test_without_a_valid_key_nothing_is_stored(post, harbour, key):
    answer = post(api_key=key)
    assert answer.status_code == 403
    assert "api_key" in sentences(answer)[0]
    assert not Contact.objects.exists()


def test_a_key_that_may_not_post_cannot(post, make_key, harbour):
    assert post(api_key=make_key("reader", may_post=False)).status_code == 403


def test_a_withdrawn_key_is_no_key(post, api_key, harbour, now):
    from answerable.api import actions

    actions.revoke_key(now=now, jurisdiction=harbour, label="a client")
    assert post().status_code == 403


@pytest.mark.parametrize(
    ("wish", "status", "words"),
    [
        ({"service_code": None}, 400, "service_code is missing"),
        ({"service_code": "nosuch"}, 404, "“nosuch” was not found"),
        ({"lat": None, "long": None}, 400, "A place is missing"),
        ({"lat": None}, 400, "belong together"),
        ({"lat": "north"}, 400, "lat must be a number from -90 to 90"),
        ({"lat": "nan"}, 400, "lat must be a number"),
        ({"lat": "91"}, 400, "lat must be a number"),
        ({"description": "a" * 4001}, 400, "4,001 characters"),
        ({"media_url": "javascript:alert(1)"}, 400, "media_url"),
        ({"jurisdiction_id": "elsewhere.example"}, 404, "elsewhere.example"),
    ],
)
def test_what_is_amiss_is_said_in_a_sentence(post, harbour, wish, status, words):
    answer = post(**wish)
    assert answer.status_code == status
    assert words in sentences(answer)[0]
    assert not Contact.objects.exists()


def test_a_place_outside_the_city_is_refused_with_a_sentence(post, harbour):
    answer = post(lat="22.3", long="114.2")
    assert answer.status_code == 400
    assert sentences(answer)
    assert not Contact.objects.exists()


def test_an_error_in_xml_has_the_form_of_the_standard(post, harbour):
    answer = post("/open311/v2/requests.xml", service_code=None)
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "errors"
    assert root.findtext("error/code") == "400"
    assert root.findtext("error/description")


def test_an_empty_argument_is_an_absent_one(post, harbour):
    assert post(jurisdiction_id="", address_string="", email="", media_url="").status_code == 201


def test_the_jurisdiction_may_be_named(post, harbour):
    assert post(jurisdiction_id="harbour.example").status_code == 201


def test_an_address_or_an_area_is_a_place_too(post, harbour):
    assert post(lat=None, long=None, address_string="Mill Street 3").status_code == 201
    assert post(lat=None, long=None, address_id="mill-street", description="Another hole.").status_code == 201
    assert post(lat=None, long=None, address_id="nosuch", description="A third.").status_code == 400


def test_answers_to_questions_stand_in_the_words(post, harbour):
    answer = post(service_code="roads_lights_dark", **{"attribute[pole_number]": "A 17"})
    assert answer.status_code == 201
    assert "Number on the pole, if you can see it: A 17" in Case.objects.get().words


def test_a_picture_comes_with_the_post(post, harbour, settings, tmp_path):
    settings.FILE_STORE = tmp_path
    assert post(media=SimpleUploadedFile("hole.png", PNG, "image/png")).status_code == 201
    assert Case.objects.get().attachments.get().media_type == "image/png"


def test_a_file_that_is_not_what_it_claims_is_refused(post, harbour):
    answer = post(media=SimpleUploadedFile("hole.png", b"MZ\x90\x00 not a picture", "image/png"))
    assert answer.status_code == 400
    assert not Contact.objects.exists()


def test_the_same_post_twice_is_one_case(post, harbour):
    first, second = post(), post()
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()[0]["service_request_id"] == second.json()[0]["service_request_id"]
    assert Case.objects.count() == 1


def test_an_idempotency_key_makes_one_case_of_two_different_posts(post, harbour):
    first = post(headers={"idempotency-key": "k1"})
    second = post(description="Other words.", headers={"idempotency-key": "k1"})
    assert second.status_code == 200
    assert first.json()[0]["service_request_id"] == second.json()[0]["service_request_id"]


def test_the_test_endpoint_checks_everything_and_stores_nothing(post, harbour, settings, tmp_path):
    settings.FILE_STORE = tmp_path
    answer = post("/open311/test/v2/requests.json", media=SimpleUploadedFile("hole.png", PNG, "image/png"))
    assert answer.status_code == 201
    assert "not stored" in answer.json()[0]["service_notice"]
    assert not Contact.objects.exists()
    assert not list(tmp_path.rglob("*.png"))
    assert post("/open311/test/v2/requests.json", service_code="nosuch").status_code == 404


@pytest.mark.parametrize("text", ["😀 水浸 <script>alert(1)</script>", "\x00\x01 nul", "a\u202eb", "' OR 1=1 --"])
def test_odd_texts_are_taken_and_read_back_without_harm(post, read, harbour, text):
    number = post(description=text).json()[0]["service_request_id"]
    assert read(f"requests/{number}.xml").findtext("request/description")
    assert read(f"requests/{number}.json")[0]["description"]


def test_sentences_come_in_the_language_of_the_client(post, harbour):
    answer = post(service_code=None, headers={"accept-language": "zh-HK"})
    assert "缺少 service_code" in sentences(answer)[0]


def test_a_body_that_cannot_be_read_is_the_clients_mistake_not_ours(client, harbour):
    answer = client.generic("POST", "/open311/v2/requests.json", b"x", "multipart/form-data")
    assert answer.status_code == 400
    assert sentences(answer)


def test_a_post_may_say_whom_it_is_a_complaint_about(post, harbour):
    assert post(complained_about="works").status_code == 201
    case = Case.objects.get()
    assert (case.lead_unit.code, case.public, case.interests.get().unit.code) == ("gov", False, "works")
