"""rules.gaps and rules.gap_words: what a plan leaves open, and which words leave it open."""

from __future__ import annotations

import dataclasses
from datetime import date
from fractions import Fraction

import pytest

from answerable.rules.coverage import Level, coverage, levels_of
from answerable.rules.gap_words import Wording, gaps_of_wording
from answerable.rules.gaps import (
    BARRING,
    ONE_HEAD,
    IndicatorFacts,
    ObjectiveFacts,
    TaskFacts,
    gaps_of_indicator,
    gaps_of_objective,
    gaps_of_task,
)
from answerable.rules.measures import Direction, Kind, Measure, Nature
from answerable.rules.plan_periods import Span
from answerable.rules.reconciliation import reconcile
from tests.rules.plan_cast import period

F = Fraction
WHOLE = IndicatorFacts(
    "waiting", 1, Kind.LEVEL, Direction.DOWN, Nature.BINDING, "years", F(6), F("4.5"), False, date(2027, 12, 31),
    frozenset({Span.YEAR, Span.QUARTER, Span.MONTH}), True, "the housing register", 1, Span.QUARTER, False, "",
    "mean over all who were housed", "house who waits",
)  # fmt: skip


def codes(gaps) -> list[str]:
    return [gap.code for gap in gaps]


def test_a_whole_indicator_has_no_gap():
    assert gaps_of_indicator(WHOLE) == ()


@pytest.mark.parametrize("kind", [Kind.CUMULATIVE_REDUCTION, Kind.CUMULATIVE_CHANGE])
def test_what_is_counted_since_the_start_lacks_no_baseline(kind):
    assert gaps_of_indicator(dataclasses.replace(WHOLE, kind=kind, baseline=None)) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unit": ""}, "no_unit"),
        ({"kind": None}, "no_kind"),
        ({"direction": Direction.NONE}, "no_direction"),
        ({"baseline": None}, "no_baseline"),
        ({"target": None}, "no_target"),
        ({"until": None}, "no_target_date"),
        ({"has_path": False}, "no_path"),
        ({"source": ""}, "no_source"),
        ({"stewards": 0}, "no_steward"),
        ({"span": None}, "no_period"),
        ({"owners": 0}, "no_owner"),
        ({"owners": 2}, "several_owners"),
        ({"years_differ": True}, "years_differ"),
        ({"parts_differ": True}, "parts_differ"),
    ],
)
def test_what_a_binding_indicator_needs_before_it_is_published(change, code):
    (gap,) = gaps_of_indicator(dataclasses.replace(WHOLE, **change))
    assert (gap.code, gap.bars) == (code, True)
    assert code in BARRING
    expected = gaps_of_indicator(dataclasses.replace(WHOLE, nature=Nature.EXPECTED, **change))
    assert [g.bars for g in expected] == [code in ONE_HEAD]


def test_other_gaps_are_listed_and_do_not_bar():
    poor = dataclasses.replace(WHOLE, spans=frozenset({Span.YEAR}), standard="", last_due_period_in=False,
                               ever_assessed=False)  # fmt: skip
    found = gaps_of_indicator(poor)
    assert codes(found) == ["no_standard", "no_targets_by_quarter", "last_period_not_in", "never_assessed"]
    assert not any(gap.bars for gap in found)
    monthly = dataclasses.replace(poor, span=Span.MONTH)
    assert "no_targets_by_month" in codes(gaps_of_indicator(monthly))  # nothing is owed below what is reported


def test_a_kind_asks_only_for_what_it_needs():
    bill = IndicatorFacts("bill", 1, Kind.MILESTONE, until=date(2026, 12, 31), stewards=1, source="gazette",
                          duty="table it", standard="tabled")  # fmt: skip
    assert gaps_of_indicator(bill) == ()
    cap = dataclasses.replace(WHOLE, kind=Kind.CAP, direction=None, baseline=None, has_path=False, spans=frozenset())
    assert gaps_of_indicator(cap) == ()
    band = dataclasses.replace(cap, kind=Kind.BAND, target=None)
    assert codes(gaps_of_indicator(band)) == ["no_target"]
    assert gaps_of_indicator(dataclasses.replace(band, band=True)) == ()
    ratio = dataclasses.replace(WHOLE, kind=Kind.RATIO, spans=frozenset())
    assert codes(gaps_of_indicator(ratio)) == ["no_parts_of_ratio"]
    relative = dataclasses.replace(cap, kind=Kind.RELATIVE, target=None)
    assert codes(gaps_of_indicator(relative)) == ["no_other_indicator"]


