"""How entries hold together: a hash over each entry and its predecessor, and one chain over all of them.

Every hash is SHA-256 over a domain, so that an entry's hash can never be passed off as a link of the chain.
"""

from __future__ import annotations

import hashlib

GENESIS = bytes(32)
_ENTRY = b"answerable entry v1\0"
_CHAIN = b"answerable chain v1\0"


def _thirty_two(value: bytes) -> bytes:
    if len(value) != 32:
        raise ValueError(f"a hash has 32 bytes, not {len(value)}")
    return value


def entry_hash(previous: bytes, body: bytes) -> bytes:
    """The hash of an entry: over its predecessor's hash in the stream (GENESIS for the first) and its body's bytes."""
    return hashlib.sha256(_ENTRY + _thirty_two(previous) + body).digest()


def chain_hash(previous: bytes, entry: bytes) -> bytes:
    """The link of the global chain: over the link before (GENESIS for the first) and the hash of the entry sealed."""
    return hashlib.sha256(_CHAIN + _thirty_two(previous) + _thirty_two(entry)).digest()
