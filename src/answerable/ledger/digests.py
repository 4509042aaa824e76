"""Digests that stand for free text and personal data in entries: they prove the words without telling them."""

from __future__ import annotations

import hmac
import secrets

SALT_BYTES = 16


def new_salt() -> bytes:
    """A salt for one case. Destroying it makes the digests of that case's words unguessable for ever."""
    return secrets.token_bytes(SALT_BYTES)


def digest(salt: bytes, text: str) -> str:
    """64 hex digits: HMAC-SHA-256 of the text under the case's salt, so that short texts cannot be guessed."""
    return hmac.digest(bytes(salt), b"answerable words v1\0" + text.encode(), "sha256").hex()


def stands_for(salt: bytes, text: str) -> dict[str, str]:
    """How an entry carries a text: `{"digest": "<hex>"}` (see rules.replay)."""
    return {"digest": digest(salt, text)}
