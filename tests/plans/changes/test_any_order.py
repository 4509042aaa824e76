"""Whatever acts come in whatever order: no target counts without its steps, and no target that stands ever changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.plans.actions.changing import make_effective, propose_change, record_step, withdraw_change
from answerable.plans.models import ChangeRequest, PathPoint, Target
from answerable.plans.queries.changes import route_for, steps_of
from answerable.rules.problems import Refused
from tests.plans.changes.conftest import proposal

START = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
PEOPLE = ("planning-secretary", "planning-chair", "planning-reviewer", "works-head", "cleansing-head")
STEPS = ("committee", "filed", "tabled", "legislature", "secretariat")

acts = st.one_of(
    st.tuples(st.just("propose"), st.sampled_from(("H-01", "H-03")), st.sampled_from((300, 4500, 5600))),
    st.tuples(st.just("step"), st.sampled_from(STEPS), st.sampled_from((True, True, True, True, False))),
    st.tuples(st.just("effect"), st.integers(-20, 20), st.none()),
    st.tuples(st.just("withdraw"), st.none(), st.none()),
)
wishes = st.lists(st.tuples(acts, st.sampled_from(PEOPLE), st.integers(0, 20)), max_size=12)
# The full way with a stray act somewhere in it.
whole_way = st.tuples(st.integers(0, 6), acts, st.sampled_from(PEOPLE)).map(
    lambda stray: [
        *(way := [(("propose", "H-01", 4500), "planning-secretary", 0)]
          + [(("step", step, True), "planning-chair", days)
             for step, days in (("committee", 0), ("filed", 1), ("tabled", 16), ("legislature", 16))]
          + [(("effect", 0, None), "planning-chair", 1)])[: stray[0]],
        ((stray[1]), stray[2], 0),
        *way[stray[0] :],
    ]
)  # fmt: skip


def picture() -> dict:
    """Every target and point as it stands, by key."""
    return {row["id"]: row for model in (Target, PathPoint) for row in model.objects.values()}


def attempt(act, who, day: date, now: datetime, plan, actor) -> None:
    verb, one, two = act
    change = ChangeRequest.objects.order_by("-proposed_at", "-id").first()
    common = {"actor": actor(who), "now": now}
    if verb == "propose":
        row = plan.indicators.get(code=one)
        propose_change(indicator=row.pk, proposal=proposal(value=Decimal(two)), **common)
    elif change is None:
        return
    elif verb == "step":
        record_step(change=change.pk, step=one, organ="An organ", document="A paper", decided_on=day, approved=two,
                    words="" if two else "No.", **common)  # fmt: skip
    elif verb == "effect":
        make_effective(change=change.pk, effective_on=day + timedelta(days=one), **common)
    else:
        withdraw_change(change=change.pk, words="No more.", **common)


def check(before: dict) -> None:
    after = picture()
    assert {key: after[key] for key in before} == before
    for target in Target.objects.filter(number__gt=1).select_related("change"):
        change = target.change
        taken = steps_of(change)
        assert [step.organ for step in taken] == list(route_for(change).steps)
        assert all(step.approved and step.recorded_by != change.proposed_by.code for step in taken)
        assert change.state == "effective"
        assert max(step.on for step in taken) == target.decided_on <= target.effective_on


few = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
stories = given(story=st.one_of(whole_way, wishes))


@few
@stories
def test_no_target_counts_without_its_steps_and_none_ever_changes(story, plan, actor) -> None:
    play(story, plan, actor)


@pytest.mark.slow
@many
@stories
def test_however_long_one_tries(story, plan, actor) -> None:
    play(story, plan, actor)


def play(story, plan, actor) -> None:
    with transaction.atomic():
        now = START
        for act, who, days in story:
            now += timedelta(days=days, minutes=1)
            before = picture()
            try:
                with transaction.atomic():
                    attempt(act, who, now.date(), now, plan, actor)
            except Refused:
                assert picture() == before
            check(before)
        transaction.set_rollback(True)
