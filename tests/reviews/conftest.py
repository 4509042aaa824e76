"""Reviews of the plan of Harbour: the second quarter of 2026, called on 10 July and held on 30 July."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from answerable.reviews import actions
from tests.plans.conftest import draft, indicator, plan, task

__all__ = ["draft", "indicator", "plan", "task"]

CALLED_AT = datetime(2026, 7, 10, 8, 0, tzinfo=UTC)
HELD_AT = datetime(2026, 7, 30, 8, 0, tzinfo=UTC)
NEXT_AT = datetime(2026, 10, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def call(actor):
    """call() -> the review of the second quarter, called by the secretary; wishes change it."""

    def make(*, by="planning-secretary", at=CALLED_AT, **wishes):
        given = {"kind": "quarterly", "plan_code": "HARBOUR-5", "period": "2026-Q2", "due_on": date(2026, 7, 30)}
        return actions.call_review(actor=actor(by), now=at, **(given | wishes))

    return make


@pytest.fixture
def review(plan, call):
    """The review of the second quarter, called."""
    return call()


@pytest.fixture
def held(review, actor):
    """The same, opened by the chair on its day."""
    return actions.hold(actor=actor("planning-chair"), now=HELD_AT, number=review.number)


@pytest.fixture
def decision(held, actor):
    """The works department is to open a third site by the end of September."""
    return actions.decide(
        actor=actor("planning-chair"), now=HELD_AT, number=held.number, words="Open a third site.", owner="works-head",
        due_on=date(2026, 9, 30),
    )  # fmt: skip


@pytest.fixture
def minuted(held, actor):
    """Minutes, a look around, and who was there."""
    return actions.minute(
        actor=actor("planning-secretary"), now=HELD_AT, number=held.number, environment="Prices of steel rose.",
        minutes="The committee met at ten.", attendance={"works-head": (True, ""), "transport-head": (False, "ill")},
    )  # fmt: skip


@pytest.fixture
def reported(minuted, decision, actor):
    """The review with its report."""
    for item in minuted.items.filter(matter="forecast_short", dropped_at=None):
        actions.discuss(actor=actor("planning-chair"), now=HELD_AT, number=minuted.number, item=item.number,
                        said="The third site closes the gap.")  # fmt: skip
    return actions.report(actor=actor("planning-chair"), now=HELD_AT, number=minuted.number)
