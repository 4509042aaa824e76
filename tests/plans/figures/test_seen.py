"""One indicator whole: its chart as values, its history, and who did anything about it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from answerable.plans.actions.approving import approve_observations
from answerable.plans.actions.judging import judge_likelihood
from answerable.plans.actions.observing import observe
from answerable.plans.queries.activity import activity
from answerable.plans.queries.history import history, revisions, revisions_that_moved
from answerable.plans.queries.series import series
from answerable.rules.lights import Outcome
from answerable.rules.observing import Reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def revised(plan, actor, now):
    """The first quarter of H-01 is found to be 195 instead of 180."""
    later = now + timedelta(days=1)
    return observe(
        actor=actor("works-handler"), now=later, plan_code=plan.code, code="H-01", confirmed=True,
        reported=Reported("2026-Q1", "195", words="fifteen were forgotten"),
    )  # fmt: skip


def test_a_chart_has_path_target_figures_and_every_vintage(plan, revised, now) -> None:
    found = series(plan, "H-01", as_of=now + timedelta(days=2))
    first = found.points[0]
    assert [point.period.code for point in found.points][:2] == ["2026-Q1", "2026-Q2"]
    assert len(found.points) == 20  # every quarter of the plan
    assert (first.value, first.planned, first.total) == (195, 200, 195)
    assert [(value, state) for _, value, state in first.vintages] == [(180, "final"), (195, "revised")]
    assert found.points[-1].planned == 5000
    assert [(target.number, target.value, target.current) for target in found.targets] == [(1, 5000, True)]
    assert series(plan, "H-01", as_of=now).points[0].value == 180


def test_a_flow_that_begins_anew_every_year_is_drawn_so(plan, now) -> None:
    found = series(plan, "H-03", as_of=now)
    totals = [point.total for point in found.points if point.value is not None]
    assert totals == [40, 78, 123, 164, 203]
    assert found.points[11].planned == 500
    assert found.points[12].planned == Fraction(500, 12)


def test_a_level_is_drawn_beside_its_path_and_a_floor_beside_its_limit(plan, now) -> None:
    assert series(plan, "H-02", as_of=now).points[3].planned == Fraction("5.7")
    assert series(plan, "H-05", as_of=now).points[3].planned == 92
    assert series(plan, "H-99", as_of=now) is None


def test_approval_is_seen(plan, revised, actor, now) -> None:
    later = now + timedelta(days=2)
    approve_observations(
        actor=actor("planning-reviewer"), now=later, plan_code=plan.code, code="H-01", keys=[revised.pk]
    )  # fmt: skip
    assert series(plan, "H-01", as_of=later).points[0].approved
    assert not series(plan, "H-03", as_of=later).points[0].approved


def test_a_revision_that_moved_a_light_says_so(plan, revised, indicator, now) -> None:
    later = now + timedelta(days=2)
    (change,) = revisions(plan, indicator("H-01"), as_of=later)
    assert (change.before.value, change.after.value) == (180, 195)
    assert (change.light_before, change.light_after) == (Outcome.SLIPPING, Outcome.ON_TRACK)
    assert [(row.code, one.moved) for row, one in revisions_that_moved(plan, since=now, as_of=later)] == [
        ("H-01", True)
    ]
    assert revisions_that_moved(plan, since=later, as_of=later) == []


def test_a_first_figure_is_no_revision(plan, indicator, now) -> None:
    assert revisions(plan, indicator("H-03"), as_of=now) == []


def test_history_tells_targets_meanings_owners_and_words(plan, revised, indicator, actor, now) -> None:
    later = now + timedelta(days=3)
    criteria = dict.fromkeys(("challenge", "planning", "capacity", "stage"), 2)
    judge_likelihood(
        actor=actor("planning-reviewer"), now=later, plan_code=plan.code, code="H-01", criteria=criteria,
        colour="amber_red", words="The sites are late.",
    )  # fmt: skip
    events = history(plan, indicator("H-01"), as_of=later)
    assert [event.kind for event in events][:2] == ["likelihood", "revision"]
    assert sorted(event.kind for event in events[2:]) == ["appointed", "appointed", "meaning", "target"]
    assert events[1].params["moved"]
    assert [event.kind for event in history(plan, indicator("H-01"), as_of=now)].count("revision") == 0


def test_an_owner_who_never_acted_is_an_owner_on_paper(plan, now) -> None:
    found = {one.figure.code: one for one in activity(plan, as_of=now + timedelta(days=60))}
    assert found["H-03"].phantom_owner  # monthly: more than two periods since it began
    assert found["H-03"].holders[0].last is None
    assert found["H-06"].never_observed
    assert found["H-01"].never_judged
    assert found["H-03"].missing == 1  # June, published by 20 July; July is not due yet


def test_an_act_on_the_indicator_ends_the_silence(plan, actor, now) -> None:
    later = now + timedelta(days=45)
    observe(
        actor=actor("cleansing-handler", later), now=later, plan_code=plan.code, code="H-03",
        reported=Reported("2026-06", "42"),
    )  # fmt: skip
    found = {one.figure.code: one for one in activity(plan, as_of=later + timedelta(days=1))}
    stewards = [holder for holder in found["H-03"].holders if holder.kind == "steward"]
    assert [(holder.post.code, holder.last, holder.idle) for holder in stewards] == [("cleansing-handler", later, 0)]
    assert not found["H-03"].silent_steward
    assert found["H-05"].silent_steward


def test_decimals_come_out_as_they_came_in(plan, actor, now) -> None:
    seen = observe(
        actor=actor("works-handler"), now=now, plan_code=plan.code, code="H-02", reported=Reported("2025-Q4", "6.0123")
    )  # fmt: skip
    seen.refresh_from_db()
    assert seen.value == Decimal("6.0123")
