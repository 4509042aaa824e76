"""A simulated city: reproducible, alive at its end, and made of nothing but our own words."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from click.testing import CliRunner

from answerable.cases.models import Callback, Case, Clock, Objection
from answerable.ledger import queries as ledger
from answerable.ops.commands.simulate import command
from answerable.ops.simulation import bulk
from answerable.ops.simulation.arrivals import arrivals
from answerable.ops.simulation.people import citizen_of
from answerable.ops.simulation.plan import planned, usual_cases
from answerable.ops.simulation.story import Story
from answerable.ops.simulation.texts import LANGUAGES, TONES, voice
from answerable.ops.simulation.town import Town
from answerable.organisation.models import Jurisdiction
from answerable.rules.reply import check_reply


@pytest.fixture
def town(harbour, now):
    return Town.read(harbour, now=now, seed=3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_forty_complaints_in_four_tones(language):
    texts = voice(language).texts
    assert sum(len(set(texts[tone])) for tone in TONES) >= 40
    assert voice("en").texts.keys() == texts.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reply_passes_the_reply_check(language):
    said = voice(language)
    for words in said.texts["good_words"] + said.texts["bad_words"]:
        for done in said.texts["good_done"] + said.texts["bad_done"]:
            for evidence in said.texts["evidence"] + said.texts["bad_evidence"]:
                filled = words.format(what="x", place="y")
                assert not check_reply(filled, done, said.texts["basis"][0], evidence, "question")


def test_nobody_has_a_telephone_that_rings(now):
    people = [citizen_of(Random(n), "zh-hant") for n in range(500)]
    assert all(p.phone.startswith("000") for p in people if p.phone)
    assert all(p.email.endswith("@example.org") for p in people if p.email)
    assert {p.language for p in people} == set(LANGUAGES)


def test_arrivals_are_fewer_at_night_and_at_weekends(now):
    found = arrivals(
        Random(1), cases=4_000, until=now, days=84, timezone="Asia/Hong_Kong", categories=[1.0], areas=[1.0]
    )  # fmt: skip
    assert len(found) == 4_000
    assert all(now - timedelta(days=86) < a.at < now for a in found)
    hours = Counter((a.at + timedelta(hours=8)).hour for a in found)
    days = Counter((a.at + timedelta(hours=8)).weekday() for a in found)
    assert hours[10] > 5 * hours[3]
    assert days[0] > 1.3 * days[6]
    assert max(Counter(a.burst for a in found if a.burst).values()) >= 8


def test_the_same_seed_tells_the_same_stories(town, now):
    def told(seed):
        plan = planned(town, cases=50, days=30, seed=seed, until=now)
        histories = [bulk.play(town, a, seed=seed, sequence=a.index + 1, until=now) for a in plan]
        return [(h.rows, [e._replace(actor=e.actor.key) for e in h.entries]) for h in histories]

    assert told(5) == told(5)
    assert told(5) != told(6)


def test_stories_run_forwards(town, now):
    for arrival in planned(town, cases=80, days=30, seed=2, until=now):
        history = bulk.play(town, arrival, seed=2, sequence=1, until=now)
        times = [entry.at for entry in history.entries]
        assert times == sorted(times)
        assert times[-1] < now


def test_a_burst_has_one_cause_at_one_place(town, now):
    plan = planned(town, cases=1_500, days=60, seed=4, until=now)
    biggest = Counter(a.burst for a in plan if a.burst).most_common(1)[0][0]
    told = [Story(town, a, 4).told for a in plan if a.burst == biggest]
    assert len({t.category.code for t in told}) == 1
    assert max(t.spot[0] for t in told) - min(t.spot[0] for t in told) < 0.01


def test_no_queue_of_the_desk_is_empty_at_the_end(harbour, town, now):
    plan = planned(town, cases=500, days=60, seed=1, until=now)
    bulk.run(town, plan, seed=1, until=now)
    waiting = Case.objects.exclude(state="closed")
    assert waiting.filter(state="received").exists()
    assert Objection.objects.filter(ruled_at=None).exists()
    assert Callback.objects.filter(done_at=None).exists()
    assert waiting.filter(listed_at__isnull=False).exists()
    assert waiting.filter(due_at__lt=now).exists()
    assert waiting.filter(due_at__gt=now, due_at__lt=now + timedelta(days=2)).exists()
    assert Case.objects.filter(state="closed").count() > 300
    late = Clock.objects.filter(stopped_at=None, rang_at=None, due_at__lt=now - timedelta(minutes=1))
    assert not late.exclude(case__state="closed").exists(), "the worker would ring these all at once"


def test_the_command_fills_a_pack_and_the_ledger_verifies(harbour, now):
    Jurisdiction.objects.filter(pk=harbour.pk).update(simulated=False)
    result = CliRunner().invoke(command, ["--pack", "harbour", "--days", "20", "--seed", "1", "--cases", "40"])
    assert result.exit_code == 0, result.output
    assert "40 cases of 20 days" in result.output
    assert Case.objects.count() == 40
    assert Jurisdiction.objects.get(code="harbour").simulated
    from django.utils import timezone

    report = ledger.verify(now=timezone.now())
    assert report.first_misfit is None


def test_the_command_refuses_a_future_and_an_unknown_pack(harbour):
    run = CliRunner().invoke
    assert "not loaded" in run(command, ["--pack", "atlantis"]).output
    assert "end today" in run(command, ["--pack", "harbour", "--until", "2999-01-01"]).output


def test_a_demonstration_has_some_thousand_cases_at_most(town):
    assert 40 <= usual_cases(town, 1) <= usual_cases(town, 90) <= 3_000
