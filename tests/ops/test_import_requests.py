"""`answerable import requests`: every row accounted for, nothing twice, nothing silently dropped."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone

from answerable.cases import queries
from answerable.cases.models import Assignment, Case, Clock, Contact
from answerable.cases.queries.replay import replay
from answerable.ledger.models import Entry
from answerable.ops.commands.import_ import command
from answerable.ops.importing.mapping import read_mapping
from answerable.ops.importing.run import Order, run
from answerable.rules.ids import is_public_number
from answerable.rules.responsibility import open_times

MAPPING = """
[mapping]
source = "old-desk"
title = "The old desk"
[key]
columns = ["id"]
[fields]
words = "{words}"
opened = "{when}"
closed = "{done}"
latitude = "{lat}"
longitude = "{lon}"
category = "{type}"
department = "{team}"
status = "{status}"
phone = "{phone}"
[dates]
timezone = "Europe/Berlin"
[category.map]
"hole" = ["roads.none.such", "roads.surface.pothole"]
[department.map]
"T" = "transport"
[status]
open = ["open"]
carry = true
[case]
public = true
outside = "OUTSIDE"
"""
HEADER = "id,words,when,done,lat,lon,type,team,status,phone"
GOOD = "1,A hole by the market,2024-03-01 09:00,2024-03-04 10:00,50.15,10.05,hole,,closed,"
OPEN = "2,The lamp is dark,2024-03-01 09:00,,50.05,10.05,street light,T,open,+49 30 123456"


@pytest.fixture
def order(tmp_path, harbour):
    def make(*lines: str, outside: str = "refuse", **more) -> Order:
        (tmp_path / "m.toml").write_text(MAPPING.replace("OUTSIDE", outside))
        path = tmp_path / "old.csv"
        path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
        now = more.pop("now", None) or timezone.now()
        return Order(path=path, mapping=read_mapping(tmp_path / "m.toml"), jurisdiction=harbour, now=now, **more)

    return make


def test_history_comes_in_closed_with_its_own_dates(order):
    tally = run(order(GOOD))
    assert (tally.read, tally.imported, tally.refused) == (1, 1, 0)
    case = Case.objects.get()
    assert (case.state, case.closing, case.category.code) == ("closed", "imported", "roads.surface.pothole")
    assert (case.source, case.source_key, case.area.code) == ("old-desk", "1", "north")
    assert case.opened_at.isoformat() == "2024-03-01T08:00:00+00:00"
    assert case.closed_at.isoformat() == "2024-03-04T09:00:00+00:00"
    assert is_public_number(case.number)
    assert Contact.objects.get().said_at == case.opened_at
    assert Assignment.objects.get().unit == case.lead_unit
    assert not Clock.objects.exists()


def test_an_open_case_is_carried_on_with_clocks_that_start_now(order):
    wanted = order(OPEN)
    run(wanted)
    case = Case.objects.get()
    assert (case.state, case.lead_unit.code, case.dispatch_rule) == ("dispatched", "transport", "import")
    assert {c.started_at for c in case.clocks.all()} == {wanted.now}
    assert case.due_at == case.clocks.get(kind="resolve").due_at > wanted.now
    assert case.person.phone == "+49 30 123456"


def test_whoever_led_it_answered_from_when_it_came_to_when_it_was_closed(order):
    run(order(GOOD, OPEN))
    for case in Case.objects.all():
        acts = queries.acts_of(case)
        assert queries.recomputed(case) == queries.stored(case)
        assert open_times(acts) == ((case.opened_at, case.closed_at),)


def test_every_case_replays_from_its_one_entry(order):
    run(order(GOOD, OPEN))
    for case in Case.objects.all():
        found = replay(case)
        assert not found.breaches
        assert not found.differences
    assert set(Entry.objects.filter(stream__in=Case.objects.values("pk")).values_list("verb", flat=True)) == {
        "import", "import_open",
    }  # fmt: skip


def test_a_second_run_adds_nothing_twice(order):
    run(order(GOOD, OPEN))
    tally = run(order(GOOD, OPEN, GOOD.replace("1,A", "3,A")))
    assert (tally.imported, tally.present) == (1, 2)
    assert Case.objects.count() == 3


def test_the_same_row_twice_in_a_file_comes_in_once(order):
    tally = run(order(GOOD, GOOD))
    assert (tally.imported, tally.present) == (1, 1)


def test_a_dry_run_counts_and_stores_nothing(order):
    tally = run(order(GOOD, OPEN, dry_run=True))
    assert tally.imported == 2
    assert not Case.objects.exists()
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", None),
        ("9,,2024-03-01,,,,,,,", "no_words"),
        ("9,x,,,,,,,,", "no_date"),
        ("9,x,1 March,,,,,,,", "bad_date"),
        ("9,x,2999-01-01,,,,,,,", "future"),
        ("9,x,2024-03-02,2024-03-01,,,,,,", "closed_first"),
        (",x,2024-03-02,,,,,,,", "no_key"),
        ("1,Other words,2024-03-01,,,,,,,", "key_again"),
        ("9,x,2024-03-02,,91,10,,,,", "bad_place"),
        ("9,x,2024-03-02,,nan,10,,,,", "bad_place"),
        ("9,x,2024-03-02,,22.3,114.1,,,,", "outside"),
        (f"9,{'x' * 20_001},2024-03-02,,,,,,,", "words_too_long"),
        ("9,x,2024-03-02,,,,,,", "columns"),
        (f"{'9' * 121},x,2024-03-02,,,,,,,", "long_key"),
    ],
)
def test_a_refused_row_is_reported_with_its_line_and_reason(order, tmp_path, line, code):
    report = tmp_path / "refused.csv"
    tally = run(order(GOOD, line, report=report))
    rows = list(csv.DictReader(report.open(encoding="utf-8-sig")))
    assert tally.imported == 1
    assert [row["code"] for row in rows] == ([code] if code else [])
    assert all(row["line"] == "3" and row["sentence"] for row in rows)
    assert tally.read == tally.imported + tally.present + tally.refused


def test_a_place_outside_is_kept_as_address_when_the_mapping_says_so(order):
    run(order("9,x,2024-03-02,,22.3,114.1,,,,", outside="keep"))
    case = Case.objects.get()
    assert (case.latitude, case.longitude, case.area) == (None, None, None)
    assert "22.3, 114.1" in case.address


def test_script_in_a_cell_is_kept_as_words_and_hidden_characters_go(order):
    run(order('5,"<script>alert(1)</script>\u202e 路燈 💡",2024-03-02,,,,,,,'))
    assert Case.objects.get().words == "<script>alert(1)</script> 路燈 💡"


def test_a_missing_column_is_named_with_those_that_are_there(tmp_path, harbour, order):
    from answerable.ops.importing.problems import FileProblem

    wanted = order(GOOD)
    wanted.path.write_text("id,text\n1,x\n")
    with pytest.raises(FileProblem, match=r"no column .*'words'.* It has 'id', 'text'"):
        run(wanted)


def test_the_command_shows_counts_that_sum_up(order, harbour):
    wanted = order(GOOD, "9,,2024-03-01,,,,,,,")
    mapping = str(Path(wanted.path).parent / "m.toml")
    result = CliRunner().invoke(command, ["requests", str(wanted.path), "--mapping", mapping, "--pack", "harbour"])
    assert result.exit_code == 0, result.output
    for part in ("rows read", "already there", "no_words"):
        assert part in result.output


def test_a_pack_that_is_not_loaded_is_named(order, harbour):
    wanted = order(GOOD)
    result = CliRunner().invoke(command, ["requests", str(wanted.path), "--mapping", "x", "--pack", "atlantis"])
    assert result.exit_code == 1
    assert "pack load atlantis" in result.output


def test_a_file_that_breaks_off_says_what_was_imported_before(order, monkeypatch):
    from answerable.ops.importing import run as module
    from answerable.ops.importing.problems import FileProblem

    monkeypatch.setattr(module, "BATCH", 2)
    wanted = order(GOOD, OPEN, GOOD.replace("1,A", "3,A"))
    wanted.path.write_bytes(wanted.path.read_bytes() + "4,路".encode("big5") + b",2024-03-01\n")
    with pytest.raises(FileProblem, match=r"line 5: byte .* Of the first 2 rows 2 were imported"):
        run(wanted)
    assert Case.objects.count() == 2


def test_a_file_in_the_wrong_encoding_imports_nothing(order):
    from answerable.ops.importing.problems import FileProblem

    wanted = order(GOOD)
    wanted.path.write_bytes(f"{HEADER}\n1,路燈壞了,2024-03-01,,,,,,,\n".encode("big5"))
    with pytest.raises(FileProblem, match=r"line 2: byte .* Nothing was imported"):
        run(wanted)
