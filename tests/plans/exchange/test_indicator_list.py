"""A list of published indicators becomes plans: what it does not say is a gap, what was only remembered stays out."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from answerable.plans.exchange.indicator_list import read
from answerable.plans.exchange.plan_document import IndicatorDocument, Names, PlanDocument
from answerable.plans.exchange.report import Report
from answerable.rules.problems import Refused

NOTHING = {"year": None, "value": None, "text": None}
ROW: dict[str, Any] = {
    "id": "X-01", "set": "CN-14FYP", "group": "民生", "name_zh": "托位数", "name_en": "Nursery places", "unit": "个",
    "kind": "plan_indicator", "nature": "预期性", "nature_source": "stated (page 3)", "target_type": "end_value",
    "direction": "up", "baseline": {"year": 2020, "value": 1.8, "text": None},
    "target": {"year": 2025, "value": 4.5, "operator": ">=", "text": None}, "actuals": [], "responsible": None,
    "deadline": None, "status_reported": None, "source_urls": ["a book", "https://harbour.example/plan"], "note": None,
}  # fmt: skip


def loaded(*rows: dict[str, Any], **meta: Any) -> tuple[tuple[PlanDocument, ...], Report]:
    return read(json.dumps({"meta": meta, "indicators": [ROW | row for row in rows]}).encode())


def one(**fields: Any) -> IndicatorDocument:
    return loaded(fields)[0][0].indicators[0]


def lines(**fields: Any) -> list[tuple[str, str]]:
    return [(line.code, line.field) for line in loaded(fields)[1]]


def test_each_set_is_a_plan_with_its_years_and_groups() -> None:
    plans, report = loaded({}, {"id": "X-02", "group": "绿色"}, {"id": "Y-01", "set": "HK-PA2023"})
    assert [(plan.code, plan.starts_on, plan.ends_on) for plan in plans] == [
        ("CN-14FYP", date(2021, 1, 1), date(2025, 12, 31)),
        ("HK-PA2023", None, None),
    ]
    assert [element.name.zh_hans for element in plans[0].elements] == ["民生", "绿色"]
    assert not report.lines


def test_a_row_keeps_its_numbers_exactly_and_its_source() -> None:
    found = one()
    assert (found.kind, found.direction, found.nature) == ("level", "up", "expected")
    assert (found.baseline.period, found.baseline.value) == ("2020", Decimal("1.8"))
    assert (found.targets[0].on, found.targets[0].value, found.targets[0].operator) == (
        date(2025, 12, 31), Decimal("4.5"), ">=",
    )  # fmt: skip
    assert found.source_address == "https://harbour.example/plan"


def test_texts_stand_in_the_language_they_are_in_and_in_no_other() -> None:
    assert one().name == Names("", "Nursery places", "托位数")
    assert one(set="HK-PA2022").name == Names("托位数", "Nursery places", "")
    assert one(unit="%").unit == Names("%", "%", "%")
    assert one(unit="years").unit == Names(en="years")


def test_what_was_recalled_and_not_verified_is_counted_and_stays_out() -> None:
    plans, report = loaded(
        {}, {"id": "X-02", "recalled_not_verified": True}, recalled_not_verified={"items": {"X-09 baseline": 10.8}}
    )
    assert [found.code for found in plans[0].indicators] == ["X-01"]
    assert [(line.code, line.field) for line in report] == [
        ("list_recalled", "X-09 baseline"),
        ("list_recalled", "X-02"),
    ]


def test_null_stays_a_gap() -> None:
    found = one(baseline=NOTHING, target=NOTHING | {"operator": None}, nature=None, unit=None, source_urls=None)
    assert found.baseline.value is None
    assert found.targets == ()
    assert (found.nature, found.source_address, found.tolerance) == ("", "", None)
    assert not found.unit
    assert not found.owner


def test_a_nature_that_no_source_confirms_stays_a_gap() -> None:
    fields = {"nature": "约束性", "nature_source": "general knowledge; not confirmed in searched text"}
    assert one(**fields).nature == ""
    assert "约束性" in one(**fields).nature_source
    assert lines(**fields) == [("list_nature_unconfirmed", "X-01")]


@pytest.mark.parametrize(
    ("target_type", "operator", "kind"),
    [
        ("end_value", ">=", "level"),
        ("avg_annual_growth", ">=", "growth_average"),
        ("cumulative_reduction", ">=", "cumulative_reduction"),
        ("cumulative_count", ">=", "cumulative_flow"),
        ("annual_count", "~=", "periodic_flow"),
        ("ceiling", "<=", "cap"),
        ("floor", ">=", "floor"),
        ("range_set_annually", "range", "set_annually"),
        ("relative_to_other_indicator", ">", "relative"),
        ("milestone", None, "milestone"),
        ("service_pledge", ">=", "floor"),
        ("service_pledge", "<=", "cap"),
        ("monitoring", None, ""),
    ],
)
def test_the_type_of_a_target_tells_the_kind(target_type: str, operator: str | None, kind: str) -> None:
    target = {"year": 2025, "value": 3, "operator": operator, "text": None}
    assert one(target_type=target_type, target=target).kind == kind


def test_an_unknown_type_leaves_the_kind_open() -> None:
    assert one(target_type="vibes").kind == ""
    assert lines(target_type="vibes") == [("list_type_unknown", "X-01")]


def test_a_deadline_is_taken_before_the_year() -> None:
    target = one(deadline="2025-03-31").targets[0]
    assert (target.on, target.period) == (date(2025, 3, 31), "")


def test_a_milestone_without_words_is_reached_by_its_own_name() -> None:
    target = one(target_type="milestone", target=NOTHING | {"operator": None}, deadline="2024-06-30").targets[0]
    assert (target.on, target.words, target.value) == (date(2024, 6, 30), "托位数", None)


def test_words_that_no_target_was_found_are_no_target() -> None:
    target = NOTHING | {"operator": None, "text": "numeric target not found in searched text"}
    assert one(target=target).targets == ()
    assert lines(target=target) == [("list_target_not_found", "X-01")]


def test_an_operator_that_is_none_of_ours_stays_in_the_words() -> None:
    target = one(target={"year": 2025, "value": 1, "operator": "+", "text": "提高1岁"}).targets[0]
    assert (target.operator, target.words) == ("", "+ 提高1岁")


def actual(period: str, value: float | None) -> dict[str, Any]:
    return {"period": period, "value": value, "note": "said so", "source_url": "https://harbour.example/a"}


def test_an_observation_of_a_period_keeps_its_source() -> None:
    seen = one(actuals=[actual("2024", 4.1)]).observations[0]
    assert (seen.period, seen.value, seen.source_address, seen.state) == (
        "2024", Decimal("4.1"), "https://harbour.example/a", "",
    )  # fmt: skip


@pytest.mark.parametrize("period", ["2021-2024 avg", "2024/25", "2025 PA", "2021-2024 cumulative"])
def test_a_figure_of_no_period_of_a_plan_goes_to_the_notes(period: str) -> None:
    found = one(actuals=[actual(period, 5.5)])
    assert found.observations == ()
    assert f"{period}: 5.5 said so" in found.notes
    assert lines(actuals=[actual(period, 5.5)]) == [("list_period_unclear", "X-01")]


def test_a_change_since_the_start_of_the_plan_is_the_figure_of_the_year_it_runs_to() -> None:
    found = one(target_type="cumulative_reduction", actuals=[actual("2021-2024 cumulative", 11.6)])
    assert [(seen.period, seen.value) for seen in found.observations] == [("2024", Decimal("11.6"))]
    later = one(target_type="cumulative_reduction", actuals=[actual("2022-2024 cumulative", 11.6)])
    assert later.observations == ()


def test_an_actual_without_a_value_is_no_observation() -> None:
    assert one(actuals=[actual("2025", None)]).observations == ()
    assert lines(actuals=[actual("2025", None)]) == [("list_observation_without_value", "X-01")]


def test_who_answers_says_whether_the_source_says_so() -> None:
    responsible = {"abbr": "HB", "zh": "房屋局", "en": "Housing Bureau", "source": "inferred from policy area"}
    owner = one(set="HK-PA2022", responsible=responsible).owner
    assert (owner.stated, owner.how_known, owner.abbreviation) == (Names("房屋局", "Housing Bureau"), "inferred", "HB")
    assert owner.post_code == ""


def test_an_undertaking_of_a_policy_address_is_an_item_linked_to_its_indicator() -> None:
    plan = loaded({"set": "HK-PA2024", "kind": "listed_kpi"})[0][0]
    item = plan.items[0]
    assert (item.kind, item.year, item.links, item.address) == (
        "policy_address", 2024, ("X-01",), "https://harbour.example/plan",
    )  # fmt: skip
    assert loaded({})[0][0].items == ()


@pytest.mark.parametrize(
    ("body", "code"), [(b"{", "not_json"), (b"[]", "list_other_format"), (b"{}", "list_other_format")]
)
def test_another_file_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(body)
    assert refused.value.problems[0].code == code
