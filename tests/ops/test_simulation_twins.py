"""The bulk player and the actions are twins: the same stories give the same rows, field by field."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction

from answerable.cases.models import Case, Step
from answerable.cases.queries.replay import replay
from answerable.ledger.actions.record import represent
from answerable.ledger.models import Entry
from answerable.ops.simulation import acting, bulk
from answerable.ops.simulation.people import TEMPERS
from answerable.ops.simulation.plan import planned
from answerable.ops.simulation.story import Story
from answerable.ops.simulation.town import Town

TABLES = ("case", "contact", "assignment", "clock", "step", "reply", "callback", "objection", "follower")
# Keys and running numbers differ from run to run; who chose the category and its certainty belong to the intake.
OWN = {"number", "case", "person", "dispatch_rule", "dispatch_row"}
COUNT, DAYS, SEED = 24, 40, 7


class _Undo(Exception):
    pass


def _told(jurisdiction) -> dict[str, list[dict[str, object]]]:
    """Every row by the words of its case, as the ledger would write it but with open texts for digests."""
    found: dict[str, list[dict[str, object]]] = {}
    for name in TABLES:
        for row in apps.get_model("cases", name).objects.all():
            case = row if name == "case" else row.case
            values = {k: v for k, v in represent(row, b"0" * 16).items() if k not in OWN}
            found.setdefault(f"{case.words}|{case.opened_at}", []).append({"table": name, **values})
    for entry in Entry.objects.filter(stream__in=Case.objects.values("pk")).order_by("stream", "seq"):
        case = Case.objects.get(pk=entry.stream)
        line = {"table": "entry", "seq": entry.seq, "at": str(entry.at), "verb": entry.verb}
        found[f"{case.words}|{case.opened_at}"].append(line)
    return found


def _played(player, town, arrivals, until, jurisdiction):
    """What a player leaves behind; undone afterwards."""
    left: dict[str, list[dict[str, object]]] = {}
    with suppress(_Undo), transaction.atomic():
        player.run(town, arrivals, seed=SEED, until=until)
        left = _told(jurisdiction)
        raise _Undo
    return left


@pytest.fixture
def town(harbour, now):
    return Town.read(harbour, now=now, seed=SEED)


BAD = ("bouncing", "sitting", "half-answering", "attending")


@pytest.fixture(params=["a city as it is", *(pytest.param(name, marks=pytest.mark.slow) for name in BAD)])
def tempered(town, request):
    """The town as drawn, or one in which every unit has the same bad temper."""
    temper = next((temper for temper, _ in TEMPERS if temper.name == request.param), None)
    if temper is not None:
        town.tempers = dict.fromkeys(town.tempers, temper)
    return town


def test_both_players_leave_the_same_rows(harbour, tempered, now):
    town = tempered
    arrivals = planned(town, cases=COUNT, days=DAYS, seed=SEED, until=now)
    sure = [a for a in arrivals if Story(town, a, SEED).told.sure]  # what is unsure, triage and a person decide
    ours = _played(bulk, town, sure, now, harbour)
    theirs = _played(acting, town, sure, now, harbour)
    assert ours.keys() == theirs.keys()
    for key, rows in ours.items():
        mine, other = ([str(sorted(r.items(), key=str)) for r in lot] for lot in (rows, theirs[key]))
        only_mine, only_other = Counter(mine) - Counter(other), Counter(other) - Counter(mine)
        assert not only_mine, f"{key}\nbulk only: {list(only_mine)}\nacting only: {list(only_other)}"
        assert not only_other, f"{key}\nacting only: {list(only_other)}"


def test_every_bulk_case_replays_from_its_entries(harbour, town, now):
    arrivals = planned(town, cases=COUNT, days=DAYS, seed=SEED, until=now)
    bulk.run(town, arrivals, seed=SEED, until=now)
    for case in Case.objects.all():
        found = replay(case)
        assert not found.breaches, (case.number, found.breaches)
        assert not found.differences, (case.number, found.differences)


def test_nothing_is_simulated_after_the_end(harbour, town, now):
    bulk.run(town, planned(town, cases=COUNT, days=DAYS, seed=SEED, until=now), seed=SEED, until=now)
    assert not Entry.objects.filter(at__gt=now, stream__in=Case.objects.values("pk")).exists()
    assert not Step.objects.filter(at__gt=now).exists()
    assert Case.objects.filter(opened_at__lt=now - timedelta(days=DAYS + 2)).count() == 0
