"""Whole cities to walk through: the one of the tests and both whose packs come with the program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.contrib.auth.hashers import Argon2PasswordHasher
from psycopg.conninfo import make_conninfo

from tests.journeys.desk_steps import PASSWORD
from tests.support.city import copy_database, drop_database, pristine
from tests.support.server import Running, serving

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class City:
    """Units by code, for one matter in one place; user names begin with `prefix`.

    The catalogue names one of `units` for it. `helps` can do a part, `above` (a post) decides for the unit that leads.
    """

    code: str
    packs: Path
    units: tuple[str, str]
    helps: str
    above: str
    hotline: str
    coordinator: str
    category: str
    place: tuple[float, float]
    prefix: str = ""


CITIES = (
    City("harbour", ROOT / "tests" / "packs", ("works", "transport"), "cleansing", "gov-leader",
         "hotline", "coordination-coordinator", "roads.surface.pothole", (50.15, 10.05)),
    City("hongkong", ROOT / "jurisdictions", ("hyd", "td"), "dsd", "tlb-head",
         "1823", "tfdg-coordinator", "roads.surface.pothole", (22.2783, 114.1747)),
    City("beijing", ROOT / "jurisdictions", ("transport", "citymgmt"), "drainage", "gov-head",
         "12345", "govserv-coordinator", "city.roads.surface", (39.9163, 116.3972), "bj-"),
)  # fmt: skip


@dataclass(frozen=True)
class Matter:
    """A case that was told: its number, the unit that leads, and the other one whose it might be."""

    number: str
    lead: str
    other: str


@dataclass(frozen=True)
class Place:
    """A city and the server that runs it."""

    city: City
    running: Running

    def told(self, words: str, days_ago: int = 0, part: str = "") -> Matter:
        """A case somebody told the hotline about; with `part`, the unit that helps was asked for it a day later."""
        asked = {
            "city": self.city.code, "words": words, "days_ago": days_ago, "category": self.city.category,
            "place": self.city.place, "helps": self.city.helps, "part": part,
            "call_taker": f"{self.city.prefix}{self.city.hotline}-call-taker", "prefix": self.city.prefix,
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "tests.journeys.telling", json.dumps(asked)],
            env=self.running.environment, cwd=ROOT, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        number, lead = done.stdout.split()
        return Matter(number, lead, next(unit for unit in self.city.units if unit != lead))

    def later(self, statement: str, number: str) -> None:
        """Put the rows of a case back in time. (Nobody waits for next week in a test.)"""
        with psycopg.connect(self.running.database_url) as connection:
            connection.execute(statement, {"number": number})


@contextmanager
def city_served(
    code: str, packs: Path, name: str, folder: Path, unblock: Callable[[], AbstractContextManager[None]]
) -> Iterator[Running]:
    """A server of this city on a database of its own, whose officers can sign in.

    `unblock` opens the test's own database (pytest-django), from whose untouched copy this one is made.
    """
    with unblock():
        copy_database(name, pristine())
    url = make_conninfo(os.environ["DATABASE_URL"], dbname=name)
    try:
        settings = {"ANSWERABLE_PACKS": str(packs), "ANSWERABLE_JURISDICTION": code}
        Running("", url, Path(), settings).command("pack", "load", code, "--people", "invented")
        let_in(url)
        with serving(url, folder, worker=False, settings=settings) as running:
            yield running
    finally:
        with unblock():
            drop_database(name)


def let_in(url: str) -> None:
    hasher = Argon2PasswordHasher()
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE organisation_officer SET password = %s", [hasher.encode(PASSWORD, hasher.salt())])