TODAY = date(2026, 11, 26)
OBJECTIVE = ObjectiveFacts("housing", 1, 3, date(2027, 3, 31), 1, frozenset({"HB", "DEVB"}), frozenset({"HB", "DEVB"}),
                           True, date(2026, 9, 30))  # fmt: skip


def test_the_checklist_of_an_objective():
    assert gaps_of_objective(OBJECTIVE, TODAY) == ()
    empty = ObjectiveFacts("parks", affected_units=frozenset({"LCSD"}), public_page=False)
    assert codes(gaps_of_objective(empty, TODAY)) == [
        "no_owner", "no_indicator", "no_milestone_in_a_year", "no_budget_line", "no_public_page", "never_reviewed",
        "affected_unit_not_named",
    ]  # fmt: skip
    stale = dataclasses.replace(OBJECTIVE, last_reviewed=date(2026, 8, 1), next_milestone=date(2027, 12, 1))
    assert codes(gaps_of_objective(stale, TODAY)) == ["no_milestone_in_a_year", "not_reviewed_this_quarter"]


def test_the_checklist_of_a_task_and_what_of_it_bars():
    whole = TaskFacts("T-1", 1, "build it", "built", True, False, True)
    assert gaps_of_task(whole) == ()
    empty = gaps_of_task(TaskFacts("T-2"))
    assert codes(empty) == ["no_owner", "no_duty", "no_standard", "no_acceptor", "no_deadline"]
    assert [gap.code for gap in empty if gap.bars] == ["no_owner"]
    assert codes(gaps_of_task(dataclasses.replace(whole, accepts_own=True))) == ["accepts_own_work"]


def test_the_matrix_says_which_areas_and_which_levels_are_covered():
    flow = Measure(Kind.CUMULATIVE_FLOW, span=Span.QUARTER)
    whole = {period("2026"): F(4), **{period(f"2026-Q{q}"): F(1) for q in (1, 2, 3, 4)}}
    broken = whole | {period("2026-Q4"): F(2)}
    plans = {name: levels_of(flow, said, None, reconcile(flow, said)) for name, said in
             {"flats": whole, "beds": broken, "lifts": {period("2026"): F(4)}}.items()}  # fmt: skip
    found = coverage({"housing": [False, True], "culture": [False], "health": []}, plans)
    assert (found.areas_total, found.areas_without, found.indicators) == (3, ("culture", "health"), 3)
    assert found.levels[Span.YEAR] == {"flats", "beds", "lifts"}
    assert found.levels[Span.QUARTER] == {"flats"}
    assert found.levels[Span.MONTH] == frozenset()
    assert [plans[name][Span.QUARTER] for name in plans] == [Level.HOLDS, Level.DIFFERS, Level.LACKS]
    assert plans["flats"][Span.MONTH] is Level.NONE  # it is reported by the quarter


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        (Wording("2026-27年度輪候時間封頂「約」4.5年"), ["about_without_tolerance"]),
        (Wording("輪候時間約4.5年", has_tolerance=True), []),
        (Wording("以期在2024年或之前改劃第一批用地"), ["aims_without_promise"]),
        (Wording("於2023年中完成檢視"), ["date_is_loose"]),
        (Wording("於2023年中完成檢視", has_exact_day=True), []),
        (Wording("Review the law by mid-2023"), ["date_is_loose"]),
        (Wording("減少一半", owner="環境及生態局"), []),
        (Wording("減少一半", owner="政務司副司長辦公室/相關政策局"), ["owner_is_collective", "several_owners"]),
        (Wording("減少一半", owner="the bureaux concerned"), ["owner_is_collective"]),
        (Wording("在2023年內成立專責部門", quantity=False), ["task_as_indicator"]),
        (Wording("當中不少於1300公頃來自北部"), ["part_not_linked"]),
        (Wording("當中不少於1300公頃來自北部", parent=True), []),
        (Wording("每年公布供應預測", count=False), ["recurring_without_count"]),
        (Wording("每年進行500次清潔"), []),
        (Wording("讓八成畢業生升學", has_date=False), ["no_target_date"]),
    ],
)
def test_words_that_leave_a_target_open(wording, expected):
    assert codes(gaps_of_wording(wording)) == expected


def test_the_word_itself_is_named():
    (gap,) = gaps_of_wording(Wording("封頂「約」4.5年"))
    assert dict(gap.params) == {"word": "約"}
