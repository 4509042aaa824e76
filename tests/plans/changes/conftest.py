"""The plan of Harbour on a day on which its targets may still be changed: 10 June 2026."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from answerable.plans.actions.changing import propose_change, record_step
from answerable.plans.actions.proposals import Proposal

REASONS = {
    "evidence_words": "Two of five sites were lost to the flood of May.",
    "necessity": "No other site can be ready before 2031; the three left are built faster.",
    "effects": "The waiting time (H-02) falls more slowly.",
}


def proposal(**wishes) -> Proposal:
    return Proposal(**({"ground": "emergency", "higher": True} | REASONS | wishes))


@pytest.fixture
def propose(indicator, actor, now):
    """propose("H-01", value=4500) -> a change proposed by the secretary of the committee."""

    def make(code, *, by="planning-secretary", at=None, papers=(), **wishes):
        for name in ("value", "low", "high"):
            if wishes.get(name) is not None:
                wishes[name] = Decimal(str(wishes[name]))
        return propose_change(
            actor=actor(by), now=at or now, indicator=indicator(code).pk, proposal=proposal(**wishes), papers=papers
        )

    return make


@pytest.fixture
def decide(actor, now):
    """decide(change, "committee", day) -> the step recorded by the chair."""

    def record(change, step, day=date(2026, 6, 10), *, by="planning-chair", at=None, approved=True, words=""):
        at = at or now + timedelta(days=max((day - now.date()).days, 0))
        return record_step(
            actor=actor(by), now=at, change=change.pk, step=step, organ=f"The {step}", document=f"Paper of the {step}",
            decided_on=day, approved=approved, words=words,
        )  # fmt: skip

    return record


FULL_WAY = (
    ("committee", date(2026, 6, 10)), ("filed", date(2026, 6, 12)), ("tabled", date(2026, 6, 29)),
    ("legislature", date(2026, 7, 20)),
)  # fmt: skip


@pytest.fixture
def full_way(decide):
    """full_way(change): all four steps of a binding target, with the days in between that the pack asks."""

    def walk(change, steps=FULL_WAY):
        for step, day in steps:
            decide(change, step, day)

    return walk
