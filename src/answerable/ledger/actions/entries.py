"""Every write to the ledger: append one entry, append many, seal what waits.

The ledger grows and never changes. An entry belongs to a stream (one case); its hash covers its body and its
predecessor. Sealing gives entries their place in the one global chain, in the background, so that writers of
different cases never wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from answerable.ledger.canonical import canonical, canonical_plain, instant, scalar
from answerable.ledger.models import Entry
from answerable.rules.access import Actor
from answerable.rules.chain import GENESIS, chain_hash, entry_hash
from answerable.rules.problems import Problem, Stale

Changes = Sequence[Mapping[str, Any]]
Columns = tuple[UUID | str, int, datetime, str, str, str, bytes, bytes]
COLUMNS = "stream, seq, at, verb, actor, body, previous, hash"
SEAL_LOCK = 0x616E7377  # "answ": only one sequencer at a time
_HEAD = "SELECT seq, hash FROM ledger_entry WHERE stream = %s ORDER BY seq DESC LIMIT 1"
_INSERT = (
    f"INSERT INTO ledger_entry ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (stream, seq) DO NOTHING RETURNING id"
)
_HEADS = (
    "SELECT DISTINCT ON (stream) stream, seq, hash FROM ledger_entry WHERE stream = ANY(%s) ORDER BY stream, seq DESC"
)


class Act(NamedTuple):
    """What is to be appended: the same facts as the arguments of `append`. A stream may be a UUID's usual text."""

    stream: UUID | str
    at: datetime
    verb: str
    actor: Actor
    rule: str
    changes: Changes
    facts: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class _Head:
    """The last entry of a stream."""

    seq: int = 0
    hash: bytes = GENESIS


def append(
    *,
    stream: UUID,
    at: datetime,
    verb: str,
    actor: Actor,
    rule: str,
    changes: Changes,
    facts: Mapping[str, Any] | None = None,
    seq_hint: tuple[int, bytes] | None = None,
    new_stream: bool = False,
) -> Entry:
    """Append one entry to a stream, inside the transaction of the act it records.

    One INSERT; one SELECT before it unless the stream is new or `seq_hint` gives the last entry's seq and hash.
    Raises Stale when somebody else appended to the stream meanwhile: nothing was written, act again.
    """
    _in_transaction()
    with connection.cursor() as cursor:
        head = _Head()
        if seq_hint is not None:
            head = _Head(seq_hint[0], bytes(seq_hint[1]))
        elif not new_stream:
            cursor.execute(_HEAD, [stream])
            found = cursor.fetchone()
            head = _Head(found[0], bytes(found[1])) if found else head
        values = _row(Act(stream, at, verb, actor, rule, changes, facts), head)
        cursor.execute(_INSERT, values)
        inserted = cursor.fetchone()
    if inserted is None:
        raise _stale(stream)
    names = (name.strip() for name in COLUMNS.split(","))
    return Entry(id=inserted[0], **dict(zip(names, values, strict=True)))


def _stale(stream: UUID) -> Stale:
    """Who was quicker, with what and when."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor, verb, at FROM ledger_entry WHERE stream = %s ORDER BY seq DESC LIMIT 1", [stream])
        actor, verb, at = cursor.fetchone()
    return Stale(Problem("stale", params={"actor": actor, "verb": verb, "at": at}))


def append_many(acts: Iterable[Act | Mapping[str, Any]], *, new_streams: bool = False) -> int:
    """Append many entries by COPY, in the order given; returns how many.

    For imports and the simulator. An act may be an Act or a mapping of its fields. Acts of one stream follow one
    another in the order given. With `new_streams` no stream may have entries yet; otherwise one SELECT finds the
    last entry of every stream. IntegrityError when somebody else appended to one of them meanwhile.
    """
    _in_transaction()
    given = [_with_uuid(act if isinstance(act, Act) else _act(act)) for act in acts]
    heads: dict[UUID | str, _Head] = {}
    count = 0
    with connection.cursor() as cursor:
        if not new_streams:
            cursor.execute(_HEADS, [list({act.stream for act in given})])
            heads = {stream: _Head(seq, bytes(last)) for stream, seq, last in cursor.fetchall()}
        with connection.wrap_database_errors, cursor.copy(f"COPY ledger_entry ({COLUMNS}) FROM STDIN") as copy:
            for row in _rows(given, heads):
                copy.write_row(row)
                count += 1
    return count


def prepare(acts: Iterable[Act]) -> bytes:
    """The COPY text of whole new streams, for `append_prepared`: needs no connection, so it can be made ahead.

    Changes and facts must be plain already: text, null, booleans and whole numbers below 2**53, nothing else.
    """
    heads: dict[UUID | str, _Head] = {}
    none, written = _Head(), lru_cache(maxsize=1024)(instant)
    lines = []
    for act in acts:
        head = heads.get(act.stream, none)
        seq, key, at = head.seq + 1, act.actor.key, written(act.at)
        body = canonical_plain(_body(act, seq, at))
        digest = entry_hash(head.hash, body)
        heads[act.stream] = _Head(seq, digest)
        text = body.decode().replace("\\", "\\\\")  # JSON in canonical form holds no tab and no newline
        lines.append(
            f"{act.stream}\t{seq}\t{at}\t{act.verb}\t{_escaped(key)}\t{text}\t\\\\x{head.hash.hex()}\t\\\\x{digest.hex()}\n"
        )
    return "".join(lines).encode()


def _escaped(text: str) -> str:
    """A text as COPY reads it."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def append_prepared(text: bytes) -> None:
    """Append what `prepare` made, in its order. IntegrityError when one of the streams was not new."""
    _in_transaction()
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY ledger_entry ({COLUMNS}) FROM STDIN") as copy,
    ):
        copy.write(text)


