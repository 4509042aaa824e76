"""Every read of the ledger: the entries of a stream, its last link, and the proof that nothing was changed."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from answerable.ledger.models import Entry, Seal, Unsealed
from answerable.ledger.verification import WHAT, Checkpoint, Misfit, Report, verify

__all__ = ["WHAT", "Checkpoint", "Misfit", "Report", "entries", "head", "verify", "waiting"]


def entries(stream: UUID) -> QuerySet[Entry]:
    """The entries of one stream, oldest first."""
    return Entry.objects.filter(stream=stream).order_by("seq")


def head() -> Checkpoint | None:
    """The end of the global chain, None while nothing is sealed: note it outside the database."""
    last = Seal.objects.order_by("-position").first()
    return None if last is None else Checkpoint(last.position, bytes(last.chain))


def waiting() -> int:
    """How many entries wait for the sequencer."""
    return Unsealed.objects.count()
