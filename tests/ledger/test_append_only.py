"""The database itself refuses to change what happened: to everybody by trigger, to the application by right."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from answerable.ledger import roles
from answerable.ledger.models import Seal
from tests.ledger.conftest import append, settle

FORBIDDEN = (
    "UPDATE {} SET {} = {}",
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
)
TABLES = (("ledger_entry", "verb", "'x'"), ("ledger_seal", "position", "position + 1"))


@pytest.mark.parametrize("statement", FORBIDDEN)
@pytest.mark.parametrize("table", TABLES)
def test_the_owner_of_the_tables_is_refused_by_trigger(three_streams, statement, table):
    settle(connection.cursor())
    with pytest.raises(ProgrammingError, match="the ledger is append-only"), transaction.atomic():
        connection.cursor().execute(statement.format(*table))


@pytest.fixture
def application(db):
    """Act as the application's role for the rest of the test."""
    with connection.cursor() as cursor:
        roles.create(connection)
        assert roles.grant(connection)
        cursor.execute(f"SET ROLE {roles.ROLE}")
        yield cursor
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize("statement", FORBIDDEN)
@pytest.mark.parametrize("table", TABLES)
def test_the_application_has_not_even_the_right(three_streams, application, statement, table):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        application.execute(statement.format(*table))


def test_the_application_can_do_its_work(application):
    from tests.ledger.conftest import seal_all

    entry = append()
    append(entry.stream)
    assert seal_all() == 2
    assert Seal.objects.count() == 2
    application.execute("UPDATE organisation_jurisdiction SET open311_id = open311_id")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        application.execute("UPDATE django_migrations SET name = name")
    with pytest.raises(ProgrammingError, match=r"must be owner|permission denied"), transaction.atomic():
        application.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ALL")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        application.execute("SET session_replication_role = replica")


def test_tables_of_later_migrations_are_covered(application):
    application.execute("RESET ROLE")
    application.execute("CREATE TABLE later_table (id bigserial PRIMARY KEY, x int)")
    application.execute(f"SET ROLE {roles.ROLE}")
    application.execute("INSERT INTO later_table (x) VALUES (1)")
    application.execute("UPDATE later_table SET x = 2")


@pytest.mark.django_db
def test_without_the_role_granting_does_nothing():
    assert roles.grant(connection, "no_such_role") is False
    with pytest.raises(ValueError, match="plain role name"):
        roles.create(connection, 'x"; DROP TABLE ledger_entry; --')


@pytest.mark.django_db
def test_rights_can_be_taken_back():
    roles.create(connection)
    roles.grant(connection)
    roles.revoke(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'ledger_entry', 'SELECT')", [roles.ROLE])
        assert cursor.fetchone() == (False,)
