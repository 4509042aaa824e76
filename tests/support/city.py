"""The city of Harbour stands in every test database; what happens in it is undone after each test.

Most tests run in a transaction that is rolled back. Tests that commit (transactional_db, live_server)
leave rows behind: afterwards the tables of work are emptied and the city's own tables stay. Emptying has
to step around the ledger's triggers, which refuse it as they should.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase

PACK = Path(__file__).resolve().parents[1] / "packs" / "harbour"
LOADED_AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
CITY_TABLES = ("organisation_", "triage_", "django_content_type", "django_migrations", "auth_")


@contextmanager
def unguarded() -> Iterator[None]:
    """Let a test stand as if something had been otherwise from the beginning, or somebody had gone round the database's
    triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def load_city() -> None:
    """Loads the pack with its invented people."""
    from answerable.ops import packs

    packs.load(PACK, now=LOADED_AT, people="invented")


def empty_work() -> None:
    """Empties every table that is not part of the city itself."""
    tables = [t for t in connection.introspection.table_names() if not t.startswith(CITY_TABLES)]
    names = ", ".join(connection.ops.quote_name(t) for t in tables)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {names}")
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The test database of pytest-django with the city in it, and an untouched copy for servers of their own."""
    TransactionTestCase._fixture_teardown = lambda self: empty_work()
    with django_db_blocker.unblock():
        load_city()
        copy_database(pristine())
    yield
    with django_db_blocker.unblock():
        drop_database(pristine())


def pristine() -> str:
    """The name of the copy that no test writes to."""
    return f"{connection.settings_dict['NAME']}_pristine"


def copy_database(name: str, template: str = "") -> None:
    """A new database like the test database, or like another that nobody is connected to."""
    source = template or connection.settings_dict["NAME"]
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def drop_database(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def harbour(db):
    """The jurisdiction of Harbour."""
    from answerable.organisation.models import Jurisdiction

    return Jurisdiction.objects.get(code="harbour")


@pytest.fixture
def now():
    """A Wednesday morning in working hours: 10 June 2026, 10:00 in Harbour."""
    from zoneinfo import ZoneInfo

    return datetime(2026, 6, 10, 10, 0, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
