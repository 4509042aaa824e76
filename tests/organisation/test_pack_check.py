"""A pack that is wrong says everything that is wrong: file, line and remedy."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.organisation.packs import PackError, read

from .conftest import HARBOUR, PackCopy

# file, old text, new text, words of the problem, words that stand on its line (empty: line 0), words of the remedy
BREAKS = {
    "published figure that is unknown": (
        "pack.toml", "[publicity]", "[baseline]\nfastest = 1\n\n[publicity]", "'fastest' of [baseline] is unknown",
        "fastest = 1", "known are",
    ),
    "published figure without its source": (
        "pack.toml", "[publicity]", "[baseline]\nrefused_twice_share = { value = 0.1 }\n\n[publicity]",
        "refused_twice_share names no source", "refused_twice_share", "who published it",
    ),
    "published share above one": (
        "pack.toml", "[publicity]", "[baseline]\nrefused_twice_share = { value = 14, source = \"x\" }\n\n[publicity]",
        "refused_twice_share has no value in range", "refused_twice_share", "from 0 to 1",
    ),
    "unknown parent of a unit": (
        "units.csv", "works,department,gov,", "works,department,gone,", "parent 'gone'", "works,",
        "add gone to units.csv",
    ),
    "circle of units": (
        "units.csv", "gov,government,,", "gov,government,works,", "run in a circle", "gov,government", "another parent",
    ),
    "circle of areas": (
        "areas.csv", "north,district,harbour", "north,district,mill-street", "circle", "north,", "another parent",
    ),
    "circle of categories": (
        "categories.csv", "roads,1,,", "roads,1,roads.surface,", "circle", "roads,1", "another parent",
    ),
    "second root": (
        "units.csv", "works,department,gov", "works,department,", "second root", "works,", "write a parent",
    ),
    "unit without head": (
        "posts.csv", "hotline-head,hotline,yes", "hotline-head,hotline,no", "hotline has 0 head posts",
        "units.csv:hotline,hotline", "head=yes",
    ),
    "unit with two heads": (
        "posts.csv", "hotline-call-taker,hotline,no", "hotline-call-taker,hotline,yes", "hotline has 2 head posts",
        "units.csv:hotline,hotline", "add one post",
    ),
    "unknown role": ("posts.csv", "no,auditor", "no,wizard", "'wizard' is unknown", "auditor,gov", "write one of"),
    "post in an unknown unit": (
        "posts.csv", "auditor,gov,", "auditor,gone,", "unknown unit 'gone'", "auditor,gone", "code of a unit",
    ),
    "row for an unknown category": (
        "dispatch.csv", "waste,clean.waste,", "waste,clean.wast,", "category 'clean.wast'", "waste,clean.wast,",
        "categories.csv",
    ),
    "row for an unknown area": (
        "dispatch.csv", ",south,south,", ",east,south,", "area 'east' is unknown", "waste-south", "areas.csv",
    ),
    "row for an unknown unit": (
        "dispatch.csv", "waste,,cleansing", "waste,,cleaners", "unit 'cleaners'", "waste,clean.waste,", "units.csv",
    ),
    "unknown assisting unit": (
        "dispatch.csv", "works,transport,", "works,trams,", "unit 'trams'", "lights,", "units.csv",
    ),
    "lead assists itself": (
        "dispatch.csv", "works,transport,", "works,works,", "leads and assists", "lights,", "remove it",
    ),
    "overlapping rows": (
        "dispatch.csv", "lights,roads.lights,,works,transport,", "surface-2,roads.surface,,works,transport,",
        "overlaps line 2", "surface-2", "effective_until",
    ),
    "wrong level": (
        "categories.csv", "roads.lights,2,", "roads.lights,3,", "level 3 of roads.lights stands below level 1",
        "roads.lights,3", "write level 2",
    ),
    "leaf without tier": (
        "categories.csv", "roads.lights.dark,3,roads.lights,day", "roads.lights.dark,3,roads.lights,", "has no tier",
        "roads.lights.dark,3", "code of a tier",
    ),
    "unknown tier": (
        "categories.csv", "roads.lights,day", "roads.lights,night", "tier 'night'", "roads.lights.dark", "day, long",
    ),
    "weights that do not sum to one": (
        "weights.csv", "0.500", "0.600", "sum to 1.100", "default", "exactly 1",
    ),
    "weight above one": ("weights.csv", "0.900", "1.900", "'1.900' is not a number from 0 to 1", "default", "0.400"),
    "missing language": (
        "units.csv", "工務署,Works Department,工务署", "工務署,Works Department,", "name_zh_hans is empty", "works,",
        "Simplified Chinese",
    ),
    "no fallback category": (
        "pack.toml", '"other.other.other"', '"other.gone"', "fallback_category 'other.gone'", "fallback_category",
        "categories.csv",
    ),
    "no hotline unit": ("pack.toml", '"hotline"', '"gone"', "hotline_unit 'gone'", "hotline_unit", "units.csv"),
    "no coordinator unit": (
        "pack.toml", '"coordination"', '"gone"', "coordinator_unit 'gone'", "coordinator_unit", "units.csv",
    ),
    "hotline without dispatcher": (
        "posts.csv", "no,dispatcher", "no,handler", "no post with the role dispatcher", "pack.toml:hotline_unit",
        "posts.csv",
    ),
    "area without a district unit": (
        "units.csv", "south,district,gov,south", "south,bureau,gov,south", "has 0 leading units", "areas.csv:south,",
        "kind=district",
    ),
    "street without ground": (
        "units.csv", "north,mill-street,", "north,,", "has no area", "mill-street,street", "code of the area",
    ),
    "unknown calendar of a tier": (
        "tiers.csv", "Ordinary,一般,office", "Ordinary,一般,shop", "calendar 'shop'", "week,", "write one of office",
    ),
    "working time without a calendar": (
        "tiers.csv", "Ordinary,一般,office", "Ordinary,一般,", "without a calendar", "week,", "count hours or days",
    ),
    "limit in words": ("tiers.csv", "4 hours,,24 hours", "soon,,24 hours", "'soon' is not", "day,2", "7 days"),
    "wrong date": ("calendar_days.csv", "2026-12-24", "2026-13-24", "not a date", "2026-13-24", "year-month-day"),
    "day outside the calendar": (
        "calendar_days.csv", "2026-12-24", "2036-12-24", "lies outside", "2036-12-24", "widen the calendar",
    ),
    "make-up day without hours": (
        "calendar_days.csv", "work,4", "work,6", "nobody works", "2026-12-19", "works_as",
    ),
    "duplicate code": (
        "units.csv", "transport,department", "works,department", "code 'works' stands already on line 5", "Transport",
        "rename it",
    ),
    "unknown column": ("units.csv", "phone,source", "fax,source", "column 'fax' is unknown", "code,kind", "remove it"),
    "missing column": (
        "units.csv", "code,kind", "code,sort", "column 'kind' is missing", "code,sort", "add the column",
    ),
    "comma too many": ("units.csv", "Works Department", "Works, Department", "cells under", "works,", "double quotes"),
    "code of a kind missing": ("codes.csv", "exclusion", "outcome", "no code of kind exclusion", "", "kind=exclusion"),
    "message missing": ("messages.toml", '"redo"', '"again"', "'redo' is missing", "", "[[message]]"),
    "unknown field in a message": (
        "messages.toml", "{due}前回覆", "{deadline}前回覆", "{deadline}", "[[message]]", "docs/reference/packs.md",
    ),
    "article of an unknown unit": (
        "articles.toml", '"works"', '"gone"', "unit 'gone'", "#2:[[article]]", "units.csv",
    ),
    "question about an unknown category": (
        "attributes.toml", '"roads.lights.dark"', '"roads.moon"', "category 'roads.moon'", "[[attribute]]",
        "categories.csv",
    ),
    "open ring": (
        "areas.geojson", "[10.0, 50.2], [10.0, 50.1]]]", "[10.0, 50.2]]]", "not closed", '"north"', "WGS84",
    ),
    "latitude first": ("areas.geojson", "[10.1, 50.1]", "[10.1, 150.1]", "not on the earth", '"north"', "WGS84"),
    "shape out of bounds": (
        "areas.geojson", "[10.1, 50.2]", "[12.1, 50.2]", "leaves the bounds", '"north"', "widen bounds",
    ),
    "shape of an unknown area": (
        "areas.geojson", '"code": "south"', '"code": "east"', "unknown area 'east'", '"east"', "areas.csv",
    ),
    "unknown time zone": ("pack.toml", "Europe/London", "Europe/Harbour", "timezone", "timezone", "IANA"),
    "unknown limit": (
        "pack.toml", "callback_attempts", "callback_tries", "'callback_tries'", "callback_tries", "remove it",
    ),
    "limit out of range": (
        "pack.toml", "callback_attempts = 3", "callback_attempts = 99", "out of range", "callback_attempts",
        "from 1 to 10",
    ),
    "prefix in small letters": ("pack.toml", '"HB"', '"hb"', "number_prefix", "number_prefix", "capital letters"),
    "hours backwards": ("pack.toml", '["09:00", "13:00"]', '["13:00", "09:00"]', "do not fit", "mon =", "in order"),
    "not TOML": ("pack.toml", 'version = "2026.1"', "version = 2026.1.2", "not TOML", "version", "mend the line"),
}  # fmt: skip


def _expected_line(pack: PackCopy, file: str, where: str) -> tuple[str, int]:
    if not where:
        return file, 0
    if ":" in where and where.split(":")[0].endswith((".csv", ".toml")):
        file, where = where.split(":", 1)
    if where.startswith("#2:"):
        lines = (pack.path / file).read_text("utf-8").splitlines()
        return file, [n for n, line in enumerate(lines, 1) if where[3:] in line][1]
    return file, pack.line_of(file, where)


def findings_of(path) -> list:
    with pytest.raises(PackError) as caught:
        read(path)
    return list(caught.value.findings)


def test_harbour_itself_is_well():
    pack = read(HARBOUR)
    assert pack.code == "harbour"
    assert len(pack.shapes) == 3


@pytest.mark.parametrize("name", BREAKS)
def test_a_finding_names_file_line_and_remedy(name, copy):
    file, old, new, problem, where, remedy = BREAKS[name]
    copy.replace(file, old, new)
    expected = _expected_line(copy, file, where)
    found = [f for f in findings_of(copy.path) if (f.file, f.line) == expected and problem in f.problem]
    assert found, f"expected {expected} {problem!r} among:\n" + "\n".join(map(str, findings_of(copy.path)))
    assert remedy in found[0].remedy


def test_a_file_in_another_encoding_is_named_with_its_line(copy):
    text = (copy.path / "units.csv").read_text("utf-8").replace("工務署", "工务署")
    (copy.path / "units.csv").write_bytes(text.encode("gb18030"))
    (found,) = findings_of(copy.path)
    assert (found.file, found.line) == ("units.csv", 2)
    assert "UTF-8" in found.remedy


def test_a_missing_file_is_named(copy):
    (copy.path / "tiers.csv").unlink()
    assert any(f.file == "tiers.csv" and "add tiers.csv" in f.remedy for f in findings_of(copy.path))


def test_a_folder_that_is_no_pack_is_named(tmp_path):
    (found,) = findings_of(tmp_path)
    assert found.file == "pack.toml"


def test_all_findings_come_at_once_in_the_order_of_files_and_lines(copy):
    copy.replace("units.csv", "works,department,gov,", "works,department,gone,")
    copy.replace("weights.csv", "0.500", "0.600")
    copy.replace("dispatch.csv", "works,transport,", "works,trams,")
    found = findings_of(copy.path)
    assert {f.file for f in found} >= {"units.csv", "weights.csv", "dispatch.csv"}
    assert found == sorted(found)


def test_a_pattern_gives_each_street_its_own_row(copy):
    from answerable.organisation.packs.patterns import dispatch_of

    copy.append("dispatch.csv", "own,clean.waste.dumping,,kind:district,,invented")
    rows = {row.code: row for row in dispatch_of(read(copy.path)) if row.category == "clean.waste.dumping"}
    assert (rows["own@north"].unit, rows["own@north"].area) == ("north", "north")
    assert "own@south" not in rows, "the row written out for the south wins"


TEXT_FILES = sorted(file.name for file in HARBOUR.iterdir() if file.suffix in (".csv", ".toml", ".geojson"))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(file=st.sampled_from(TEXT_FILES), place=st.floats(0, 1), cut=st.integers(0, 40), junk=st.binary(max_size=12))
def test_whatever_is_done_to_a_file_there_is_a_pack_or_there_are_findings(file, place, cut, junk):
    with TemporaryDirectory() as folder:
        shutil.copytree(HARBOUR, folder, dirs_exist_ok=True)
        path = Path(folder)
        body = (path / file).read_bytes()
        at = int(place * len(body))
        (path / file).write_bytes(body[:at] + junk + body[at + cut :])
        assert all(f.file and f.line >= 0 and f.problem and f.remedy for f in _findings_if_any(path))


def _findings_if_any(path):
    """The findings of a pack that cannot be read; none for one that can."""
    try:
        read(path)
    except PackError as error:
        return list(error.findings) or [None]
    return []
