"""Indicators are added, described in a draft, redefined by the statistician, given one first target, and ended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from answerable.plans.actions.indicators import (
    Meaning,
    add_indicator,
    describe,
    end_indicator,
    redefine,
    set_baseline,
    set_target,
)
from answerable.plans.exchange.naming import Names
from answerable.plans.queries.gaps import gaps_of
from answerable.rules.problems import NotAllowed, Refused

TREES = Meaning(Names(en="Trees planted"), Names(en="trees"), {"kind": "cumulative_flow", "direction": "up"})
PAPER = {"decision": "Planning Committee, paper 3", "decided_on": date(2026, 6, 1)}


def add(actor, now, plan="HARBOUR-DRAFT", code="H-07", meaning=TREES):
    return add_indicator(
        actor=actor, now=now, plan_code=plan, element_code="CLEAN-1-1", code=code, meaning=meaning
    )  # fmt: skip


def gap_codes(plan, code, now):
    return {line.gap.code for line in gaps_of(plan, now=now).lines if line.code == code}


def test_what_is_not_said_of_a_new_indicator_is_a_gap(draft, secretary, now):
    row = add(secretary, now)
    assert row.versions.get().unit_en == "trees"
    assert {"no_owner", "no_target", "no_source"} <= gap_codes(draft, "H-07", now)
    assert not {"no_kind", "no_direction", "no_unit"} & gap_codes(draft, "H-07", now)


def test_everything_wrong_with_a_new_indicator_is_said_at_once(draft, secretary, now):
    with pytest.raises(Refused) as refused:
        add_indicator(
            actor=secretary, now=now, plan_code=draft.code, element_code="NONE", code="a b", meaning=Meaning()
        )
    assert [p.code for p in refused.value.problems] == ["no_such_code", "plan_code_not_plain", "required"]


@pytest.mark.parametrize(
    ("fields", "code"), [({"kind": "guess"}, "no_such_word"), ({"colour": "red"}, "no_such_field"),
                         ({"tolerance": Decimal(-1)}, "below_nought")],
)  # fmt: skip
def test_a_meaning_uses_words_the_rules_know(draft, secretary, now, fields, code):
    with pytest.raises(Refused) as refused:
        describe(actor=secretary, now=now, plan_code=draft.code, code="H-01", meaning=Meaning(fields=fields))
    assert refused.value.problems[0].code == code


def test_a_published_indicator_is_redefined_by_the_statistician_and_keeps_its_old_meaning(plan, actor, secretary, now):
    said = {"now": now, "plan_code": plan.code, "code": "H-05", "reason": "Ferries count too.",
            "decision": "Committee, paper 4", "meaning": Meaning(Names(en="Buses and ferries on time"))}  # fmt: skip
    for who in (secretary, actor("transport-head")):
        with pytest.raises(NotAllowed):
            redefine(actor=who, **said)
    with pytest.raises(NotAllowed):
        describe(actor=secretary, now=now, plan_code=plan.code, code="H-05", meaning=said["meaning"])
    redefine(actor=actor("statistician"), **said)
    rows = plan.indicators.get(code="H-05").versions.order_by("number")
    assert [(row.number, row.name_en, row.until) for row in rows] == [
        (1, "Buses on time", now), (2, "Buses and ferries on time", None),
    ]  # fmt: skip
    assert rows[1].kind == rows[0].kind


def test_an_indicator_has_one_first_target_and_any_later_one_needs_a_change(draft, secretary, now):
    add(secretary, now)
    said = {"actor": secretary, "now": now, "plan_code": draft.code, "code": "H-07", **PAPER}
    with pytest.raises(Refused):
        set_target(**said, due_on=date(2030, 12, 31))
    with pytest.raises(Refused):
        set_target(**said, due_on=None, value=Decimal(900))
    with pytest.raises(Refused):
        set_target(**said, due_on=date(2026, 5, 1), value=Decimal(900))
    set_target(**said, due_on=date(2030, 12, 31), value=Decimal(900))
    assert not {"no_target", "no_target_date", "no_path"} & gap_codes(draft, "H-07", now)
    with pytest.raises(NotAllowed):
        set_target(**said, due_on=date(2030, 12, 31), value=Decimal(800))


def test_a_later_baseline_counts_and_the_earlier_one_stays(draft, secretary, now):
    said = {"actor": secretary, "now": now, "plan_code": draft.code, "code": "H-02"}
    set_baseline(**said, period="2024", value=Decimal("5.8"), words="The register was put right.")
    assert list(draft.indicators.get(code="H-02").baselines.order_by("number").values_list("period", flat=True)) == [
        "2025", "2024",
    ]  # fmt: skip
    with pytest.raises(Refused):
        set_baseline(**said, period="long ago", value=Decimal(1))


def test_an_ended_indicator_stays_with_its_reason_and_takes_no_more_acts(plan, secretary, now):
    said = {"actor": secretary, "now": now, "plan_code": plan.code, "code": "H-03"}
    paper = "Committee, 10 June 2026, paper 5"
    for ended, words, decision in (("forgotten", "Why.", paper), ("halted", " ", paper), ("halted", "Why.", "")):
        with pytest.raises(Refused):
            end_indicator(**said, ended=ended, words=words, decision=decision)
    end_indicator(**said, ended="halted", words="The lanes were sold.", decision=paper)
    assert plan.indicators.count() == 6
    assert gap_codes(plan, "H-03", now) == set()
    with pytest.raises(NotAllowed):
        end_indicator(**said, ended="halted", words="Again.", decision=paper)


def test_what_was_promised_in_public_is_not_dropped_by_one_act(plan, actor, secretary, now):
    said = {"now": now, "plan_code": plan.code, "words": "We drop it.", "decision": "Committee, paper 5"}
    ways = (("H-01", "withdrawn"), ("H-01", "halted"), ("H-03", "withdrawn"), ("H-03", "merged"))
    for code, ended in ways:
        with pytest.raises(Refused) as refused:
            end_indicator(actor=secretary, code=code, ended=ended, **said)
        assert refused.value.problems[0].code == "ending_needs_a_change"
    with pytest.raises(NotAllowed):
        end_indicator(actor=actor("cleansing-head"), code="H-03", ended="halted", **said)


def test_what_is_a_draft_still_is_withdrawn_with_words_alone(draft, secretary, now):
    end_indicator(
        actor=secretary, now=now, plan_code=draft.code, code="H-01", ended="withdrawn", words="Counted twice."
    )  # fmt: skip
    assert draft.indicators.get(code="H-01").ended == "withdrawn"


@pytest.mark.parametrize(
    "fields", [{"nature": "expected"}, {"tolerance": Decimal(2)}, {"direction": "up"}, {"kind": "cap"},
               {"grace_days": 30}],
)  # fmt: skip
def test_what_a_light_rests_on_is_not_redefined_by_one_act(plan, actor, now, fields):
    said = {"now": now, "plan_code": plan.code, "code": "H-02", "reason": "A wish.", "decision": "Committee, paper 4"}
    with pytest.raises(Refused) as refused:
        redefine(actor=actor("statistician"), meaning=Meaning(fields=fields), **said)
    assert [(p.code, p.field) for p in refused.value.problems] == [("definition_needs_a_change", *fields)]
    assert plan.indicators.get(code="H-02").versions.count() == 1


def test_what_was_never_said_is_filled_in_unless_it_eases_the_promise(plan, actor, now):
    said = {"now": now, "plan_code": plan.code, "code": "H-06", "reason": "A gap.", "decision": "Committee, paper 4"}
    by = actor("statistician")
    with pytest.raises(Refused):
        redefine(actor=by, meaning=Meaning(fields={"tolerance": Decimal(1)}), **said)
    assert redefine(actor=by, meaning=Meaning(fields={"tolerance": Decimal(0)}), **said).tolerance == 0
