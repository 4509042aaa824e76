"""The ledger stream of a jurisdiction: what was done to its organisation, one chain."""

from __future__ import annotations

from uuid import UUID, uuid5

from answerable.organisation.models import Jurisdiction

_SPACE = UUID("6a0c8f7e-5d0b-5a3e-9d53-0f5b7b1c2a44")


def stream_of(jurisdiction: Jurisdiction) -> UUID:
    """Always the same for a code, so that a reload continues the chain."""
    return uuid5(_SPACE, jurisdiction.code)
