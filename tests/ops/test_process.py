"""serve and its children: they end together, and they come back when one dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = """
import sys
from answerable.ops.process import Child, supervise
children = [Child(n, ["-c", f"import os,time,pathlib; pathlib.Path(r'{sys.argv[1]}/{n}').write_text(str(os.getpid())); "
                            "time.sleep(60)"]) for n in ("one", "two")]
sys.exit(supervise(children))
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if Path("/proc/self").exists() else True


def eventually(condition, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


@pytest.fixture
def family(tmp_path: Path):
    """A supervisor with two children; returns it and a function that gives a child's process id."""

    def pid(name: str) -> int:
        path = tmp_path / name
        assert eventually(lambda: path.exists() and path.read_text().isdigit())
        return int(path.read_text())

    parent = subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)], stderr=subprocess.DEVNULL)
    pid("one"), pid("two")
    yield parent, pid
    parent.kill()
    parent.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_everything_stops_when_it_is_told_to_stop(family, number: int) -> None:
    parent, pid = family
    children = [pid("one"), pid("two")]
    parent.send_signal(number)
    assert parent.wait(10) == 0
    assert not any(alive(child) for child in children)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent died")
def test_no_child_outlives_a_killed_parent(family) -> None:
    parent, pid = family
    children = [pid("one"), pid("two")]
    parent.kill()
    assert eventually(lambda: not any(alive(child) for child in children))


def test_a_child_that_dies_is_started_again(family) -> None:
    _, pid = family
    before = pid("one")
    os.kill(before, signal.SIGKILL)
    assert eventually(lambda: pid("one") != before and alive(pid("one")))
