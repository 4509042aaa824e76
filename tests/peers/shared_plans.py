"""Public schedules of other people. They lie outside the project: where they are absent, tests skip and say so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PLANS = Path(os.environ.get("ANSWERABLE_TEST_DATA", CHECKOUT.parent / "shared" / "data")) / "plans"
HOW = f"no public plans in {PLANS.name}/ of ANSWERABLE_TEST_DATA or beside the checkout"


def there(*names: str) -> pytest.MarkDecorator:
    """Skip unless all of these files or folders are there."""
    return pytest.mark.skipif(not all((PLANS / name).exists() for name in names), reason=HOW)
