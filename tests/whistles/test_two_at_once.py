"""Two at once: of two units that say at the same moment that they lead, one leads; a sweep twice notes once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from answerable.ledger.models import Entry
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction, Officer
from answerable.rules.problems import NotAllowed
from answerable.whistles import actions, queries
from answerable.whistles.models import Whistle
from tests.whistles.conftest import WHISTLE

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts) -> list[object]:
    """What each gave or raised, all begun at the same moment on connections of their own."""
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act) -> None:
        gate.wait()
        try:
            outcomes[place] = act()
        except NotAllowed as refused:
            outcomes[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def actor_named(name, now):
    return organisation.actor_for(Officer.objects.get(username=name), now=now)


@pytest.fixture
def whistle(now) -> Whistle:
    organisation.forget()
    assert Jurisdiction.objects.filter(code="harbour").exists()
    return actions.blow(actor=actor_named("mill-street-head", now), now=now, **WHISTLE)


def test_a_form_that_comes_twice_at_once_blows_once(whistle, now):
    head, later = actor_named("mill-street-head", now), now + timedelta(minutes=5)
    given = WHISTLE | {"title": "Another matter", "actor": head, "now": later, "idempotency_key": "form-1"}
    first, second = together(lambda: actions.blow(**given), lambda: actions.blow(**given))
    assert first == second != whistle
    assert Whistle.objects.count() == 2


def test_of_two_that_lead_at_the_same_moment_one_leads(whistle, now):
    later = now + timedelta(minutes=5)
    given = {"now": later, "number": whistle.number, "stance": "lead"}
    heads = [actor_named(name, now) for name in ("works-head", "cleansing-head")]
    outcomes = together(*(lambda h=h: actions.perform("answer_summons", actor=h, **given) for h in heads))
    refused = [o for o in outcomes if isinstance(o, NotAllowed)]
    assert [r.problems[0].code for r in refused] == ["led_already"]
    assert whistle.summonses.filter(stance="lead").count() == 1
    assert queries.replay(Whistle.objects.get()).fits


def test_two_sweeps_at_once_note_a_silence_once(whistle, now):
    later = now + timedelta(hours=2)
    counts = together(lambda: actions.ring(now=later), lambda: actions.ring(now=later))
    assert sorted(counts) == [0, 2]
    assert Entry.objects.filter(stream=whistle.pk, verb="ring").count() == 1
