"""Keeps one PostgreSQL running as long as anybody uses it. A script of its own: standard library only.

    keeper.py USERS_FILE UID GID LOG_FILE PROGRAM ARGUMENT...

Whoever uses the server holds a shared lock on USERS_FILE. The system takes the lock from a process that
dies, however it dies; when nobody holds it any more the keeper stops the server and ends. A server that
crashes while it is used is started again.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Any

LOOK_EVERY = 0.3  # seconds
RESTARTS_A_MINUTE = 40  # a crash loop ends here


def die_with_parent() -> None:
    """Asks Linux to interrupt this process when its parent ends; elsewhere does nothing."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGINT)


def start(uid: int, gid: int, log: str, command: list[str]) -> subprocess.Popen[bytes]:
    account: dict[str, Any] = {} if uid < 0 else {"user": uid, "group": gid, "extra_groups": []}
    with open(log, "ab") as out:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd="/", preexec_fn=die_with_parent, **account
        )


def nobody_left(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # fast shutdown
    try:
        server.wait(60)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def keep(users: int, uid: int, gid: int, log: str, command: list[str]) -> None:
    server = start(uid, gid, log, command)

    def end(_number: int, _frame: FrameType | None) -> None:
        stop(server)
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
    crashes: list[float] = []
    while True:
        time.sleep(LOOK_EVERY)
        code = server.poll()
        if code is None:
            if nobody_left(users):
                stop(server)
                return
        elif code == 0 or nobody_left(users):
            return
        else:
            crashes = [t for t in crashes if t > time.monotonic() - 60] + [time.monotonic()]
            if len(crashes) > RESTARTS_A_MINUTE:
                return
            server = start(uid, gid, log, command)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep(os.open(sys.argv[1], os.O_RDWR), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5:])
