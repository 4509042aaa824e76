"""The proof: every hash of every entry, every link of every stream and of the global chain, computed again.

Reads in one stream and in one snapshot, so that it can run beside a busy system. It stops at the first entry that
does not fit and says what is wrong with it. What nobody can see from inside is a missing end: whoever deletes the
last entries together with their seals leaves a shorter ledger that fits. Against that, keep a checkpoint elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from answerable.ledger.canonical import instant
from answerable.rules.chain import GENESIS, chain_hash, entry_hash

LAG_AFTER = timedelta(minutes=5)
_ENTRY = "e.id, e.stream, e.seq, e.verb, e.actor, e.at, e.body, e.previous, e.hash, p.hash"
_PREDECESSOR = "LEFT JOIN ledger_entry p ON p.stream = e.stream AND p.seq = e.seq - 1"
_SEALED = (
    f"SELECT s.position, s.chain, s.entry_id, {_ENTRY} FROM ledger_seal s LEFT JOIN ledger_entry e ON e.id = s.entry_id"
    f" {_PREDECESSOR} ORDER BY s.position"
)
_WAITING = (
    f"SELECT u.since, u.entry_id, {_ENTRY} FROM ledger_entry e {_PREDECESSOR}"
    " LEFT JOIN ledger_unsealed u ON u.entry_id = e.id"
    " WHERE NOT EXISTS (SELECT 1 FROM ledger_seal s WHERE s.entry_id = e.id) ORDER BY e.id"
)

WHAT = {
    "body_altered": "the body is not the one its hash was made of",
    "hash_altered": "the hash is not the one that was sealed",
    "link_altered": "the link to the entry before it is not the one its hash was made of",
    "entry_altered": "neither body nor hash is what was sealed",
    "chain_broken": "the entry is not the one that was sealed here, or the seal was altered",
    "stream_broken": "it does not carry the hash of the entry before it in its stream",
    "stream_gap": "the entry before it in its stream is missing",
    "columns_altered": "its columns do not say what its body says",
    "unreadable": "its body is not an entry",
    "entry_missing": "the entry sealed here is missing",
    "seal_missing": "a seal is missing before this place",
    "never_sealed": "it has no seal and does not wait for one",
    "end_missing": "the ledger ends before the checkpoint",
    "checkpoint_differs": "the chain here is not the one of the checkpoint",
}


class Checkpoint(NamedTuple):
    """A place of the global chain that somebody noted outside the database: `position:hex`."""

    position: int
    chain: bytes

    def __str__(self) -> str:
        return f"{self.position}:{self.chain.hex()}"

    @classmethod
    def read(cls, text: str) -> Checkpoint:
        """From `position:hex`; ValueError when it is not one."""
        position, _, chain = text.strip().partition(":")
        if not position.isdecimal() or len(bytes.fromhex(chain)) != 32:
            raise ValueError(f"{text!r} is not a checkpoint (position:64 hex digits)")
        return cls(int(position), bytes.fromhex(chain))


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first entry that does not fit. `position` is its place in the global chain, None when it has no seal."""

    what: str
    position: int | None = None
    entry: int | None = None
    stream: UUID | None = None
    seq: int | None = None
    verb: str | None = None

    def __str__(self) -> str:
        place = "unsealed" if self.position is None else f"position {self.position}"
        name = f", entry {self.entry}" if self.entry else ""
        act = f": {self.verb}, {self.seq} of stream {self.stream}" if self.stream else ""
        return f"{place}{name}{act}: {WHAT[self.what]} ({self.what})"


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. The ledger is whole when `first_misfit` is None; a lag is no misfit, but a worker to look after.

    `sealed` and `waiting` count the entries examined; `head` is the end of the chain, to be noted elsewhere.
    """

    first_misfit: Misfit | None
    sealed: int
    waiting: int
    waiting_since: datetime | None
    lag: bool
    head: Checkpoint

    @property
    def entries(self) -> int:
        return self.sealed + self.waiting

    @property
    def fits(self) -> bool:
        return self.first_misfit is None


class _Row(NamedTuple):
    """One entry as read, with its predecessor's hash (None when there is none)."""

    id: int
    stream: UUID
    seq: int
    verb: str
    actor: str
    at: datetime
    body: str
    previous: bytes
    hash: bytes
    before: bytes | None


