"""The right of the application's database role: it may add to the ledger and never change it.

`answerable_app` is made by the ledger's migration where the migrating role may make roles. Tables of later
migrations are covered by default privileges, and by calling `grant` again after every migrate.
"""

from __future__ import annotations

import re

from django.db.backends.base.base import BaseDatabaseWrapper

ROLE = "answerable_app"
APPEND_ONLY = ("ledger_entry", "ledger_seal")
READ_ONLY = ("django_migrations",)

_EXISTS = "SELECT 1 FROM pg_roles WHERE rolname = %s"
_CREATE = """
DO $$ BEGIN
    CREATE ROLE {role} NOLOGIN;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN
        RAISE NOTICE 'role {role} not made: % may not create roles; see docs/reference/ledger.md', current_user;
END $$;
"""
_JOIN = """
DO $$ BEGIN
    IF NOT pg_has_role(current_user, '{role}', 'MEMBER') THEN GRANT {role} TO CURRENT_USER; END IF;
EXCEPTION
    WHEN insufficient_privilege THEN RAISE NOTICE '% may not take on role {role}', current_user;
END $$;
"""
_GRANT = """
GRANT USAGE ON SCHEMA {schema} TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {role};
"""
_REVOKE = """
REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role};
REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {role};
REVOKE ALL ON SCHEMA {schema} FROM {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} REVOKE ALL ON TABLES FROM {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} REVOKE ALL ON SEQUENCES FROM {role};
"""


def create(connection: BaseDatabaseWrapper, role: str = ROLE) -> None:
    """Make the role where that is permitted (a notice says when it is not), and let the migrating role take it on."""
    name = _plain(role)
    with connection.cursor() as cursor:
        cursor.execute(_CREATE.format(role=name))
        if _exists(cursor, role):
            cursor.execute(_JOIN.format(role=name))


def grant(connection: BaseDatabaseWrapper, role: str = ROLE) -> bool:
    """Give the role its rights on every table there is and will be; False when there is no such role.

    Run by the owner of the tables. On entries and seals: SELECT and INSERT alone.
    """
    with connection.cursor() as cursor:
        if not _exists(cursor, role):
            return False
        name, schema = connection.ops.quote_name(role), _schema(connection)
        cursor.execute(_GRANT.format(role=name, schema=schema))
        for table in _present(cursor, APPEND_ONLY):
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {name}")
        for table in _present(cursor, READ_ONLY):
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {name}")
    return True


def revoke(connection: BaseDatabaseWrapper, role: str = ROLE) -> None:
    """Take every right in this database away again. The role itself stays: other databases may use it."""
    with connection.cursor() as cursor:
        if _exists(cursor, role):
            name = connection.ops.quote_name(role)
            cursor.execute(_REVOKE.format(role=name, schema=_schema(connection)))


def _exists(cursor: object, role: str) -> bool:
    cursor.execute(_EXISTS, [role])  # type: ignore[attr-defined]
    return cursor.fetchone() is not None  # type: ignore[attr-defined]


def _present(cursor: object, tables: tuple[str, ...]) -> list[str]:
    cursor.execute("SELECT t FROM unnest(%s::text[]) t WHERE to_regclass(t) IS NOT NULL", [list(tables)])  # type: ignore[attr-defined]
    return [row[0] for row in cursor.fetchall()]  # type: ignore[attr-defined]


def _plain(role: str) -> str:
    """A role's name that needs no quotes; ValueError otherwise."""
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", role):
        raise ValueError(f"{role!r} is not a plain role name: lower case letters, digits and underscores")
    return role


def _schema(connection: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        row = cursor.fetchone()
    return str(row[0])
