"""The stage: the embedded PostgreSQL as it is shipped (fsync on), a database for each size, a real server on each."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from answerable.ops import embedded
from parts.figures import busy

HERE = Path(__file__).resolve().parents[1]
START_LIMIT = 60.0  # seconds


@dataclass
class City:
    """One database and the server in front of it."""

    name: str
    server: embedded.Server
    folder: Path
    pack: str
    port: int
    known: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(HERE),
            "DJANGO_SETTINGS_MODULE": "parts.settings",
            "DATABASE_URL": self.server.url(database=self.name),
            "ANSWERABLE_OWNER_URL": self.server.url(user=embedded.OWNER, database=self.name),
            "ANSWERABLE_VAR": str(self.folder),
            "ANSWERABLE_SECRET_KEY": "only-for-measuring",
            "ANSWERABLE_JURISDICTION": self.pack,
            "ANSWERABLE_LOG_LEVEL": "WARNING",
        }

    def inside(self, *arguments: str) -> dict[str, Any]:
        """Run a command of parts.inside on this database."""
        run = subprocess.run(
            [sys.executable, "-m", "parts.inside", *arguments],
            env=self.environment, stdout=subprocess.PIPE, check=True, text=True,
        )  # fmt: skip
        answer: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
        return answer

    def prepare(self, cases: int, open_share: float) -> None:
        owner = self.server.url(user=embedded.OWNER, database="postgres")
        with psycopg.connect(owner, autocommit=True) as link:
            if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name]).fetchone():
                link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.name)))
        self.known = self.inside("prepare", str(cases), str(open_share))

    @contextmanager
    def serving(self) -> Iterator[None]:
        """`answerable serve` as shipped: 2 processes of 4 threads, and the worker."""
        bind = f"127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "answerable.ops.cli", "serve", "--bind", bind]
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        try:
            self._wait()
            yield
        finally:
            self.process.terminate()
            self.process.wait(60)

    def _wait(self) -> None:
        until = time.monotonic() + START_LIMIT
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/about", timeout=10).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.2)
        raise SystemExit(f"The server did not start; see {self.folder / f'{self.name}.log'}")

    def load(self, mode: str, *, connections: int, seconds: float, warm: int = 4) -> dict[str, Any]:
        """Load of one kind from a process of its own, with what everybody used of the processors meanwhile."""
        order = self.folder / "order.json"
        order.write_text(json.dumps({
            "mode": mode, "port": self.port, "connections": connections, "seconds": seconds, "warm": warm,
            **{name: self.known[name] for name in ("key", "session", "codes", "bounds")},
        }))  # fmt: skip
        assert self.process is not None
        groups = {"web": [self.process.pid], "load": [os.getpid()], "database": [self._postmaster()]}
        before, begun = busy(groups), time.perf_counter()
        run = subprocess.run(
            [sys.executable, "-m", "parts.load", str(order)], env=self.environment, stdout=subprocess.PIPE, check=True
        )
        took, after = time.perf_counter() - begun, busy(groups)
        figures: dict[str, Any] = json.loads(run.stdout)
        used = {name: after.ours[name] - before.ours[name] for name in groups}
        used["load"] -= used["web"] + used["database"]  # both descend from us, too
        figures["cpu_ms"] = {name: round(spent * 1000 / max(1, figures["n"]), 2) for name, spent in used.items()}
        figures["others"] = round((after.everybody - before.everybody - sum(used.values())) / took, 2)
        return figures

    def _postmaster(self) -> int:
        return int((self.server.place.data / "postmaster.pid").read_text().split()[0])


def free_port(first: int) -> int:
    """The first free port from this one on."""
    for port in range(first, first + 20):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise SystemExit(f"No free port from {first} on.")
