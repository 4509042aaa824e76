"""How a whistle went, from its ledger entries, a sentence a moment; for staff."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from answerable.ledger.models import Entry
from answerable.ledger.queries import entries
from answerable.organisation.models import Post
from answerable.organisation.queries import Rulebook
from answerable.whistles import sentences
from answerable.whistles.models import Taskforce, Whistle


@dataclass(frozen=True)
class Moment:
    """One thing that happened: when, by which verb, said in a sentence, by which unit and post."""

    at: datetime
    verb: str
    sentence: str
    unit: str
    who: str
    facts: Mapping[str, object]
    entry_hash: str
    seq: int


def timeline(row: Whistle | Taskforce, book: Rulebook) -> list[Moment]:
    """Every moment, oldest first."""
    return [_moment(entry, book, isinstance(row, Taskforce)) for entry in entries(row.pk)]


def _post(actor: str, book: Rulebook) -> Post | None:
    """The post in an actor key `post:<post code>/<username>`."""
    return book.post(actor[5:].rpartition("/")[0]) if actor.startswith("post:") else None


def _moment(entry: Entry, book: Rulebook, of_taskforce: bool) -> Moment:
    post, facts = _post(entry.actor, book), json.loads(entry.body)["facts"]
    late = {
        name: [book.units[code].name for code in facts.get(name, ()) if code in book.units]
        for name in ("silent", "unanswered")
    }
    unit = post.unit.name if post else ""
    return Moment(
        at=entry.at,
        verb=entry.verb,
        sentence=sentences.moment(entry.verb, unit=unit, **late, of_taskforce=of_taskforce),
        unit=unit,
        who=post.name if post else "",
        facts=facts,
        entry_hash=bytes(entry.hash).hex(),
        seq=entry.seq,
    )
