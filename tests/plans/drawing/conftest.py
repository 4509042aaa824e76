"""Short ways to draw up plans."""

from __future__ import annotations

import pytest

from tests.plans.conftest import DECIDED_ON, DECISION, office
from tests.plans.standing import plan, standing_plan

__all__ = ["plan", "standing_plan"]


@pytest.fixture
def bring_in(harbour, now):
    """bring_in("HARBOUR-DRAFT", document) -> the report of storing it, as the committee's secretary."""
    from answerable.plans.actions.storing import store

    def act(code, document, at=now, **more):
        return store(actor=office(at), now=at, plan_code=code, document=document, decision=DECISION,
                     decided_on=DECIDED_ON, **more)  # fmt: skip

    return act


@pytest.fixture
def secretary(harbour, now):
    """The secretary of the planning committee."""
    return office(now)
