"""A plan in a workbook: a template to fill, every bad cell named, everything else kept."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from answerable.plans.exchange.plan_document import Answering, IndicatorDocument, PlanDocument, TargetDocument
from answerable.plans.exchange.sheet_columns import SHEETS
from answerable.plans.exchange.sheet_grids import LARGEST, LARGEST_UNPACKED, cell_name
from answerable.plans.exchange.sheet_words import CHOICES, KIND, code_of
from answerable.plans.exchange.spreadsheet import read, read_csv, write, write_csv
from answerable.rules.measures import Kind
from answerable.rules.problems import Refused
from tests.plans.exchange.books import book, place
from tests.plans.exchange.documents import PLAN, QUEUE


def lines(changes: dict[str, object], plan: PlanDocument = PLAN) -> list[tuple[str, str]]:
    return [(line.code, line.field) for line in read(book(plan, changes))[1]]


@pytest.mark.parametrize("language", ["zh-hant", "en", "zh-hans"])
def test_a_plan_reads_back_as_it_was_from_a_workbook_in_any_language(language: str) -> None:
    plan, report = read(write(PLAN, language))
    assert plan == PLAN
    assert not report.lines


def test_a_plan_reads_back_as_it_was_from_csv() -> None:
    plan, report = read_csv(write_csv(PLAN))
    assert plan == PLAN
    assert not report.lines


def test_equal_plans_give_equal_workbooks() -> None:
    assert write(PLAN) == write(PLAN)


def test_the_empty_template_has_every_sheet_with_frozen_titles_and_stable_names() -> None:
    body = write(None, "en")
    opened = CalamineWorkbook.from_filelike(io.BytesIO(body))
    with override("en"):
        titles = {sheet.name: str(sheet.title) for sheet in SHEETS}
    assert opened.sheet_names == ["Instructions", *titles.values(), "lists"]
    for sheet in SHEETS:
        rows = opened.get_sheet_by_name(titles[sheet.name]).to_python(skip_empty_area=False)
        assert rows[1] == [f"{sheet.name}.{column.name}" for column in sheet.columns]
    with ZipFile(io.BytesIO(body)) as packed:
        indicators = packed.read("xl/worksheets/sheet4.xml").decode()
    assert 'state="frozen"' in indicators
    assert f"<formula1>lists!$B$1:$B${len(KIND)}</formula1>" in indicators


def test_the_empty_template_handed_in_says_that_the_plan_is_missing() -> None:
    with pytest.raises(Refused) as refused:
        read(write(None))
    assert refused.value.problems[0].code == "sheet_plan_missing"


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    with ZipFile(io.BytesIO(write(PLAN))) as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist() if "worksheets/" in name)
    assert b"'=HYPERLINK(" in write_csv(PLAN)["indicators.csv"]


def test_words_of_a_list_are_read_in_any_language_and_as_codes() -> None:
    assert (
        code_of("direction", "Less is better")
        == code_of("direction", "down")
        == code_of("direction", " DOWN ")
        == "down"
    )
    assert code_of("direction", "sideways") is None
    assert set(KIND) == set(Kind)


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        (place("targets", "value"), "about 4.5", "cell_not_a_number"),
        (place("targets", "value"), "4.5%", "cell_not_a_number"),
        (place("targets", "value"), True, "cell_not_a_number"),
        (place("targets", "value"), "0.123456789", "cell_number_out_of_range"),
        (place("targets", "value"), "1e300", "cell_number_out_of_range"),
        (place("targets", "on"), "mid-2027", "cell_not_a_day"),
        (place("targets", "on"), "2027-02-30", "cell_not_a_day"),
        (place("path", "period"), "2025/26", "cell_not_a_period"),
        (place("indicators", "lag_days"), 4.5, "cell_not_whole"),
        (place("indicators", "lag_days"), -3, "cell_number_out_of_range"),
        (place("indicators", "kind"), "speed", "cell_not_a_choice"),
        (place("indicators", "owner_post"), "the head", "cell_not_a_code"),
        (place("indicators", "element_code"), "nowhere", "code_unknown"),
        (place("items", "links"), "queue; nowhere", "code_unknown"),
        (place("elements", "level"), "", "cell_needed"),
        (place("elements", "code", 3), "homes", "code_twice"),
        (place("milestones", "code"), "design", "code_twice"),
        (place("plan", "ends_on"), "2021-01-01", "ends_before_it_starts"),
        (place("tasks", "ends_on"), date(2024, 1, 1), "ends_before_it_starts"),
        (place("targets", "low"), 3, "target_value_and_band"),
        (place("targets", "low", 3), "", "target_half_a_band"),
        (place("path", "period", 3), "2025", "period_twice"),
        (place("observations", "denominator", 3), 0, "denominator_nought"),
        (place("observations", "denominator", 3), "", "half_a_ratio"),
        (place("observations", "state"), "missing", "missing_with_a_value"),
        (place("observations", "numerator"), 3, "value_and_ratio"),
        (place("answering", "role"), "godfather", "cell_not_a_choice"),
    ],
)
def test_every_bad_cell_is_named_by_its_place(cell: str, value: object, code: str) -> None:
    named = [(line_code, where) for line_code, where in lines({cell: value}) if line_code == code]
    where = {
        "target_value_and_band": place("targets", "value"),
        "target_half_a_band": cell,
        "missing_with_a_value": place("observations", "value"),
        "value_and_ratio": place("observations", "value"),
    }.get(code, cell)
    assert named == [(code, where)]


def test_a_line_says_sheet_cell_column_and_what_was_found() -> None:
    _, report = read(book(PLAN, {place("targets", "value"): "many"}))
    line = next(iter(report))
    assert line.params == {"sheet": "targets", "cell": "D2", "sheet_column": "value", "found": "many"}


def test_a_bad_cell_leaves_a_gap_and_everything_else_is_kept() -> None:
    plan, report = read(book(PLAN, {place("indicators", "tolerance"): "little"}))
    assert plan == replace(PLAN, indicators=(replace(QUEUE, tolerance=None), *PLAN.indicators[1:]))
    assert len(report) == 1


def test_elements_in_a_circle_are_untied_and_named() -> None:
    changes = {place("elements", "parent_code"): "homes_sooner"}
    plan, report = read(book(PLAN, changes))
    assert [line.code for line in report] == ["element_in_a_circle"]
    assert plan.elements[0].parent_code == ""


def test_what_a_spreadsheet_makes_of_codes_periods_and_days_is_understood() -> None:
    changes = {
        place("observations", "period"): date(2025, 5, 1),  # typed as 2025-05
        place("path", "period"): 2025,
        place("targets", "on"): datetime(2027, 3, 31),
        place("items", "year"): 2024.0,
        place("targets", "value"): "４.５",
        place("tasks", "adds"): "1,800",
    }
    plan, report = read(book(PLAN, changes))
    queue = plan.indicators[0]
    assert not report.lines
    assert (queue.observations[0].period, queue.path[0].period) == ("2025-05", "2025")
    assert (queue.targets[0].on, queue.targets[0].value) == (date(2027, 3, 31), Decimal("4.5"))
    assert plan.tasks[0].adds == 1800


def test_a_floating_point_number_of_a_cell_is_read_as_it_is_shown() -> None:
    plan, _ = read(book(PLAN, {place("targets", "value"): 0.1}))
    assert plan.indicators[0].targets[0].value == Decimal("0.1")


def test_an_instant_without_a_zone_is_taken_in_the_zone_given() -> None:
    plan, _ = read(book(PLAN, {place("observations", "known_at"): "2025-05-15 17:00"}), ZoneInfo("Asia/Hong_Kong"))
    assert plan == PLAN


@pytest.mark.parametrize("value", ["1234567890123456.12345678", "-100000000.00000001", "0.1", "123456789012345"])
def test_a_number_too_long_for_a_float_is_kept_to_the_last_digit(value: str) -> None:
    target = TargetDocument(on=date(2027, 3, 31), value=Decimal(value))
    plan = PlanDocument("p", PLAN.name, indicators=(IndicatorDocument("i", name=PLAN.name, targets=(target,)),))
    assert read(write(plan))[0] == plan


def test_unknown_sheets_and_columns_are_named_and_left() -> None:
    changes = {"targets!I1": "colour", "targets!J1": "value"}
    plan, report = read(book(PLAN, changes, extra=("My notes",)))
    assert plan == PLAN
    assert [(line.code, line.field) for line in report] == [
        ("column_unknown", "targets!I1"), ("column_twice", "targets!J1"), ("sheet_unknown", "My notes"),
    ]  # fmt: skip


def test_a_missing_column_that_is_needed_is_named_once() -> None:
    files = write_csv(PLAN) | {"path.csv": b"indicator_code,value\nqueue,3\n"}
    plan, report = read_csv(files)
    assert [line.code for line in report] == ["column_missing", "cell_needed"]
    assert plan.indicators[0].path == ()


def test_a_sheet_handed_in_twice_is_read_once() -> None:
    files = write_csv(PLAN)
    _, report = read_csv(files | {"again/targets.csv": files["targets.csv"]})
    assert [line.code for line in report] == ["sheet_twice"]


def test_one_post_answers_and_a_second_is_named() -> None:
    extra = b"\r\nindicator,queue,owner,,,Harbour Office,,,stated,\r\nindicator,queue,owner,transport_head,,,,,,\r\n"
    files = write_csv(PLAN)
    plan, report = read_csv(files | {"answering.csv": files["answering.csv"].rstrip() + extra})
    assert [line.code for line in report] == ["answering_twice"]
    assert plan.indicators[0].owner == Answering(
        "housing_head", replace(PLAN.name, zh_hant="", en="Harbour Office", zh_hans=""), "stated"
    )


@pytest.mark.parametrize("mark", [";", "\t"])
def test_csv_with_another_separator_or_encoding_is_read(mark: str) -> None:
    text = f"indicator_code{mark}period{mark}value\nqueue{mark}2025{mark}5.25\nqueue{mark}2026{mark}4.50\n"
    plan, report = read_csv(write_csv(PLAN) | {"path.csv": text.encode("utf-16")})
    assert plan == PLAN
    assert not report.lines


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"plan.csv": "code\n計劃".encode("big5")}, "csv_not_unicode"),
        ({"plan.csv": b"code,name_en\n,Nameless\n"}, "sheet_plan_missing"),
        ({"plan.csv": b"x" * (LARGEST + 1)}, "exchange_too_large"),
        ({}, "sheet_plan_missing"),
    ],
)
def test_csv_that_cannot_be_read_is_refused_with_the_reason(files: dict[str, bytes], code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_csv(files)
    assert refused.value.problems[0].code == code


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04", b"<html>", write_csv(PLAN)["plan.csv"]])
def test_what_is_no_workbook_is_refused(body: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(body)
    assert refused.value.problems[0].code == "not_a_spreadsheet"


@pytest.mark.parametrize("cell", ["XFD1048576", "A200001", "XFD300"])
def test_two_cells_at_the_ends_of_the_world_do_not_fill_the_memory(cell: str) -> None:
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet("plan")
        page.write("A1", "code")
        page.write(cell, "far")
    with pytest.raises(Refused) as refused:
        read(out.getvalue())
    assert refused.value.problems[0].code == "exchange_too_large"


def test_a_file_that_unpacks_to_much_more_is_refused_unread() -> None:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (LARGEST_UNPACKED + 1))
    with pytest.raises(Refused) as refused:
        read(out.getvalue())
    assert refused.value.problems[0].code == "exchange_too_large"


def test_cells_are_named_as_people_name_them() -> None:
    assert [cell_name(6, place) for place in (2, 25, 26, 701, 702)] == ["C7", "Z7", "AA7", "ZZ7", "AAA7"]


def test_there_are_not_more_lists_than_letters() -> None:
    assert len(CHOICES) <= 26
