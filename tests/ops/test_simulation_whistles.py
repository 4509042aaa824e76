"""The whistles of a simulated city: answered, unheard, hard, urgent, ended and rated, and one taskforce."""

from __future__ import annotations

import pytest
from django.db.models import Count

from answerable.cases.models import Consultation
from answerable.ledger import queries as ledger
from answerable.ops.simulation import bulk, consulting, whistling
from answerable.ops.simulation.people import ATTENDING, BOUNCING, SITTING
from answerable.ops.simulation.plan import planned
from answerable.ops.simulation.town import Town
from answerable.whistles.models import Attendance, Commitment, Rating, Summons, Taskforce, Whistle

pytestmark = pytest.mark.slow


@pytest.fixture
def town(harbour, now):
    return Town.read(harbour, now=now, seed=3)


def test_a_few_dozen_whistles_are_blown_of_every_kind(town, now):
    assert whistling.blow(town, until=now, seed=3) >= 24
    states = {row["state"]: row["n"] for row in Whistle.objects.values("state").annotate(n=Count("pk")).order_by()}
    assert states["ended"] >= 10
    assert states["blown"] >= 6
    assert Whistle.objects.filter(silent_at__isnull=False).count() >= 2, "to some nobody answers"
    assert Whistle.objects.filter(kind="emergency").count() == 3
    assert {"", "lead", "support"} <= set(Summons.objects.values_list("stance", flat=True))
    assert not Whistle.objects.filter(drafted_at__gt=now).exists()


def test_what_ended_was_rated_and_some_was_judged(town, now):
    whistling.blow(town, until=now, seed=3)
    rated = set(Rating.objects.values_list("whistle", flat=True))
    assert rated == set(Whistle.objects.filter(state="ended").values_list("pk", flat=True))
    assert Whistle.objects.filter(judged_at__isnull=False).exists()


def test_the_third_whistle_on_one_problem_makes_a_taskforce_that_works(town, now):
    whistling.blow(town, until=now, seed=3)
    force = Taskforce.objects.get(state="formed")
    assert force.whistle_links.count() >= 3
    assert force.tasks.exists()
    assert force.reports.exists()


def test_who_attends_comes_and_does_nothing(town, now):
    town.tempers = dict.fromkeys(town.tempers, ATTENDING)
    whistling.blow(town, until=now, seed=3)
    assert Attendance.objects.count() > 20
    assert not Commitment.objects.exists()
    assert set(Summons.objects.exclude(stance="").values_list("stance", flat=True)) <= {"support", "not_ours"}


def test_who_sits_is_silent(town, now):
    town.tempers = dict.fromkeys(town.tempers, SITTING)
    whistling.blow(town, until=now, seed=3)
    assert Summons.objects.filter(silent_at__isnull=False).count() > Summons.objects.count() / 2


def test_bouncing_units_say_that_it_is_not_theirs(town, now):
    town.tempers = dict.fromkeys(town.tempers, BOUNCING)
    whistling.blow(town, until=now, seed=3)
    assert Summons.objects.filter(stance="not_ours").count() > Summons.objects.filter(stance="lead").count()


def test_the_ledger_holds_every_act_in_order(town, now):
    whistling.blow(town, until=now, seed=3)
    for whistle in Whistle.objects.all():
        times = [entry.at for entry in ledger.entries(whistle.pk)]
        assert times == sorted(times)
        assert times[-1] <= now


def test_a_few_cases_that_wait_for_dispatch_are_consulted_about(town, now):
    bulk.run(town, planned(town, cases=150, days=20, seed=3, until=now), seed=3, until=now)
    asked = consulting.ask(town, until=now, seed=3)
    open_ones = Consultation.objects.filter(ruled_at=None)
    assert asked == open_ones.count() > 0
    assert all(c.case.assignments.filter(role="candidate", until=None).exists() for c in open_ones)
