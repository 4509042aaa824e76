"""Files of every format are read row by row, and what is no row says so with its line."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter

from answerable.ops.importing.dates import reader
from answerable.ops.importing.mapping import FileOptions, MappingError, Template, read_mapping, shipped
from answerable.ops.importing.problems import SENTENCES, FileProblem, Refusal
from answerable.ops.importing.readers import count_rows, read_rows

ROWS = [["id", "words", "when"], ["1", "街燈壞了，請修理", "2026-03-01 09:30:00"], ["2", "a, b\nand c", "2026-03-02"]]


def _write_csv(path: Path, encoding: str = "utf-8", rows=ROWS) -> Path:
    text = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\r\n"
    path.write_bytes(text.encode(encoding))
    return path


def _read(path: Path, **options: str):
    header, rows = read_rows(path, FileOptions(**options))
    return header, list(rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "big5", "gb18030"])
def test_csv_is_read_in_the_encoding_declared(tmp_path, encoding):
    words = "街燈壞了" if encoding == "big5" else "街灯坏了"
    path = _write_csv(tmp_path / "a.csv", encoding, [["id", "words"], ["1", words]])
    assert _read(path, encoding=encoding) == (["id", "words"], [(2, ["1", words])])


@pytest.mark.parametrize(
    ("encoding", "words"), [("big5", "請問這個路燈為什麼沒有人來修"), ("gb18030", "请问这个路灯为什么没有人来修")]
)
def test_an_undeclared_encoding_is_detected(tmp_path, encoding, words):
    path = _write_csv(tmp_path / "a.csv", encoding, [["id", "words"], ["1", words]])
    assert _read(path, encoding="detect")[1] == [(2, ["1", words])]


def test_a_wrong_encoding_names_its_line_and_the_remedy(tmp_path):
    path = _write_csv(
        tmp_path / "a.csv", "big5", [["id", "words"], ["1", "plain"], ["2", "請問這個路燈為什麼沒有人來修"]]
    )
    with pytest.raises(FileProblem, match=r"line 3: byte 0x.. at place \d+ is not utf-8.*big5hkscs"):
        _read(path)


def test_a_line_is_counted_as_an_editor_counts_it(tmp_path):
    path = _write_csv(tmp_path / "a.csv", rows=[["id", "w"], ["1", "two\nlines"], ["2", "x"]])
    assert [line for line, _ in _read(path)[1]] == [2, 4]


def test_a_ragged_row_is_refused_and_the_next_is_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n1,2,3\n\n3,4\n")
    rows = _read(path)[1]
    assert [(line, type(row)) for line, row in rows] == [(2, list), (3, Refusal), (5, list)]
    assert "3 cells and the header 2" in rows[1][1].sentence


def test_gzip_is_opened_whatever_its_name(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(b"a\n1\n"))
    assert _read(path) == (["a"], [(2, ["1"])])
    assert count_rows(path, FileOptions()) == 2


def test_a_broken_archive_says_where_it_breaks_off(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(("a\n" + "1\n" * 100_000).encode())[:-40])
    with pytest.raises(FileProblem, match="breaks off after line"):
        _read(path)


def test_an_empty_file_is_said_to_be_empty(tmp_path):
    (tmp_path / "a.csv").touch()
    with pytest.raises(FileProblem, match="is empty"):
        _read(tmp_path / "a.csv")


def test_json_lines_give_one_row_each_and_name_what_is_none(tmp_path):
    path = tmp_path / "a.jsonl"
    lines = [
        json.dumps({"id": 1, "w": "路"}),
        "{broken",
        json.dumps([1]),
        "",
        json.dumps({"w": None, "id": 2.0, "x": [1]}),
    ]
    path.write_text("\n".join(lines))
    header, rows = _read(path)
    assert header == ["id", "w", "x"]
    assert [(n, r if isinstance(r, list) else r.code) for n, r in rows] == [
        (1, ["1", "路", ""]), (2, "not_json"), (3, "not_json"), (5, ["2", "", "[1]"]),
    ]  # fmt: skip


def test_a_spreadsheet_gives_numbers_and_dates_as_text(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Requests")
    sheet.write_row(0, 0, ["id", "when", "words"])
    sheet.write_number(1, 0, 7)
    sheet.write_datetime(1, 1, datetime(2026, 3, 1, 9, 30), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    sheet.write_string(1, 2, "路面坑洞")
    book.close()
    assert _read(path) == (["id", "when", "words"], [(2, ["7", "2026-03-01 09:30:00", "路面坑洞"])])


def test_a_picture_is_no_spreadsheet(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"\x89PNG not a workbook")
    with pytest.raises(FileProblem, match="not a spreadsheet"):
        _read(tmp_path / "a.xlsx")


def test_parquet_is_read_as_text(tmp_path):
    import duckdb

    path = tmp_path / "a.parquet"
    duckdb.sql(
        f"COPY (SELECT 1 AS id, TIMESTAMP '2026-03-01 09:30:00' AS t, NULL::VARCHAR AS n) TO '{path}' (FORMAT parquet)"
    )
    assert _read(path) == (["id", "t", "n"], [(1, ("1", "2026-03-01 09:30:00", ""))])
    assert count_rows(path, FileOptions()) == 1


def test_dates_are_local_time_of_their_zone():
    read = reader(["iso", "%Y/%m/%d %H:%M:%S"], "America/New_York")
    assert read("2011-07-01 01:32:33") == datetime(2011, 7, 1, 5, 32, 33, tzinfo=UTC)
    assert read("2020/1/6 12:09:38") == datetime(2020, 1, 6, 17, 9, 38, tzinfo=UTC)
    assert read("2020-01-06T12:00:00+08:00") == datetime(2020, 1, 6, 4, tzinfo=UTC)
    with pytest.raises(ValueError, match="31/12"):
        read("31/12/2020")


def test_a_template_joins_columns_and_keeps_percent_signs():
    assert Template("{a}% of {b c}").compile(["b c", "a"])(["ten ", " 5"]) == "5% of ten"
    assert Template("2020-01-01").compile(["a"])(["x"]) == "2020-01-01"


def test_every_shipped_mapping_is_valid():
    assert len(shipped()) >= 16
    for name in shipped():
        assert read_mapping(name).source


def test_a_mapping_names_everything_that_is_wrong_with_it(tmp_path):
    path = tmp_path / "m.toml"
    path.write_text(
        '[mapping]\nsource = "x"\nkind = "requests"\n[fields]\nword = "{a}"\n[dates]\ntimezone = "Mars/Base"\n'
    )
    with pytest.raises(MappingError) as caught:
        read_mapping(path)
    found = "\n".join(caught.value.findings)
    for part in (
        "title is missing",
        "word is not known",
        "words is missing",
        "opened is missing",
        "[key]",
        "Mars/Base",
    ):
        assert part in found


def test_a_missing_mapping_lists_those_that_are_shipped():
    with pytest.raises(MappingError, match="boston_requests"):
        read_mapping("nowhere.toml")


def test_every_reason_has_a_sentence_that_can_be_filled():
    for code, sentence in SENTENCES.items():
        fields = dict.fromkeys(re.findall(r"{(\w+)", sentence), "x")
        assert "{" not in sentence.format(**fields), code
