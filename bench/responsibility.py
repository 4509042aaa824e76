"""Who answered, for every hour of a year and every case: recomputed from the acts, and the same as what is stored.

    python bench/responsibility.py                    1,000,000 cases: some minutes, 2 GB of disk
    python bench/responsibility.py --cases 20000      what a look needs

Acts of a year are made by chance (parts/lives.py). What the city would have stored of them is made case by case by the
fold that the city uses, and written into the embedded PostgreSQL (fsync on), into a table with the columns, checks and
indexes of cases_assignment. Then the acts alone, as columns, go through rules.responsibility_bulk in two processes;
every stored row is compared, and who answers is told for every case at every full hour. Ends with 1 when anything
differs, or when an open case had nobody at some hour.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter
from typing import Any

import numpy as np
import psycopg
from parts import audited
from parts.audited import Block
from parts.figures import busy
from parts.lives import UNITS

from answerable.ops import embedded

PROCESSES, BLOCK = 2, 10_000
Figures = list[dict[str, Any]]


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wish.add_argument("--cases", type=int, default=1_000_000, help="how many cases the year has")
    wish.add_argument("--seed", type=int, default=1, help="the same seed makes the same year")
    wish.add_argument("--sample", type=int, default=20_000, help="cells asked one by one by the plain rule")
    wish.add_argument("--tamper", action="store_true", help="change one stored row first: it must be found")
    given = wish.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="answerable-bench-", dir="/var/tmp"))
    folder.chmod(0o755)
    os.environ |= {"ANSWERABLE_VAR": str(folder), "ANSWERABLE_SECRET_KEY": "bench"}
    server = embedded.join(folder / "postgres")
    try:
        url = server.url(user=embedded.OWNER)
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "answerable.settings"}
        make_tables(url)
        bounds = range(0, given.cases, BLOCK)
        blocks = [Block(low, min(low + BLOCK, given.cases), given.seed, folder, url) for low in bounds]
        before, begun = busy({"ours": [os.getpid(), postmaster(server)]}), perf_counter()
        wrong = measure(blocks, given)
        after, took = busy({"ours": [os.getpid(), postmaster(server)]}), perf_counter() - begun
        others = (after.everybody - before.everybody - after.ours["ours"] + before.ours["ours"]) / took
        largest = getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024
        say(f"{os.cpu_count()} processors; others used {max(others, 0):.2f} of them meanwhile; "
            f"largest process {largest:,.0f} MB")  # fmt: skip
        sys.exit(1 if wrong else 0)
    finally:
        server.leave()
        shutil.rmtree(folder, ignore_errors=True)


def postmaster(server: embedded.Server) -> int:
    return int((server.place.data / "postmaster.pid").read_text().split()[0])


def make_tables(url: str) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with psycopg.connect(url) as link:
        link.execute(audited.TABLES)


def measure(blocks: list[Block], given: argparse.Namespace) -> int:
    """Every stage in two processes; how many differences and gaps were found."""
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        lived, _ = stage(pool, audited.store, blocks)
        fold = total(lived, "fold")
        say(f"cases {blocks[-1].high:,}, acts {total(lived, 'acts'):,.0f}, parts stored {total(lived, 'parts'):,.0f}")
        if given.tamper:
            tamper(blocks[0].database)
        again, took = stage(pool, audited.recompute, blocks)
        rule = total(again, "rule")
        say(f"recomputed from the acts alone: {took:.1f} s on {PROCESSES} cores, files read and written; "
            f"the rule itself {rule / PROCESSES:.1f} s, "
            f"{total(lived, 'acts') / rule * PROCESSES:,.0f} acts a second")  # fmt: skip
        say(f"the same by the fold, case by case: {fold / PROCESSES:.1f} s; the columns are {fold / rule:.1f} times as "
            "fast")  # fmt: skip
        compared, took = stage(pool, audited.compare, blocks)
        say(f"compared with what is stored, {total(compared, 'rows'):,.0f} rows one by one: {took:.1f} s")
        answered, took = stage(pool, audited.answer, blocks)
        report(answered, took)
        wrong = differences(compared, answered)
        few = blocks[:: max(1, len(blocks) // 20)]
        asked, _ = stage(pool, partial(audited.ask, count=given.sample // len(few)), few)
    return wrong + plainly(asked, total(answered, "cells") / took) + int(total(answered, "silent"))


def tamper(url: str) -> None:
    """Let one unit have answered an hour longer than it did, as somebody might who can write into the database."""
    with psycopg.connect(url) as link:
        link.execute(audited.TAMPER)


def stage(
    pool: ProcessPoolExecutor, work: Callable[[Block], dict[str, Any]], blocks: list[Block]
) -> tuple[Figures, float]:
    """What each block gave, and how long all of them took."""
    begun = perf_counter()
    return list(pool.map(work, blocks)), perf_counter() - begun


def total(figures: Figures, name: str) -> float:
    return sum(one[name] for one in figures)


def report(answered: Figures, took: float) -> None:
    cells = total(answered, "cells")
    counts = sum(one["counts"] for one in answered)
    say(f"cells (case x hour) answered: {cells:,.0f} in {took:.1f} s, {cells / took:,.0f} a second")
    say(f"    in {total(answered, 'open'):,.0f} of them the case was open, with {total(answered, 'answers'):,.0f} "
        f"answers; open cells without anybody who answers: {total(answered, 'silent'):,.0f}")  # fmt: skip
    unit, hour = np.unravel_index(counts.argmax(), counts.shape)
    say(f"    most at once: {UNITS[unit]}, {counts[unit, hour]:,} cases at hour {hour:,}")


def differences(compared: Figures, answered: Figures) -> int:
    """Rows that differ, and digests that do."""
    stored, recomputed = (sum(one["digest"] for one in figures) for figures in (compared, answered))
    found = int(total(compared, "differences")) + int(total(answered, "idle"))
    same = bool((stored == recomputed).all())
    say(f"digest of who answered when: {hexadecimal(recomputed)} recomputed, {hexadecimal(stored)} stored")
    say(f"differences: {found}")
    return found + (not same)


def plainly(asked: Figures, cells_a_second: float) -> int:
    """Cells asked one by one by `answered`, which folds the acts of the case anew each time."""
    wrong, count = int(total(asked, "differences")), total(asked, "asked")
    plain = count / total(asked, "took") * PROCESSES
    say(f"{count:,.0f} cells by the plain rule, {total(asked, 'held'):,.0f} of them with an answer: {plain:,.0f} a "
        f"second on {PROCESSES} cores; the board is {cells_a_second / plain:,.0f} times as fast")  # fmt: skip
    say(f"    differences: {wrong}")
    return wrong


def hexadecimal(words: np.ndarray) -> str:
    return "".join(f"{int(word):016x}" for word in words)


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
