"""The standing cast is there, and what a test does is undone."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.support.cast import CAST


@pytest.mark.parametrize("name", CAST)
def test_everybody_of_the_cast_holds_a_post_in_harbour(actor, name: str) -> None:
    found = actor(name)
    assert found.kind == "officer"
    assert found.jurisdiction == "harbour"
    assert found.roles


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_the_city_standing(harbour) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM organisation_unit")
        assert cursor.fetchone()[0] > 5


def test_the_city_stands_after_a_test_that_committed(harbour) -> None:
    assert harbour.code == "harbour"
