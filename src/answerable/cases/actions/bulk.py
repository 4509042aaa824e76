"""Many acts at once: histories brought in from elsewhere, written by COPY in one transaction a batch.

The rows, the ledger entries and the order of both are those of the acts done one by one; what differs is only how
they travel. A row is a dict of its fields by name (what is left out has the model's default); another row is a Ref.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models, transaction

from answerable.cases.models import (
    DIGESTED,
    Assignment,
    Callback,
    Case,
    Clock,
    Contact,
    Follower,
    Objection,
    Person,
    Reply,
    Step,
)
from answerable.ledger import actions as ledger
from answerable.ledger.actions.record import EMPTY, SECRET
from answerable.ledger.canonical import instant
from answerable.ledger.digests import digest
from answerable.organisation.models import Jurisdiction, RuleRow
from answerable.organisation.streams import stream_of
from answerable.rules.access import Actor, system
from answerable.rules.problems import NotAllowed, Problem

Values = dict[str, Any]
_UNSAID = SECRET | {"id"}


class Ref(NamedTuple):
    """Another row: its key in the database and its name in the ledger."""

    id: int
    text: str


def ref(row: models.Model) -> Ref:
    """A Ref to a row of the pack, named as ledger.actions.record names it."""
    code = str(row.code)  # type: ignore[attr-defined]
    return Ref(row.pk, f"{code}@{row.version}" if isinstance(row, RuleRow) else code)


def _escape(text: str) -> str:
    if text.isprintable() and "\\" not in text:
        return text
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


@lru_cache(maxsize=16_384)
def _instant(moment: datetime) -> str:
    """ledger.canonical.instant; the same moments stand in several rows."""
    return moment.isoformat(timespec="microseconds")[:-6] + "Z" if moment.tzinfo is UTC else instant(moment)


_COPY: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "\\N",
    str: _escape,
    bool: lambda v: "t" if v else "f",
    int: str,
    float: repr,
    datetime: _instant,
    UUID: str,
    bytes: lambda v: "\\\\x" + v.hex(),
    Ref: lambda v: str(v[0]),
}


@dataclass(frozen=True)
class _Table:
    """How rows of a model travel: columns in order, and what stands where a row says nothing."""

    model: type[models.Model]
    places: Mapping[str, int]
    copy: str
    defaults: tuple[str, ...]

    @classmethod
    def of(cls, model: type[models.Model]) -> _Table:
        fields = model._meta.concrete_fields
        columns = ", ".join(f'"{f.column}"' for f in fields)
        return cls(
            model,
            {f.name: place for place, f in enumerate(fields)},
            f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN',
            tuple(_encode(_default(f)) for f in fields),
        )

    def line(self, values: Mapping[str, Any]) -> str:
        cells, places, copy = list(self.defaults), self.places, _COPY
        for name, value in values.items():
            if value is not None:
                cells[places[name]] = copy[type(value)](value)
        return "\t".join(cells)


def _default(one: models.Field[Any, Any]) -> Any:
    if one.primary_key or one.null:
        return None
    return one.get_default() if one.has_default() else "" if one.empty_strings_allowed and not one.is_relation else None


def _encode(value: object) -> str:
    return _COPY[type(value)](value)


# In the order in which rows may refer to each other.
TABLES = {
    str(model._meta.model_name): _Table.of(model)
    for model in (Person, Case, Contact, Assignment, Clock, Step, Reply, Callback, Objection, Follower)
}


def represent(values: Mapping[str, Any], salt: bytes, known: dict[str, Any]) -> dict[str, Any]:
    """Fields as a ledger entry carries them: ledger.actions.record.represent for rows that are dicts."""
    return _said({name: value for name, value in values.items() if value}, salt, known)  # the rest is record.EMPTY


def _said(values: Mapping[str, Any], salt: bytes, known: dict[str, Any]) -> dict[str, Any]:
    """Values by name as JSON; `known` keeps the digests of texts that stand in several rows of a history."""
    out: dict[str, Any] = {}
    for name, value in values.items():
        if name in _UNSAID:
            continue
        kind = type(value)
        if name in DIGESTED and value not in EMPTY:
            out[name] = known.get(value) or _digested(str(value), salt, known)
        elif kind is Ref:
            out[name] = value[1]
        elif kind is datetime:
            out[name] = _instant(value)
        else:
            out[name] = str(value) if kind is UUID else value
    return out


def _digested(text: str, salt: bytes, known: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = known.setdefault(text, {"digest": digest(salt, text)})
    return found


@dataclass
class History:
    """The acts of one case (or contact), recorded without the database; the bulk twin of record.Record."""

    stream: UUID | str
    salt: bytes
    rows: list[tuple[str, Values]] = field(default_factory=list)
    entries: list[ledger.Act] = field(default_factory=list)
    _changes: list[Values] = field(default_factory=list)
    _digests: dict[str, Any] = field(default_factory=dict)

    def add(self, table: str, values: Values) -> Values:
        """A new row; returns it, so that a later act can `set` it."""
        self.rows.append((table, values))
        self._changes.append(
            {"table": table, "key": str(values["id"]), "set": represent(values, self.salt, self._digests)}
        )
        return values

    def set(self, table: str, row: Values, **values: Any) -> None:
        """Change a row of this history; the entry carries every value set, empty or not."""
        row |= values
        said = _said(values, self.salt, self._digests)
        self._changes.append({"table": table, "key": str(row["id"]), "set": said})

    def entry(self, *, at: datetime, verb: str, actor: Actor, rule: str, facts: Values | None = None) -> None:
        """End the act: everything added and set since the last entry is its changes."""
        self.entries.append(ledger.Act(self.stream, at, verb, actor, rule, self._changes, facts))
        self._changes = []


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave the cycle collector off while histories by the thousand come and go.

    They hold no cycles, and looking for some took a third of the time of an import.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass
class Payload:
    """Histories made ready to travel: the COPY text of each table and the ledger's entries."""

    texts: dict[str, bytes]
    entries: bytes
    cases: int


