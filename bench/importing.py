"""How many rows of history a second come in, from the file to committed cases with contact, lead and ledger entry.

    python bench/importing.py                      the sets of other cities, each to its end
    python bench/importing.py --limit 40000        what `make bench` does

Without the sets (ANSWERABLE_TEST_DATA, or shared/data beside the checkout) it makes rows of its own. PostgreSQL runs
on this machine with fsync on. The ratio compares with the naive way: one transaction a row by actions.receive.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("ANSWERABLE_TEST_DATA", ROOT.parent / "shared" / "data")) / "requests"
SETS = (
    ("boston_requests", "boston_en/requests_2011_jul_oct.parquet"),
    ("chicago_sanitation", "chicago_en/sanitation_2011_2013h1.csv.gz"),
    ("taidi_labelled_segmented", "taidi_zh_hans/labelled_segmented.csv.gz"),
    ("taidi_hot_messages", "taidi_zh_hans/hot_messages.csv.gz"),
    ("taipei_streetlights", "taipei_zh_hant/streetlight_reports.csv.gz"),
    ("taipei_dispatch", "taipei_zh_hant/dispatch_records_2015_2021.parquet"),
)
BAR = 5_000
OWN = """
[mapping]
source = "bench"
title = "Rows made here"
[key]
columns = ["id"]
[fields]
words = "{words}"
opened = "{when}"
category = "{type}"
[dates]
timezone = "Asia/Hong_Kong"
[case]
language = "en"
"""


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wish.add_argument("--limit", type=int, help="rows of each set")
    wish.add_argument("--pack", type=Path, default=ROOT / "jurisdictions" / "hongkong")
    wish.add_argument("--naive", type=int, default=200, help="rows brought in the naive way")
    given = wish.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="answerable-bench-", dir="/var/tmp"))
    folder.chmod(0o755)
    os.environ |= {"ANSWERABLE_VAR": str(folder), "ANSWERABLE_SECRET_KEY": "bench"}
    from answerable.ops import embedded

    server = embedded.join(folder / "postgres")
    try:
        os.environ |= {"DATABASE_URL": server.url(user=embedded.OWNER), "DJANGO_SETTINGS_MODULE": "answerable.settings"}
        measure(given, folder)
    finally:
        server.leave()
        shutil.rmtree(folder, ignore_errors=True)


def measure(given: argparse.Namespace, folder: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from answerable.organisation.actions import load_pack

    call_command("migrate", verbosity=0)
    now = timezone.now()
    jurisdiction = load_pack(given.pack, now=now).jurisdiction
    sets = [(name, DATA / file) for name, file in SETS] if DATA.is_dir() else [_own(folder, given.limit or 50_000)]
    read, spent, first = 0, 0.0, 0.0
    for name, path in sets:
        rows, seconds = _bring(name, path, jurisdiction, now, given.limit)
        read, spent, first = read + rows, spent + seconds, first or rows / seconds
    say(f"all sets: {read:,} rows in {spent:.1f} s, {read / spent:,.0f} a second (bar {BAR:,})")
    naive = _naively(*sets[0], jurisdiction, now, given.naive)
    say(f"one transaction a row by actions.receive: {naive:,.0f} a second; bulk is {first / naive:.0f} times it")


def _bring(name: str, path: Path, jurisdiction: object, now: datetime, limit: int | None) -> tuple[int, float]:
    from answerable.ops.importing.mapping import read_mapping
    from answerable.ops.importing.run import Order, run

    started, worked = perf_counter(), process_time()
    tally = run(Order(path=path, mapping=read_mapping(name), jurisdiction=jurisdiction, now=now, limit=limit))
    seconds, worked = perf_counter() - started, process_time() - worked
    say(
        f"{path.name}: {tally.read:,} rows = {tally.imported:,} imported + {tally.present:,} there + {tally.refused:,} "
        f"refused; {tally.read / seconds:,.0f} rows a second ({worked / tally.read * 1e6:.0f} µs of our own CPU a row)"
    )
    return tally.read, seconds


def _naively(name: str, path: Path, jurisdiction: object, now: datetime, count: int) -> float:
    """Rows a second through the same reader, each as a case of its own by the action of the desk."""
    from answerable.cases import actions
    from answerable.ops.importing.mapping import read_mapping
    from answerable.ops.importing.problems import Refusal
    from answerable.ops.importing.readers import read_rows
    from answerable.ops.importing.rows import RowReader
    from answerable.organisation.queries import rulebook
    from answerable.rules.access import system

    mapping = read_mapping(name)
    header, rows = read_rows(path, mapping.file)
    reader = RowReader(mapping, header, now=now)
    category = rulebook(jurisdiction).fallback_category.code
    started = perf_counter()
    for line, row in islice(rows, count):
        if not isinstance(row, Refusal):
            request = reader.read(line, row)
            actions.receive(
                actor=system(jurisdiction.code), now=now + timedelta(seconds=line), words=request.words,
                channel="batch",
                category_code=category, language=request.language, address=request.address,
                source="naive", source_key=request.key,
            )  # fmt: skip
    return count / (perf_counter() - started)


def _own(folder: Path, count: int) -> tuple[str, Path]:
    (folder / "own.toml").write_text(OWN)
    path = folder / "own.csv"
    with path.open("w") as file:
        file.write("id,words,when,type\n")
        for n in range(count):
            file.write(
                f"{n},The street light at house {n % 997} is dark,2025-0{n % 9 + 1}-11 10:{n % 60:02d},street light\n"
            )
    return str(folder / "own.toml"), path


if __name__ == "__main__":
    main()
