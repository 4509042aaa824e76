"""Every write of the API itself: keys are made and withdrawn here and nowhere else."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from answerable.api.models import ApiKey
from answerable.organisation.models import Jurisdiction, Post
from answerable.rules.problems import NotFound, Problem, Refused

KEY_BYTES = 24


def digest_of(key: str) -> bytes:
    """What is stored of a key. Keys are long and random, so a plain digest cannot be guessed backwards."""
    return hashlib.sha256(key.encode()).digest()


def create_key(
    *,
    now: datetime,
    jurisdiction: Jurisdiction,
    label: str,
    may_post: bool = True,
    post_code: str = "",
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key; the second value is the key itself, to be shown once. Raises Refused: label taken, no such post,
    already past its end."""
    label = label.strip()
    if not 0 < len(label) <= 100:
        raise Refused(Problem("label_length", "label"))
    if expires_at is not None and expires_at <= now:
        raise Refused(Problem("in_the_past", "expires_at"))
    post = Post.objects.filter(jurisdiction=jurisdiction, code=post_code).first() if post_code else None
    if post_code and post is None:
        raise Refused(Problem("unknown_post", "post_code", {"post": post_code}))
    key = secrets.token_urlsafe(KEY_BYTES)
    row = ApiKey(
        jurisdiction=jurisdiction, label=label, digest=digest_of(key), may_post=may_post, post=post,
        created_at=now, expires_at=expires_at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(Problem("label_taken", "label", {"label": label})) from error
    return row, key


def revoke_key(*, now: datetime, jurisdiction: Jurisdiction, label: str) -> ApiKey:
    """Withdraw a key at once. Raises NotFound."""
    row = ApiKey.objects.filter(jurisdiction=jurisdiction, label=label).first()
    if row is None:
        raise NotFound(Problem("unknown_key", "label", {"label": label}))
    if row.revoked_at is None:
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
    return row
