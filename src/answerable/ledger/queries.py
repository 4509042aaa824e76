"""Every read of the ledger: the entries of a stream, and the proof that nothing was changed."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from answerable.ledger.models import Entry


def entries(stream: UUID) -> QuerySet[Entry]:
    """The entries of one stream, oldest first."""
    return Entry.objects.filter(stream=stream).order_by("seq")
