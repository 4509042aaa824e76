"""A simulated half year of Harbour to count in, and short ways to a comment and an appraisal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from answerable.ops.simulation import bulk
from answerable.ops.simulation.plan import planned
from answerable.ops.simulation.town import Town
from answerable.performance import actions
from answerable.performance.queries.scope import scope_of
from answerable.plans import sources
from answerable.plans.models import Batch, Observation
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


END = datetime(2027, 2, 10, 9, tzinfo=UTC)  # a Wednesday
YEAR = {  # what came in after May, so that the year is whole: H-01 misses 800 by 20, H-02 reaches 5.7
    "H-01": {"2026-Q2": 200, "2026-Q3": 200, "2026-Q4": 200},
    "H-02": {"2026-Q4": "5.7"},
    "H-03": {f"2026-{month:02}": 41 for month in range(6, 13)},
}


def observe(plan, code, period, value, at, *, words="", state="final"):
    row = plan.indicators.get(code=code)
    batch = Batch.objects.create(plan=plan, indicator=row, way="typed", state="accepted", came_at=at, settled_at=at)
    return Observation.objects.create(
        indicator=row, meaning=row.versions.get(), period=period, value=Decimal(str(value)), state=state, known_at=at,
        batch=batch, words=words,
    )  # fmt: skip


@pytest.fixture
def year_over(plan):
    """HARBOUR-5 with its figures of 2026."""
    for code, values in YEAR.items():
        for period, value in values.items():
            observe(plan, code, period, value, datetime(2027, 1, 15, 9, tzinfo=UTC))
    return plan


@pytest.fixture
def open_year(year_over, actor):
    """open_year() -> the appraisals of 2026 by post."""

    def act(at=END, **more):
        opened = actions.open_year(
            actor=actor("planning-secretary", at), now=at, plan_code=year_over.code, year_code="2026", **more
        )  # fmt: skip
        return {row.post.code: row for row in opened}

    return act


@pytest.fixture
def act(actor):
    """act("put", row, "planning-secretary", days=3, ...) -> the appraisal after one act, so many days after END."""

    def do(verb, row, who, *, days=0.0, **inputs):
        at = END + timedelta(days=days)
        return getattr(actions, verb)(actor=actor(who, at), now=at, key=row.pk, **inputs)

    return do


REPORT = {
    "attainment": "780 flats were completed.",
    "unmet": "Twenty slipped into January.",
    "measures": "Two crews more.",
}


@pytest.fixture
def issued(open_year, act):
    """The appraisal of works, issued by the secretary 20 days after END."""
    row = open_year()["works-head"]
    act("report", row, "works-head", days=1, **REPORT)
    act("put", row, "planning-secretary", days=2)
    act("reply", row, "works-head", days=3, words="The twenty are let by now.")
    return act("issue", row, "planning-secretary", days=20, conclusion="One of two binding targets was missed.")
