"""`running_server`: the real web server on a free port, with a database of its own that has the city in it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from tests.support.city import copy_database, drop_database, pristine

START_LIMIT = 40.0  # seconds


@dataclass(frozen=True)
class Running:
    """Where the server answers, and the address of its database."""

    url: str
    database_url: str
    log: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this city runs with."""
        return {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "ANSWERABLE_OWNER_URL": self.database_url,
            **self.settings,
        }

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs `answerable ...` against this server's database."""
        return subprocess.run(
            [sys.executable, "-m", "answerable.ops.cli", *arguments],
            env=self.environment, capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    database_url: str,
    folder: Path,
    *,
    worker: bool = True,
    processes: int = 2,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Running]:
    """Runs web server and worker until the block ends, with these settings beside the test's own."""
    port, log = free_port(), folder / "server.log"
    running = Running(f"http://127.0.0.1:{port}", database_url, log, settings or {})
    command = [sys.executable, "-m", "gunicorn", "answerable.ops.wsgi", "--bind", f"127.0.0.1:{port}",
               "--worker-class", "gthread", "--workers", str(processes), "--threads", "4", "--no-control-socket",
               "--log-level", "warning"]  # fmt: skip
    env = {**running.environment, "ANSWERABLE_DATABASE_POOL": "1", "ANSWERABLE_LOG_LEVEL": "WARNING"}
    with log.open("ab") as out:
        children = [subprocess.Popen(command, env=env, stdout=out, stderr=out)]
        if worker:
            jobs = [sys.executable, "-m", "answerable.ops.cli", "worker"]
            children.append(subprocess.Popen(jobs, env=env, stdout=out, stderr=out))
    try:
        _wait(running, children[0])
        yield running
    finally:
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                child.kill()


def _wait(running: Running, web: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_LIMIT
    while time.monotonic() < until and web.poll() is None:
        try:
            urllib.request.urlopen(running.url + "/", timeout=10).close()
            return
        except urllib.error.HTTPError:
            return  # it answers; what it answers is for the test to judge
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{running.log.read_text(errors='replace')[-4000:]}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test of a running server needs the test database made too, though it does not open it itself."""
    for item in items:
        if "running_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="module")
def running_server(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Running]:
    """The whole system on a free port, fresh for each test module. Its writes are real and stay there."""
    name = f"run_{os.getpid()}_{request.module.__name__.rpartition('.')[2]}"[:60]
    with django_db_blocker.unblock():
        copy_database(name, pristine())
    url = make_conninfo(os.environ["DATABASE_URL"], dbname=name)
    try:
        with serving(url, tmp_path_factory.mktemp("server")) as running:
            yield running
    finally:
        with django_db_blocker.unblock():
            drop_database(name)
