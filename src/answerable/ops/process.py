"""Child processes that never outlive us: stopped together on Ctrl-C or SIGTERM, and dead when we are killed."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

import structlog

PR_SET_PDEATHSIG = 1
PATIENCE = 15.0  # seconds between the polite signal and the other one
QUICK_DEATH = 3.0  # a child that lives shorter failed to start
GIVE_UP_AFTER = 5  # quick deaths in a row

log = structlog.get_logger("answerable.process")


def die_with_parent() -> None:
    """In the child, before it becomes its program: Linux sends it SIGTERM when its parent is gone."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A program we keep running. `arguments` follow this Python's own name."""

    name: str
    arguments: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    quick_deaths: int = 0
    started: float = 0.0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """In a session of its own, so that Ctrl-C reaches it only through us."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, *self.arguments],
            env={**os.environ, **self.environment},
            preexec_fn=die_with_parent,
            start_new_session=True,
        )

    def keep(self) -> bool:
        """Starts it again when it has ended; False when it will not stay up."""
        if self.process is None or self.process.poll() is None:
            return True
        quick = time.monotonic() - self.started < QUICK_DEATH
        self.quick_deaths = self.quick_deaths + 1 if quick else 0
        log.warning("child ended", child=self.name, code=self.process.returncode)
        if self.quick_deaths >= GIVE_UP_AFTER:
            return False
        time.sleep(min(2.0, 0.2 * 2**self.quick_deaths))
        self.start()
        return True


def supervise(children: Sequence[Child]) -> int:
    """Keeps the children running until we are told to stop (returns 0) or one will not stay up (returns 1)."""
    asked: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    before = {number: signal.signal(number, remember) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        for child in children:
            child.start()
        while not asked and all(child.keep() for child in children):
            time.sleep(0.1)
        stop([child.process for child in children if child.process])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0 if asked else 1


def stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Asks every child to end, and kills those that do not within PATIENCE."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
