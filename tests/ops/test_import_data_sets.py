"""Every data set of other cities comes in with every row accounted for.

The sets lie outside the project (ANSWERABLE_TEST_DATA, or the folder shared/data beside the checkout); no row of
them is repeated here. Without the folder these tests skip and say so.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.utils import timezone

from answerable.cases.models import Case
from answerable.cases.queries.replay import replay
from answerable.ops.importing.mapping import read_mapping, shipped
from answerable.ops.importing.run import Order, run

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("ANSWERABLE_TEST_DATA", CHECKOUT.parent / "shared" / "data")) / "requests"
pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(
        not DATA.is_dir(),
        reason="the data sets of other cities are not here: set ANSWERABLE_TEST_DATA to the folder of requests/",
    ),
]
# Mapping -> (file, rows it holds, rows refused, rows that repeat another of the same file).
REQUESTS = {
    "boston_requests": ("boston_en/requests_2011_jul_oct.parquet", 41_827, 0, 0),
    "chicago_sanitation": ("chicago_en/sanitation_2011_2013h1.csv.gz", 46_432, 86, 0),
    "kaohsiung_faq": ("kaohsiung_zh_hant/faq_department.csv", 1_142, 75, 0),
    "nyc_descriptions": ("nyc_en/publicstuff_text.csv", 1_061, 0, 188),
    "taidi_hot_messages": ("taidi_zh_hans/hot_messages.csv.gz", 4_326, 0, 0),
    "taidi_labelled_raw": ("taidi_zh_hans/labelled_raw_sample.csv", 494, 0, 0),
    "taidi_labelled_segmented": ("taidi_zh_hans/labelled_segmented.csv.gz", 8_328, 0, 0),
    "taidi_replies": ("taidi_zh_hans/replies.csv.gz", 2_244, 0, 0),
    "taipei_streetlights": ("taipei_zh_hant/streetlight_reports.csv.gz", 14_522, 0, 0),
    "taipei_dispatch": ("taipei_zh_hant/dispatch_records_2015_2021.parquet", 966_842, 0, 0),
}
OTHER = {
    "boston_duplicate_pairs": ("boston_en/duplicate_pairs.csv", 1_253),
    "taidi_hot_clusters": ("taidi_zh_hans/hot_clusters_one_team.csv", 123),
    "taidi_taxonomy": ("taidi_zh_hans/taxonomy_3level_517.csv", 517),
    "taipei_daily_counts": ("taipei_zh_hant/daily_counts_2015_2021.csv.gz", 217_664),
    "taipei_real_events": ("taipei_zh_hant/real_events.csv", 5),
    "top_services": ("top_services_12_cities.csv", 100),
}
WHOLE = 60_000  # the longest set is read to here; bench/importing.py reads it to its end
SAMPLE = 300


def _order(name: str, file: str, harbour, **more) -> Order:
    return Order(path=DATA / file, mapping=read_mapping(name), jurisdiction=harbour, now=timezone.now(), **more)


def test_every_file_has_a_mapping_and_every_mapping_a_file():
    files = {p.relative_to(DATA).as_posix() for p in DATA.rglob("*") if p.suffix in (".csv", ".gz", ".parquet")}
    mapped = {file for file, *_ in [*REQUESTS.values(), *OTHER.values()]}
    assert files == mapped
    assert shipped().keys() == REQUESTS.keys() | OTHER.keys()


@pytest.mark.parametrize("name", REQUESTS)
def test_the_first_rows_of_a_set_come_in_and_replay(name, harbour):
    file, *_ = REQUESTS[name]
    tally = run(_order(name, file, harbour, limit=SAMPLE))
    assert tally.read == SAMPLE
    assert tally.imported + tally.present + tally.refused == SAMPLE
    assert Case.objects.filter(source=read_mapping(name).source).count() == tally.imported > SAMPLE / 2
    for case in Case.objects.order_by("-id")[:3]:
        found = replay(case)
        assert not found.breaches
        assert not found.differences


@pytest.mark.parametrize("name", OTHER)
def test_a_file_without_requests_says_what_it_holds_in_every_row(name, harbour, tmp_path):
    file, rows = OTHER[name]
    report = tmp_path / "refused.csv"
    tally = run(_order(name, file, harbour, report=report))
    assert (tally.read, tally.imported, tally.refused) == (rows, 0, rows)
    assert tally.reasons == {"not_a_request": rows}
    assert report.read_text("utf-8-sig").count("not_a_request") == rows
    assert not Case.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", REQUESTS)
def test_a_whole_set_comes_in_once_with_every_row_accounted_for(name, harbour):
    file, rows, refused, repeated = REQUESTS[name]
    limit = WHOLE if rows > WHOLE else None
    rows = min(rows, WHOLE)
    tally = run(_order(name, file, harbour, limit=limit))
    assert (tally.read, tally.refused, tally.present) == (rows, refused, repeated)
    assert Case.objects.count() == tally.imported == rows - refused - repeated
    again = run(_order(name, file, harbour, limit=min(rows, 2_000)))
    assert again.imported == 0
