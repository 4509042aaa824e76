"""Figures frozen at a vintage come out the same for good, whatever is recorded afterwards (invariant 6)."""

from __future__ import annotations

import contextlib
import json
import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.plans.actions.freezing import freeze
from answerable.plans.actions.keeping import keep_assessments
from answerable.plans.actions.observing import observe
from answerable.plans.models import Freeze, Observation
from answerable.plans.queries.freezes import digest_of, frozen_body, frozen_figures, replay
from answerable.rules.observing import Reported
from answerable.rules.problems import NotAllowed, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(plan, actor, now):
    return freeze(actor=actor("planning-secretary"), now=now, plan_code=plan.code, as_of=now, purpose="first quarter")


def test_a_freeze_holds_every_figure_with_every_number_used(frozen) -> None:
    rows = {row["code"]: row for row in frozen_figures(frozen)}
    assert list(rows) == ["H-01", "H-02", "H-03", "H-04", "H-05", "H-06"]
    assert rows["H-01"]["status"]["pace"] == "9/10"
    assert "planned_total" in {step["code"] for step in rows["H-01"]["status"]["steps"]}
    assert frozen.sha256 == digest_of(frozen.body)


def test_a_later_revision_does_not_move_what_was_frozen(frozen, plan, actor, now) -> None:
    observe(
        actor=actor("works-handler"), now=now + timedelta(days=1), plan_code=plan.code, code="H-01", confirmed=True,
        reported=Reported("2026-Q1", "195", words="fifteen were forgotten"),
    )  # fmt: skip
    assert replay(frozen).same
    restated = json.loads(frozen_body(plan, as_of=now + timedelta(days=2)))
    assert restated["figures"][0]["status"]["value"] == "195"


def test_what_was_put_in_behind_its_back_is_seen(frozen, indicator) -> None:
    indicator("H-01").observations.update(value=199)
    seen = replay(frozen)
    assert (seen.same, seen.differs) == (False, ("H-01",))


def test_the_same_freeze_is_made_once(frozen, plan, actor, now) -> None:
    again = freeze(
        actor=actor("planning-secretary"), now=now + timedelta(hours=1), plan_code=plan.code, as_of=now,
        purpose="first quarter",
    )  # fmt: skip
    assert again.pk == frozen.pk
    assert Freeze.objects.count() == 1


def test_only_what_is_known_is_frozen_and_only_by_the_office(plan, actor, now) -> None:
    wish = {"now": now, "plan_code": plan.code, "purpose": "x"}
    with pytest.raises(Refused):
        freeze(actor=actor("planning-secretary"), as_of=now + timedelta(days=1), **wish)
    with pytest.raises(NotAllowed):
        freeze(actor=actor("works-head"), as_of=now, **wish)


EXAMPLES = int(os.environ.get("ANSWERABLE_STATEFUL_EXAMPLES", "3"))  # stories; more go deeper
REVISIONS = st.lists(
    st.tuples(
        st.sampled_from(["H-02", "H-03", "H-05"]), st.integers(1, 5), st.integers(0, 90),
        st.sampled_from(["final", "estimated", "missing"]), st.integers(1, 400),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(revisions=REVISIONS)
def test_whatever_is_revised_later_every_vintage_replays_to_the_same_bytes(plan, actor, now, revisions) -> None:
    """Acts of stewards in any order, each at a later instant; the figures of every instant between are kept."""
    stewards = {"H-02": "works-handler", "H-03": "cleansing-handler", "H-05": "transport-handler"}
    latest = max([now, *Observation.objects.values_list("known_at", flat=True)])
    said = {latest: frozen_body(plan, as_of=latest)}
    for code, month, value, state, minutes in revisions:
        latest += timedelta(minutes=minutes)
        period = "2026-Q1" if code == "H-02" else f"2026-0{month}"
        reported = Reported(period, "" if state == "missing" else str(value), state=state, words="revised")
        with contextlib.suppress(Refused):  # what stands so already
            observe(
                actor=actor(stewards[code], latest), now=latest, plan_code=plan.code, code=code, reported=reported,
                confirmed=True,
            )  # fmt: skip
        said[latest] = frozen_body(plan, as_of=latest)
        keep_assessments(now=latest)  # what is kept must not leak into the past
    assert {at: frozen_body(plan, as_of=at) for at in said} == said
