"""GET Service Requests and GET Service Request: public words only, every field there, every filter."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from answerable.cases.models import Case

from .conftest import as_if_opened

FIELDS = {
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address",
    "address_id", "zipcode", "lat", "long", "media_url",
}  # fmt: skip
W3C = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


def numbers(rows) -> list[str]:
    return [row["service_request_id"] for row in rows]


def test_a_request_has_every_field_of_the_standard(reported, read, harbour):
    number = reported()
    (row,) = read(f"requests/{number}.json")
    assert set(row) == FIELDS
    assert row["service_request_id"] == number
    assert row["status"] == "open"
    assert row["agency_responsible"]
    assert isinstance(row["lat"], float)
    assert isinstance(row["long"], float)
    for name in ("requested_datetime", "updated_datetime", "expected_datetime"):
        assert W3C.fullmatch(row[name])
    element = read(f"requests/{number}.xml").find("request")
    assert {child.tag for child in element} == FIELDS
    assert element.findtext("lat") == str(row["lat"])


def test_no_personal_word_is_shown(reported, read, harbour):
    number = reported(
        description="Call me at 91234567 or ann@example.org, a hole.",
        first_name="Ann", last_name="Lee", email="lee@example.org", phone="+4930123456",
        address_string="Flat 5, Home 1",
    )  # fmt: skip
    text = str(read(f"requests/{number}.json", extensions="true")) + str(read("requests.json", extensions="true"))
    for secret in ("91234567", "ann@example.org", "Lee", "lee@example.org", "4930123456", "Flat 5"):
        assert secret not in text


def test_a_case_that_is_not_public_is_not_shown(reported, read, harbour):
    number = reported()
    Case.objects.update(public=False)
    assert read("requests.json") == []
    assert "not found" in read(f"requests/{number}.json", status_code=404)[0]["description"]
    read(f"tokens/{number}.json", status_code=404)


def test_an_id_is_understood_however_it_is_typed(reported, read, harbour):
    number = reported()
    assert numbers(read(f"requests/{number.lower().replace('-', '')}.json")) == [number]


def test_ids_override_every_other_argument(reported, read, harbour):
    first, second = reported(), reported(description="Another one.")
    rows = read("requests.json", service_request_id=f"{first},{second},HB26-9999999-99", status="closed")
    assert set(numbers(rows)) == {first, second}


def test_the_newest_come_first_a_page_at_a_time(reported, read, harbour):
    made = [reported(description=f"Hole number {n}.") for n in range(5)]
    as_if_opened(timezone.now() - timedelta(days=1), number=made[0])
    pages = [numbers(read("requests.json", page=str(n), page_size="2")) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(n for page in pages for n in page) == sorted(made)
    assert pages[2] == [made[0]]


def test_status_and_service_code_narrow(reported, read, harbour):
    open_one = reported()
    other = reported(service_code="clean_waste_dumping", description="Rubbish.")
    Case.objects.filter(number=other).update(state="closed", closed_at=timezone.now(), closing="confirmed")
    assert numbers(read("requests.json", status="open")) == [open_one]
    assert numbers(read("requests.json", status="closed")) == [other]
    assert len(read("requests.json", status="open,closed")) == 2
    assert numbers(read("requests.json", service_code="clean_waste_dumping")) == [other]
    assert len(read("requests.json", service_code="clean_waste_dumping,roads_surface_pothole")) == 2
    read("requests.json", status_code=404, service_code="nosuch")
    assert "status must be" in read("requests.json", status_code=400, status="odd")[0]["description"]


def test_without_dates_the_last_ninety_days_are_shown(reported, read, harbour):
    number = reported()
    as_if_opened(timezone.now() - timedelta(days=91))
    assert read("requests.json") == []
    start = timezone.now() - timedelta(days=100)
    assert numbers(read("requests.json", start_date=start.isoformat())) == [number]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"start_date": "2026-01-01"}, "time zone"),
        ({"start_date": "2026-01-01T00:00:00"}, "time zone"),
        ({"end_date": "yesterday"}, "time zone"),
        ({"end_date": "9999-12-31T23:59:59Z"}, "time zone"),
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-02T00:00:00Z"}, "90 days"),
        ({"start_date": "2026-04-02T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}, "after"),
        ({"page": "0"}, "page must be"),
        ({"page_size": "many"}, "page_size must be"),
        ({"lat": "50"}, "belong together"),
        ({"lat": "50", "long": "10", "radius": "-1"}, "radius must be"),
    ],
)
def test_a_wrong_argument_is_refused_with_a_sentence(read, harbour, arguments, words):
    assert words in read("requests.json", status_code=400, **arguments)[0]["description"]
    assert words in read("requests.xml", status_code=400, **arguments).findtext("error/description")


def test_a_plus_sign_that_was_not_escaped_is_understood(reported, client, harbour):
    number = reported()
    answer = client.get("/open311/v2/requests.json?start_date=2026-01-01T00:00:00+01:00&end_date=2026-02-01T00:00:00Z")
    assert answer.status_code == 200
    assert number not in numbers(answer.json())


def test_what_changed_lately_is_found_however_old(reported, read, harbour):
    number = reported()
    now = timezone.now()
    as_if_opened(now - timedelta(days=400))
    Case.objects.update(updated_at=now - timedelta(hours=1))
    assert numbers(read("requests.json", updated_after=(now - timedelta(hours=2)).isoformat())) == [number]
    assert read("requests.json", updated_before=(now - timedelta(hours=2)).isoformat()) == []


def test_a_circle_holds_what_is_near(reported, read, harbour):
    near, far = reported(), reported(lat="50.05", long="10.05", description="Far away.")
    assert numbers(read("requests.json", lat="50.1501", long="10.0501", radius="100")) == [near]
    assert set(numbers(read("requests.json", lat="50.1", long="10.05", radius="20000"))) == {near, far}


def test_extensions_tell_who_answers_and_what_was_done(reported, read, harbour):
    number = reported()
    (row,) = read(f"requests/{number}.json", extensions="true")
    extended = row["extended_attributes"]
    assert extended["answering"][0]["unit"] == row["agency_responsible"]
    assert extended["answering"][0]["why"]
    assert extended["due"] == row["expected_datetime"]
    assert extended["state"] in ("received", "dispatched")
    assert extended["verdict"] is None
    assert row["notes"][0]["description"]
    assert read(f"requests/{number}.xml", extensions="true").findtext("request/notes/note/type")
    assert "notes" not in read("requests.json")[0]


def test_a_long_list_costs_no_more_statements_than_a_short_one(reported, read, harbour, django_assert_max_num_queries):
    for n in range(8):
        reported(description=f"Hole number {n}.")
    with django_assert_max_num_queries(8):
        assert len(read("requests.json")) == 8


def test_a_token_gives_the_id(reported, read, harbour):
    number = reported()
    assert read(f"tokens/{number}.json") == [{"service_request_id": number, "token": number}]
    contact = str(Case.objects.get().contacts.get().pk)
    assert read(f"tokens/{contact}.xml").findtext("request/service_request_id") == number
    assert "token" in read("tokens/nosuch.json", status_code=404)[0]["description"]


@pytest.mark.parametrize("address", ["nosuch.json", "nosuch.xml", "services/nosuch.json", "requests/nosuch.xml", "x"])
def test_an_address_that_is_not_there_has_an_error_of_the_standards_form(client, harbour, address):
    answer = client.get(f"/open311/v2/{address}")
    assert answer.status_code == 404
    assert b"404" in answer.content
    assert answer["Content-Type"].endswith("charset=utf-8")


def test_a_method_that_is_not_taken_says_which_are(client, harbour):
    answer = client.delete("/open311/v2/requests.json")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, POST"
    assert answer.json()[0]["code"] == 405


def test_a_failure_of_ours_has_the_same_form(client, harbour, monkeypatch):
    """The one place where something is replaced: a fault has to be made to happen."""
    from answerable.api.open311 import discovery

    def fault(request):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(discovery, "jurisdiction_of", fault)
    answer = client.get("/open311/discovery.json")
    assert answer.status_code == 500
    assert answer.json()[0]["code"] == 500
    assert b"secret detail" not in answer.content


def test_an_unknown_jurisdiction_is_not_found(read, harbour):
    for address in ("services.json", "requests.json", "services/roads_lights_dark.json", "tokens/x.json"):
        assert "jurisdiction_id" in read(address, status_code=404, jurisdiction_id="sfgov.org")[0]["description"]
