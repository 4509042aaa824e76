"""Reads of the API itself: keys."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from answerable.api.actions import digest_of
from answerable.api.models import ApiKey

MAX_KEY_LENGTH = 200


def valid_key(key: str, *, now: datetime, with_post: bool = False) -> ApiKey | None:
    """The key's row (and the post it acts in, if asked for) if it is known, not withdrawn and not past its end."""
    if not key or len(key) > MAX_KEY_LENGTH:
        return None
    alive = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    rows = ApiKey.objects.select_related("jurisdiction", "post__unit") if with_post else ApiKey.objects
    return rows.filter(alive, digest=digest_of(key), revoked_at__isnull=True).first()
