"""A whole installation of its own that may be killed: PostgreSQL with fsync on, web server and worker, all real."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from answerable.ops import embedded
from tests.support.server import free_port

PATIENCE = 60.0  # seconds until something that was killed must be back
PACKS = Path(__file__).resolve().parents[1] / "packs"


@dataclass
class Town:
    """Harbour, served by `answerable serve` as in earnest."""

    folder: Path
    server: embedded.Server
    port: int = field(default_factory=free_port)
    extra: dict[str, str] = field(default_factory=dict)
    key: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.server.url(),
            "ANSWERABLE_OWNER_URL": self.server.url(user=embedded.OWNER),
            "ANSWERABLE_VAR": str(self.folder),
            "ANSWERABLE_PACKS": str(PACKS),
            "ANSWERABLE_JURISDICTION": "harbour",
            "ANSWERABLE_LOG_LEVEL": "WARNING",
            **self.extra,
        }

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "answerable.ops.cli", *arguments],
            env=self.environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def prepare(self) -> None:
        for words in (("migrate", "--quiet"), ("pack", "load", "harbour", "--people", "invented")):
            run = self.command(*words)
            assert run.returncode == 0, run.stderr
        self.key = self.command("apikey", "create", "durability").stdout.strip()

    @contextmanager
    def serving(self, *, what: str = "serve") -> Iterator[None]:
        """`answerable serve`, or only `answerable worker`."""
        self.start(what)
        try:
            yield
        finally:
            self.stop()

    def start(self, what: str = "serve") -> None:
        where = ["--bind", f"127.0.0.1:{self.port}"] if what == "serve" else []
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "answerable.ops.cli", what, *where], env=self.environment, stdout=log, stderr=log
            )
        if what == "serve":
            wait(lambda: self.get("/about")[0] < 500, "the server does not answer", self.log)

    def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait(PATIENCE)

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    # What is killed

    def children(self, word: str) -> list[int]:
        """The processes `answerable serve` keeps, whose command line has this word."""
        assert self.process is not None
        return [pid for pid in _children(self.process.pid) if word in _command(pid)]

    def web_processes(self) -> list[int]:
        return [pid for master in self.children("gunicorn") for pid in _children(master)]

    def postmaster(self) -> int:
        with suppress(OSError, ValueError, IndexError):
            return int((self.server.place.data / "postmaster.pid").read_text().split()[0])
        return 0

    # What is asked

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=40) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")
        except OSError:
            return 599, ""

    def report(self, words: str, *, once: str) -> tuple[int, str]:
        """One post by Open311: status and the case's number; 599 when nobody answered."""
        form = {
            "api_key": self.key, "service_code": "roads_surface_pothole", "lat": "50.15", "long": "10.05",
            "description": words, "phone": f"+852 9{zlib.crc32(once.encode()) % 10**7:07d}",
        }  # fmt: skip
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": once}
        try:
            link.request("POST", "/open311/v2/requests.json", urlencode(form).encode(), headers)
            answer = link.getresponse()
            body = answer.read()
            if answer.status not in (200, 201):
                return answer.status, body.decode(errors="replace")
            return answer.status, json.loads(body)[0]["service_request_id"]
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            return 599, ""
        finally:
            link.close()

    def database(self) -> psycopg.Connection:
        """As the owner, who sees everything; waits until the server is back."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return psycopg.connect(self.server.url(user=embedded.OWNER), autocommit=True, connect_timeout=5)
            except psycopg.OperationalError:
                assert time.monotonic() < until, "the database did not come back"
                time.sleep(0.1)


def kill(pid: int) -> None:
    """kill -9."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def wait(done: Callable[[], bool], complaint: str, log: Path | None = None, patience: float = PATIENCE) -> None:
    until = time.monotonic() + patience
    while not done():
        tail = log.read_text(errors="replace")[-3000:] if log and log.exists() else ""
        assert time.monotonic() < until, f"{complaint} within {patience:.0f} s\n{tail}"
        time.sleep(0.1)


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(child) for child in text.split()]
    return []


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


@contextmanager
def founded(**extra: str) -> Iterator[Town]:
    """A town in a folder of its own; afterwards nothing of it runs and nothing is left."""
    folder = Path(tempfile.mkdtemp(prefix="answerable-durability-", dir="/var/tmp"))
    folder.chmod(0o755)
    server = embedded.join(folder / "postgres")
    try:
        town = Town(folder, server, extra=extra)
        town.prepare()
        yield town
    finally:
        server.leave()
        shutil.rmtree(folder, ignore_errors=True)
