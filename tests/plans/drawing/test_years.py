"""The plan of a year is made from the plan, linked to it, and reconciles or says why not."""

from __future__ import annotations

import pytest

from answerable.plans.actions.items import add_item, link_item
from answerable.plans.actions.letters import issue_letters
from answerable.plans.actions.publishing import publish_plan
from answerable.plans.actions.years import make_year
from answerable.plans.exchange.naming import Names
from answerable.plans.queries.answering import answering
from answerable.plans.queries.calendar import nodes
from answerable.plans.queries.coverage import matrix
from answerable.plans.queries.gaps import gaps_of
from answerable.plans.queries.items import links_of
from answerable.plans.queries.tasks import lines_of_year
from answerable.plans.queries.years import due_in_year, year_lines
from answerable.rules.problems import NotAllowed, Refused

DECISION = "Planning Committee, 1 June 2026, paper 9"


@pytest.fixture
def year(plan, secretary, now):
    """2027 of HARBOUR-5."""
    return make_year(actor=secretary, now=now, plan_code=plan.code, year="2027", decision=DECISION)


def points(plan, code):
    target = plan.indicators.get(code=code).targets.get()
    return target, {point.period: point.value for point in target.points.all()}


def test_the_years_targets_are_what_the_path_asks_of_the_year(year):
    target, path = points(year, "H-01")
    assert (target.value, target.due_on.isoformat(), target.decision) == (900, "2027-12-31", DECISION)
    assert sum(value for period, value in path.items() if "Q" in period) == 900
    assert sum(value for period, value in path.items() if period.count("-") == 1 and "Q" not in period) == 900
    waiting, path = points(year, "H-02")
    assert waiting.value == path["2027-Q4"] == path["2027-12"]
    assert str(waiting.value.normalize()) == "5.4"


def test_everything_reconciles_with_the_plan_and_within_the_year(year, now):
    assert all(line.holds for line in year_lines(year, now=now))
    assert {line.code for line in year_lines(year, now=now)} == {"reconciles"}
    assert all(row.holds for row in matrix(year, now=now).breakdowns)


def test_what_is_delivered_in_another_year_is_no_part_of_this_one(plan, year, secretary, now):
    assert not year.indicators.filter(code="H-06").exists()
    then = make_year(actor=secretary, now=now, plan_code=plan.code, year="2028", decision=DECISION)
    assert then.indicators.get(code="H-06").targets.get().due_on.isoformat() == "2028-06-30"


def test_each_indicator_is_linked_to_that_of_the_plan_and_the_same_post_answers(plan, year, now):
    rows = list(year.indicators.select_related("parent"))
    assert {row.parent.plan_id for row in rows} == {plan.pk}
    heads = answering(year.jurisdiction, [row.pk for row in rows], now=now)
    assert {row.code: heads[row.pk].post.code for row in rows}["H-03"] == "cleansing-head"


def test_a_level_starts_from_the_last_figure_known(year):
    baseline = year.indicators.get(code="H-02").baselines.get()
    assert (baseline.period, str(baseline.value.normalize())) == ("2026-Q1", "5.9")


def test_tasks_are_not_copied_and_those_due_in_the_year_are_shown(plan, year, now):
    assert year.tasks.count() == 0
    assert [task.code for task in due_in_year(year)] == ["T-02"]
    assert due_in_year(plan) == []
    (line,) = lines_of_year(year, today=now.date(), now=now)
    assert (line.task.plan.code, line.answers.post.code) == ("HARBOUR-5", "works-head")
    assert "T-02" in [node.key for node in nodes(year, today=now.date(), now=now, days=400)]


def test_a_year_has_the_tasks_due_in_it_in_its_gaps_coverage_and_links(plan, secretary, now):
    said = {"actor": secretary, "now": now, "plan_code": plan.code}
    add_item(**said, kind="policy_address", code="PA-99", names=Names(en="Only a task"), year=2027)
    link_item(**said, item_code="PA-99", noun="task", code="T-02")
    year = make_year(**said, year="2027", decision=DECISION)
    found = links_of(year, now=now)
    assert "PA-99" not in [item.code for item in found.items_without]
    assert [link.task.code for one in found.linked for link in one.links if one.item.code == "PA-99"] == ["T-02"]
    lines = gaps_of(year, now=now).lines
    assert "HOUSING-1-1" not in [line.code for line in lines if line.gap.code == "no_milestone_in_a_year"]
    housing = next(domain for domain in matrix(year, now=now).domains if domain.code == "HOUSING")
    assert matrix(year, now=now).cell(housing.pk, "works").answers == 4  # objective, two indicators, the task


def test_a_year_whose_target_asks_less_than_the_plan_says_why_or_is_not_published(year, secretary, now):
    issue_letters(actor=secretary, now=now, plan_code=year.code)
    target = year.indicators.get(code="H-01").targets.get()
    target.points.all().delete()
    type(target).objects.filter(pk=target.pk).update(value=700, path_kind="linear")
    assert {line.indicator.code: line.code for line in year_lines(year, now=now)}["H-01"] == "differs"
    with pytest.raises(Refused) as refused:
        publish_plan(actor=secretary, now=now, code=year.code, decision=DECISION)
    problem = next(p for p in refused.value.problems if p.code == "year_differs_from_plan")
    assert (problem.params["given"], problem.params["asked"]) == ("700", "900")
    type(target).objects.filter(pk=target.pk).update(words="The crane stands still until June.")
    publish_plan(actor=secretary, now=now, code=year.code, decision=DECISION)
    assert {line.indicator.code: line.code for line in year_lines(year, now=now)}["H-01"] == "explained"


def test_a_year_is_made_once_and_only_within_the_plan(plan, year, secretary, now):
    outside = "no_year_of_the_plan"
    for wanted, code in (("2027", "year_made_already"), ("2031", outside), ("2027-Q1", outside),
                         ("next", "no_such_period")):  # fmt: skip
        with pytest.raises(Refused) as refused:
            make_year(actor=secretary, now=now, plan_code=plan.code, year=wanted, decision=DECISION)
        assert refused.value.problems[0].code == code


def test_a_draft_has_no_years_and_a_head_makes_none(plan, draft, secretary, actor, now):
    with pytest.raises(NotAllowed):
        make_year(actor=secretary, now=now, plan_code=draft.code, year="2027", decision=DECISION)
    with pytest.raises(NotAllowed):
        make_year(actor=actor("works-head"), now=now, plan_code=plan.code, year="2027", decision=DECISION)
