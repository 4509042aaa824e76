"""One act, one entry: rows are written here and nowhere else, and what was written goes into the ledger.

A row stands in an entry as its fields by name. Other rows stand by their code, versioned rule rows as
`code@version` (a row may say how it is written, in `written_as`); free text and personal data stand as salted
digests; empty values are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from psycopg.types.json import Jsonb

from answerable.ledger.actions.entries import append
from answerable.ledger.canonical import scalar
from answerable.ledger.digests import digest
from answerable.ledger.models import Entry
from answerable.rules.access import Actor

# Never in the ledger: what would undo the digests or open a door, and what serves only to find doubles.
SECRET = frozenset({"salt", "link_digest", "session_digest", "fingerprint", "idempotency_key"})
EMPTY: tuple[object, ...] = (None, "", False, 0)

Change = dict[str, Any]


@cache
def digested(label: str) -> frozenset[str]:
    """The fields of an app's rows that stand in the ledger as digests: each package's `models` names its own."""
    names: frozenset[str] = getattr(apps.get_app_config(label).models_module, "DIGESTED", frozenset())
    return names


def fields_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields of a row that a ledger entry carries."""
    return [f for f in model._meta.concrete_fields if f.name not in SECRET and not f.primary_key]


def value_of(row: models.Model, field: models.Field[Any, Any], salt: bytes) -> Any:
    """One field as JSON: see the head of this module."""
    if field.is_relation:
        key = getattr(row, field.attname)
        if key is None or isinstance(key, UUID):
            return None if key is None else str(key)
        other = getattr(row, field.name)
        return str(other.written_as if hasattr(other, "written_as") else other.code)
    value = getattr(row, field.name)
    if field.name in digested(row._meta.app_label) and value not in EMPTY:
        return {"digest": digest(salt, str(value))}
    return scalar(value) if isinstance(value, datetime | date | UUID | Decimal) else value


def represent(row: models.Model, salt: bytes) -> dict[str, Any]:
    """A whole row, empty values left out."""
    values = ((field.name, value_of(row, field, salt)) for field in fields_of(type(row)))
    return {name: value for name, value in values if value not in EMPTY}


def table_of(row: models.Model) -> str:
    return str(row._meta.model_name)


@contextmanager
def in_one_go() -> Iterator[None]:
    """Send the statements inside one after another and wait for their answers once, where an answer is needed.

    A statement that fails raises there or at the end, and the transaction is lost as always.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


@cache
def _insertion(model: type[models.Model], rows: int) -> tuple[str, tuple[str, ...]]:
    """The statement that inserts so many rows of a table, and the attributes that fill it, row by row."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * rows)
    return (
        f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES {values}',
        tuple(field.attname for field in fields),
    )


@cache
def _documents(model: type[models.Model]) -> frozenset[str]:
    """The attributes kept as JSON, which psycopg does not know from lists and mappings of its own."""
    return frozenset(f.attname for f in model._meta.concrete_fields if isinstance(f, models.JSONField))


def _column(row: models.Model, name: str, documents: frozenset[str]) -> Any:
    value = getattr(row, name)
    return Jsonb(value) if name in documents and value is not None else value


def _insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one table whose keys are their own (UUIDs) and whose columns psycopg knows as they are.

    The statement the ORM would send, without composing it anew: a create sends five (bench/intake.py).
    """
    statement, names = _insertion(type(rows[0]), len(rows))
    documents = _documents(type(rows[0]))
    with connection.cursor() as cursor:
        cursor.execute(statement, [_column(row, name, documents) for row in rows for name in names])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


class Record:
    """Writes the rows of one act and remembers each for the act's one ledger entry."""

    def __init__(
        self, *, stream: UUID, salt: bytes | memoryview[int], verb: str, actor: Actor, at: datetime, rule: str
    ) -> None:
        self.stream, self.salt, self.verb = stream, bytes(salt), verb
        self.actor, self.at, self.rule = actor, at, rule
        self.changes: list[Change] = []

    def add(self, row: models.Model) -> None:
        self.add_all([row])

    def add_all(self, rows: Sequence[models.Model]) -> None:
        """Rows of one table in one statement."""
        if rows:
            _insert(rows)
        for row in rows:
            self._remember(row, represent(row, self.salt))

    def set(self, row: models.Model, **values: Any) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        self.note_set(row, values)

    def note_set(self, row: models.Model, names: Iterable[str]) -> None:
        fields = {field.name: field for field in fields_of(type(row))}
        self._remember(row, {name: value_of(row, fields[name], self.salt) for name in names if name in fields})

    def _remember(self, row: models.Model, values: dict[str, Any]) -> None:
        self.changes.append({"table": table_of(row), "key": str(row.pk), "set": values})

    def write(self, *, facts: dict[str, Any] | None = None, new_stream: bool = False) -> Entry:
        return append(
            stream=self.stream,
            at=self.at,
            verb=self.verb,
            actor=self.actor,
            rule=self.rule,
            changes=self.changes,
            facts=facts,
            new_stream=new_stream,
        )
