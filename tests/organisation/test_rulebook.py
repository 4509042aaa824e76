"""The rulebook in memory: no table is asked while it is fresh, and it notices when the pack has changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.organisation import queries, rulebook
from answerable.organisation.actions import load_pack
from answerable.organisation.models import Jurisdiction
from answerable.rules.clock import Limit, due
from answerable.rules.dispatch import resolve
from answerable.rules.problems import NotFound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh")]
LATER = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def book(harbour):
    return queries.rulebook(harbour)


def decide(book, category, area, at=LATER):
    district = book.district_unit(area)
    paths = (book.category_path(category), book.area_path(area))
    unit = district.code if district else None
    return resolve(*paths, book.catalogue, at, unit, book.coordinator_unit.code, book.district_of)


def test_a_fresh_rulebook_costs_no_sql(harbour, book, django_assert_num_queries):
    book.calendar()
    with django_assert_num_queries(0):
        again = queries.rulebook(harbour)
        assert again.units["mill-street"].parent.name_en == "North District Office"
        assert again.units["works"].head_post.unit.code == "works"
        assert again.areas["mill-street"].parent.jurisdiction.code == "harbour"
        assert queries.calendar(harbour) is again.calendar("office")
        assert queries.district_unit(again.areas["mill-street"]).code == "north"


def test_it_is_looked_up_again_after_some_seconds_with_one_query(harbour, book, monkeypatch):
    monkeypatch.setattr(rulebook, "CHECK_SECONDS", 0.0)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert queries.rulebook(harbour) is book
    assert len(asked) == 1


def test_it_is_read_again_when_another_process_loaded_another_pack(harbour, book, monkeypatch):
    Jurisdiction.objects.filter(pk=harbour.pk).update(pack_digest="another", loaded_at=LATER)
    assert queries.rulebook(harbour) is book, "still fresh"
    monkeypatch.setattr(rulebook, "CHECK_SECONDS", 0.0)
    assert queries.rulebook(harbour) is not book


def test_a_load_in_this_process_is_seen_at_once(harbour, book, copy):
    copy.replace("tiers.csv", "4 hours,,24 hours", "4 hours,,20 hours")
    loaded = load_pack(copy.path, now=LATER)
    assert queries.rulebook(loaded.jurisdiction, now=LATER).tiers["day"].limits["resolve"]["amount"] == 20


def test_a_row_that_begins_tomorrow_holds_tomorrow(harbour, copy):
    copy.append("dispatch.csv", "")
    copy.replace("categories.csv", "synonyms_zh_hans", "synonyms_zh_hans,effective_from")
    path = copy.path / "categories.csv"
    lines = [line if line.startswith("code,") else f"{line}," for line in path.read_text("utf-8").splitlines()]
    lines = [
        f"{line}2026-06-11".replace("Pothole", "Hole") if line.startswith("roads.surface.pothole") else line
        for line in lines
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    loaded = load_pack(copy.path, now=LATER)
    today = queries.rulebook(loaded.jurisdiction, now=LATER)
    tomorrow = queries.rulebook(loaded.jurisdiction, now=LATER + timedelta(days=1))
    assert today.categories["roads.surface.pothole"].name_en == "Pothole"
    assert tomorrow.categories["roads.surface.pothole"].name_en == "Hole"


def test_paths_run_from_the_leaf_to_the_root(book):
    assert book.category_path("roads.surface.pothole") == ("roads.surface.pothole", "roads.surface", "roads")
    assert book.area_path("mill-street") == ("mill-street", "north", "harbour")
    assert book.category_path("nothing") == () == book.area_path("")


@pytest.mark.parametrize(
    ("category", "area", "unit", "rule"),
    [
        ("roads.surface.pothole", "south", "works", "catalogue"),
        ("roads.surface.pothole", "mill-street", "mill-street", "catalogue"),
        ("clean.waste.dumping", "south", "south", "catalogue"),
        ("clean.waste.dumping", "mill-street", "cleansing", "catalogue"),
        ("noise.building.night", "mill-street", "north", "district"),
        ("noise.building.night", "", "coordination", "coordinator"),
    ],
)
def test_the_catalogue_of_harbour_decides(book, category, area, unit, rule):
    decision = decide(book, category, area)
    assert (decision.unit, decision.rule) == (unit, rule)


def test_direct_to_a_street_copies_its_district(book):
    assert decide(book, "roads.surface.pothole", "mill-street").copies == ("north",)


def test_a_point_lies_in_the_smallest_area(book):
    assert book.area_at(50.13, 10.03).code == "mill-street"
    assert book.area_at(50.15, 10.05).code == "north"
    assert book.area_at(50.05, 10.05).code == "south"


def test_a_point_just_off_the_shore_belongs_to_the_nearest_area_and_one_far_out_to_none(book):
    assert book.area_at(50.0, 10.11).code == "south"
    assert book.area_at(49.95, 10.15) is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("A hole in Mill Street, by the bakery", "mill-street"),
        ("磨坊街有個窿", "mill-street"),
        ("北區磨坊街", "mill-street"),
        ("the lamp in SOUTH is out", "south"),
        ("the southern pier", None),
        ("somewhere in Harbour City", None),
        ("", None),
    ],
)
def test_a_text_names_an_area_in_any_language(book, words, code):
    area = book.area_in_text(words)
    assert (area and area.code) == code


def test_names_that_two_areas_share_need_the_district(harbour, copy):
    copy.append("areas.csv", "mill-south,street,south,,磨坊街,Mill Street,磨坊街,invented")
    book = queries.rulebook(load_pack(copy.path, now=LATER).jurisdiction)
    assert book.area_in_text("Mill Street") is None
    assert book.area_in_text("Mill Street, South").code == "mill-south"


def test_the_calendar_knows_make_up_days_and_refuses_what_it_does_not_know(harbour):
    calendar = queries.calendar(harbour)
    start = datetime(2026, 12, 18, 16, 30, tzinfo=UTC)  # a Friday, half an hour before closing
    assert due(Limit(1, "working_hours"), start, calendar) == datetime(2026, 12, 19, 9, 30, tzinfo=UTC)
    with pytest.raises(NotFound):
        queries.calendar(harbour, "moon")


def test_limits_come_from_the_pack_or_from_the_defaults(book):
    assert book.limit("objection_hours") == 24
    assert book.limit("stuck_days") == 7


def test_the_named_units_are_there(harbour):
    assert queries.hotline_unit(harbour).code == "hotline"
    assert queries.coordinator_unit(harbour).code == "coordination"


def test_a_jurisdiction_without_a_pack_is_not_found():
    with pytest.raises(NotFound):
        queries.jurisdiction("atlantis")


def test_holders_of_many_posts_come_in_one_query(harbour, book, now, django_assert_num_queries):
    keys = [post.pk for post in book.posts.values()]
    with django_assert_num_queries(1):
        found = queries.holders(keys, now)
    assert len(found) == len(keys)
