"""The plan of a year shows the figures of the plan it was made from, and no row of them is kept twice."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from answerable.plans.actions.keeping import keep_assessments
from answerable.plans.actions.observing import observe
from answerable.plans.actions.years import make_year
from answerable.plans.models import Observation
from answerable.plans.queries import remembered
from answerable.plans.queries.activity import activity
from answerable.plans.queries.figures import figures
from answerable.plans.queries.gaps import gaps_of
from answerable.plans.queries.history import revisions_that_moved
from answerable.plans.queries.inputs import observations_of
from answerable.plans.queries.series import series
from answerable.rules.lights import Outcome
from answerable.rules.observing import Reported
from tests.plans.conftest import office
from tests.support.city import unguarded

pytestmark = pytest.mark.django_db
STALE = ("last_period_not_in", "never_assessed")


@pytest.fixture
def year(plan, now):
    """2026 of HARBOUR-5, made when the first figures of the year were in."""
    return make_year(actor=office(now), now=now, plan_code=plan.code, year="2026", decision="Committee, 9 June 2026")


@pytest.fixture
def figures_of(now):
    """figures_of(plan) -> every figure by code, as known now or at another instant."""

    def find(plan, at=None):
        return {found.code: found for found in figures(plan, as_of=at or now).values()}

    return find


def revise(plan, actor, at):
    return observe(
        actor=actor("works-handler"), now=at, plan_code=plan.code, code="H-01", confirmed=True,
        reported=Reported("2026-Q1", "195", words="fifteen were forgotten"),
    )  # fmt: skip


def test_a_year_is_judged_by_the_figures_of_the_plan_and_has_no_row_of_its_own(year, figures_of) -> None:
    found = figures_of(year)
    assert (found["H-01"].status.value, found["H-01"].status.planned) == (180, 200)
    assert found["H-01"].status.outcome is Outcome.SLIPPING
    assert found["H-03"].status.value == 203
    assert not Observation.objects.filter(indicator__plan=year).exists()


def test_figures_of_other_years_are_no_part_of_the_year(plan, actor, now, year) -> None:
    later = make_year(actor=office(now), now=now, plan_code=plan.code, year="2027", decision="Committee")
    assert {found.assessment.newest for found in figures(later, as_of=now).values()} == {None}
    observe(
        actor=actor("works-handler"), now=now, plan_code=plan.code, code="H-02", reported=Reported("2025-Q4", "6.0")
    )  # fmt: skip
    row = year.indicators.get(code="H-02")
    assert [seen.period.code for seen in observations_of(year, [row.pk], as_of=now)[row.pk]] == ["2026-Q1"]


def test_a_new_figure_of_the_plan_is_seen_in_the_year_at_once(plan, year, actor, now, figures_of) -> None:
    later = now + timedelta(hours=1)
    before = figures_of(year, later)["H-01"].status.value
    revise(plan, actor, later)
    assert (before, figures_of(year, later)["H-01"].status.value) == (180, 195)
    assert figures_of(year)["H-01"].status.value == 180  # as it was known then


def test_a_kept_assessment_of_a_year_falls_when_the_plan_has_a_new_figure(plan, year, actor, now, figures_of) -> None:
    later = now + timedelta(hours=1)
    kept = keep_assessments(now=later)
    assert keep_assessments(now=later) == 0 < kept
    revise(plan, actor, later)
    remembered.forget()
    assert figures_of(year, later)["H-01"].status.value == 195
    assert keep_assessments(now=later) == 2  # of the plan and of its year


def test_the_figure_known_last_counts_wherever_it_was_given(plan, year, actor, now) -> None:
    row = year.indicators.get(code="H-01")
    first = plan.indicators.get(code="H-01").observations.get()
    own = Observation(
        indicator=row, meaning=row.versions.get(), period="2026-Q1", value=170, state="final", batch=first.batch,
        known_at=first.known_at - timedelta(days=1),
    )  # fmt: skip
    own.save()
    assert [o.value for o in observations_of(year, [row.pk], as_of=now)[row.pk]] == [180]
    with unguarded():
        Observation.objects.filter(pk=own.pk).update(known_at=first.known_at + timedelta(days=1))
    assert [o.value for o in observations_of(year, [row.pk], as_of=now)[row.pk]] == [170]


def test_the_chart_of_a_year_has_the_vintages_and_its_revisions_are_told(plan, year, actor, now) -> None:
    later = now + timedelta(days=1)
    revise(plan, actor, later)
    point = series(year, "H-01", as_of=later).points[0]
    assert [value for _, value, _ in point.vintages] == [180, 195]
    assert point.planned == Fraction(200)
    assert [(row.plan_id, change.moved) for row, change in revisions_that_moved(year, since=now, as_of=later)] == [
        (year.pk, True)
    ]
    assert {row.plan_id for row, _ in revisions_that_moved(plan, since=now, as_of=later)} == {plan.pk}


def test_a_year_lacks_no_figure_that_the_plan_has(year, plan, now) -> None:
    def missing(of):
        return {one.figure.code: (one.missing, one.never_observed) for one in activity(of, as_of=now)}

    def overdue(of):
        return {(line.code, line.gap.code) for line in gaps_of(of, now=now).lines if line.gap.code in STALE}

    assert missing(year) == {code: found for code, found in missing(plan).items() if code != "H-06"}
    assert overdue(year) == overdue(plan)


def test_invented_figures_are_marked_in_the_year_too(plan, year, now, figures_of) -> None:
    assert not figures_of(year)["H-01"].simulated
    with unguarded():
        Observation.objects.filter(indicator__plan=plan, indicator__code="H-01").update(simulated=True)
    remembered.forget()
    found = figures_of(year)
    assert (found["H-01"].simulated, found["H-03"].simulated) == (True, False)


def test_a_year_asks_the_database_as_often_however_many_indicators(year, now, django_assert_max_num_queries) -> None:
    remembered.forget()
    with django_assert_max_num_queries(42):
        assert len(figures(year, as_of=now)) == 5
