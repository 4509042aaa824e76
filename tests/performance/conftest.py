"""A simulated half year of Harbour to count in, and short ways to a comment and an appraisal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from answerable.ops.simulation import bulk
from answerable.ops.simulation.plan import planned
from answerable.ops.simulation.town import Town
from answerable.performance.queries.scope import scope_of
from answerable.plans import sources
from tests.cases.conftest import report
from tests.plans.conftest import draft, plan
from tests.whistles.conftest import blow, do

__all__ = ["blow", "do", "draft", "plan", "report"]

FIRST, LAST = date(2026, 4, 1), date(2026, 5, 31)


@pytest.fixture
def busy(harbour, now):
    """Three months of three hundred invented cases before `now`."""
    town = Town.read(harbour, now=now, seed=5)
    bulk.run(town, planned(town, cases=300, days=90, seed=5, until=now), seed=5, until=now)
    return harbour


@pytest.fixture
def figure(harbour, now):
    """figure("solved_rate", unit="works") -> the value of April and May as known now, or at `at`."""

    def compute(name: str, *, first=FIRST, last=LAST, at=None, **params):
        return sources.source(name).compute(harbour, params, first, last, at or now)

    return compute


@pytest.fixture
def scope(harbour, now):
    """scope(unit="works") -> April and May as a scope."""

    def make(*, first=FIRST, last=LAST, at=None, **params):
        return scope_of(harbour, params, first, last, at or now)

    return make


def day(at, jurisdiction_zone="Europe/London"):
    from zoneinfo import ZoneInfo

    return at.astimezone(ZoneInfo(jurisdiction_zone)).date()


def in_period(at, now, first=FIRST, last=LAST) -> bool:
    """Whether an instant lies on a day of the period and before now."""
    return at is not None and first <= day(at) <= last and at < now


def later(now, **span):
    return now + timedelta(**span)
