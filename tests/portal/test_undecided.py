"""Who has not decided yet: the ladder, supervised cases and what cannot be solved now, as page, table and data."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from answerable.cases.models import Case, Clock

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "zh-hant", "zh-hans")


def rows_of(answer) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_ladder_still_names_every_rung_and_who_rules(client, harbour, language):
    answer = client.get("/undecided", {"lang": language})
    assert answer.status_code == 200
    names = {"en": "Mayor", "zh-hant": "市長", "zh-hans": "市长"}
    assert names[language] in answer.content.decode()


def test_a_dispute_stands_on_its_rung_and_is_late_after_its_time(client, disputed):
    first = rows_of(client.get("/ladder.csv?lang=en"))[0]
    assert (first["unit"], first["waiting"], first["overdue"]) == ("hotline", "1", "0")
    Clock.objects.filter(case=disputed, kind="ruling").update(due_at=timezone.now() - timedelta(minutes=1))
    assert rows_of(client.get("/ladder.csv"))[0]["overdue"] == "1"
    assert client.get("/undecided.json").json()["ladder"][0]["overdue"] == 1


def test_a_case_that_is_not_public_is_counted_and_shown_nowhere(client, disputed, parked):
    Case.objects.filter(pk__in=[disputed.pk, parked.pk]).update(public=False)
    data = client.get("/undecided.json").json()
    assert data["ladder"][0]["waiting"] == 1
    assert (data["parked"], data["parked_not_public"]) == ([], 1)
    for address in ("/undecided?lang=en", "/undecided.json", "/"):
        assert parked.number not in client.get(address).content.decode()
        assert disputed.number not in client.get(address).content.decode()
    assert "1 more is not public." in client.get("/undecided?lang=en").content.decode()
    assert rows_of(client.get("/parked.csv")) == []


def test_what_cannot_be_solved_now_says_why_until_when_who_answers_and_who_granted_it(client, parked):
    page = client.get("/undecided?lang=en").content.decode()
    for words in ("The bridge must be rebuilt first", "A warning sign and a lamp", "Works Department", "Mayor"):
        assert words in page
    assert f"/case/{parked.number}" in page
    (row,) = rows_of(client.get("/parked.csv?lang=en"))
    assert (row["number"], row["area"], row["unit"]) == (parked.number, parked.area.code, "works")
    assert row["until"] == parked.deferrals.get().until.isoformat()
    assert row["granted_by_unit"] == "gov"
    assert client.get("/undecided.json?lang=en").json()["parked"] == [row]


def test_explanation_and_measures_are_masked(client, park):
    park(reason="Mr Chan, 6123 4567, has the only key.", measures="We write to chan@example.org every week.")
    for address in ("/undecided", "/undecided.json", "/parked.csv"):
        answer = client.get(address)
        text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
        assert "***" in text
        for secret in ("Chan", "6123", "chan@example.org"):
            assert secret not in text, (address, secret)


def test_names_in_a_table_are_in_the_language_of_the_reader(client, parked):
    assert rows_of(client.get("/ladder.csv?lang=zh-hant"))[0]["name"] == "市民熱線"
    assert rows_of(client.get("/parked.csv?lang=en"))[0]["unit_name"] == "Works Department"


def test_what_was_looked_at_again_or_closed_is_no_longer_put_off(client, parked, act):
    soon = parked.updated_at + timedelta(hours=20)
    parked = act("gov-leader", "review_parking", parked, words="The bridge comes sooner.", until=soon)
    assert parked.number in client.get("/undecided").content.decode()
    act("gov-leader", "review_parking", parked, words="The bridge is there; begin.")
    assert parked.number not in client.get("/undecided").content.decode()


def test_supervised_cases_are_counted(client, tell):
    Case.objects.filter(pk=tell().case.pk).update(supervised_at=timezone.now())
    assert client.get("/undecided.json").json()["supervised"] == 1


def test_the_front_page_and_the_menu_lead_there(client, disputed, parked):
    page = client.get("/?lang=en").content.decode()
    assert 'href="/undecided#ladder"><strong>1</strong>' in page
    assert 'href="/undecided#parked"><strong>1</strong>' in page
    assert 'href="/undecided" data-go="u"' in page
