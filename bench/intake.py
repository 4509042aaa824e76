"""How fast cases are taken in, and how fast a worklist opens, in a young city and in an old one.

    python bench/intake.py            5,000 and 20,000 cases: what `make bench` does, about three minutes
    python bench/intake.py --full     50,000 and 1,000,000 cases: about a quarter of an hour

A real server (2 processes of 4 threads, and the worker), PostgreSQL with fsync on, and the load all run on this
machine. Both cities stand in one PostgreSQL and are measured in turns, so that what else the machine does
meets both alike. docs/how-to/measure.md says how to read the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from parts.stage import City, free_port

from answerable.ops import embedded

CREATES_PER_SECOND, STATEMENTS, WORKLIST_P95_MS, SLOWER = 150, 12, 60, 1.3
Figures = dict[str, Any]


def main() -> None:
    wish = _wish()
    folder = (wish.folder or Path(tempfile.mkdtemp(prefix="answerable-bench-", dir="/var/tmp"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    server = embedded.join(folder / "postgres")
    try:
        cities = [City(f"bench_{size}", server, folder, wish.pack, 0) for size in (wish.small, wish.large)]
        for city, size in zip(cities, (wish.small, wish.large), strict=True):
            city.prepare(size, wish.open_share)
            k = city.known
            say(f"{k['cases']:,} cases, {k['open']:,} open, {k['busiest']:,} in the busiest unit"
                f" ({k['filled']:,} written in {k['seconds']} s)")  # fmt: skip
        report(measure(cities, wish), wish)
    finally:
        server.leave()
        if wish.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


def _wish() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="50,000 and 1,000,000 cases")
    parser.add_argument("--small", type=int, default=5_000, help="cases of the young city")
    parser.add_argument("--large", type=int, default=20_000, help="cases of the old city")
    parser.add_argument("--open-share", type=float, default=0.05, help="share of the cases that are open")
    parser.add_argument("--connections", type=int, default=8, help="how many post at a time")
    parser.add_argument("--seconds", type=float, default=15, help="length of a round of creates")
    parser.add_argument("--rounds", type=int, default=4, help="rounds of each kind, young and old in turns")
    parser.add_argument("--pack", default="hongkong", help="name of the pack")
    parser.add_argument("--port", type=int, default=8500, help="first port to try")
    parser.add_argument("--folder", type=Path, help="keep the two cities here; a second run fills nothing")
    parser.add_argument("--json", type=Path, help="write every round here")
    wish = parser.parse_args()
    if wish.full:
        wish.small, wish.large = 50_000, 1_000_000
    return wish


def measure(cities: list[City], wish: argparse.Namespace) -> dict[str, dict[str, list[Figures]]]:
    """Every kind of round, young and old in turns: kind -> city -> one entry a round."""
    sent = cities[-1].inside("statements", cities[-1].known["key"], cities[-1].known["codes"][0])["statements"]
    found: dict[str, dict[str, list[Figures]]] = {"statements": {cities[-1].name: [{"sent": sent}]}}
    with ExitStack() as stack:
        for city in cities:
            city.port = free_port(wish.port)
            stack.enter_context(city.serving())
        kinds: dict[str, Callable[[City], Figures]] = {
            "create": lambda city: city.load("create", connections=wish.connections, seconds=wish.seconds),
            "bare": lambda city: city.load("bare", connections=wish.connections, seconds=wish.seconds / 2),
            "page": lambda city: city.load("page", connections=1, seconds=wish.seconds / 2),
            "reads": lambda city: city.inside("reads", city.known["officer"]),
        }
        for turn in range(wish.rounds):
            for kind, act in kinds.items():
                for city in cities:
                    figures = act(city)
                    found.setdefault(kind, {}).setdefault(city.name, []).append(figures)
                    say(f"round {turn + 1}  {kind:7} {city.name:14} {json.dumps(figures)}")
    if wish.json:
        wish.json.write_text(json.dumps(found, indent=1))
    return found


def report(found: dict[str, dict[str, list[Figures]]], wish: argparse.Namespace) -> None:
    """Medians over the rounds, ratios, and each against its bar."""
    small, large = f"bench_{wish.small}", f"bench_{wish.large}"

    def mid(kind: str, city: str, *names: str) -> float:
        values = found[kind][city]
        return median(_at(value, names) for value in values)

    say(f"\nmachine: {os.cpu_count()} processors; median of {wish.rounds} rounds\n")
    say(f"{'':34}{wish.small:>12,}{wish.large:>12,}   ratio  bar")
    rows = [
        ("creates a second", "create", ("per_second",), f"≥ {CREATES_PER_SECOND}"),
        ("create, p50 ms", "create", ("p50",), f"ratio ≤ {SLOWER}"),
        ("create, p95 ms", "create", ("p95",), f"ratio ≤ {SLOWER}"),
        ("create, processor ms: server", "create", ("cpu_ms", "web"), ""),
        ("create, processor ms: database", "create", ("cpu_ms", "database"), ""),
        ("bare INSERT a second", "bare", ("per_second",), "the alternative"),
        ("bare INSERT, p50 ms", "bare", ("p50",), ""),
        ("worklist page of 100, p50 ms", "page", ("p50",), f"ratio ≤ {SLOWER}"),
        ("worklist page of 100, p95 ms", "page", ("p95",), f"< {WORKLIST_P95_MS}, ratio ≤ {SLOWER}"),
        ("  its rows and strips, p50 ms", "reads", ("worklist", "p50"), ""),
        ("  its rows and strips, p95 ms", "reads", ("worklist", "p95"), ""),
        ("  its counts, p50 ms", "reads", ("counts", "p50"), ""),
        ("others' processors in creates", "create", ("others",), "0 on a quiet machine"),
    ]
    for name, kind, path, bar in rows:
        young, old = mid(kind, small, *path), mid(kind, large, *path)
        ratio = (young / old if "a second" in name else old / young) if young and old else float("nan")
        say(f"{name:34}{young:>12,.1f}{old:>12,.1f}{ratio:>8.2f}  {bar}")
    for kind, name in (("create", "creates a second"), ("page", "worklist page, p95 ms")):
        figure = "per_second" if kind == "create" else "p95"
        calm = {city: min(found[kind][city], key=lambda value: float(value["others"])) for city in (small, large)}
        say(
            f"in the quietest round: {name} {calm[small][figure]:,} and {calm[large][figure]:,} "
            f"(others used {calm[small]['others']} and {calm[large]['others']} processors)"
        )
    price = mid("bare", large, "per_second") / mid("create", large, "per_second")
    say(f"\na bare row instead of history, ledger, clocks and notice would be {price:.1f} times as many a second")
    sent = found["statements"][large][0]["sent"]
    say(f"statements a create, through the whole address: {len(sent) - 2}, BEGIN and COMMIT (bar: ≤ {STATEMENTS})")
    for statement in sent:
        say(f"    {statement}")


def _at(value: Figures, names: tuple[str, ...]) -> float:
    for name in names:
        value = value[name]
    return float(value)  # type: ignore[arg-type]


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
