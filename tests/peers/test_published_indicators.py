"""The published indicators of real plans: every row accounted for, nothing recalled loaded, nothing invented.

They lie outside the project (ANSWERABLE_TEST_DATA, or the folder shared/data beside the checkout).
"""

from __future__ import annotations

import json
import os
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from answerable.plans.exchange import indicator_list, plan_json, spreadsheet, stratml, waiting_times
from answerable.plans.exchange.plan_document import PlanDocument
from answerable.plans.exchange.report import Report

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("ANSWERABLE_TEST_DATA", CHECKOUT.parent / "shared" / "data"))
LIST = DATA / "plans" / "plan_indicators.json"
WAITING = DATA / "hongkong" / "kpi_prh_average_waiting_time_quarterly.csv"
pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(
        not (LIST.is_file() and WAITING.is_file()),
        reason="the published indicators are not here: set ANSWERABLE_TEST_DATA",
    ),
]


@cache
def loaded() -> tuple[tuple[PlanDocument, ...], Report]:
    return indicator_list.read(LIST.read_bytes())


def rows() -> dict[str, dict]:
    return {row["id"]: row for row in json.loads(LIST.read_bytes())["indicators"]}


def test_every_row_comes_in_and_what_was_recalled_is_counted() -> None:
    plans, report = loaded()
    assert {found.code for plan in plans for found in plan.indicators} == rows().keys()
    assert len(rows()) == 197
    assert report.counts == {
        "list_recalled": 7,
        "list_nature_unconfirmed": 17,
        "list_period_unclear": 10,
        "list_observation_without_value": 2,
        "list_target_not_found": 1,
    }


def test_no_number_is_there_that_the_list_does_not_state() -> None:
    for plan in loaded()[0]:
        for found in plan.indicators:
            row = rows()[found.code]
            assert [target.value for target in found.targets] in ([], [_number(row["target"]["value"])])
            assert found.baseline.value == _number(row["baseline"]["value"])
            stated = {_number(actual["value"]) for actual in row["actuals"]}
            assert {seen.value for seen in found.observations} <= stated


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def test_bodies_of_hong_kong_are_kept_as_stated_or_inferred() -> None:
    owners = [found.owner for plan in loaded()[0] for found in plan.indicators if found.owner]
    assert len(owners) == 96
    assert sum(owner.how_known == "inferred" for owner in owners) == 48
    assert sum(owner.how_known == "stated" for owner in owners) == 48


@pytest.mark.parametrize("number", range(15))
def test_every_plan_survives_json_workbook_and_csv(number: int) -> None:
    plan = loaded()[0][number]
    assert plan_json.read(plan_json.write(plan))[0] == plan
    for again, report in (
        spreadsheet.read(spreadsheet.write(plan, "zh-hans")),
        spreadsheet.read_csv(spreadsheet.write_csv(plan)),
    ):
        assert again == plan
        assert not report.lines


def test_every_plan_is_written_as_stratml_and_read_again() -> None:
    for plan in loaded()[0]:
        again, _ = stratml.read(stratml.write(plan, "zh_hans"), "zh_hans")
        assert len(again.indicators) == len(plan.indicators)
        assert stratml.read(stratml.write(again, "zh_hans"), "zh_hans")[0] == again


def test_waiting_times_come_in_with_their_addresses() -> None:
    found, report = waiting_times.read(WAITING.read_bytes(), year_starts_in=4)
    assert {name: len(seen) for name, seen in found.items()} == {
        "awt_general_years": 20,
        "awt_elderly_one_person_years": 19,
        "composite_waiting_time_years": 3,
    }
    assert not report.lines
    assert all(seen.source_address for series in found.values() for seen in series)
