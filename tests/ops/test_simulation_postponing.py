"""What the demonstration puts off stands in public, agreed to by somebody above, each in another unit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.cases.queries import parked_cases
from answerable.ops.simulation import bulk, postponing
from answerable.ops.simulation.plan import planned
from answerable.ops.simulation.town import Town

pytestmark = pytest.mark.django_db
SEED = 5


def test_a_few_matters_are_put_off_by_their_units_and_agreed_to_above_them(harbour, now):
    town = Town.read(harbour, now=now, seed=SEED)
    bulk.run(town, planned(town, cases=120, days=20, seed=SEED, until=now), seed=SEED, until=now)
    count = postponing.put_off(town, until=now, seed=SEED)
    parked = list(parked_cases(harbour))
    assert len(parked) == count >= 1
    assert len({deferral.unit_id for deferral in parked}) == count
    for deferral in parked:
        assert deferral.decided_by.unit_id != deferral.unit_id
        assert deferral.until > now + timedelta(days=1)
        assert deferral.case.due_at == deferral.until
