"""The running REST server against schemathesis: everything its OpenAPI promises, with inputs nobody here thought of.

Twice: with addresses made up, and with the number of a case that is there, so that the acts themselves are reached.
`positive_data_acceptance` also takes 422, since the rulebook may refuse what the schema allows (say, a place outside
the city); every other check of schemathesis runs as it comes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import requests

pytestmark = [pytest.mark.peer, pytest.mark.slow]
CONFIG = """
base-url = "{url}"
seed = 1
continue-on-failure = true
{parameters}
[generation]
max-examples = 5
[phases.stateful]
enabled = false
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "422"]
"""
SECONDS = 15  # of fuzzing, each of the two times
HOLE = {"words": "A deep hole.", "category_code": "roads.surface.pothole", "latitude": 50.15, "longitude": 10.05}


@pytest.fixture(scope="module")
def key(running_server) -> str:
    """The key of a post that sees every case and may dispatch."""
    posts = "hotline-dispatcher"
    return running_server.command("apikey", "create", "fuzzer", "--post", posts).stdout.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def number(running_server, key) -> str:
    answer = requests.post(
        f"{running_server.url}/api/v1/contacts", json=HOLE, headers={"Authorization": f"Bearer {key}"}, timeout=20
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["number"]


def fuzz(running_server, key: str, folder: Path, *, number: str = "") -> subprocess.CompletedProcess:
    parameters = f"[parameters]\nnumber = {json.dumps(number)}" if number else ""
    config = folder / "schemathesis.toml"
    config.write_text(CONFIG.format(url=running_server.url, parameters=parameters))
    return subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run",
         f"{running_server.url}/api/v1/openapi.json", "-H", f"Authorization: Bearer {key}", "--no-color",
         "--max-time", str(SECONDS)],  # one worker: CPython 3.11 may not parse its own sources in two threads at once
        capture_output=True, text=True, timeout=120, cwd=folder,
    )  # fmt: skip


def test_made_up_addresses_and_bodies_find_no_failure(running_server, key, tmp_path):
    run = fuzz(running_server, key, tmp_path)
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]


def test_acts_on_a_case_that_is_there_find_no_failure(running_server, key, number, tmp_path):
    run = fuzz(running_server, key, tmp_path, number=number)
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]
