"""橫向到邊、縱向到底, and what has no link, both ways."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from answerable.plans.actions.breaking_down import break_down
from answerable.plans.actions.items import add_item, link_item, unlink_item
from answerable.plans.actions.publishing import publish_plan
from answerable.plans.exchange.naming import Names
from answerable.plans.models import PathPoint
from answerable.plans.queries.coverage import matrix
from answerable.plans.queries.figures import figure
from answerable.plans.queries.gaps import gaps_of
from answerable.plans.queries.items import links_of
from answerable.rules.coverage import Level
from answerable.rules.plan_periods import Span
from answerable.rules.problems import NotAllowed, Refused

QUARTERS = {"2026-Q1": 200, "2026-Q2": 200, "2026-Q3": 200, "2026-Q4": 200}


def points(values):
    return {period: Decimal(value) for period, value in values.items()}


def test_the_matrix_shows_which_unit_answers_in_which_policy_area(plan, now):
    found = matrix(plan, now=now)
    assert [domain.code for domain in found.domains] == ["HOUSING", "CLEAN", "MOVE"]
    assert [unit.code for unit in found.units] == ["cleansing", "transport", "works"]
    table = {domain.code: [cell.answers for cell in cells] for domain, cells in found.rows}
    assert table == {"HOUSING": [0, 0, 6], "CLEAN": [3, 0, 0], "MOVE": [0, 5, 0]}


def test_indicators_are_counted_at_the_levels_to_which_they_are_broken_down(plan, secretary, now):
    before = matrix(plan, now=now).coverage
    assert before.levels[Span.YEAR] == {"H-01", "H-02", "H-03", "H-04", "H-05", "H-06"}
    assert before.levels[Span.QUARTER] == frozenset()
    break_down(actor=secretary, now=now, plan_code=plan.code, code="H-01", points=points(QUARTERS))
    assert matrix(plan, now=now).coverage.levels[Span.QUARTER] == {"H-01"}


def test_parts_that_do_not_make_the_year_are_refused_with_what_they_make(plan, secretary, now):
    with pytest.raises(Refused) as refused:
        break_down(
            actor=secretary, now=now, plan_code=plan.code, code="H-01", points=points({**QUARTERS, "2026-Q4": 100})
        )
    problem = refused.value.problems[0]
    assert (problem.code, problem.params["made"], problem.params["wanted"]) == ("parts_do_not_make_whole", "700", "800")


def test_more_may_be_asked_of_the_parts_with_a_reason_and_never_less(plan, secretary, now):
    more = points({**QUARTERS, "2026-Q4": 300})
    with pytest.raises(Refused):
        break_down(actor=secretary, now=now, plan_code=plan.code, code="H-01", points=more)
    rows = break_down(actor=secretary, now=now, plan_code=plan.code, code="H-01", points=more, stretch="A late block.")
    assert {row.stretch for row in rows} == {"A late block."}
    less = points({"2027-Q1": 100, "2027-Q2": 100, "2027-Q3": 100, "2027-Q4": 100})
    with pytest.raises(Refused):
        break_down(actor=secretary, now=now, plan_code=plan.code, code="H-01", points=less, stretch="Easier.")


def test_the_office_breaks_the_target_down_and_no_head_does(plan, actor, now):
    for head in ("cleansing-head", "works-head"):
        with pytest.raises(NotAllowed):
            break_down(actor=actor(head), now=now, plan_code=plan.code, code="H-01", points=points(QUARTERS))
    said = {"actor": actor("planning-secretary"), "now": now, "plan_code": plan.code, "code": "H-01"}
    assert len(break_down(**said, points=points(QUARTERS))) == 4


def test_nobody_bends_a_published_path_after_the_figure_came_in(plan, secretary, now):
    said = {"actor": secretary, "now": now, "plan_code": plan.code, "code": "H-02"}
    for values, code in (
        ({"2026-Q1": "6.0", "2026-Q2": "5.99", "2026-Q3": "5.98", "2026-Q4": "5.7"}, "part_of_the_past"),
        ({"2026-Q2": "5.99", "2026-Q3": "5.98", "2026-Q4": "5.7"}, "part_asks_less"),
    ):
        with pytest.raises(Refused) as refused:
            break_down(**said, points=points(values))
        assert refused.value.problems[0].code == code
    straight = {"2026-Q1": "5.925", "2026-Q2": "5.85", "2026-Q3": "5.775", "2026-Q4": "5.7"}
    before = figure(plan, "H-02", as_of=now)[0]
    assert len(break_down(**said, points=points(straight))) == 4
    after = figure(plan, "H-02", as_of=now + timedelta(minutes=1))[0]
    assert (after.light, after.status.planned) == (before.light, before.status.planned)


def test_the_path_of_a_published_target_is_fixed(plan, secretary, now):
    for values, code in (
        ({"2026": 900}, "point_stays"),
        ({"2031": 900}, "path_is_fixed"),
        ({"soon": 1}, "no_such_period"),
    ):
        with pytest.raises(Refused) as refused:
            break_down(actor=secretary, now=now, plan_code=plan.code, code="H-01", points=points(values))
        assert refused.value.problems[0].code == code


def test_the_years_of_an_indicator_that_do_not_make_its_target_stand_in_the_list(draft, now):
    draft.indicators.get(code="H-01").targets.update(value=5500)
    found = {row.indicator.code: row for row in matrix(draft, now=now).breakdowns}
    assert not found["H-01"].holds
    assert found["H-01"].whole.difference == -500
    assert found["H-02"].holds


def test_years_that_do_not_make_the_target_of_a_binding_indicator_bar_publication(draft, secretary, now):
    draft.indicators.get(code="H-01").targets.update(value=5500)
    with pytest.raises(Refused) as refused:
        publish_plan(actor=secretary, now=now, code=draft.code, decision="Committee, paper 2")
    assert [(p.field, p.params["plan_gap"]) for p in refused.value.problems] == [("H-01", "years_differ")]
    PathPoint.objects.filter(target__indicator__plan=draft, target__indicator__code="H-01", period="2030").update(
        value=2000, stretch="A second yard opens."
    )
    assert gaps_of(draft, now=now).barring == []


def test_more_asked_of_the_quarters_with_a_reason_holds_in_the_matrix_too(plan, secretary, now):
    break_down(actor=secretary, now=now, plan_code=plan.code, code="H-01",
               points=points({**QUARTERS, "2026-Q4": 250}), stretch="A late block.")  # fmt: skip
    found = matrix(plan, now=now)
    row = next(one for one in found.breakdowns if one.indicator.code == "H-01")
    assert row.holds
    assert (row.levels[Span.QUARTER], row.levels[Span.MONTH]) == (Level.HOLDS, Level.NONE)
    assert found.coverage.levels[Span.QUARTER] == {"H-01"}


def test_bureaux_and_departments_without_any_part_are_named_and_areas_without_a_complete_objective(plan, now):
    found = matrix(plan, now=now)
    assert [unit.code for unit in found.empty] == ["coordination"]
    assert [area.code for area in found.without] == ["HOUSING", "CLEAN", "MOVE"]


def test_what_has_no_link_is_listed_both_ways(plan, secretary, now):
    found = links_of(plan, now=now)
    assert [item.code for item in found.items_without] == ["PA-30"]
    assert "H-01" not in [row.code for row in found.indicators_without_item]
    assert [row.code for row in found.indicators_without_item] == ["H-02", "H-03", "H-04", "H-05", "H-06"]
    assert [row.code for row in found.tasks_without_item] == ["T-03", "T-04"]
    assert "H-01" not in [row.code for row in found.indicators_without_budget]
    link_item(actor=secretary, now=now, plan_code=plan.code, item_code="PA-30", noun="element", code="CLEAN")
    after = links_of(plan, now=now)
    assert after.items_without == ()
    assert [row.code for row in after.indicators_without_item] == ["H-02", "H-05", "H-06"]


def test_a_wrong_link_is_taken_away_by_the_office_with_the_reason(plan, secretary, actor, now):
    said = {"now": now, "plan_code": plan.code, "item_code": "PA-12", "noun": "indicator", "code": "H-01"}
    with pytest.raises(NotAllowed):
        unlink_item(actor=actor("works-head"), **said, words="Not ours.")
    with pytest.raises(Refused):
        unlink_item(actor=secretary, **said, words=" ")
    gone = unlink_item(actor=secretary, **said, words="The paragraph is about private flats.")
    assert gone.removed_words == "The paragraph is about private flats."
    assert "PA-12" in [item.code for item in links_of(plan, now=now).items_without]
    link_item(actor=secretary, **said)
    assert "PA-12" not in [item.code for item in links_of(plan, now=now).items_without]


def test_an_item_is_linked_once_to_one_thing(plan, secretary, now):
    with pytest.raises(Refused) as refused:
        link_item(actor=secretary, now=now, plan_code=plan.code, item_code="PA-12", noun="indicator", code="H-01")
    assert refused.value.problems[0].code == "linked_already"


def test_a_head_links_what_they_answer_for_and_nothing_else(plan, actor, now):
    link_item(
        actor=actor("cleansing-head"), now=now, plan_code=plan.code, item_code="PA-30", noun="indicator", code="H-03"
    )
    with pytest.raises(NotAllowed):
        link_item(
            actor=actor("cleansing-head"),
            now=now,
            plan_code=plan.code,
            item_code="PA-30",
            noun="indicator",
            code="H-01",
        )


def test_a_budget_line_says_its_currency(plan, secretary, now):
    with pytest.raises(Refused):
        add_item(actor=secretary, now=now, plan_code=plan.code, kind="budget_line", code="B-1", names=Names(en="Lifts"),
                 amount=Decimal(5))  # fmt: skip
    add_item(actor=secretary, now=now, plan_code=plan.code, kind="budget_line", code="B-1", names=Names(en="Lifts"),
             amount=Decimal(5), currency="EUR")  # fmt: skip
    assert "B-1" in [item.code for item in links_of(plan, now=now).items_without]


def test_an_objective_without_a_budget_line_or_a_review_says_so(plan, now):
    lines = matrix(plan, now=now).gaps.lines
    found = {(line.code, line.gap.code) for line in lines if line.noun == "element"}
    assert ("CLEAN-1-1", "no_budget_line") in found
    assert ("HOUSING-1-1", "no_budget_line") not in found
    assert ("HOUSING-1-1", "never_reviewed") in found


def test_how_many_queries_the_matrix_takes_does_not_depend_on_the_plan(plan, now, django_assert_max_num_queries):
    matrix(plan, now=now)
    with django_assert_max_num_queries(30):
        matrix(plan, now=now)
