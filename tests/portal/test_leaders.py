"""The public page of the rota."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from answerable.leaders import actions
from answerable.organisation import queries
from answerable.organisation.models import Jurisdiction, Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return lambda name: queries.actor_for(Officer.objects.get(username=name), now=timezone.now())


@pytest.fixture
def rota(officer):
    """The mayor came yesterday and promised something; the district officer did not come; tomorrow is planned."""
    now = timezone.now()
    shifts = {}
    for who, hours in (("gov-leader", -24), ("north-head", -20), ("south-head", 24)):
        starts = now + timedelta(hours=hours)
        shifts[who] = actions.plan_shift(
            actor=officer("hotline-dispatcher"), now=now - timedelta(days=3), post_code=who, starts_at=starts,
            ends_at=starts + timedelta(hours=2), words="Room 3",
        )  # fmt: skip
    came = shifts["gov-leader"]
    actions.open_shift(actor=officer("gov-leader"), now=came.starts_at, key=came.pk)
    call = actions.take_call(
        actor=officer("gov-leader"), now=came.starts_at, key=came.pk, words="The lamp is dark at the corner"
    )
    actions.promise(
        actor=officer("gov-leader"), now=came.starts_at, key=came.pk, words="Lamp mended, Mr Chan 91234567 is told",
        unit_code="works", due_at=came.starts_at + timedelta(hours=2), number=call.case.number,
    )  # fmt: skip
    return call


def test_the_page_shows_who_came_who_did_not_and_how_a_promise_stands(client, rota):
    text = client.get("/leaders?lang=en").content.decode()
    for words in ("Mayor", "came at", "did not come", "No reason was given.", "overdue", "Works Department", "planned"):
        assert words in text
    assert f"/case/{rota.case.number}" in text
    assert "91234567" not in text
    assert "Lamp mended, Mr *** *** is told" in text


@pytest.mark.parametrize(("language", "words"), [("zh-hant", "未有到場"), ("zh-hans", "未到岗")])
def test_absence_is_said_in_chinese(client, rota, language, words):
    assert words in client.get("/leaders", {"lang": language}).content.decode()


def test_the_front_page_and_the_menu_lead_there(client, rota):
    text = client.get("/?lang=en").content.decode()
    assert "District Officer" in text
    assert text.count('href="/leaders"') == 2


def test_a_city_that_keeps_its_rota_to_itself_says_so_and_names_it_in_no_menu(client, rota):
    city = Jurisdiction.objects.get(code="harbour")
    city.settings["rota_public"] = False
    city.save()
    queries.forget()
    answer = client.get("/leaders?lang=en")
    queries.forget()
    assert answer.status_code == 404
    assert "does not publish the rota" in answer.content.decode()
    assert 'href="/leaders"' not in answer.content.decode()
