"""Figures frozen at a vintage come out the same for good, whatever is recorded afterwards (invariant 6)."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.plans.actions.breaking_down import break_down
from answerable.plans.actions.freezing import freeze
from answerable.plans.actions.indicators import end_indicator
from answerable.plans.actions.keeping import keep_assessments
from answerable.plans.actions.observing import observe
from answerable.plans.actions.storing import store, store_observations
from answerable.plans.actions.tasks import cancel_task, edit_task
from answerable.plans.exchange.plan_document import ObservationDocument, TaskDocument
from answerable.plans.models import Freeze, Observation
from answerable.plans.queries.delivering import deliveries
from answerable.plans.queries.figures import figure
from answerable.plans.queries.freezes import digest_of, frozen_body, frozen_figures, replay
from answerable.rules.observing import Reported
from answerable.rules.problems import NotAllowed, Refused
from tests.plans.conftest import document, who
from tests.support.city import unguarded

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
    with unguarded():
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


@pytest.fixture
def office(actor):
    """office(verb, at, **said): an act of the plan's secretary at an instant."""
    return lambda verb, at, **said: verb(actor=actor("planning-secretary", at), now=at, plan_code="HARBOUR-5", **said)


def test_a_path_that_is_broken_down_later_does_not_move_what_was_frozen(frozen, office, plan, now) -> None:
    later = now + timedelta(minutes=1)
    office(break_down, later, code="H-02", points=FIRST_YEAR)
    assert replay(frozen).same
    keep_assessments(now=later)
    assert (
        figure(plan, "H-02", as_of=later)[1].targets[0].aim.path
        != figure(plan, "H-02", as_of=now)[1].targets[0].aim.path
    )


def test_a_task_counts_as_it_was_on_the_day(frozen, office, plan, now) -> None:
    """Cancelled, edited and added afterwards: each is read only from then on."""
    before = {key: [t.due_on for t in tasks] for key, tasks in deliveries(plan, as_of=now).tasks.items()}
    served = plan.indicators.get(code="H-06").pk
    later = now + timedelta(days=1)
    office(cancel_task, later, code="T-03", words="The line is designed elsewhere.")
    office(cancel_task, later, code="T-04", words="No rails.")
    office(store, later, document=with_task(document(), "T-99"), decision="a paper")
    assert replay(frozen).same
    assert {key: [t.due_on for t in tasks] for key, tasks in deliveries(plan, as_of=now).tasks.items()} == before
    assert {t.code: t.state for t in deliveries(plan, as_of=later).tasks[served]} == {
        "T-03": "cancelled", "T-04": "cancelled", "T-99": "planned",
    }  # fmt: skip


def test_an_import_into_a_published_plan_puts_no_figure_into_the_past(frozen, office, indicator, now) -> None:
    later, known = now + timedelta(days=3), now - timedelta(days=30)
    seen = ObservationDocument("2025-Q4", numerator=Decimal(1), denominator=Decimal(4), state="final", known_at=known)
    with pytest.raises(Refused) as refused:
        office(store_observations, later, source="a paper", series={"H-04": [seen]}, history=True)
    assert [problem.code for problem in refused.value.problems] == ["history_was_frozen"]
    report = office(store_observations, later, source="a paper", series={"H-04": [seen]})
    assert report.counts == {"store_known_from_now": 1}
    assert indicator("H-04").observations.get(period="2025-Q4").known_at == later
    assert replay(frozen).same


def test_history_that_no_freeze_knows_of_keeps_its_days(office, indicator, now) -> None:
    known = now - timedelta(days=30)
    seen = ObservationDocument("2025-Q4", numerator=Decimal(1), denominator=Decimal(4), state="final", known_at=known)
    office(store_observations, now, source="a paper", series={"H-04": [seen]}, history=True)
    assert indicator("H-04").observations.get(period="2025-Q4").known_at == known


def test_a_figure_of_a_period_that_is_not_over_is_left_out(office, indicator, now) -> None:
    parts = {"numerator": Decimal(1), "denominator": Decimal(2)}
    series = [ObservationDocument("2027-Q1", state="final", **parts), ObservationDocument("2026-Q2", **parts)]
    series.append(ObservationDocument("2026-Q2", state="estimated", words="half of it", **parts))
    report = office(store_observations, now, source="a paper", series={"H-04": series[:2]})
    assert report.counts == {"period_in_the_future": 2}
    office(store_observations, now, source="a paper", series={"H-04": series[2:]})
    assert indicator("H-04").observations.get(period="2026-Q2").state == "estimated"


