"""kill -9 of server, worker and database at random while cases come in: whoever was told a number has a case.

ANSWERABLE_KILL_ROUNDS=20 does twenty rounds; without it there are three. A fixed seed chooses what dies and when.
"""

from __future__ import annotations

import itertools
import os
import random
import threading
import time

import pytest

from tests.durability.town import Town, kill, wait

ROUNDS = int(os.environ.get("ANSWERABLE_KILL_ROUNDS", "3"))
SEED = int(os.environ.get("ANSWERABLE_KILL_SEED", "1"))
CLIENTS = 4

pytestmark = pytest.mark.slow


class Citizens:
    """Clients that post without end, each again with the same key until it is told a number."""

    def __init__(self, town: Town) -> None:
        self.town, self.enough = town, threading.Event()
        self.told: dict[str, str] = {}
        self.failures = self.repeated = 0
        self.counter = itertools.count(1)
        self.threads = [threading.Thread(target=self._post, daemon=True) for _ in range(CLIENTS)]

    def __enter__(self) -> Citizens:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.enough.set()
        for thread in self.threads:
            thread.join(90)

    def _post(self) -> None:
        while not self.enough.is_set():
            once = f"post-{next(self.counter)}"
            while once not in self.told:
                status, number = self.town.report(f"A hole in the road, told as {once}.", once=once)
                if status in (200, 201):
                    self.told[once] = number
                    self.repeated += status == 200
                elif self.enough.is_set():
                    return
                else:
                    self.failures += 1
                    time.sleep(0.1)


def victims(town: Town) -> dict[str, list[int]]:
    """What runs now, by what it is."""
    return {
        "web server": town.children("gunicorn"),
        "one web process": town.web_processes()[:1],
        "worker": town.children("worker"),
        "database": [pid for pid in (town.postmaster(),) if pid],
    }


def test_no_acknowledged_case_is_lost_and_none_is_doubled(town: Town) -> None:
    chance, killed = random.Random(SEED), []
    kinds = ["database", "web server", "worker", "one web process"]
    with town.serving(), Citizens(town) as citizens:
        for turn in range(ROUNDS):
            kind = kinds[turn] if turn < len(kinds) else chance.choice(kinds)
            wait(lambda: bool(victims(town)[kind]), f"no {kind} to kill", town.log)  # noqa: B023
            before = len(citizens.told)
            wait(lambda: len(citizens.told) > before + 5, "no case comes in", town.log)  # noqa: B023
            time.sleep(chance.uniform(0.0, 0.6))
            told = dict(citizens.told)
            for pid in victims(town)[kind]:
                kill(pid)
            killed.append(kind)
            after = len(citizens.told)
            wait(lambda: len(citizens.told) > after + 5, f"no case comes in after {kind} died", town.log)  # noqa: B023
            check(town, told | dict(citizens.told))
    everything = dict(citizens.told)
    check(town, everything)
    with town.database() as link:
        (contacts,) = link.execute("SELECT count(*) FROM cases_contact").fetchone()
    print(  # noqa: T201
        f"\n{ROUNDS} rounds ({', '.join(killed)}): {len(everything)} told, {citizens.failures} posts failed and were "
        f"repeated, {citizens.repeated} of them had been stored already, {contacts} contacts stored"
    )


def check(town: Town, told: dict[str, str]) -> None:
    """Every case somebody was told of is there, once, led by one unit, with its entries; and the ledger is whole."""
    with town.database() as link:
        rows = link.execute(
            """
            SELECT split_part(k.idempotency_key, ':', 3), c.number,
                   (SELECT count(*) FROM cases_assignment a
                     WHERE a.case_id = c.id AND a.role = 'lead' AND a.until IS NULL AND a.unit_id = c.lead_unit_id),
                   (SELECT count(*) FROM cases_clock l WHERE l.case_id = c.id AND l.kind = 'resolve'),
                   (SELECT count(*) FROM ledger_entry e WHERE e.stream = c.id),
                   (SELECT max(e.seq) FROM ledger_entry e WHERE e.stream = c.id)
              FROM cases_contact k JOIN cases_case c ON c.id = k.case_id
            """
        ).fetchall()
        (lonely,) = link.execute(
            "SELECT count(*) FROM cases_case c WHERE NOT EXISTS (SELECT 1 FROM cases_contact k WHERE k.case_id = c.id)"
        ).fetchone()
    stored = {once: number for once, number, *_ in rows}
    assert len(stored) == len(rows), "one key made two cases"
    assert lonely == 0
    assert {once: stored.get(once) for once in told} == told
    assert [row for row in rows if row[2] != 1 or row[3] < 1 or row[4] < 1 or row[4] != row[5]] == []
    verified = town.command("ledger", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
