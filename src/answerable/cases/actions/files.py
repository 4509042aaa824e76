"""Files that belong to a case, a contact or a reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from answerable.cases.models import Attachment
from answerable.organisation.files import Upload, checked, store


def keep(uploads: Sequence[Upload], *, at: datetime, by: str, **belongs: Any) -> list[Attachment]:
    """Store the bytes and give back rows (not yet written) that belong to a case, contact or reply."""
    return [Attachment(**asdict(store(upload)), by=by, at=at, **belongs) for upload in checked(uploads)]