def verify(*, now: datetime, lag_after: timedelta = LAG_AFTER, checkpoint: Checkpoint | None = None) -> Report:
    """Compute everything again and report. `now` decides only what counts as a lag."""
    with transaction.atomic():
        if not connection.needs_rollback and len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        head, misfit = _check_sealed(checkpoint)
        if misfit is not None:
            return Report(misfit, head.position, 0, None, False, head)
        waiting, since, misfit = _check_waiting()
    lag = since is not None and since < now - lag_after
    return Report(misfit, head.position, waiting, since, lag, head)


def _check_sealed(checkpoint: Checkpoint | None) -> tuple[Checkpoint, Misfit | None]:
    """The end of the part of the chain that fits, and the first misfit in it."""
    position, chain = 0, GENESIS
    for found, link, sealed_id, *columns in _read(_SEALED):
        if found != position + 1:
            return Checkpoint(position, chain), Misfit("seal_missing", found, sealed_id)
        if columns[0] is None:
            return Checkpoint(position, chain), Misfit("entry_missing", found, sealed_id)
        row = _Row(*columns)
        what = _sealed_as(row, chain, bytes(link)) or _wrong(row)
        if what is None and checkpoint and checkpoint.position == found and checkpoint.chain != bytes(link):
            what = "checkpoint_differs"
        if what is not None:
            return Checkpoint(position, chain), Misfit(what, found, row.id, row.stream, row.seq, row.verb)
        position, chain = found, bytes(link)
    head = Checkpoint(position, chain)
    missing = checkpoint is not None and checkpoint.position > position
    return head, Misfit("end_missing", position + 1) if missing else None


def _check_waiting() -> tuple[int, datetime | None, Misfit | None]:
    """Entries without a seal: how many wait, since when the oldest does, and the first misfit among them."""
    count, oldest = 0, None
    for since, queued, *columns in _read(_WAITING):
        row = _Row(*columns)
        what = _wrong(row) or ("never_sealed" if queued is None else None)
        if what is not None:
            return count, oldest, Misfit(what, None, row.id, row.stream, row.seq, row.verb)
        count, oldest = count + 1, min(filter(None, (oldest, since)))
    return count, oldest, None


def _sealed_as(row: _Row, chain: bytes, link: bytes) -> str | None:
    """What is wrong between an entry and its seal; the seal tells whether the body or the hash was changed."""
    stored, made = bytes(row.hash), entry_hash(bytes(row.previous), row.body.encode())
    if stored == made:
        return None if chain_hash(chain, stored) == link else "chain_broken"
    if chain_hash(chain, made) == link:
        return "hash_altered"
    if chain_hash(chain, stored) != link:
        return "entry_altered"
    return _which_altered(row)


def _which_altered(row: _Row) -> str:
    """The hash holds: was it the body or the link to the predecessor that was changed?"""
    before = GENESIS if row.before is None else bytes(row.before)
    if bytes(row.previous) != before and entry_hash(before, row.body.encode()) == bytes(row.hash):
        return "link_altered"
    return "body_altered"


def _wrong(row: _Row) -> str | None:
    """What is wrong with an entry by itself and with its predecessor."""
    if entry_hash(bytes(row.previous), row.body.encode()) != bytes(row.hash):
        return _which_altered(row)
    if row.seq > 1 and row.before is None:
        return "stream_gap"
    if bytes(row.previous) != (GENESIS if row.before is None else bytes(row.before)):
        return "stream_broken"
    try:
        body = json.loads(row.body)
        said = [body[name] for name in ("stream", "seq", "verb", "actor", "at")]
    except (ValueError, KeyError, TypeError):
        return "unreadable"
    shown = [str(row.stream), row.seq, row.verb, row.actor, instant(row.at)]
    return None if said == shown else "columns_altered"


def _read(query: str) -> Iterator[tuple[Any, ...]]:
    """Rows through a cursor on the server, some thousands at a time, whatever the size of the ledger."""
    with connection.wrap_database_errors, connection.connection.cursor(name="ledger_verify") as cursor:
        cursor.itersize = 2000
        cursor.execute(query)
        yield from cursor
