"""The plan of the demonstration: real targets and bureaux, invented figures that say so, and every routine at work."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from answerable.cases.actions.bulk import mark_simulated
from answerable.cases.models import Case
from answerable.ledger import queries as ledger
from answerable.ops import packs
from answerable.ops.simulation import bulk, planning, planning_figures
from answerable.ops.simulation.plan import planned
from answerable.ops.simulation.planning_stage import Stage
from answerable.ops.simulation.town import Town
from answerable.organisation import queries
from answerable.performance.models import Appraisal
from answerable.plans.models import ChangeRequest, Finding, HandOff, LagNotice, Letter, Observation, Plan, Task
from answerable.plans.queries.figures import figures
from answerable.reviews.models import IssueAnswer, Review, ReviewDecision
from answerable.rules.lights import Outcome

PACK = Path(__file__).resolve().parents[2] / "jurisdictions" / "hongkong"
NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def plan(django_db_setup, django_db_blocker):
    """Hong Kong with the cases of some weeks and its plan, taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        packs.load(PACK, now=NOW, people="invented")
        city = queries.jurisdiction("hongkong")
        mark_simulated(city, now=NOW)
        town = Town.read(city, now=NOW, seed=1)
        bulk.run(town, planned(town, cases=150, days=60, seed=1, until=NOW), seed=1, until=NOW)
        code = planning.follow(town, PACK / "plan", until=NOW, seed=1)
        yield Plan.objects.get(jurisdiction=city, code=code)
        transaction.set_rollback(True)


def test_every_figure_without_a_source_is_marked_as_invented(plan):
    seen = Observation.objects.filter(indicator__plan=plan)
    assert seen.filter(simulated=True).count() > 150
    real = seen.filter(simulated=False)
    assert set(real.values_list("indicator__code", flat=True)) == {"waiting"}
    assert not real.filter(source_address="").exists()
    assert not seen.filter(known_at__gt=NOW).exists()


def test_what_comes_from_the_case_stream_of_the_demonstration_is_computed_and_marked_too(plan):
    computed = Observation.objects.filter(indicator__plan=plan, batch__way="computed")
    assert set(computed.values_list("indicator__code", flat=True)) == {"solved", "passed-on"}
    assert not computed.filter(simulated=False).exists()


def test_the_plan_shows_what_goes_well_what_lags_and_what_nobody_knows(plan):
    lights = Counter(found.status.outcome for found in figures(plan, as_of=NOW).values())
    assert lights[Outcome.ON_TRACK] >= 3
    assert lights[Outcome.FAR_BEHIND] + lights[Outcome.BEHIND] + lights[Outcome.MISSED] >= 2
    assert lights[Outcome.NO_DATA] >= 2


def test_most_letters_are_accepted_one_was_objected_to_and_answered(plan):
    letters = Letter.objects.filter(accountability__plan=plan)
    assert letters.filter(accepted_at__isnull=False).count() > letters.count() * 0.8
    objected = letters.get(objected_at__isnull=False)
    assert objected.accountability.letters.get(number=2).accepted_at is not None


def test_tasks_are_done_sent_back_and_waiting_and_some_hand_offs_are_late(plan):
    tasks = Task.objects.filter(plan=plan)
    assert set(tasks.values_list("state", flat=True)) >= {"started", "submitted", "accepted"}
    assert tasks.filter(submissions__verdict="returned").exists()
    given = HandOff.objects.filter(plan=plan)
    assert given.filter(rang_at__isnull=False, given_at=None).count() >= 2
    assert given.filter(accepted_at__isnull=False).count() >= 2


def test_one_target_of_our_own_was_lowered_by_the_full_way_and_the_old_one_stays(plan):
    change = ChangeRequest.objects.get(plan=plan, klass="lower")
    assert change.state == "effective"
    assert "示例" in change.indicator.targets.get(number=1).words
    assert [target.value for target in change.indicator.targets.order_by("number")] == [95, 88]


def test_reviews_were_held_and_some_decisions_and_questions_are_open(plan):
    assert set(Review.objects.values_list("kind", "state")) == {("quarterly", "reported"), ("joint", "reported")}
    assert ReviewDecision.objects.filter(confirmed_at__isnull=False).exists()
    assert ReviewDecision.objects.filter(done_at=None).exists()
    assert IssueAnswer.objects.filter(answered_at__isnull=False).exists()
    assert IssueAnswer.objects.filter(silent_at__isnull=False).exists()


def test_notices_findings_and_appraisals_stand_at_different_points(plan):
    notices = LagNotice.objects.filter(indicator__plan=plan)
    assert notices.filter(answered_at__isnull=False).exists()
    assert notices.filter(answered_at=None, rang_at__isnull=False).exists()
    assert Finding.objects.filter(evaluation__plan=plan).count() == 3
    states = Appraisal.objects.filter(plan=plan).values_list("post__code", "state")
    assert dict(states) == {"hb-head": "final", "devb-head": "put", "itib-head": "open"}


def test_citizens_commented_and_a_comment_is_a_case_of_the_unit_that_answers(plan):
    comments = Case.objects.filter(about__gt="")
    assert set(comments.values_list("lead_unit__code", flat=True)) == {"hb", "eeb", "itib"}


def test_the_same_seed_tells_the_same_story(plan):
    town = Town.read(plan.jurisdiction, now=NOW, seed=1)
    one, two = (Stage.read(town, PACK / "plan", until=NOW, seed=1) for _ in range(2))
    assert planning_figures.invented(one) == planning_figures.invented(two)
    seen = Observation.objects.filter(indicator__plan=plan, batch__way="simulated")
    assert seen.count() == sum(len(rows) for rows in planning_figures.invented(one).values())


def test_every_act_stands_in_the_ledger(plan):
    verbs = {entry.verb for entry in ledger.entries(plan.pk)}
    assert {"create_plan", "import_plan", "publish_plan", "issue_letter", "take_baseline", "run_schedule"} <= verbs
