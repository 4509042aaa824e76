"""Every write to the ledger: entries, seals, and the record of one act from which an entry is made."""

from answerable.ledger.actions.entries import (
    SEAL_LOCK,
    Act,
    append,
    append_many,
    append_prepared,
    prepare,
    seal,
)

__all__ = ["SEAL_LOCK", "Act", "append", "append_many", "append_prepared", "prepare", "seal"]
