"""A figure computed from a registered source, with its definition pinned."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from answerable.plans import sources
from answerable.plans.actions.computing import compute, compute_due
from answerable.plans.actions.indicators import Meaning, describe
from answerable.plans.actions.pinning import pin_source
from answerable.plans.models import Observation
from answerable.rules.problems import NotAllowed, NotFound, Refused
from tests.plans.conftest import office
from tests.support.city import unguarded

pytestmark = pytest.mark.django_db


def test_due_periods_are_computed_and_say_with_what(computed_indicator, lanes_source, now) -> None:
    lanes_source |= {"2026-01": 40, "2026-02": 38, "2026-03": 45, "2026-04": "41.5", "2026-05": 39}
    assert compute_due(now=now) == 1  # all but April stand so already; May is not published before 20 June
    seen = Observation.objects.get(indicator=computed_indicator, period="2026-04", batch__way="computed")
    assert (seen.value, seen.state, seen.words, seen.entered_by) == (Fraction("41.5"), "revised", "", None)
    assert seen.batch.rows == [{"source": "lanes", "version": 1, "params": {"district": "north"}}]
    assert compute_due(now=now) == 0


def test_a_period_is_due_when_its_lag_has_passed(computed_indicator, lanes_source, now) -> None:
    lanes_source |= {"2026-05": 44, "2026-04": 41, "2026-03": 45}
    later = now + timedelta(days=12)  # 22 June
    compute_due(now=later)
    newest = Observation.objects.filter(indicator=computed_indicator, period="2026-05").latest("known_at")
    assert newest.value == 44


def test_what_a_source_cannot_say_is_missing_with_its_reason(computed_indicator, actor, plan, now) -> None:
    wish = {"actor": actor("cleansing-handler"), "now": now, "plan_code": plan.code, "code": "H-03"}
    assert compute(**wish, periods=["2025-12"]) == 1
    seen = Observation.objects.get(indicator=computed_indicator, period="2025-12")
    assert (seen.state, seen.value, seen.words) == ("missing", None, "nothing was counted")
    assert compute(**wish, periods=["2025-12"]) == 0


def test_a_quotient_by_nothing_is_no_figure() -> None:
    assert sources.Value(numerator=3, denominator=0).missing
    assert not sources.Value(numerator=0, denominator=3).missing


def test_a_source_that_changed_waits_for_a_new_definition(computed_indicator, actor, plan, now) -> None:
    with unguarded():
        computed_indicator.versions.update(source_params={"district": "north", "source_version": 7})
    with pytest.raises(Refused) as error:
        compute(actor=actor("cleansing-handler"), now=now, plan_code=plan.code, code="H-03")
    assert error.value.problems[0].code == "source_changed"
    assert compute_due(now=now) == 0


def test_what_is_reported_by_hand_is_not_computed(plan, actor, now) -> None:
    with pytest.raises(Refused) as error:
        compute(actor=actor("cleansing-handler"), now=now, plan_code=plan.code, code="H-03")
    assert error.value.problems[0].code == "nothing_to_compute"


def test_parameters_are_checked_before_they_are_pinned(lanes_source, harbour) -> None:
    assert sources.check_params(harbour, "lanes", sources.pin("lanes", {"district": "north"})) == []
    wrong = sources.check_params(harbour, "lanes", {"street": "x"})
    assert [problem.code for problem in wrong] == ["unknown_source_parameter", "source_parameter_missing"]
    with pytest.raises(NotFound):
        sources.check_params(harbour, "moon", {})


def test_a_name_is_registered_once(lanes_source) -> None:
    with pytest.raises(ValueError, match="already"):
        sources.register(sources.source("lanes"))


def test_the_case_stream_is_a_source_though_plans_know_nothing_of_cases(plan, actor, now) -> None:
    row = plan.indicators.get(code="H-03")
    with unguarded():
        row.versions.update(source="solved_rate", source_params=sources.pin("solved_rate", {"unit": "cleansing"}))
    wish = {"actor": actor("cleansing-handler"), "now": now, "plan_code": plan.code, "code": "H-03"}
    assert compute(**wish, periods=["2026-04"]) == 1
    seen = Observation.objects.get(indicator=row, batch__way="computed")
    assert (seen.state, seen.words) == ("missing", "nothing_to_count")  # nobody was called back in April


@pytest.fixture
def pinning(plan, actor, now):
    """What every pinning of "lanes" to H-03 by the statistician needs."""
    return {
        "actor": actor("statistician"), "now": now, "plan_code": plan.code, "code": "H-03", "source": "lanes",
        "reason": "counted by the hotline from now on", "decision": "Planning Committee, 9 June 2026, paper 4",
    }  # fmt: skip


def test_a_source_is_a_new_meaning_decided_by_the_committee(pinning, lanes_source, now, actor) -> None:
    made = pin_source(**pinning, params={"district": "north"})
    assert (made.number, made.source, made.source_params) == (2, "lanes", {"district": "north", "source_version": 1})
    assert made.indicator.versions.get(number=1).until == now
    lanes_source["2026-05"] = 44
    later = now + timedelta(minutes=1)
    assert compute(actor=actor("statistician"), now=later, plan_code="HARBOUR-5", code="H-03", periods=["2026-05"]) == 1
    kept = Observation.objects.filter(indicator=made.indicator, period="2026-05").order_by("known_at")
    assert [seen.meaning.number for seen in kept] == [1, 2]


def test_a_source_is_pinned_whole_and_not_by_the_owner(pinning, lanes_source, actor) -> None:
    with pytest.raises(Refused) as error:
        pin_source(**pinning, params={})
    assert error.value.problems[0].code == "source_parameter_missing"
    with pytest.raises(NotAllowed):
        pin_source(**(pinning | {"actor": actor("cleansing-head")}), params={"district": "north"})


def test_by_hand_again_is_a_new_meaning_too_with_everything_else_as_it_was(pinning, lanes_source, now) -> None:
    made = pin_source(**pinning, params={"district": "north"})
    again = pin_source(**(pinning | {"source": "", "now": now + timedelta(days=1)}), params={})
    assert (again.number, again.source, again.source_params) == (3, "", {})
    assert (again.kind, again.unit_en, again.data_source) == (made.kind, made.unit_en, made.data_source)


def test_the_source_of_a_draft_is_described_by_its_office_and_not_redefined(pinning, lanes_source, draft, now) -> None:
    with pytest.raises(NotAllowed):
        pin_source(**(pinning | {"plan_code": draft.code}), params={"district": "north"})
    meaning = Meaning(source="lanes", source_params={"district": "north"})
    made = describe(actor=office(now), now=now, plan_code=draft.code, code="H-03", meaning=meaning)
    assert (made.number, made.source_params) == (1, {"district": "north", "source_version": 1})
