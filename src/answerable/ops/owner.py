"""Two database roles: the owner makes tables, the application works in them and cannot change the ledger.

The owner is, in this order: ANSWERABLE_OWNER_URL; the owner of the embedded server; the role of
DATABASE_URL itself (then the ledger is guarded by its triggers alone, and `answerable doctor` says so).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from answerable.ledger import roles
from answerable.ops import embedded

_KNOWN = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


def application_role() -> str:
    return str(conninfo_to_dict(os.environ["DATABASE_URL"]).get("user", ""))


def owner_settings() -> dict[str, object]:
    """What differs in the connection's settings when we are the owner; empty when there is no other role."""
    if url := os.environ.get("ANSWERABLE_OWNER_URL"):
        parts = conninfo_to_dict(url)
        return {name: parts.get(key) or "" for name, key in _KNOWN.items()}
    return {"USER": embedded.OWNER} if os.environ.get("ANSWERABLE_EMBEDDED") else {}


@contextmanager
def as_owner() -> Iterator[None]:
    """Within, the default connection is the owner's."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(owner_settings())
    options = connection.settings_dict["OPTIONS"]
    connection.settings_dict["OPTIONS"] = {name: value for name, value in options.items() if name != "assume_role"}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def grant() -> None:
    """Gives the application's roles their rights on every table; on the ledger: to read and to add."""
    roles.grant(connection)
    if owner_settings():
        roles.grant(connection, application_role())
