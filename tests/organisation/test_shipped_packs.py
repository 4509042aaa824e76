"""The packs that come with the program: valid, complete in three languages, honest about what they do not know."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from opencc import OpenCC

from answerable.organisation.packs import read
from answerable.organisation.packs.patterns import dispatch_of

PACKS = Path(__file__).resolve().parents[2] / "jurisdictions"
SHIPPED = ["hongkong", "beijing"]


@pytest.fixture(scope="module")
def pack():
    """pack("hongkong") -> the pack, read once."""
    return cache(lambda code: read(PACKS / code))


@pytest.mark.parametrize("code", SHIPPED)
def test_it_is_valid_and_names_its_sources(code, pack):
    assert pack(code).code == code
    assert "MIT licence" in (PACKS / code / "SOURCES.md").read_text("utf-8")


@pytest.mark.parametrize("code", SHIPPED)
def test_simplified_names_hold_no_traditional_characters(code, pack):
    fold = OpenCC("t2s").convert
    for file in ("areas.csv", "units.csv", "posts.csv", "categories.csv", "codes.csv", "tiers.csv"):
        for row in pack(code).rows(file):
            assert fold(row.name_zh_hans) == row.name_zh_hans, f"{file}:{row.line}"


@pytest.mark.parametrize("code", SHIPPED)
def test_every_catalogue_row_says_that_it_is_a_reading(code, pack):
    assert all("pack author's reading" in row.basis for row in pack(code).rows("dispatch.csv"))


@pytest.mark.parametrize("code", SHIPPED)
def test_every_emergency_has_the_shortest_tier(code, pack):
    levels = {tier.code: tier.level for tier in pack(code).rows("tiers.csv")}
    urgent = [row for row in pack(code).rows("categories.csv") if row.emergency]
    assert urgent
    assert {levels[row.tier] for row in urgent} == {1}


def test_hong_kong_has_eighteen_districts_with_the_population_of_the_census(pack):
    districts = [a for a in pack("hongkong").rows("areas.csv") if a.kind == "district"]
    assert len(districts) == 18
    assert sum(a.population for a in districts) == 7_411_945
    assert {a.code for a in districts} == set(pack("hongkong").shapes)


def test_hong_kong_does_not_invent_who_is_served_by_1823(pack):
    units = pack("hongkong").rows("units.csv")
    assert all(u.source for u in units if u.served_by_hotline != "unknown")
    assert all(u.served_by_hotline == "unknown" for u in units if u.kind in ("utility", "enterprise"))
    assert sum(u.served_by_hotline == "yes" and u.code != "1823" for u in units) == 23


def test_water_seepage_has_a_lead_and_an_assistant(pack):
    (row,) = [r for r in dispatch_of(pack("hongkong")) if r.category == "water.seepage.ceiling"]
    assert (row.unit, row.assisting) == ("fehd", ["bd"])


def test_hong_kong_has_categories_people_can_name_in_their_own_words(pack):
    leaves = [c for c in pack("hongkong").rows("categories.csv") if c.level == 3]
    assert 60 <= len(leaves) <= 130
    silent = [c.code for c in leaves if not c.synonyms_zh_hant and c.code != "other.other.other"]
    assert not silent
    assert "冇水" in next(c for c in leaves if c.code == "water.supply.none").synonyms_zh_hant


def test_beijing_has_sixteen_districts_and_343_streets_and_towns(pack):
    beijing = pack("beijing")
    areas = beijing.rows("areas.csv")
    assert sum(a.kind == "district" for a in areas) == 16
    assert sum(a.kind in ("street", "town") for a in areas) == 349
    assert sum(u.kind in ("street", "town") for u in beijing.rows("units.csv")) == 343


def test_beijing_has_the_four_tiers_in_natural_time(pack):
    found = [t for t in pack("beijing").rows("tiers.csv") if t.code != "comment"]  # of comments on the plan: ours
    tiers = [(t.resolve["amount"], t.resolve["unit"]) for t in found]
    assert tiers == [(2, "hours"), (24, "hours"), (7, "days"), (15, "days")]


def test_beijing_sends_the_estate_to_its_own_street(pack):
    rows = [r for r in dispatch_of(pack("beijing")) if r.category == "housing.property.service"]
    assert len(rows) == 343
    assert {("s110105026", "110105026")} <= {(r.unit, r.area) for r in rows}


def test_beijing_works_on_make_up_days(pack):
    days = {d.date.isoformat(): d for d in pack("beijing").rows("calendar_days.csv")}
    assert days["2026-02-14"].kind == "work"
    assert days["2026-10-01"].kind == "off"