def seal(*, now: datetime, limit: int = 1000) -> int:
    """Give up to `limit` waiting entries their place in the global chain; returns how many.

    Only one sequencer works at a time: while another does, this returns 0 at once.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(current_database()))", [SEAL_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(
            "SELECT u.entry_id, e.hash FROM ledger_unsealed u JOIN ledger_entry e ON e.id = u.entry_id"
            " WHERE NOT EXISTS (SELECT 1 FROM ledger_seal s WHERE s.entry_id = u.entry_id)"
            " ORDER BY u.entry_id LIMIT %s",
            [limit],
        )
        waiting = cursor.fetchall()
        if not waiting:
            return 0
        cursor.execute("SELECT position, chain FROM ledger_seal ORDER BY position DESC LIMIT 1")
        position, chain = cursor.fetchone() or (0, GENESIS)
        _write_seals(cursor, waiting, position, bytes(chain), now)
    return len(waiting)


def _write_seals(cursor: Any, waiting: Sequence[tuple[int, bytes]], position: int, chain: bytes, now: datetime) -> None:
    links = []
    for _, entry in waiting:
        chain = chain_hash(chain, bytes(entry))
        links.append(chain)
    ids = [entry_id for entry_id, _ in waiting]
    positions = list(range(position + 1, position + 1 + len(ids)))
    cursor.execute(
        "INSERT INTO ledger_seal (position, entry_id, chain, sealed_at)"
        " SELECT p, e, c, %s FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[]) AS t(p, e, c)",
        [now, positions, ids, links],
    )
    cursor.execute("DELETE FROM ledger_unsealed WHERE entry_id = ANY(%s)", [ids])


def _act(fields: Mapping[str, Any]) -> Act:
    """An act from a mapping; fields an Act does not have (such as a foreseen seq) are left aside."""
    return Act(**{name: fields[name] for name in Act._fields[:-1]}, facts=fields.get("facts"))


def _with_uuid(act: Act) -> Act:
    return act._replace(stream=UUID(act.stream)) if isinstance(act.stream, str) else act


def _rows(acts: Iterable[Act], heads: dict[UUID | str, _Head]) -> Iterator[Columns]:
    for act in acts:
        row = _row(act, heads.get(act.stream, _Head()))
        heads[act.stream] = _Head(row[1], row[7])
        yield row


def _row(act: Act, head: _Head) -> Columns:
    """The columns of the entry that follows `head`, in the order of COLUMNS."""
    seq = head.seq + 1
    plain = act._replace(changes=scalar(act.changes), facts=scalar(act.facts or {}))
    body = canonical(_body(plain, seq, instant(act.at)))
    digest = entry_hash(head.hash, body)
    return (act.stream, seq, act.at, act.verb, act.actor.key, body.decode(), head.hash, digest)


def _body(act: Act, seq: int, at: str) -> dict[str, Any]:
    return {
        "v": 1,
        "stream": str(act.stream),
        "seq": seq,
        "at": at,
        "verb": act.verb,
        "actor": act.actor.key,
        "rule": act.rule,
        "changes": act.changes,
        "facts": act.facts or {},
    }


def _in_transaction() -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError("an entry is appended inside the transaction of the act it records")
