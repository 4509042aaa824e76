"""What an address gives becomes observations by a mapping; what does not fit is named and never guessed."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from answerable.plans.exchange.plan_document import ObservationDocument
from answerable.plans.exchange.pulled import changes, period_of, read
from answerable.plans.exchange.pulled_mapping import Mapping, mapping_of
from answerable.rules.problems import Refused

PLAIN = Mapping(period="month", value="figure")


def csv(text: str, mapping: Mapping = PLAIN, year_starts_in: int = 1) -> list[tuple[str, Decimal | None]]:
    return [(seen.period, seen.value) for seen in read("csv", text.encode(), mapping, year_starts_in)[0]]


def csv_lines(text: str, mapping: Mapping = PLAIN) -> list[tuple[str, str]]:
    return [(line.code, line.field) for line in read("csv", text.encode(), mapping)[1]]


def test_rows_of_csv_come_in_by_the_columns_of_the_mapping() -> None:
    assert csv("month,figure,colour\n2025-02,3.10,red\n2025-01,2,blue\n") == [
        ("2025-01", Decimal(2)), ("2025-02", Decimal("3.1")),
    ]  # fmt: skip


def test_titles_above_the_header_are_passed_over() -> None:
    assert csv("Figures of the Office\n\nmonth,figure\n2025-01,2\n", replace(PLAIN, header=3)) == [
        ("2025-01", Decimal(2))
    ]


def test_only_rows_that_hold_what_is_wanted_are_taken() -> None:
    text = "month,figure,sex\n2025-01,2,F\n2025-01,3,M\n2025-01,5,\n"
    assert csv(text, replace(PLAIN, where={"sex": ""})) == [("2025-01", Decimal(5))]


def test_a_part_is_kept_beside_the_whole() -> None:
    found, _ = read("csv", b"month,figure,sex\n2025-01,2,F\n2025-01,5,\n", replace(PLAIN, dimension="sex"))
    assert [(seen.dimension, seen.value) for seen in found] == [("", Decimal(5)), ("F", Decimal(2))]


@pytest.mark.parametrize("nothing", ["", "NaN", "-", "..", "n/a"])
def test_a_row_without_a_figure_is_no_observation_and_no_nought(nothing: str) -> None:
    assert csv(f"month,figure\n2025-01,{nothing}\n2025-02,0\n") == [("2025-02", Decimal(0))]


def test_two_different_figures_for_one_period_give_none() -> None:
    text = "month,figure\n2025-01,2\n2025-01,3\n2025-01,2\n2025-02,4\n2025-02,4\n"
    assert csv(text) == [("2025-02", Decimal(4))]
    assert csv_lines(text) == [("pulled_twice", "row 2"), ("pulled_twice", "row 3")]


def test_numerator_and_denominator_come_as_a_ratio() -> None:
    mapping = Mapping(period="month", numerator="solved", denominator="all")
    found, _ = read("csv", b"month,solved,all\n2025-01,45,60\n2025-02,45,\n2025-03,0,0\n", mapping)
    assert found == (ObservationDocument("2025-01", numerator=Decimal(45), denominator=Decimal(60)),)


def test_figures_are_scaled_exactly_and_rounded_to_what_is_kept() -> None:
    mapping = replace(PLAIN, scale=Decimal("0.001"))
    found, report = read("csv", b"month,figure\n2025-01,1234\n2025-02,0.123456789\n", mapping)
    assert [seen.value for seen in found] == [Decimal("1.234"), Decimal("0.00012346")]
    assert [(line.code, line.params["count"]) for line in report] == [("pulled_rounded", 1)]


@pytest.mark.parametrize(
    ("row", "code"),
    [("2025-13,2", "pulled_period"), ("soon,2", "pulled_period"), ("2025-01,many", "pulled_number")],
)
def test_a_row_that_cannot_be_read_is_named_and_the_rest_is_kept(row: str, code: str) -> None:
    assert csv(f"month,figure\n{row}\n2025-02,4\n") == [("2025-02", Decimal(4))]
    assert csv_lines(f"month,figure\n{row}\n2025-02,4\n") == [(code, "row 1")]


@pytest.mark.parametrize(
    ("written", "mapping", "year_starts_in", "code"),
    [
        ("2025", Mapping(), 1, "2025"),
        ("2025-A1", Mapping(), 1, "2025"),
        ("2025-S2", Mapping(), 1, "2025-H2"),
        ("2025Q1", Mapping(), 1, "2025-Q1"),
        ("2025-M05", Mapping(), 4, "2025-05"),
        ("202505", Mapping(), 4, "2025-05"),
        ("2025-Q1", Mapping(), 4, "2024-Q4"),  # January to March lies in the fiscal year before
        ("2025", Mapping(), 4, None),  # a calendar year is no period of a plan from April
        ("2025", Mapping(year_starts_in=4), 4, "2025"),
        ("2025-03-31", Mapping(span="quarter"), 1, "2025-Q1"),
        ("2025-03-31T00:00:00Z", Mapping(span="month"), 4, "2025-03"),
        ("2025-03-31", Mapping(), 1, None),  # nobody said how long its period is
        ("2025-02-30", Mapping(span="month"), 1, None),
        ("2025-M13", Mapping(), 1, None),
    ],
)
def test_periods_of_the_source_become_periods_of_the_plan(
    written: str, mapping: Mapping, year_starts_in: int, code: str | None
) -> None:
    assert period_of(written, mapping, year_starts_in) == code


def pulled_json(body: Any, **mapping: Any) -> list[tuple[str, Decimal | None]]:
    found, _ = read("json", json.dumps(body).encode(), Mapping(**mapping))
    return [(seen.period, seen.value) for seen in found]


def test_rows_of_json_are_found_by_a_path() -> None:
    body = {"data": {"rows": [{"when": {"code": "2025"}, "figures": [7, 0.1]}]}}
    found = pulled_json(body, rows="data.rows", period="when.code", value="figures[1]")
    assert found == [("2025", Decimal("0.1"))]


def test_an_object_of_periods_is_read_by_key_and_value() -> None:
    assert pulled_json({"series": {"2024": 3, "2025": 4}}, rows="series", period="key", value="value") == [
        ("2024", Decimal(3)), ("2025", Decimal(4)),
    ]  # fmt: skip


def test_rows_of_several_lists_are_joined_by_a_star() -> None:
    body = {"pages": [{"rows": [["2024", 3]]}, {"rows": [["2025", 4]]}]}
    assert pulled_json(body, rows="pages.*.rows", period="0", value="1") == [
        ("2024", Decimal(3)), ("2025", Decimal(4)),
    ]  # fmt: skip


SERIES = {
    "0:0": {"attributes": [0], "observations": {"0": [100, 0], "1": ["120.5", 1], "2": [9, 2]}},
    "0:1": {"attributes": [0], "observations": {"0": [50, None]}},
}
DIMENSIONS = [
    {"id": "REF_AREA", "values": [{"id": "HK"}]},
    {"id": "SEX", "values": [{"id": "_T"}, {"id": "F"}]},
]
TIMES = [{"id": "TIME_PERIOD", "values": [{"id": "2020"}, {"id": "2021"}, {"id": "2030"}]}]
STRUCTURE = {
    "dimensions": {"series": DIMENSIONS, "observation": TIMES},
    "attributes": {
        "series": [{"id": "UNIT_MEASURE", "values": [{"id": "PT"}]}],
        "observation": [{"id": "OBS_STATUS", "values": [{"id": "A"}, {"id": "P"}, {"id": "F"}]}],
    },
}
SDMX = {"data": {"dataSets": [{"series": SERIES}], "structure": STRUCTURE}}
WHOLE = Mapping(where={"SEX": "_T", "UNIT_MEASURE": "PT"})


def test_sdmx_json_is_read_by_its_dimensions_and_statuses() -> None:
    found, report = read("sdmx-json", json.dumps(SDMX).encode(), WHOLE)
    assert [(seen.period, seen.value, seen.state) for seen in found] == [
        ("2020", Decimal(100), ""), ("2021", Decimal("120.5"), "provisional"),
    ]  # fmt: skip
    assert [(line.code, line.params["period"]) for line in report] == [("pulled_forecast", "2030")]


def test_sdmx_json_2_names_its_structure_by_number() -> None:
    body = {"data": {"structures": [STRUCTURE], "dataSets": [{"structure": 0, "series": SERIES}]}}
    assert read("sdmx-json", json.dumps(body).encode(), WHOLE) == read("sdmx-json", json.dumps(SDMX).encode(), WHOLE)


def test_sdmx_json_with_all_dimensions_at_the_observation_is_read() -> None:
    body = {
        "dataSets": [{"observations": {"0:0:1": [7], "0:1:1": [3]}}],
        "structure": {
            "dimensions": {"dataSet": [{"id": "FREQ", "values": [{"id": "A"}]}], "observation": DIMENSIONS + TIMES}
        },
    }
    found, _ = read("sdmx-json", json.dumps(body).encode(), Mapping(where={"SEX": "F", "FREQ": "A"}))
    assert [(seen.period, seen.value) for seen in found] == [("2021", Decimal(3))]


@pytest.mark.parametrize(
    ("form", "body", "code"),
    [
        ("pdf", b"x", "pulled_form_unknown"),
        ("csv", b"", "pulled_no_rows"),
        ("csv", b"month,number\n2025-01,3\n", "pulled_no_column"),
        ("json", b"{", "not_json"),
        ("json", b"[]", "pulled_no_rows"),
        ("json", b"3", "pulled_no_rows"),
        ("json", b'[{"month": "2025"}]', "pulled_no_column"),
        ("sdmx-json", b"{}", "sdmx_other_format"),
        ("sdmx-json", b"[]", "sdmx_other_format"),
        ("sdmx-json", b"<html/>", "sdmx_other_format"),
        ("sdmx-json", b"<!DOCTYPE a><a/>", "xml_with_entities"),
    ],
)
def test_a_body_that_is_something_else_is_refused_whole(form: str, body: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(form, body, PLAIN)
    assert refused.value.problems[0].code == code


def test_a_mapping_that_fits_no_row_says_so() -> None:
    assert csv_lines("month,figure,sex\n2025-01,2,F\n", replace(PLAIN, where={"sex": "X"})) == [("pulled_nothing", "")]


def test_a_stored_mapping_is_read_with_every_field_checked() -> None:
    stored = {"period": "as_at", "value": "years", "span": "quarter", "scale": "0.5", "where": {"kind": "all"}}
    assert mapping_of(stored) == Mapping(
        period="as_at", value="years", span="quarter", scale=Decimal("0.5"), where={"kind": "all"}
    )
    wrong = {"colour": "red", "span": "week", "scale": 0, "header": True, "states": {"x": "certain"}, "period": 3}
    with pytest.raises(Refused) as refused:
        mapping_of(wrong)
    assert {(problem.code, problem.field) for problem in refused.value.problems} == {
        ("mapping_unknown", "colour"), ("mapping_wrong", "span"), ("mapping_wrong", "scale"),
        ("mapping_wrong", "header"), ("mapping_wrong", "states"), ("mapping_wrong", "period"),
    }  # fmt: skip


def test_what_changed_is_shown_before_it_is_accepted() -> None:
    one, two, other = (ObservationDocument("2025", Decimal(value)) for value in ("1", "1.0", "2"))
    new, gone = ObservationDocument("2026", Decimal(3)), ObservationDocument("2024", Decimal(4))
    assert changes([one], [two]) == ()
    found = changes([one, gone], [other, new])
    assert [(change.period, change.before, change.now) for change in found] == [
        ("2024", gone, None), ("2025", one, other), ("2026", None, new),
    ]  # fmt: skip
