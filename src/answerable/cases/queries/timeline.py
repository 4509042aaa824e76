"""How a case went, from its ledger entries, in plain words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from answerable.cases import sentences
from answerable.cases.models import Attachment, Case
from answerable.ledger.models import Entry
from answerable.ledger.queries import entries
from answerable.organisation.models import Post

AUDIENCES = ("public", "reporter", "staff")
STAFF_ONLY = frozenset({"note", "attempt", "flag_interest", "promote", "let_go"})


@dataclass(frozen=True)
class Moment:
    """One thing that happened. `who` is empty for the public; `words` are masked or left out for them."""

    at: datetime
    verb: str
    sentence: str
    unit: str
    who: str
    words: str
    parts: list[tuple[str, str]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    entry_hash: str = ""
    seq: int = 0


def timeline(case: Case, *, audience: str) -> list[Moment]:
    """Every moment this audience may read, oldest first. `reporter` is the person whose case it is."""
    rows = _rows(case)
    posts = _posts(case)
    moments = (_moment(case, entry, rows, posts, audience) for entry in entries(case.pk))
    return [moment for moment in moments if moment is not None]


def _rows(case: Case) -> dict[str, Model]:
    """Every row that hangs on the case, by key."""
    groups = (
        case.contacts.all(),
        case.steps.all(),
        case.replies.select_related("outcome", "unit"),
        case.callbacks.select_related("unit", "invalid_reason"),
        case.objections.select_related("unit", "proposed_unit", "reason_code", "named_unit"),
        case.consultations.select_related("unit", "named_unit"),
        case.deferrals.select_related("unit", "decided_by__unit"),
        case.merges.select_related("into"),
        case.interests.select_related("unit"),
        case.assignments.select_related("unit"),
        case.attachments.all(),
        case.clocks.select_related("unit"),
    )
    return {str(row.pk): row for group in groups for row in group}


def _posts(case: Case) -> dict[str, Post]:
    """Posts that acted on the case, by code."""
    codes = {_post_code(entry.actor) for entry in Entry.objects.filter(stream=case.pk).only("actor")} - {""}
    found = Post.objects.filter(jurisdiction=case.jurisdiction, code__in=codes).select_related("unit")
    return {post.code: post for post in found}


def _post_code(actor: str) -> str:
    """The post in an actor key `post:<post code>/<username>`."""
    return actor[5:].rpartition("/")[0] if actor.startswith("post:") else ""


def _moment(
    case: Case, entry: Entry, rows: Mapping[str, Model], posts: Mapping[str, Post], audience: str
) -> Moment | None:
    if audience != "staff" and entry.verb in STAFF_ONLY:
        return None
    touched = [rows[c["key"]] for c in entry_changes(entry) if c["key"] in rows]
    post = posts.get(_post_code(entry.actor))
    files = [row for row in touched if isinstance(row, Attachment) and (audience != "public" or row.public)]
    words, parts = sentences.words_of(case, entry.verb, touched, audience)
    return Moment(
        at=entry.at,
        verb=entry.verb,
        sentence=sentences.moment(case, entry.verb, touched, post, json.loads(entry.body).get("facts") or {}),
        unit=post.unit.name if post else "",
        who=sentences.who(entry.actor, post) if audience == "staff" else "",
        words=words,
        parts=parts,
        attachments=files,
        entry_hash=bytes(entry.hash).hex(),
        seq=entry.seq,
    )


def entry_changes(entry: Entry) -> list[dict[str, Any]]:
    """The row changes in an entry's body."""
    changes: list[dict[str, Any]] = json.loads(entry.body)["changes"]
    return changes
