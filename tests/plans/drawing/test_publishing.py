"""A plan is whole before it binds, and every published version stays word for word."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.plans.actions.indicators import Meaning, describe
from answerable.plans.actions.publishing import publish_plan, set_pilot
from answerable.plans.exchange import plan_json
from answerable.plans.exchange.naming import Names
from answerable.plans.exchange.plan_document import IndicatorDocument, PlanDocument
from answerable.plans.queries.gaps import gaps_of
from answerable.rules.problems import NotAllowed, Refused, Stale
from tests.plans.conftest import DECISION, who


def describe_h01(actor, now, **fields):
    describe(actor=actor, now=now, plan_code="HARBOUR-DRAFT", code="H-01", meaning=Meaning(fields=fields))


def test_a_whole_plan_is_published_with_its_digest(draft, secretary, now):
    version = publish_plan(actor=secretary, now=now, code=draft.code, decision=DECISION)
    draft.refresh_from_db()
    assert draft.state == "published"
    assert version.number == 1
    assert version.sha256 == sha256(version.body.encode()).hexdigest()
    again, report = plan_json.read(version.body.encode())
    assert len(report) == 0
    assert plan_json.digest(again) == version.sha256


@pytest.mark.parametrize(
    ("field", "gap"),
    [("kind", "no_kind"), ("direction", "no_direction"), ("data_source", "no_source"), ("period", "no_period")],
)
def test_a_binding_indicator_with_a_gap_keeps_the_plan_from_being_published(draft, secretary, now, field, gap):
    describe_h01(secretary, now, **{field: ""})
    with pytest.raises(Refused) as refused:
        publish_plan(actor=secretary, now=now, code=draft.code, decision=DECISION)
    assert [(p.field, p.params["plan_gap"]) for p in refused.value.problems] == [("H-01", gap)]
    draft.refresh_from_db()
    assert draft.state == "draft"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.sampled_from(["kind", "direction", "data_source", "period", "unit"])), st.booleans())
def test_invariant_3_no_binding_indicator_with_a_gap_is_ever_published(draft, secretary, now, empty, binding):
    from django.db import transaction

    with transaction.atomic():
        describe(
            actor=secretary, now=now, plan_code=draft.code, code="H-01",
            meaning=Meaning(
                unit=Names() if "unit" in empty else None,
                fields={**dict.fromkeys(empty - {"unit"}, ""), "nature": "binding" if binding else "expected"},
            ),
        )  # fmt: skip
        try:
            publish_plan(actor=secretary, now=now, code=draft.code, decision=DECISION)
            published = True
        except Refused:
            published = False
        assert published == (not (binding and empty))
        transaction.set_rollback(True)


def test_an_expected_indicator_with_gaps_is_published_and_its_gaps_stay_listed(draft, bring_in, secretary, now):
    said = IndicatorDocument("H-08", "CLEAN-1-1", Names(en="Trees planted"), nature="expected")
    bring_in(draft.code, PlanDocument(draft.code, indicators=(said,)))
    with pytest.raises(Refused) as refused:
        publish_plan(actor=secretary, now=now, code=draft.code, decision=DECISION)
    assert [(p.field, p.params["plan_gap"]) for p in refused.value.problems] == [("H-08", "no_owner")]
    bring_in(draft.code, PlanDocument(draft.code, indicators=(replace(said, owner=who("cleansing-head")),)))
    publish_plan(actor=secretary, now=now, code=draft.code, decision=DECISION)
    lines = [line for line in gaps_of(draft, now=now).lines if line.code == "H-08"]
    assert {"no_duty", "no_kind", "no_target", "no_source"} <= {line.gap.code for line in lines}
    assert not any(line.bars for line in lines)


def test_every_gap_says_which_act_closes_it(draft, bring_in, now):
    from answerable.plans.queries.gap_acts import CLEARS
    from answerable.rules import plan_acts, reviewing

    assert {act for acts in CLEARS.values() for act in acts} <= plan_acts.LINES.keys() | reviewing.LINES.keys()
    bring_in(
        draft.code, PlanDocument(draft.code, indicators=(IndicatorDocument("H-08", "CLEAN-1-1", Names(en="Trees")),))
    )
    acts = {line.gap.code: line.act for line in gaps_of(draft, now=now).lines if line.code == "H-08"}
    assert acts["no_owner"] == "appoint"
    assert acts["no_kind"] == "edit_plan"


def test_every_gap_of_the_rules_has_words(draft):
    from answerable.plans.queries.gap_acts import CLEARS
    from answerable.plans.sentences.plans import GAPS

    assert CLEARS.keys() == GAPS.keys()


def test_the_same_plan_is_not_published_twice(plan, secretary, now):
    with pytest.raises(Refused) as refused:
        publish_plan(actor=secretary, now=now, code=plan.code, decision=DECISION)
    assert refused.value.problems[0].code == "nothing_new_to_publish"


def test_a_later_version_keeps_the_first_word_for_word(plan, bring_in, secretary, now):
    first = plan.versions.get()
    said = IndicatorDocument("H-08", "CLEAN-1-1", Names(en="Trees planted"), nature="expected")
    report = bring_in(plan.code, PlanDocument(plan.code, indicators=(said,)))
    assert [line.code for line in report] == ["store_unowned"]  # nobody would answer for it
    bring_in(plan.code, PlanDocument(plan.code, indicators=(replace(said, owner=who("cleansing-head")),)))
    second = publish_plan(actor=secretary, now=now, code=plan.code, decision="Planning Committee, paper 2")
    assert second.number == 2
    assert plan.versions.get(number=1).body == first.body
    assert "H-08" in second.body


def test_observations_do_not_make_another_version(plan, secretary, now, bring_in):
    assert "2026-Q1" not in plan.versions.get().body


def test_heads_of_departments_publish_nothing(draft, actor, now):
    with pytest.raises(NotAllowed):
        publish_plan(actor=actor("works-head"), now=now, code=draft.code, decision=DECISION)


def test_whoever_read_an_older_plan_publishes_nothing(draft, secretary, now):
    with pytest.raises(Stale):
        publish_plan(actor=secretary, now=now, code=draft.code, decision=DECISION, version=draft.version - 1)


def test_the_rule_of_one_head_may_start_on_chosen_items_and_bars_nothing_elsewhere(draft, bring_in, secretary, now):
    from answerable.plans.models import Accountability

    row = draft.indicators.get(code="H-05")
    Accountability.objects.filter(subject=row.pk, kind="accountable").update(until=now)
    with pytest.raises(Refused):
        publish_plan(actor=secretary, now=now, code=draft.code, decision=DECISION)
    set_pilot(actor=secretary, now=now, code=draft.code, codes=["H-01", "H-02"])
    lines = [line for line in gaps_of(draft_again(draft), now=now).lines if line.code == "H-05"]
    assert [line.outside_pilot for line in lines if line.gap.code == "no_owner"] == [True]
    publish_plan(actor=secretary, now=now, code=draft.code, decision=DECISION)


def draft_again(draft):
    draft.refresh_from_db()
    return draft


def test_a_pilot_names_only_what_the_plan_has(draft, secretary, now):
    with pytest.raises(Refused) as refused:
        set_pilot(actor=secretary, now=now, code=draft.code, codes=["H-01", "H-99"])
    assert refused.value.problems[0].params == {"code": "H-99"}


def test_the_database_keeps_a_published_version_as_it_was(plan):
    from django.db import IntegrityError, transaction

    for change in (lambda rows: rows.update(body="{}"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change(plan.versions.all())
