"""rules.dispatch: there is always somebody, the narrower row wins, and streets have their districts told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.dispatch import REASONS, Catalogue, Row, copies_of, resolve, without

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CATEGORIES = ("roads.surface.pothole", "roads.surface", "roads")
AREAS = ("mill-street", "north", "city")
DISTRICTS = {"mill-street-office": "north-office", "quay-street-office": "south-office"}

rows = st.lists(
    st.builds(
        Row,
        row_id=st.integers(1, 10**6),
        category=st.sampled_from([*CATEGORIES, "noise"]),
        area=st.sampled_from([*AREAS, "", "elsewhere"]),
        unit=st.sampled_from(["works", "cleansing", "mill-street-office", "north-office"]),
        assisting=st.tuples(st.sampled_from(["works", "transport"])) | st.just(()),
        effective_from=st.none() | st.just(NOW - timedelta(days=1)) | st.just(NOW) | st.just(NOW + timedelta(days=1)),
        effective_until=st.none() | st.just(NOW) | st.just(NOW + timedelta(days=9)),
    ),
    max_size=12,
    unique_by=lambda row: row.row_id,
)
area_paths = st.sampled_from([AREAS, AREAS[1:], AREAS[2:], ()])
districts = st.sampled_from(["north-office", None])


@given(rows, area_paths, districts)
def test_there_is_always_a_unit_and_a_known_reason(rows, path, district):
    found = resolve(CATEGORIES, path, rows, NOW, district, "coordination", DISTRICTS)
    assert found.unit
    assert found.rule in REASONS
    assert found.certain == (found.rule != "coordinator")
    assert found.unit not in found.assisting
    assert found.unit not in found.copies


@given(rows, area_paths, districts, st.randoms())
def test_the_order_of_the_rows_does_not_matter(rows, path, district, random):
    first = resolve(CATEGORIES, path, rows, NOW, district, "coordination", DISTRICTS)
    random.shuffle(rows)
    assert resolve(CATEGORIES, path, Catalogue(rows, DISTRICTS), NOW, district, "coordination") == first


@given(rows, area_paths, districts)
def test_no_row_in_force_fits_better_than_the_one_chosen(rows, path, district):
    found = resolve(CATEGORIES, path, rows, NOW, district, "coordination")
    areas = (*path, "")
    fitting = [r for r in rows if r.category in CATEGORIES and r.area in areas and r.holds(NOW)]
    if not fitting:
        assert found.rule == ("district" if district else "coordinator")
        return
    best = min((CATEGORIES.index(r.category), areas.index(r.area)) for r in fitting)
    chosen = next(r for r in rows if r.row_id == found.row_id)
    assert (CATEGORIES.index(chosen.category), areas.index(chosen.area)) == best


@given(rows, area_paths, districts)
def test_direct_to_a_street_always_copies_its_district(rows, path, district):
    found = resolve(CATEGORIES, path, rows, NOW, district, "coordination", DISTRICTS)
    assert found.copies == ((DISTRICTS[found.unit],) if found.unit in DISTRICTS else ())


def test_a_narrower_category_goes_before_a_narrower_area():
    rows = [Row(1, "roads", "mill-street", "mill-street-office"), Row(2, "roads.surface", "", "works")]
    assert resolve(CATEGORIES, AREAS, rows, NOW, None, "coordination").unit == "works"


def test_a_row_ends_just_before_its_end():
    row = Row(1, "roads", "", "works", effective_until=NOW)
    assert resolve(CATEGORIES, (), [row], NOW, "north-office", "coordination").rule == "district"
    assert resolve(CATEGORIES, (), [row], NOW - timedelta(microseconds=1), None, "coordination").unit == "works"


def test_a_district_that_leads_gets_no_copy_of_itself():
    assert copies_of("north-office", {"north-office": "north-office"}) == ()


@given(rows, area_paths, districts, st.sampled_from(["works", "transport", "north-office", "coordination", "gov"]))
def test_who_is_complained_about_has_no_part_and_there_is_still_somebody(rows, path, district, out):
    before = resolve(CATEGORIES, path, rows, NOW, district, "coordination", DISTRICTS)
    found = without(before, out, ("gov", "coordination"))
    assert out not in {found.unit, *found.assisting, *found.copies}
    assert found.certain == before.certain
    assert (found.rule == "interest") == (before.unit == out)
    assert without(before, before.unit, (before.unit,)) is None
