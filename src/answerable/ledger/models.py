"""What happened: append-only entries, one chain per stream, one seal per entry in the global chain."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One act. Its hash covers its body and the hash of its predecessor in the same stream.

    A trigger refuses UPDATE, DELETE and TRUNCATE to everybody; the application's role holds neither right.
    """

    id = models.BigAutoField(primary_key=True)
    stream = models.UUIDField(help_text="id of the case (or other noun) this entry belongs to")
    seq = models.PositiveIntegerField(help_text="1 for the first entry of a stream, without gaps")
    at = models.DateTimeField()
    verb = models.CharField(max_length=40)
    actor = models.CharField(max_length=240)
    body = models.TextField(help_text="canonical JSON (RFC 8785) of the whole entry, digests instead of free text")
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="ledger_stream_seq_once")]


class Unsealed(models.Model):
    """Queue of entries the sequencer has still to seal; filled by a trigger on Entry."""

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, db_constraint=False)
    since = models.DateTimeField(db_default=Now(), help_text="when it was written; entries brought in may be older")


class Seal(models.Model):
    """The place of an entry in the one global chain."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT)
    chain = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()
