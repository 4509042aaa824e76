"""Who sees which plan, and how it is drawn up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from answerable.plans.actions.plans import add_element, close_plan, create_plan, edit_plan, withdraw_element
from answerable.plans.exchange.naming import Names
from answerable.plans.queries.plans import get_plan, plans_for, tree, versions_of
from answerable.rules.problems import NotAllowed, NotFound, Refused


def test_what_is_published_is_everybodys_and_a_draft_is_not(plan, draft, harbour, now):
    assert [found.code for found in plans_for(harbour, now=now)] == ["HARBOUR-5"]
    assert get_plan(None, "HARBOUR-5", now=now, jurisdiction="harbour").pk == plan.pk
    with pytest.raises(NotFound):
        get_plan(None, "HARBOUR-DRAFT", now=now, jurisdiction="harbour")


@pytest.mark.parametrize(
    ("who", "sees"),
    [("planning-secretary", True), ("planning-chair", True), ("works-head", True), ("works-handler", True),
     ("auditor", True), ("administrator", True), ("north-handler", False), ("hotline-dispatcher", False),
     ("gov-handler", False)],
)  # fmt: skip
def test_a_draft_is_for_its_committee_and_for_those_who_answer_in_it(draft, actor, harbour, now, who, sees):
    found = plans_for(harbour, public=False, actor=actor(who), now=now)
    assert (draft in found) == sees


def test_an_invited_outsider_reads_a_draft_until_the_invitation_ends(draft, actor, harbour, now):
    from answerable.plans.models import Contributor, Evaluation
    from tests.plans.conftest import office
    from tests.support.cast import officer_named

    draft.committee.posts.filter(code="think-tank").update(unit=draft.jurisdiction.unit_set.get(code="works"))
    outsider = actor("think-tank")
    assert draft not in plans_for(harbour, public=False, actor=outsider, now=now)
    secretary = draft.committee.posts.get(code=office(now).post)
    evaluation = Evaluation.objects.create(
        plan=draft, title="Half-way", terms="Whether it is on its way.", opened_at=now, opened_by=secretary,
        due_on=date(2026, 12, 1), as_of=now, salt=b"s" * 16,
    )  # fmt: skip
    Contributor.objects.create(
        evaluation=evaluation, officer=officer_named("think-tank"), post_id=outsider_post(outsider),
        standing="think_tank", invited_at=now, until=now.date(),
    )  # fmt: skip
    assert draft in plans_for(harbour, public=False, actor=outsider, now=now)
    assert draft not in plans_for(harbour, public=False, actor=outsider, now=now + timedelta(days=1))


def outsider_post(outsider):
    from answerable.organisation.models import Post

    return Post.objects.get(code=outsider.post).pk


def test_the_tree_holds_everything_in_the_plans_order(plan):
    tops = tree(plan)
    assert [node.element.code for node in tops] == ["HOUSING", "CLEAN", "MOVE"]
    assert [row.code for row in tops[0].all_indicators] == ["H-01", "H-02"]
    assert [row.code for row in tops[2].all_tasks] == ["T-03", "T-04"]
    assert [node.element.level for node in tops[0].walk()] == ["domain", "goal", "objective"]


def test_published_versions_are_listed_with_their_digest(plan):
    assert [(row.number, len(row.sha256)) for row in versions_of(plan)] == [(1, 64)]


def new(actor, now, **more):
    said = {"code": "P-1", "names": Names(en="A plan"), "starts_on": date(2027, 1, 1), "ends_on": date(2031, 12, 31),
            "committee": "planning"}  # fmt: skip
    return create_plan(actor=actor, now=now, **{**said, **more})


def test_a_plan_begins_as_a_draft_of_its_committee(secretary, harbour, now):
    plan = new(secretary, now)
    assert (plan.state, plan.committee.code, plan.version) == ("draft", "planning", 1)


def test_everything_that_is_wrong_with_a_new_plan_is_said_at_once(secretary, harbour, now):
    with pytest.raises(Refused) as refused:
        new(secretary, now, code="a b", names=Names(), starts_on=date(2030, 1, 1), ends_on=date(2029, 1, 1),
            committee="nobody", year_starts_in=13)  # fmt: skip
    assert {p.code for p in refused.value.problems} == {
        "plan_code_not_plain", "required", "plan_runs_backwards", "no_such_committee", "no_such_month",
    }  # fmt: skip


def test_a_code_is_one_plan(secretary, draft, now):
    with pytest.raises(Refused) as refused:
        new(secretary, now, code="HARBOUR-DRAFT")
    assert refused.value.problems[0].code == "plan_code_taken"


def test_only_the_office_draws_up_a_plan(actor, harbour, now):
    for who in ("works-head", "statistician", "gov-leader", "citizen"):
        with pytest.raises(NotAllowed):
            new(actor(who), now)


def test_a_draft_changes_its_words_and_a_published_plan_does_not(plan, draft, secretary, now):
    assert edit_plan(actor=secretary, now=now, code=draft.code, names=Names(en="Better")).name_en == "Better"
    with pytest.raises(NotAllowed):
        edit_plan(actor=secretary, now=now, code=plan.code, names=Names(en="Better"))


def test_goals_stand_under_domains_and_nothing_under_an_objective(draft, secretary, now):
    goal = add_element(actor=secretary, now=now, plan_code=draft.code, code="MOVE-2", names=Names(en="Trams"),
                       parent_code="MOVE")  # fmt: skip
    assert goal.level == "goal"
    with pytest.raises(Refused):
        add_element(
            actor=secretary, now=now, plan_code=draft.code, code="X", names=Names(en="X"), parent_code="MOVE-1-1"
        )


def test_a_withdrawn_element_stays(draft, secretary, now):
    withdraw_element(actor=secretary, now=now, plan_code=draft.code, code="MOVE-1-1")
    assert draft.elements.get(code="MOVE-1-1").withdrawn_at == now
    assert "MOVE-1-1" in [node.element.code for top in tree(draft) for node in top.walk()]


def test_a_closed_plan_takes_nothing_more(plan, secretary, bring_in, now):
    close_plan(actor=secretary, now=now, code=plan.code)
    from tests.plans.conftest import document

    with pytest.raises(NotAllowed):
        bring_in(plan.code, document())
