"""Samples of open data platforms read as a feed would read them: SDMX-ML in both forms, and CSV.

They lie outside the project (ANSWERABLE_TEST_DATA, or the folder shared/data beside the checkout).
"""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from answerable.plans.exchange.pulled import read
from answerable.plans.exchange.pulled_mapping import Mapping

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("ANSWERABLE_TEST_DATA", CHECKOUT.parent / "shared" / "data")) / "plans" / "opensdg"
pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(not DATA.is_dir(), reason="the open data samples are not here: set ANSWERABLE_TEST_DATA"),
]


@pytest.mark.parametrize(
    ("name", "sex", "figures"),
    [
        ("sdmx/1-1-1--structure.xml", "_T", {"2020": 100, "2021": 120}),
        ("sdmx/1-2-1--structure-specific.xml", "_T", {"2020": 100, "2021": 120}),
        ("sdmx/1-2-1--structure-specific.xml", "F", {"2020": 70, "2021": 80}),
    ],
)
def test_both_forms_of_sdmx_ml_give_the_series_asked_for(name: str, sex: str, figures: dict[str, int]) -> None:
    found, report = read("sdmx-json", (DATA / name).read_bytes(), Mapping(where={"SEX": sex}))
    assert {seen.period: seen.value for seen in found} == {period: Decimal(value) for period, value in figures.items()}
    assert not report.lines


def test_a_csv_of_a_platform_gives_the_whole_without_its_parts() -> None:
    mapping = Mapping(period="Year", value="Value", where={"Group": ""})
    found, _ = read("csv", (DATA / "starter_indicator_1-1-1.csv").read_bytes(), mapping)
    assert [(seen.period, seen.value) for seen in found] == [("2015", Decimal(2)), ("2016", Decimal(2))]


def test_growth_that_changes_its_sign_is_read_to_the_last_year() -> None:
    mapping = Mapping(period="Year", value="Value", where={"Units": "Percentage (%)"})
    found, report = read("csv", (DATA / "uk_8-1-1_real_gdp_per_capita_growth.csv").read_bytes(), mapping)
    figures = {seen.period: seen.value for seen in found}
    assert (figures["2009"], figures["2010"]) == (Decimal("-4.9"), Decimal("1.3"))
    assert not report.lines
