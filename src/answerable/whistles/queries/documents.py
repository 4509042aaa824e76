"""Papers of a room: only for who may see the whistle."""

from __future__ import annotations

from uuid import UUID

from answerable.rules.access import Actor
from answerable.rules.problems import NotFound, Problem
from answerable.whistles.models import Document
from answerable.whistles.queries.access import get_whistle


def document(actor: Actor, number: str, key: UUID) -> Document:
    """One document of a whistle this officer may see; NotFound for any other."""
    found = get_whistle(actor, number).documents.filter(pk=key).first()
    if found is None:
        raise NotFound(Problem("no_such_file", "", {}))
    return found