def pack(histories: Iterable[History]) -> Payload:
    """Format histories for the database; needs no connection, so it can run while another batch travels."""
    lines: dict[str, list[str]] = {name: [] for name in TABLES}
    entries: list[ledger.Act] = []
    cases = 0
    for history in histories:
        cases += 1
        for table, values in history.rows:
            lines[table].append(TABLES[table].line(values))
        entries.extend(history.entries)
    texts = {name: ("\n".join(found) + "\n").encode() for name, found in lines.items() if found}
    return Payload(texts, ledger.prepare(entries), cases)


def write(payload: Payload, *, actor: Actor) -> int:
    """Store a batch of histories in one transaction; returns how many. Only the system and administrators may."""
    if actor.kind != "system" and "administrator" not in actor.roles:
        raise NotAllowed(Problem("not_yours", "", {"verb": "import", "unit": actor.unit or ""}))
    with transaction.atomic(), connection.cursor() as cursor:
        for name, table in TABLES.items():
            if name in payload.texts:
                with cursor.copy(table.copy) as copy:
                    copy.write(payload.texts[name])
        ledger.append_prepared(payload.entries)
    return payload.cases


def mark_simulated(jurisdiction: Jurisdiction, *, now: datetime) -> None:
    """Every page says from now on that people and cases here are invented."""
    if jurisdiction.simulated:
        return
    with transaction.atomic():
        Jurisdiction.objects.filter(pk=jurisdiction.pk).update(simulated=True)
        jurisdiction.simulated = True
        ledger.append(
            stream=stream_of(jurisdiction), at=now, verb="mark_simulated", actor=system(jurisdiction.code),
            rule="every page of a demonstration says that its people are invented", changes=[],
        )  # fmt: skip


def reserve_numbers(count: int) -> list[int]:
    """So many running numbers of cases, nobody else's; numbers reserved and not used leave a gap."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number') FROM generate_series(1, %s)", [count])
        return [int(row[0]) for row in cursor.fetchall()]


def known_keys(jurisdiction: int, source: str, keys: Sequence[str]) -> set[str]:
    """Which of these keys of a source are cases already."""
    found = Case.objects.filter(jurisdiction=jurisdiction, source=source, source_key__in=keys).exclude(source_key="")
    return set(found.values_list("source_key", flat=True))


class SourceBusy(Exception):
    """Somebody else is importing the same source at this moment."""


def hold_source(jurisdiction: int, source: str) -> None:
    """Keep a source to this connection until release_source; raises SourceBusy when somebody has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_lock(jurisdiction, source)])
        if not cursor.fetchone()[0]:
            raise SourceBusy(source)


def release_source(jurisdiction: int, source: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_lock(jurisdiction, source)])


def _lock(jurisdiction: int, source: str) -> int:
    return int.from_bytes(hashlib.sha256(f"import {jurisdiction} {source}".encode()).digest()[:8], "big", signed=True)
