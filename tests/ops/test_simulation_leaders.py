"""The leaders of a simulated city: some come, some do not, and what they promised is judged by others."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from answerable.leaders import queries
from answerable.leaders.models import Story
from answerable.ledger import queries as ledger
from answerable.ops.simulation import bulk, leaders
from answerable.ops.simulation.plan import planned
from answerable.ops.simulation.town import Town


@pytest.fixture
def town(harbour, now):
    town = Town.read(harbour, now=now, seed=3)
    bulk.run(town, planned(town, cases=150, days=40, seed=3, until=now), seed=3, until=now)
    return town


def test_two_leaders_sit_one_of_them_the_head_of_a_district_and_both_miss_a_shift(town, harbour, now):
    assert leaders.seat(town, until=now, seed=3) == len(leaders.ROTA)
    rota = queries.public_rota(harbour, now=now)
    assert {shift.post.code for shift in rota.past} == {"gov-leader", "north-head"}
    missed = {shift.post.code: bool(shift.reason) for shift in rota.past if shift.state == "absent"}
    assert missed == {"gov-leader": False, "north-head": True}
    assert len(rota.coming) == 2
    assert all(shift.calls for shift in rota.past if shift.state == "done")


def test_promises_are_kept_kept_late_broken_and_open(town, harbour, now):
    leaders.seat(town, until=now, seed=3)
    stands = Counter(queries.public_rota(harbour, now=now).promises)
    assert stands["kept"] + stands["kept_late"] + stands["broken"] >= 2
    assert stands["open"] == 1


def test_three_stories_are_told_and_who_could_not_be_asked_is_not_quoted(town, harbour, now):
    leaders.seat(town, until=now, seed=3)
    told = queries.public_stories(harbour)
    assert 1 <= len(told) <= 3
    for story in told:
        row = Story.objects.get(pk=story.key)
        assert row.tellings.count() == 3
        assert bool(story.quote) <= (row.consents.get().given == "given")
        assert row.published_at <= now < row.published_at + timedelta(days=2)


def test_the_ledger_holds_it_all(town, now):
    leaders.seat(town, until=now, seed=3)
    for story in Story.objects.all():
        verbs = [entry.verb for entry in ledger.entries(story.pk)]
        assert verbs == ["choose", "write", "write", "write", "record_consent", "publish"]
