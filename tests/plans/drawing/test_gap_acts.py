"""The act that a gap names is one that closes it, in a draft and in a published plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from answerable.plans.actions.breaking_down import break_down
from answerable.plans.actions.indicators import Meaning, add_indicator, redefine, set_baseline, set_target
from answerable.plans.actions.publishing import publish_plan
from answerable.plans.actions.relating import relate, unrelate
from answerable.plans.actions.years import make_year
from answerable.plans.exchange.naming import NOBODY, Names
from answerable.plans.exchange.plan_document import IndicatorDocument, PlanDocument, Relation, TaskDocument
from answerable.plans.queries.documents import document_of
from answerable.plans.queries.gaps import gaps_of
from answerable.rules.problems import NotAllowed, Refused
from tests.plans.conftest import DECISION, document, who

BED = IndicatorDocument(
    "H-08", "CLEAN-1-1", Names(en="Beds in wards"), kind="level", direction="up", nature="expected", period="quarter",
    lag_days=20, owner=who("cleansing-head"),
)  # fmt: skip


def acts(plan, code, now):
    return {line.gap.code: line.act for line in gaps_of(plan, now=now).lines if line.code == code}


@pytest.fixture
def bare(plan, bring_in):
    """H-08 in the published plan: a level with a head and nothing to reach."""
    bring_in(plan.code, PlanDocument(plan.code, indicators=(BED,)))
    return {"now": None, "plan_code": plan.code, "code": "H-08"}


def test_a_published_indicator_gets_its_first_target_its_start_and_its_years(plan, bare, secretary, now):
    said = bare | {"actor": secretary, "now": now}
    before = acts(plan, "H-08", now)
    assert (before["no_baseline"], before["no_target"], before["no_targets_by_year"]) == ("set_target",) * 3
    set_target(**said, due_on=date(2030, 12, 31), decision=DECISION, decided_on=date(2026, 1, 20), value=Decimal(60))
    with pytest.raises(Refused):
        set_baseline(**said, period="2025", value=Decimal(10))  # nothing says what it rests on
    set_baseline(**said, period="2025", value=Decimal(10), words="Register of the department.")
    with pytest.raises(NotAllowed):
        set_baseline(**said, period="2025", value=Decimal(20), words="Another one.")
    assert acts(plan, "H-08", now)["no_targets_by_year"] == "break_down"
    years = {str(2026 + n): Decimal(20 + 10 * n) for n in range(5)}
    with pytest.raises(Refused) as refused:
        break_down(**said, points=years | {"2027": Decimal(25)})
    assert [(p.code, p.field) for p in refused.value.problems] == [("point_off_the_path", "2027")]
    break_down(**said, points=years)
    left = acts(plan, "H-08", now)
    assert not {"no_baseline", "no_target", "no_target_date", "no_path", "no_targets_by_year"} & left.keys()
    assert left["no_targets_by_quarter"] == "break_down"


def test_a_target_of_a_draft_is_corrected_in_the_workbook_and_its_path_broken_down(draft, now):
    draft.indicators.get(code="H-01").targets.get().points.all().delete()
    assert acts(draft, "H-01", now)["no_path"] == "break_down"
    draft.indicators.get(code="H-02").targets.update(value=None, words="As short as can be.")
    assert acts(draft, "H-02", now)["no_target"] == "import_plan"


def test_a_letter_comes_with_the_head_where_there_is_none(draft, bring_in, now):
    bring_in(draft.code, PlanDocument(draft.code, indicators=(replace(BED, owner=NOBODY),)))
    assert acts(draft, "H-08", now)["no_duty"] == "appoint"


def test_tasks_and_milestones_stand_in_the_list_and_one_without_a_head_bars(draft, bring_in, secretary, now):
    assert not [line for line in gaps_of(draft, now=now).lines if line.noun in ("task", "milestone")]
    alone = TaskDocument("T-99", indicator_code="H-01", name=Names(en="Somebody should"))
    bring_in(draft.code, PlanDocument(draft.code, tasks=(alone,)))
    found = acts(draft, "T-99", now)
    assert (found["no_owner"], found["no_acceptor"], found["no_deadline"]) == ("appoint", "edit_task", "edit_task")
    with pytest.raises(Refused) as refused:
        publish_plan(actor=secretary, now=now, code=draft.code, decision=DECISION)
    assert [(p.field, p.params["plan_gap"]) for p in refused.value.problems] == [("T-99", "no_owner")]


def test_what_is_added_to_a_published_plan_has_a_head_from_the_first_day(plan, bring_in, secretary, now):
    alone = TaskDocument("T-99", indicator_code="H-01", name=Names(en="Somebody should"))
    assert [line.code for line in bring_in(plan.code, PlanDocument(plan.code, tasks=(alone,)))] == ["store_unowned"]
    assert not plan.tasks.filter(code="T-99").exists()
    said = {"actor": secretary, "now": now, "plan_code": plan.code, "element_code": "CLEAN-1-1", "code": "H-09",
            "meaning": Meaning(names=Names(en="Benches"))}  # fmt: skip
    with pytest.raises(Refused) as refused:
        add_indicator(**said)
    assert [(p.code, p.field) for p in refused.value.problems] == [("required", "owner")]
    add_indicator(**said, owner="cleansing-head")
    assert "no_owner" not in acts(plan, "H-09", now)


def test_a_part_is_linked_to_what_it_is_a_part_of_and_a_wrong_link_goes_with_the_reason(
    plan, secretary, actor, now, bring_in
):
    redefine(
        actor=actor("statistician"), now=now, plan_code=plan.code, code="H-02", reason="As the source says.",
        decision=DECISION, meaning=Meaning(names=Names("當中長者的輪候時間", "Waiting time", "其中长者的轮候时间")),
    )  # fmt: skip
    assert acts(plan, "H-02", now)["part_not_linked"] == "relate"
    said = {"actor": secretary, "now": now, "plan_code": plan.code, "code": "H-02", "other": "H-01"}
    relate(**said, kind="narrower")
    assert "part_not_linked" not in acts(plan, "H-02", now)
    with pytest.raises(Refused) as refused:
        relate(**(said | {"code": "H-01", "other": "H-02"}), kind="broader")
    assert [p.code for p in refused.value.problems] == ["linked_already"]
    (relation,) = document_of(plan, now=now).indicator("H-02").relations
    assert (relation.kind, relation.other) == ("narrower", "H-01")
    year = make_year(actor=secretary, now=now, plan_code=plan.code, year="2027", decision=DECISION)
    assert "part_not_linked" not in acts(year, "H-02", now)
    unrelate(**said, words="Another register.")
    assert acts(plan, "H-02", now)["part_not_linked"] == "relate"
    again = replace(document(plan.code).indicators[1], relations=(relation, Relation("peer", "H-77")))
    report = bring_in(plan.code, PlanDocument(plan.code, indicators=(again,)))
    assert report.added["indicatorlink"] == 1
    assert [line.params["target"] for line in report if line.code == "store_nowhere"] == ["H-77"]
