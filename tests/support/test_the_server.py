"""The running server has the city, answers, and its worker works."""

from __future__ import annotations

import time
import urllib.request

import psycopg
import pytest

pytestmark = pytest.mark.slow


def ask(running, question: str):
    with psycopg.connect(running.database_url) as connection:
        return connection.execute(question).fetchall()


def test_it_answers_with_the_city_in_its_database(running_server) -> None:
    with urllib.request.urlopen(running_server.url + "/cases", timeout=20) as answer:
        assert answer.status == 200
    assert ask(running_server, "SELECT code FROM organisation_jurisdiction") == [("harbour",)]


def test_its_worker_seals_the_ledger_by_the_clock(running_server) -> None:
    until = time.monotonic() + 40
    while time.monotonic() < until:
        done = {name for (name,) in ask(running_server, "SELECT task_name FROM procrastinate_periodic_defers")}
        if any(name.startswith("ledger.") for name in done):
            return
        time.sleep(0.5)
    pytest.fail(f"only {done} ran")
