"""bench/responsibility.py in small: it ends well, and not when a stored row was changed behind the acts' back."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.slow


def measured(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "bench" / "responsibility.py"), "--cases", "2000", "--sample", "200"]
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "ANSWERABLE_VAR")}
    return subprocess.run([*command, *arguments], env=environment, capture_output=True, text=True, check=False)


def test_who_answered_is_what_is_stored() -> None:
    run = measured()
    assert run.returncode == 0, run.stdout + run.stderr
    assert "cells (case x hour) answered: 17,520,000" in run.stdout
    assert "open cells without anybody who answers: 0" in run.stdout
    assert run.stdout.count("differences: 0") == 2


def test_one_row_changed_behind_the_ledgers_back_is_found() -> None:
    run = measured("--tamper")
    assert run.returncode == 1, run.stdout + run.stderr
    assert "differences: 2" in run.stdout
