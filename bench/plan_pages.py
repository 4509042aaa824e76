"""How fast a plan of 1,000 indicators x 60 months opens: the whole list, and one indicator.

    python bench/plan_pages.py                       about two minutes
    python bench/plan_pages.py --indicators 200      a smaller plan

A real server (as shipped), PostgreSQL with fsync on, and the load run on this machine. "Remembered" is what a page
usually meets; "kept" is the first page of a process after an act on the plan; "nothing kept" computes every light
anew, as when the clock did not come by: the alternatives the first is compared with. The two pages "as people see
them" are the shipped ones (fifty indicators a page; one with its chart), held to the bar; the others show all at once.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from parts.figures import busy, spread
from parts.plan_filling import CODE
from parts.stage import City, free_port
from psycopg import sql

from answerable.ops import embedded

BAR_MS = 200
PEOPLE = ("the plan, as people see it", "an indicator, as people see it")
FIRST = "an indicator, its chart not drawn"


@dataclass
class Plans(City):
    """A city whose server has the two pages."""

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "DJANGO_SETTINGS_MODULE": "parts.plan_settings"}

    def create(self) -> None:
        owner = self.server.url(user=embedded.OWNER, database="postgres")
        with psycopg.connect(owner, autocommit=True) as link:
            link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.name)))

    def inside(self, *arguments: str) -> dict[str, Any]:
        run = subprocess.run(
            [sys.executable, "-m", "parts.plan_filling", *arguments],
            env=self.environment, stdout=subprocess.PIPE, check=True, text=True,
        )  # fmt: skip
        answer: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
        return answer

    def pages(self, paths: list[str]) -> dict[str, Any]:
        """One connection reads these pages one after the other; the first two are not counted."""
        link, took, size = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120), [], 0
        assert self.process is not None
        before = busy({"web": [self.process.pid]})
        for number, path in enumerate(paths):
            begun = time.perf_counter()
            link.request("GET", path)
            answer = link.getresponse()
            size = len(answer.read())
            if answer.status != 200:
                raise SystemExit(f"{path} answered {answer.status}; see {self.folder}")
            if number >= 2:
                took.append(time.perf_counter() - begun)
        link.close()
        used = busy({"web": [self.process.pid]}).ours["web"] - before.ours["web"]
        return {**spread(took), "kilobytes": round(size / 1024, 1), "cpu": round(used * 1000 / len(paths), 1)}


def main() -> None:
    wish = _wish()
    folder = Path(tempfile.mkdtemp(prefix="answerable-bench-", dir="/var/tmp"))
    folder.chmod(0o755)
    server = embedded.join(folder / "postgres")
    try:
        city = Plans("bench_plans", server, folder, wish.pack, free_port(wish.port))
        city.create()
        filled = city.inside("prepare", str(wish.indicators), str(wish.months))
        say(f"{wish.indicators:,} indicators x {wish.months} months, written in {filled['seconds']} s")
        with city.serving():
            report(measure(city, wish))
    finally:
        server.leave()
        shutil.rmtree(folder, ignore_errors=True)


def _wish() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--indicators", type=int, default=1000)
    parser.add_argument("--months", type=int, default=60)
    parser.add_argument("--reads", type=int, default=100, help="pages of each kind")
    parser.add_argument("--pack", default="hongkong")
    parser.add_argument("--port", type=int, default=8540)
    return parser.parse_args()


def measure(city: Plans, wish: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """Each kind of page with the rows kept and, fewer times, without."""
    ones = [f"/bench/plan/I-{n * 7 % wish.indicators:04}" for n in range(wish.reads + 2)]
    shown = [f"/plan/{CODE}/indicators/I-{n * 7 % wish.indicators:04}" for n in range(wish.reads + 8)]
    few = max(3, wish.reads // 20)
    before, begun = busy({}), time.perf_counter()
    city.inside("forget")
    found = {
        "list, nothing kept": city.pages(["/bench/plan?forget=1"] * (few + 2)),
        "keeping": city.inside("keep"),
        "list, kept": city.pages(["/bench/plan?forget=1"] * (few * 4 + 2)),
        "list, remembered": city.pages(["/bench/plan"] * (wish.reads + 2)),
        "one indicator": city.pages(ones),
        PEOPLE[0]: city.pages([f"/plan/{CODE}?page={n % 20 + 1}" for n in range(wish.reads + 8)]),
        FIRST: city.pages(shown),
        PEOPLE[1]: city.pages(shown),
        "reads": city.inside("reads"),
    }
    after = busy({})
    found["machine"] = {"busy": round((after.everybody - before.everybody) / (time.perf_counter() - begun), 2)}
    return found


def report(found: dict[str, dict[str, Any]]) -> None:
    busy_on_average = found["machine"]["busy"]
    say(f"\nmachine: {os.cpu_count()} processors, {busy_on_average} of them busy on average (ourselves included)\n")
    for name in (*PEOPLE, FIRST, "list, remembered", "one indicator", "list, kept", "list, nothing kept"):
        one = found[name]
        bar = f"p95 < {BAR_MS}: {'yes' if one['p95'] < BAR_MS else 'NO'}" if name in PEOPLE else ""
        line = f"p50 {one['p50']:>9.1f} ms   p95 {one['p95']:>9.1f} ms   n {one['n']}, {one['kilobytes']} kB   {bar}"
        line += f"   processor {one['cpu']} ms a page"
        say(f"{name:34} {line}")
    for better, worse in (("list, remembered", "list, kept"), ("list, kept", "list, nothing kept")):
        say(f"{worse}: {found[worse]['p50'] / found[better]['p50']:.1f} times as long as {better}")
    say(f"keeping all: {found['keeping']}; reads alone, without rendering: {json.dumps(found['reads'])}")


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
