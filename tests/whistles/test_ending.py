"""Nobody leaves before it is done: the end is the blower's alone; the authority above judges the whistle."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.ledger.queries import entries
from answerable.rules.problems import NotAllowed, NotFound, Refused, Stale
from answerable.whistles import actions, queries
from answerable.whistles.models import WhistleClock
from tests.whistles.conftest import code

pytestmark = pytest.mark.django_db
JUDGED = {"precise": True, "complete": True, "needless": False}


@pytest.mark.parametrize(
    "who", ["cleansing-head", "works-head", "north-head", "gov-leader", "coordination-coordinator"]
)
def test_nobody_but_the_blower_ends_it(led, do, who):
    with pytest.raises(NotAllowed) as raised:
        do(led, who, "end", words="we are done here")
    assert code(raised) == "not_yours_in_this_whistle"


def test_an_ended_whistle_owes_nothing(led, do, now):
    whistle = do(led, "mill-street-head", "end", words="the yard is clean", hours=30)
    assert (whistle.state, whistle.ended_by.code) == ("ended", "mill-street-head")
    assert not WhistleClock.objects.filter(summons__whistle=whistle, stopped_at=None).exists()
    assert actions.ring(now=now + timedelta(days=30)) == 0


def test_with_something_open_it_ends_only_with_a_reason(led, do, now):
    do(led, "works-handler", "commit", words="a gate", due_at=now + timedelta(days=9))
    with pytest.raises(Refused) as raised:
        do(led, "mill-street-head", "end", words="the yard is clean")
    assert code(raised) == "matters_still_open"
    whistle = do(led, "mill-street-head", "end", words="the yard is clean", despite="the gate comes with the new wall")
    assert whistle.state == "ended"
    assert "gate comes" in whistle.minutes.get(kind="decision").words


def test_ending_does_not_erase_a_silence_no_sweep_has_seen(blow, do, now):
    whistle = do(blow(), "mill-street-head", "end", words="we did it ourselves", hours=2)
    assert whistle.silent_at == now + timedelta(hours=1)


def test_the_authority_above_the_blower_judges_the_whistle_once(led, do, now):
    with pytest.raises(NotAllowed):
        do(led, "north-head", "judge", **JUDGED)
    do(led, "mill-street-head", "end", words="clean")
    for who in ("works-head", "mill-street-head"):
        with pytest.raises(NotAllowed):
            do(led, who, "judge", **JUDGED)
    do(led, "north-head", "judge", **JUDGED)
    with pytest.raises(NotAllowed) as raised:
        do(led, "coordination-head", "judge", **JUDGED)
    assert code(raised) == "judged_already"
    entry = queries.appraisal_entries(led.unit, now - timedelta(days=1), now + timedelta(days=1))
    assert (entry.blown, entry.judged, entry.precise, entry.needless) == (1, 1, 1, 0)


def test_a_stale_reader_is_told_who_was_quicker(led, do):
    with pytest.raises(Stale) as raised:
        do(led, "mill-street-head", "end", words="done", version=1)
    assert raised.value.problems[0].params["whistle_act"] == "answer_summons"


def test_every_act_is_one_entry_and_the_whistle_can_be_rebuilt_from_them(led, do, actor):
    do(led, "mill-street-head", "rate", unit_code="works", rater="resident", name="Ms Chan", score=2, words="slow")
    do(led, "mill-street-head", "end", words="clean")
    listed = list(entries(led.pk))
    assert [entry.verb for entry in listed] == ["blow", "answer_summons", "answer_summons", "rate", "end"]
    assert "Ms Chan" not in "".join(entry.body for entry in listed)
    assert queries.replay(queries.get_whistle(actor("auditor"), led.number)).fits


def test_a_number_that_is_not_there_is_not_found(do, led):
    led.number = "HBW26-9999999-00"
    with pytest.raises(NotFound):
        do(led, "works-head", "sign")
