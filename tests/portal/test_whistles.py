"""What the public reads of whistles: who was called, who answered in time, who did not, who came; and taskforces."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from answerable.organisation import queries as organisation
from answerable.whistles import actions
from answerable.whistles.models import Taskforce

from ..support.cast import officer_named
from ..whistles.conftest import WHISTLE


def officer(name: str):
    return organisation.actor_for(officer_named(name), now=timezone.now())


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["lang"] = "en"


@pytest.fixture
def blow(harbour):
    def act(who="mill-street-head", *, hours_ago: float = 80, **given):
        then = timezone.now() - timedelta(hours=hours_ago)
        return actions.blow(actor=officer(who), now=then, **(WHISTLE | given))

    return act


@pytest.fixture
def perform(harbour):
    def act(whistle, who, verb, **given):
        return actions.perform(verb, actor=officer(who), now=timezone.now(), number=whistle.number, **given)

    return act


def read(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_nobody_answered_is_public_with_the_names_of_all_who_were_called(client, blow):
    whistle = blow(title="Mr Chan Tai Man of 91234567 dumps rubbish")
    text = read(client, "/whistles")
    assert "Chan Tai Man" not in text
    assert "91234567" not in text
    assert text.count("did not sign in time") == 2
    actions.ring(now=timezone.now())
    text = read(client, "/whistles?state=silent")
    assert "All who were called answer." in text
    assert f'href="/whistles/{whistle.number}"' in text
    assert "nobody took it in time" in read(client, f"/whistles/{whistle.number}")
    read(client, "/whistles/HKW99-0000001-00", 404)


def test_who_answered_in_time_who_came_and_that_it_ended(client, blow, perform):
    whistle = blow(hours_ago=0)
    perform(whistle, "works-head", "answer_summons", stance="lead")
    perform(whistle, "works-head", "attend", post_code="works-handler")
    text = read(client, "/whistles")
    for words in ("answered in time", "on the spot", "the limit still runs", "leads"):
        assert words in text
    perform(whistle, "mill-street-head", "end", words="Private words of the street")
    text = read(client, "/whistles?state=ended")
    assert whistle.number in text
    assert "Private words" not in text
    assert whistle.number not in read(client, "/whistles?state=open").replace("figures", "")


def test_the_list_as_csv_and_json(client, blow, perform):
    whistle = blow(title="=1+1 dumps rubbish")
    answer = client.get("/whistles.csv")
    table = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    row = dict(zip(table[0], table[1], strict=True))
    assert row["title"] == "'=1+1 dumps rubbish"
    assert row["late"] == "Cleansing Department; Works Department"
    (record,) = client.get("/whistles.json").json()["whistles"]
    assert (record["number"], record["ended_at"], len(record["called"])) == (whistle.number, None, 2)
    assert client.get("/whistles.json?state=ended").json()["whistles"] == []


def test_the_page_of_a_case_says_that_a_whistle_was_blown_about_it(client, blow, tell):
    case = tell().case
    blow("works-head", about=[("case", case.number)], units=["cleansing"], hours_ago=0)
    text = read(client, f"/case/{case.number}")
    assert "Works Department blew a whistle about this case" in text


def test_a_whistle_about_a_hidden_case_is_nowhere_to_be_read(client, blow, tell):
    case = tell().case
    whistle = blow("works-head", about=[("case", case.number)], units=["cleansing"])
    type(case).objects.filter(pk=case.pk).update(public=False)
    assert whistle.number not in read(client, "/whistles")
    assert client.get("/whistles.json").json()["whistles"] == []


def test_a_taskforce_is_public_once_it_is_formed(client, blow):
    for hours in (30, 20, 10):
        blow(hours_ago=hours, about=[("problem", "clean.waste.dumping")])
    taskforce = Taskforce.objects.get()
    here = f"/taskforces/{taskforce.number}"
    read(client, here, 404)
    given = {
        "lead_post": "cleansing-head", "members": ["works"], "mandate": "Close the yard",
        "end_condition": "no dumping for 60 days",
    }  # fmt: skip
    act = {"now": timezone.now(), "number": taskforce.number}
    actions.perform_taskforce("form", actor=officer("gov-leader"), **act, **given)
    text = read(client, here)
    for words in ("Cleansing Department", "Works Department", "Close the yard", "no dumping for 60 days"):
        assert words in text
    assert here in read(client, "/whistles")
    read(client, "/taskforces/HBT26-0000000-00", 404)


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_the_pages_speak_chinese(client, blow, language):
    client.cookies["lang"] = language
    blow(title="標題")
    text = read(client, "/whistles").split("<main", 1)[1].split("</main", 1)[0]
    for english in ("The ", "Nobody", "answered", "blown", "Shown"):
        assert english not in text
