"""Each public page opens, in each language, and says what it should."""

from __future__ import annotations

import csv
import io

import pytest

PAGES = ("/", "/report", "/track", "/cases", "/map", "/about", "/leaders", "/stories", "/undecided")
WORDS = {"zh-hant": "有什麼問題？", "en": "What is wrong?", "zh-hans": "有什么问题？"}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_in_every_language(client, tell, address, language):
    tell()
    response = client.get(address, {"lang": language})
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language


@pytest.mark.parametrize(("language", "words"), WORDS.items())
def test_the_front_page_asks_what_is_wrong_in_the_readers_language(client, tell, language, words):
    assert words in client.get("/", {"lang": language}).content.decode()


@pytest.mark.parametrize(
    ("accept", "expected"),
    [("zh-HK,zh;q=0.9", "zh-hant"), ("zh-TW", "zh-hant"), ("zh-CN,en;q=0.5", "zh-hans"), ("en-GB", "en"), ("fr", "en")],
)
def test_the_browsers_language_decides_until_one_is_chosen(client, harbour, accept, expected):
    assert client.get("/track", headers={"accept-language": accept}).headers["Content-Language"] == expected


def test_a_chosen_language_stays(client, harbour):
    client.get("/track?lang=zh-hans")
    assert client.get("/track", headers={"accept-language": "en"}).headers["Content-Language"] == "zh-hans"


def test_every_page_of_an_invented_city_says_so(client, tell):
    tell()
    for address in PAGES:
        assert "people and cases here are invented" in client.get(address, {"lang": "en"}).content.decode()


def test_the_case_page_says_who_answers_and_until_when(client, tell):
    case = tell().case
    page = client.get(f"/case/{case.number}?lang=en").content.decode()
    assert "Works Department" in page
    assert "Answers for this now" in page
    assert "until " in page


def test_the_public_sees_neither_person_nor_telephone_number(client, tell):
    from answerable.cases.actions import PersonDetails

    person = PersonDetails("Chan Tai Man", "61234567", "chan@example.org", "en")
    case = tell("Pothole again. Ring me on 6123 4567.", person=person).case
    for address in (f"/case/{case.number}", "/cases", "/cases.csv", "/cases.geojson", "/"):
        shown = client.get(address)
        text = (b"".join(shown.streaming_content) if shown.streaming else shown.content).decode()
        for secret in ("Chan Tai Man", "6123", "chan@example.org"):
            assert secret not in text, (address, secret)


def test_a_case_kept_private_is_nowhere_in_public(client, tell):
    case = tell(public=False).case
    assert client.get(f"/case/{case.number}").status_code == 404
    assert case.number not in client.get("/cases").content.decode()
    assert client.get("/track", {"number": case.number}).status_code == 404


def test_a_number_is_found_however_it_is_typed(client, tell):
    number = tell().case.number
    for typed in (number.lower(), number.replace("-", ""), number.replace("-", " ")):
        assert client.get("/track", {"number": typed}).headers["Location"] == f"/case/{number}"


def test_a_number_that_is_none_is_said_so_in_place(client, harbour):
    response = client.get("/track", {"number": "HB26-1234567-00", "lang": "en"})
    assert response.status_code == 404
    assert "HB26-1234567-00" in response.content.decode()


def test_filters_narrow_the_list_and_stand_in_the_address(client, tell):
    pothole, lamp = tell().case, tell("All lamps are out.", category_code="roads.lights.dark", latitude=50.05).case
    found = client.get("/cases", {"area": "south"}).content.decode()
    assert lamp.title in found
    assert pothole.title[:30] not in found
    assert pothole.title[:30] in client.get("/cases", {"q": "bicycles"}).content.decode()
    assert client.get("/cases", {"state": "overdue", "category": "roads", "page": "zzz"}).status_code == 200


def test_the_table_to_take_away_has_the_same_cases_and_no_formula(client, tell):
    tell("=HYPERLINK(1) pothole here")
    text = b"".join(client.get("/cases.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 1
    assert rows[0]["title"].startswith("'=")


def test_the_map_has_shapes_points_and_a_table(client, tell):
    case = tell().case
    shapes = client.get("/areas.geojson").json()["features"]
    assert {shape["properties"]["code"] for shape in shapes} == {"north", "south"}
    assert client.get("/cases.geojson").json()["features"][0]["properties"]["number"] == case.number
    assert "/cases?state=open&amp;area=north" in client.get("/map").content.decode()


def test_pages_allow_no_inline_script_or_style(client, tell):
    tell()
    for address in (*PAGES, "/no-such-page"):
        response = client.get(address)
        page = response.content.decode()
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        for inline in (" onclick=", " onsubmit=", " style=", "<style", "<script>"):
            assert inline not in page, (address, inline)


def test_a_missing_page_is_designed_and_404(client, harbour):
    response = client.get("/no-such-page?lang=en")
    assert response.status_code == 404
    assert "Nothing here" in response.content.decode()


def test_the_language_page_never_leads_to_another_site(client, harbour):
    assert client.get("/language?lang=en&next=https://evil.example/").headers["Location"] == "/"
    assert client.get("/language?lang=en&next=/cases").headers["Location"] == "/cases"


def test_following_counts_once_a_session(client, tell):
    case = tell().case
    statuses = [client.post(f"/case/{case.number}/follow").status_code for _ in range(2)]
    case.refresh_from_db()
    assert statuses == [302, 422]
    assert case.affected == 2
