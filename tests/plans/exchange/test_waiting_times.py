"""Quarter ends with a figure become observations; quarters without one are not invented."""

from __future__ import annotations

from decimal import Decimal

import pytest

from answerable.plans.exchange.waiting_times import read
from answerable.rules.problems import Refused

HEADER = "as_at,awt_general_years,awt_elderly_one_person_years,composite_waiting_time_years,source_url,note\n"
GENERAL = "awt_general_years"


def test_a_figure_is_of_the_quarter_that_ends_on_its_day() -> None:
    found, report = read((HEADER + "2025-03-31,5.3,3.3,,https://harbour.example/q,as told\n").encode())
    seen = found[GENERAL][0]
    assert (seen.period, seen.value, seen.source_address, seen.words) == (
        "2025-Q1", Decimal("5.3"), "https://harbour.example/q", "as told",
    )  # fmt: skip
    assert found["composite_waiting_time_years"] == ()
    assert not report.lines


def test_in_a_fiscal_year_the_quarter_has_the_number_it_has_there() -> None:
    found, _ = read((HEADER + "2025-03-31,5.3,,,,\n").encode(), year_starts_in=4)
    assert found[GENERAL][0].period == "2024-Q4"


def test_a_figure_derived_from_others_is_an_estimate() -> None:
    found, _ = read((HEADER + '2025-03-31,5.3,,,,"derived: June is +0.1"\n').encode())
    assert found[GENERAL][0].state == "estimated"


@pytest.mark.parametrize("day", ["2025-03-30", "spring", ""])
def test_a_day_that_ends_no_quarter_is_left_out_and_named(day: str) -> None:
    found, report = read((HEADER + f"{day},5.3,,,,\n").encode())
    assert found[GENERAL] == ()
    assert [(line.code, line.field) for line in report] == [("waiting_times_no_quarter", "A2")]


def test_a_figure_that_is_no_number_is_named_by_its_cell() -> None:
    found, report = read((HEADER + "2025-03-31,long,3.3,,,\n").encode())
    assert found[GENERAL] == ()
    assert [(line.code, line.field) for line in report] == [("cell_not_a_number", "B2")]


def test_another_file_is_refused_with_what_it_lacks() -> None:
    with pytest.raises(Refused) as refused:
        read(b"as_at,note\n")
    assert refused.value.problems[0].params["missing"].startswith("awt_elderly_one_person_years")
