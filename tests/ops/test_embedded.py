"""The embedded PostgreSQL: shared, left, killed, and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from answerable.ops import embedded
from answerable.ops.embedded import place as places

HOLD = "import sys, time; from pathlib import Path; from answerable.ops import embedded\n" \
       "embedded.join(Path(sys.argv[1])); print('up', flush=True); time.sleep(60)"  # fmt: skip


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="answerable-tests-", dir="/var/tmp"))
    made.chmod(0o755)
    yield made / "postgres"
    embedded.stop(made / "postgres")
    embedded.remove(made / "postgres")
    shutil.rmtree(made, ignore_errors=True)


def ask(server: embedded.Server, question: str) -> object:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    return row[0] if row else None


def hold(folder: Path) -> subprocess.Popen[bytes]:
    """Another process that uses the server until it is killed."""
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"up\n"
    return child


def postmaster(folder: Path) -> int:
    return places.find(folder) and embedded._postmaster(places.find(folder))


def wait_until_down(folder: Path) -> bool:
    until = time.monotonic() + 10
    while postmaster(folder) and time.monotonic() < until:
        time.sleep(0.05)
    return not postmaster(folder)


def test_it_starts_syncs_to_disk_and_stops_with_its_last_user(folder: Path) -> None:
    server = embedded.join(folder)
    assert ask(server, "SHOW fsync") == "on"
    assert ask(server, "SHOW listen_addresses") == ""
    assert ask(server, "SELECT current_user") == embedded.APPLICATION
    server.leave()
    assert not postmaster(folder)


def test_two_processes_share_one_server_and_the_second_keeps_it_alive(folder: Path) -> None:
    other = hold(folder)
    pid = postmaster(folder)
    server = embedded.join(folder)
    assert postmaster(folder) == pid
    other.kill()
    other.wait()
    time.sleep(1)
    assert ask(server, "SELECT 1") == 1
    server.leave()
    assert not postmaster(folder)


def test_a_killed_user_leaves_no_server_behind(folder: Path) -> None:
    other = hold(folder)
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert wait_until_down(folder)


def test_a_killed_server_comes_back_with_what_was_committed(folder: Path) -> None:
    server = embedded.join(folder)
    with psycopg.connect(server.url(user=embedded.OWNER)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    os.kill(postmaster(folder), signal.SIGKILL)
    until = time.monotonic() + 20
    while True:
        try:
            with psycopg.connect(server.url(user=embedded.OWNER)) as connection:
                assert connection.execute("SELECT n FROM kept").fetchone() == (1,)
            break
        except psycopg.OperationalError:
            assert time.monotonic() < until
            time.sleep(0.1)
    server.leave()


def test_a_stale_process_id_and_a_half_made_data_folder_do_not_stand_in_the_way(folder: Path) -> None:
    (folder / "data.new" / "base").mkdir(parents=True)
    embedded.join(folder).leave()
    (places.find(folder).data / "postmaster.pid").write_text(f"{os.getpid()}\n")
    server = embedded.join(folder)
    assert ask(server, "SELECT 1") == 1
    server.leave()


def test_a_long_path_gets_a_short_socket(folder: Path) -> None:
    deep = folder / ("x" * 100)
    place = places.find(deep)
    assert len(str(place.socket / places.SOCKET_NAME)) <= places.SOCKET_PATH_LIMIT
    server = embedded.join(deep)
    assert ask(server, "SELECT 1") == 1
    server.leave()
    embedded.remove(deep)
    assert not place.socket.exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives up its rights to run the server")
def test_a_folder_the_account_cannot_enter_is_replaced_by_one_it_can() -> None:
    hidden = Path(tempfile.mkdtemp(dir="/root"))  # 0700
    try:
        place = places.find(hidden / "postgres")
        assert place.home.parent == Path("/var/tmp")
        server = embedded.join(hidden / "postgres")
        assert ask(server, "SELECT 1") == 1
        server.leave()
        embedded.remove(hidden / "postgres")
        assert not place.home.exists()
    finally:
        shutil.rmtree(hidden)
