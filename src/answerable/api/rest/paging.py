"""Cursors: where the next page begins. A cursor is opaque, but nothing secret."""

from __future__ import annotations

import base64
import json
from datetime import datetime

from django.utils.translation import gettext as _
from ninja.errors import HttpError


def cursor(when: datetime, key: str) -> str:
    """The place after a row, by its time and its key."""
    return base64.urlsafe_b64encode(json.dumps([when.isoformat(), key]).encode()).decode()


def place(text: str) -> tuple[datetime, str] | None:
    """What a cursor says, or None for no cursor. Raises 422 for one we did not write."""
    if not text:
        return None
    try:
        when, key = json.loads(base64.urlsafe_b64decode(text.encode("ascii")))
        moment = datetime.fromisoformat(when)
        if moment.utcoffset() is None or not isinstance(key, str) or "\0" in key:
            raise ValueError
        return moment, key
    except (ValueError, TypeError, UnicodeError):
        raise HttpError(422, _("cursor was not given out by this server.")) from None