FIRST_YEAR = {f"2026-Q{n}": Decimal(value) for n, value in enumerate(("5.925", "5.85", "5.775", "5.7"), 1)}
SECOND_YEAR = {f"2027-Q{n}": Decimal(value) for n, value in enumerate(("5.625", "5.55", "5.475", "5.4"), 1)}


def with_task(said, code):
    """The document with one more task for the tram."""
    fresh = TaskDocument(
        code, indicator_code="H-06", name=said.name, ends_on=date(2028, 9, 1), adds=Decimal(1), acceptance="It runs.",
        owner=who("transport-head"), acceptor=who("planning-reviewer"),
    )  # fmt: skip
    return replace(said, tasks=(*said.tasks, fresh))


def brought(code, value, known_at):
    return {code: [ObservationDocument("2026-Q1", Decimal(value), state="final", known_at=known_at)]}


EXAMPLES = int(os.environ.get("ANSWERABLE_STATEFUL_EXAMPLES", "3"))  # stories; more go deeper
ACTS = st.one_of(
    st.tuples(
        st.just("observe"), st.sampled_from(["H-02", "H-03", "H-05"]), st.integers(1, 5), st.integers(0, 90),
        st.sampled_from(["final", "estimated", "missing"]),
    ),
    st.tuples(st.just("break_down"), st.sampled_from([FIRST_YEAR, SECOND_YEAR])),
    st.tuples(st.just("cancel"), st.sampled_from(["T-01", "T-02", "T-03", "T-04"])),
    st.tuples(st.just("edit"), st.sampled_from(["T-02", "T-03", "T-04"]), st.integers(0, 900)),
    st.tuples(st.just("add"), st.sampled_from(["T-90", "T-91"])),
    st.tuples(st.just("import"), st.sampled_from(["H-01", "H-02"]), st.integers(1, 400), st.booleans()),
    st.tuples(st.just("end"), st.sampled_from(["H-03", "H-05"])),
)  # fmt: skip


def play(act, office, actor, at):
    """One act at an instant; what is refused changes nothing."""
    verb, code, *said = act
    if verb == "observe":
        month, value, state = said
        steward = {"H-02": "works-handler", "H-03": "cleansing-handler", "H-05": "transport-handler"}[code]
        period = "2026-Q1" if code == "H-02" else f"2026-0{month}"
        reported = Reported(period, "" if state == "missing" else str(value), state=state, words="revised")
        observe(
            actor=actor(steward, at), now=at, plan_code="HARBOUR-5", code=code, reported=reported, confirmed=True
        )  # fmt: skip
    elif verb == "break_down":
        office(break_down, at, code="H-02", points=code)
    elif verb == "cancel":
        office(cancel_task, at, code=code, words="given up")
    elif verb == "edit":
        office(
            edit_task,
            at,
            code=code,
            due_on=date(2027, 6, 1) + timedelta(days=said[0]),
            adds=Decimal(said[0]),
            words="the ground is wet",
        )
    elif verb == "add":
        office(store, at, document=with_task(document(), code), decision="a paper")
    elif verb == "import":
        value, history = said
        series = brought(code, value, at - timedelta(days=20))
        office(store_observations, at, source="a paper", series=series, history=history)
    else:
        office(end_indicator, at, code=code, ended="suspended", words="The count stands still.", decision="a paper")


@pytest.mark.slow
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(ACTS, st.integers(1, 400)), min_size=1, max_size=8))
def test_whatever_is_done_later_every_vintage_replays_to_the_same_bytes(plan, office, actor, now, acts) -> None:
    """Acts of all kinds in any order, each at a later instant; the figures of every instant between are kept."""
    with transaction.atomic():
        latest = max([now, *Observation.objects.values_list("known_at", flat=True)])
        office(freeze, latest, as_of=latest, purpose="held against what follows")
        said = {latest: frozen_body(plan, as_of=latest)}
        for act, minutes in acts:
            latest += timedelta(minutes=minutes)
            with contextlib.suppress(Refused, NotAllowed), transaction.atomic():
                play(act, office, actor, latest)
            said[latest] = frozen_body(plan, as_of=latest)
            keep_assessments(now=latest)  # what is kept must not leak into the past
        assert {at: frozen_body(plan, as_of=at) for at in said} == said
        transaction.set_rollback(True)
