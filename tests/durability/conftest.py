"""Processes are found in /proc, so these tests run on Linux."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.town import Town, founded


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    if not Path("/proc/self/task").exists():
        pytest.skip("needs /proc, which this system does not have")
    with founded() as built:
        yield built
