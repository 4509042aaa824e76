"""Papers of a room: only for who may see the whistle or the taskforce."""

from __future__ import annotations

from uuid import UUID

from answerable.rules.access import Actor
from answerable.rules.problems import NotFound, Problem
from answerable.whistles.models import Document
from answerable.whistles.queries.access import get_taskforce, get_whistle


def document(actor: Actor, number: str, key: UUID) -> Document:
    """One document of a whistle this officer may see; NotFound for any other."""
    return _there(get_whistle(actor, number).documents.filter(pk=key).first())


def taskforce_document(actor: Actor, number: str, key: UUID) -> Document:
    """One document of a taskforce this officer may see; NotFound for any other."""
    return _there(get_taskforce(actor, number).documents.filter(pk=key).first())


def _there(found: Document | None) -> Document:
    if found is None:
        raise NotFound(Problem("no_such_file", "", {}))
    return found
