"""The plan of Harbour made once for the tests of a file; what a test does to it is undone after the test.

A folder takes it in its conftest.py: `from tests.plans.standing import plan, standing_plan`. Not for tests that commit.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.plans.conftest import make_plan

CODE = "HARBOUR-5"


@pytest.fixture(scope="module")
def standing_plan(django_db_setup, django_db_blocker) -> Iterator[None]:
    """HARBOUR-5 in a transaction around all tests of the file, each of which runs in a savepoint of it."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True  # type: ignore[attr-defined]
        around.__enter__()
        try:
            make_plan(CODE, published=True)
            connection.check_constraints()
            yield
        finally:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


@pytest.fixture
def plan(standing_plan, harbour):
    """HARBOUR-5, published, with six indicators, their observations to May 2026, four tasks and a milestone."""
    from answerable.plans.models import Plan
    from answerable.plans.queries import remembered

    remembered.forget()  # a stamp counts rows, and those of another test are gone again
    return Plan.objects.select_related("jurisdiction").get(code=CODE)
