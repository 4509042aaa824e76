"""Typical cases as everybody reads them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from answerable.cases import actions as cases
from answerable.leaders import actions
from answerable.organisation import queries
from answerable.organisation.models import Officer
from answerable.rules.access import citizen

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return queries.actor_for(Officer.objects.get(username="coordination-coordinator"), now=timezone.now())


@pytest.fixture
def story(asked, editor):
    """A published story of a case without a person, written in Chinese only."""
    now = timezone.now() - timedelta(minutes=5)
    case = asked.case
    verdict = {
        "channel": "link",
        "contacted": True,
        "solved": True,
        "satisfied": "satisfied",
        "comment": "Splendid work",
    }
    who = citizen("harbour", str(case.pk))
    cases.perform("record_verdict", actor=who, now=now, number=case.number, **verdict)
    chosen = actions.choose(actor=editor, now=now, number=case.number)
    told = {
        "title": "路面大洞，當日修好",
        "words": "路面有大洞，致電91234567的陳先生險些跌倒。",
        "done": "工務署派員修補。",
    }
    actions.write(actor=editor, now=now, key=chosen.pk, language="zh-hant", **told)
    actions.record_consent(actor=editor, now=now, key=chosen.pk, given="unreachable", reason="No name was left")
    return actions.publish(actor=editor, now=now, key=chosen.pk)


def test_the_list_and_the_story_are_public_and_masked(client, story):
    listed = client.get("/stories?lang=en").content.decode()
    assert f"/stories/{story.pk}" in listed
    text = client.get(f"/stories/{story.pk}?lang=en").content.decode()
    assert "路面大洞，當日修好" in text
    assert 'lang="zh-Hant-HK"' in text
    assert "91234567" not in listed + text


def test_how_long_it_took_who_acted_and_the_steps_come_from_the_record(client, story):
    text = client.get(f"/stories/{story.pk}?lang=en").content.decode()
    assert "Works Department" in text
    assert "The citizen said: solved, satisfied. The case is closed." in text
    assert "55 minutes" in text


def test_a_citizen_who_could_not_be_asked_is_not_quoted(client, story):
    assert "Splendid work" not in client.get(f"/stories/{story.pk}?lang=en").content.decode()


def test_a_story_taken_back_is_gone_and_says_so(client, story, editor):
    actions.withdraw(actor=editor, now=timezone.now(), key=story.pk, reason="Wrong street")
    answer = client.get(f"/stories/{story.pk}?lang=en")
    assert answer.status_code == 410
    assert "This story was taken back" in answer.content.decode()
    assert "路面大洞" not in answer.content.decode()
    assert "Wrong street" not in answer.content.decode()
    assert str(story.pk) not in client.get("/stories").content.decode()


def test_a_story_that_is_none_is_not_found(client, harbour):
    assert client.get("/stories/01890000-0000-7000-8000-000000000000").status_code == 404
