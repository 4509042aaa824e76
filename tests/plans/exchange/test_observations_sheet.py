"""The sheet of a steward: figures of one indicator, and every cell that cannot stand named with what to do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from answerable.plans.exchange.observations_sheet import ANYTHING, Expected, read, template, template_csv
from answerable.plans.exchange.plan_document import ObservationDocument
from answerable.rules.problems import Refused

SEEN = (
    ObservationDocument("2025-Q1", Decimal("5.3"), state="final", source_address="https://harbour.example/q1"),
    ObservationDocument("2025-Q2", numerator=Decimal(1080), denominator=Decimal(200), dimension="east"),
    ObservationDocument("2025-Q3", state="missing", words="=the register was closed"),
)


def lines(text: str, expected: Expected = ANYTHING) -> list[tuple[str, str]]:
    return [(line.code, line.field) for line in read("up.csv", text.encode(), expected)[1]]


@pytest.mark.parametrize("language", ["zh-hant", "en", "zh-hans"])
def test_a_workbook_reads_back_as_it_was(language: str) -> None:
    found, report = read("figures.xlsx", template(SEEN, language))
    assert found == SEEN
    assert not report.lines


def test_csv_reads_back_as_it_was() -> None:
    found, report = read("figures.csv", template_csv(SEEN))
    assert found == SEEN
    assert not report.lines


def test_a_template_names_the_periods_that_are_due_and_waits_for_figures() -> None:
    found, report = read("figures.xlsx", template([ObservationDocument("2025-10"), ObservationDocument("2025-11")]))
    assert found == ()
    assert [(line.code, line.params["cell"]) for line in report] == [
        ("observation_without_value", "B3"), ("observation_without_value", "B4"),
    ]  # fmt: skip


def test_a_workbook_named_csv_is_still_read() -> None:
    assert read("figures.csv", template(SEEN))[0] == SEEN


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("2025-13,3,,,,", "cell_not_a_period", "A3"),
        (",3,,,,", "cell_needed", "A3"),
        ("2025-Q2,three,,,,", "cell_not_a_number", "B3"),
        ("2025-Q2,,3,,,", "half_a_ratio", "D3"),
        ("2025-Q2,,3,0,,", "denominator_nought", "D3"),
        ("2025-Q2,3,3,4,,", "value_and_ratio", "B3"),
        ("2025-Q2,3,,,maybe,", "cell_not_a_choice", "E3"),
        ("2025-Q2,3,,,missing,", "missing_with_a_value", "B3"),
        ("2025-Q2,,,,missing,", "missing_why", "F3"),
        ("2025-Q2,,,,,closed", "observation_without_value", "B3"),
        ("2025-Q1,4,,,,", "period_twice", "A3"),
    ],
)
def test_every_bad_cell_is_named_and_the_rest_is_kept(row: str, code: str, cell: str) -> None:
    text = f"period,value,numerator,denominator,state,words\n2025-Q1,5.3,,,,\n{row}\n2025-Q3,5.1,,,,\n"
    assert (code, f"up.csv!{cell}") in lines(text)
    kept = [seen.period for seen in read("up.csv", text.encode())[0]]
    assert kept[0] == "2025-Q1"
    assert kept[-1] == "2025-Q3"


@pytest.mark.parametrize(
    ("row", "expected", "code"),
    [
        ("2025,3,,", Expected(span="quarter"), "period_of_other_length"),
        ("2025-Q4,3,,", Expected(span="quarter", until=date(2025, 12, 30)), "period_not_over"),
        ("2025-Q4,3,,", Expected(year_starts_in=4, until=date(2025, 12, 31)), "period_not_over"),
        ("2025-Q4,3,,", Expected(ratio=True), "ratio_wanted"),
        ("2025-Q4,,3,4", Expected(ratio=False), "value_wanted"),
    ],
)
def test_figures_are_held_to_what_their_indicator_is(row: str, expected: Expected, code: str) -> None:
    text = f"period,value,numerator,denominator\n{row}\n"
    assert [found for found, _ in lines(text, expected)] == [code]
    assert read("up.csv", text.encode(), expected)[0] == ()


def test_what_fits_the_indicator_is_taken() -> None:
    expected = Expected(span="quarter", year_starts_in=4, until=date(2026, 3, 31), ratio=False)
    assert lines("period,value\n2025-Q4,3\n", expected) == []


@pytest.mark.parametrize(
    ("filename", "body", "code"),
    [
        ("a.csv", b"", "sheet_without_header"),
        ("a.csv", b"month,figure\n2025-01,3\n", "sheet_without_header"),
        ("a.xlsx", b"no workbook", "not_a_spreadsheet"),
    ],
)
def test_a_file_without_figures_is_refused(filename: str, body: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(filename, body)
    assert refused.value.problems[0].code == code
