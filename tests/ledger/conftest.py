"""Acts to append, and a way to tamper as only a superuser can: with the triggers asleep."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection, transaction
from uuid_utils.compat import uuid7

from answerable.ledger import actions
from answerable.rules.access import system

AT = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
ACTOR = system("harbour")


def changes(stream: UUID, **values) -> list[dict]:
    return [{"table": "case", "key": str(stream), "set": values or {"state": "dispatched"}}]


def append(stream: UUID | None = None, verb: str = "note", **more):
    """One entry in a transaction of its own."""
    stream = stream or uuid7()
    given = {"at": AT, "verb": verb, "actor": ACTOR, "rule": "a rule", "changes": changes(stream)} | more
    with transaction.atomic():
        return actions.append(stream=stream, **given)


def seal_all() -> int:
    done = 0
    while count := actions.seal(now=AT, limit=7):
        done += count
    return done


def settle(cursor) -> None:
    """Check now what would be checked at the end of the transaction."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def superuser():
    """Within, no trigger fires: what somebody with every right over the database could do."""
    with connection.cursor() as cursor:
        settle(cursor)
        cursor.execute("SET session_replication_role = replica")
        try:
            yield cursor
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture(autouse=True)
def _nothing_has_happened_yet(db):
    """The city's own entries (its pack was loaded) are out of the way."""
    with superuser() as cursor:
        for table in ("ledger_seal", "ledger_unsealed", "ledger_entry"):
            cursor.execute(f"DELETE FROM {table}")


@pytest.fixture
def three_streams(db):
    """Three streams of four entries each, sealed."""
    streams = [uuid7() for _ in range(3)]
    for _ in range(4):
        for stream in streams:
            append(stream)
    seal_all()
    return streams
