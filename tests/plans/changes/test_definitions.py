"""A definition is changed by the statistician and the committee; where it eases the promise, by the whole way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from answerable.plans.actions.changing import make_effective
from answerable.plans.actions.indicators import Meaning
from answerable.plans.exchange.naming import Names
from answerable.plans.queries.changes import change_page
from answerable.plans.queries.figures import figure
from answerable.rules.problems import NotAllowed, Refused
from tests.plans.changes.conftest import FULL_WAY

LATER = datetime(2026, 7, 21, 8, 0, tzinfo=UTC)


def codes(refusal) -> set[str]:
    return {problem.code for problem in refusal.value.problems}


def means(**fields) -> Meaning:
    return Meaning(fields=fields)


def test_a_binding_indicator_becomes_expected_by_the_statistician_and_the_whole_way(
    propose, decide, full_way, indicator, actor, plan
) -> None:
    change = propose("H-02", meaning=means(nature="expected", tolerance=Decimal(2)))
    assert (change.klass, change.higher, change.new_value) == ("lower", True, None)
    page = change_page(change, actor=None, now=LATER)
    assert page.classes == ("lower", "definition")
    assert [step.organ for step in page.steps] == ["statistician", "committee", "filed", "tabled", "legislature"]
    assert {(line.column, str(line.was), line.now) for line in page.meaning} == {
        ("nature", "binding", "expected"), ("tolerance", "0.10000000", "2"),
    }  # fmt: skip
    with pytest.raises(Refused):
        full_way(change)
    decide(change, "statistician", by="statistician")
    full_way(change)
    before = figure(plan, "H-02", as_of=LATER)[0].meaning
    fresh = make_effective(actor=actor("planning-chair"), now=LATER, change=change.pk, effective_on=LATER.date())
    rows = list(indicator("H-02").versions.order_by("number"))
    assert [(row.nature, row.tolerance, row.until) for row in rows] == [
        ("binding", Decimal("0.1"), LATER), ("expected", Decimal(2), None),
    ]  # fmt: skip
    assert rows[1] == fresh
    assert "statistician" in rows[1].decision
    assert indicator("H-02").targets.count() == 1
    assert figure(plan, "H-02", as_of=LATER - timedelta(seconds=1))[0].meaning == before


def test_what_eases_nothing_needs_no_legislature(propose, decide, indicator, actor, now) -> None:
    words = Meaning(Names(en="Waiting time, median"), fields={"grace_days": 5})
    change = propose("H-02", meaning=words, ground="", higher=False)
    assert change.klass == "definition"
    decide(change, "statistician", by="statistician")
    decide(change, "committee")
    at = now + timedelta(hours=1)
    with pytest.raises(Refused) as refusal:
        make_effective(actor=actor("planning-chair"), now=at, change=change.pk, effective_on=date(2026, 7, 1))
    assert codes(refusal) == {"definition_counts_from_today"}
    make_effective(actor=actor("planning-chair"), now=at, change=change.pk, effective_on=at.date())
    fresh = indicator("H-02").versions.get(until=None)
    assert (fresh.name_en, fresh.grace_days, fresh.number) == ("Waiting time, median", 5, 2)


def test_what_the_statistician_says_is_recorded_by_the_statistician_alone(propose, decide, actor, now) -> None:
    change = propose("H-02", meaning=means(grace_days=5), ground="", higher=False)
    with pytest.raises(NotAllowed):
        decide(change, "statistician")
    assert change_page(change, actor=actor("planning-chair"), now=now).verbs == ()
    assert change_page(change, actor=actor("statistician"), now=now).verbs == ("sign_definition",)
    decide(change, "statistician", by="statistician")
    with pytest.raises(NotAllowed):
        decide(change, "committee", by="statistician")
    assert change_page(change, actor=actor("planning-chair"), now=now).verbs == ("record_step",)


def test_an_easier_definition_needs_a_ground_and_the_higher_procedure(propose) -> None:
    with pytest.raises(Refused) as refusal:
        propose("H-02", meaning=means(nature="expected"), ground="", higher=False)
    assert codes(refusal) == {"change_needs_a_ground", "final_goal_needs_higher_procedure"}


def test_a_proposal_asks_for_one_thing_and_for_something_new(propose) -> None:
    with pytest.raises(Refused) as refusal:
        propose("H-02", meaning=means(grace_days=5), value=5)
    assert codes(refusal) == {"change_one_thing"}
    with pytest.raises(Refused) as refusal:
        propose("H-02", meaning=means(nature="binding"))
    assert codes(refusal) == {"change_of_no_meaning"}
    with pytest.raises(NotAllowed):
        propose("H-02", meaning=means(grace_days=5), by="works-head")


def test_what_is_given_up_says_by_which_decision(propose, decide, indicator, actor) -> None:
    row = indicator("H-03")
    change = propose("H-03", drop=True)
    decide(change, "committee")
    make_effective(actor=actor("planning-chair"), now=LATER, change=change.pk, effective_on=LATER.date())
    row.refresh_from_db()
    assert (row.ended, row.ended_decision) == ("withdrawn", "The committee, 2026-06-10, Paper of the committee")


def test_the_way_is_the_one_of_the_record(propose) -> None:
    change = propose("H-02", meaning=means(nature="expected"))
    assert [step.organ for step in change_page(change, actor=None, now=LATER).steps][1:] == [n for n, _ in FULL_WAY]
