"""A source registered for tests, and sheets as stewards fill them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from answerable.plans import sources
from tests.plans.standing import plan, standing_plan
from tests.support.city import unguarded

__all__ = ["plan", "standing_plan"]


@pytest.fixture
def lanes_source():
    """A source named "lanes" that gives, by month, what the test puts into the dictionary it returns."""
    figures: dict[str, object] = {}

    def compute(jurisdiction, params, first_day, last_day, now):
        assert jurisdiction.code == "harbour"
        found = figures.get(f"{first_day:%Y-%m}")
        if found is None:
            return sources.Value(note="nothing was counted")
        return found if isinstance(found, sources.Value) else sources.Value(value=Fraction(found), count=3)

    parameters = (sources.Parameter("district", "area", "District", required=True),)
    sources.register(sources.Source("lanes", "Lanes", "Lanes cleaned up.", compute, parameters))
    yield figures
    sources._sources.pop("lanes")


@pytest.fixture
def computed_indicator(plan, lanes_source):
    """H-03, defined as computed from "lanes"."""
    row = plan.indicators.get(code="H-03")
    with unguarded():
        row.versions.update(source="lanes", source_params=sources.pin("lanes", {"district": "north"}))
    return row
