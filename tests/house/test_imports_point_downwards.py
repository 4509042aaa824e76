"""ops > desk, portal, api > leaders, whistles > cases > triage, outbox > organisation > ledger > rules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from answerable.ops import floors
from tests.house.source import ROOT

FLOOR = {name: i for i, (_, names) in enumerate(floors.FLOORS) for name in names}


def test_no_package_imports_upwards_or_sideways() -> None:
    assert [(a, b) for a, b in sorted(floors.imports()) if FLOOR[a] >= FLOOR[b]] == []


def test_import_linter_agrees() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_picture_of_the_floors_is_current() -> None:
    assert floors.PICTURE.read_text("utf-8") == floors.picture(), "run: answerable floors"
