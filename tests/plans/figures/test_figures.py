"""Every indicator of a plan with its lights, as of any day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from answerable.organisation.models import Tenure
from answerable.plans.actions.judging import judge_likelihood
from answerable.plans.actions.keeping import keep_assessments
from answerable.plans.models import KeptAssessment
from answerable.plans.queries import remembered
from answerable.plans.queries.figures import figure, figures
from answerable.rules.lights import DataLight, Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_code(plan, now):
    """by_code() -> every figure of HARBOUR-5 by code, as known now or at another instant."""

    def find(at=None):
        return {found.code: found for found in figures(plan, as_of=at or now).values()}

    return find


def test_every_indicator_of_a_plan_has_a_figure_and_somebody_who_answers(by_code) -> None:
    found = by_code()
    assert list(found) == ["H-01", "H-02", "H-03", "H-04", "H-05", "H-06"]
    assert found["H-01"].answers.post.code == "works-head"
    assert found["H-01"].answers.officer is not None
    assert found["H-01"].binding
    assert not found["H-03"].binding


def test_a_flow_is_judged_against_its_own_path(by_code) -> None:
    status = by_code()["H-01"].status
    assert status.value == 180
    assert status.planned == 200  # a quarter of the 800 flats of 2026
    assert status.pace == Fraction(180, 200)
    assert status.outcome is Outcome.SLIPPING


def test_a_ratio_is_counted_from_numerator_and_denominator(by_code) -> None:
    assert by_code()["H-04"].status.value == 31


def test_a_floor_broken_once_is_not_on_track(by_code) -> None:
    assert by_code()["H-05"].status.outcome is Outcome.SLIPPING


def test_before_anything_was_known_there_is_no_green(by_code) -> None:
    found = by_code(datetime(2026, 2, 3, 8, tzinfo=UTC))
    assert {f.status.outcome for f in found.values()} == {Outcome.NOT_DUE}
    assert found["H-03"].data is DataLight.NOT_YET_DUE


def test_the_number_of_queries_does_not_grow_with_the_indicators(plan, now, django_assert_max_num_queries) -> None:
    remembered.forget()
    with django_assert_max_num_queries(40):
        assert len(figures(plan, as_of=now)) == 6
    with django_assert_max_num_queries(1):
        assert len(figures(plan, as_of=now)) == 6
    figures(plan, as_of=now - timedelta(days=90))
    with django_assert_max_num_queries(1):  # whoever looks at a past day does not take the present from the others
        assert len(figures(plan, as_of=now)) == 6


def test_a_kept_assessment_says_what_a_computed_one_says(plan, by_code, now) -> None:
    fresh = by_code()
    assert keep_assessments(now=now) == 5  # what follows from tasks is never kept
    remembered.forget()
    kept = by_code()
    for code, found in kept.items():
        one, other = found.assessment, fresh[code].assessment
        assert one.status.outcome is other.status.outcome
        names = ("value", "planned", "pace", "progress", "expected", "gap", "marks", "reached", "valid_until", "data")
        for name in names:
            assert getattr(one.status, name) == getattr(other.status, name), (code, name)
        assert (one.official, one.newest, one.newest_value, one.leniency) == (
            other.official, other.newest, other.newest_value, other.leniency,
        )  # fmt: skip
        if one.trend:
            assert (one.trend.value, one.trend.catch_up, one.trend.marks) == (
                other.trend.value, other.trend.catch_up, other.trend.marks,
            )  # fmt: skip
    assert keep_assessments(now=now) == 0
    assert keep_assessments(now=now + timedelta(days=1)) == 5


def test_a_kept_assessment_of_other_inputs_is_never_shown(plan, by_code, now) -> None:
    keep_assessments(now=now)
    KeptAssessment.objects.update(stamp="another")
    remembered.forget()
    assert by_code()["H-01"].status.outcome is Outcome.SLIPPING
    KeptAssessment.objects.update(body="spoilt")
    remembered.forget()
    assert by_code()["H-01"].status.outcome is Outcome.SLIPPING


def test_one_indicator_is_explained_with_every_number_used(plan, now) -> None:
    found, inputs = figure(plan, "H-01", as_of=now)
    used = {step.code: step for step in found.status.steps}
    assert used["pace"]["pace"] == Fraction(9, 10)
    assert used["target_by"]["target"] == 5000
    assert [str(seen.value) for seen in inputs.observations] == ["180"]


def test_what_is_remembered_is_dropped_when_anything_of_it_changes(plan, by_code, actor, now) -> None:
    before = by_code()["H-01"]
    later = now + timedelta(minutes=1)
    judge_likelihood(
        actor=actor("planning-reviewer"), now=later, plan_code=plan.code, code="H-01", colour="red", words="No site.",
        criteria=dict.fromkeys(("challenge", "planning", "capacity", "stage"), 1),
    )  # fmt: skip
    assert by_code()["H-01"].likelihood is before.likelihood is None  # as known then
    assert by_code(later)["H-01"].likelihood.colour == "red"
    Tenure.objects.filter(post__code="works-head", until=None).update(until=later)
    assert by_code(later)["H-01"].answers.vacant
    assert not by_code(now)["H-01"].answers.vacant
