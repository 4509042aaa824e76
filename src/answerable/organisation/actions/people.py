"""Invented holders of posts, for demonstrations and tests. Nobody made here exists; each row says so."""

from __future__ import annotations

import hashlib
from datetime import datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from answerable.organisation.models import Jurisdiction, Officer, Post, Tenure
from answerable.organisation.packs import Pack
from answerable.organisation.packs.patterns import posts_of
from answerable.organisation.packs.values import LANGUAGES

PASSWORD = "answerable"


def invent_holders(pack: Pack, jurisdiction: Jurisdiction, now: datetime) -> int:
    """Give every post nobody holds an invented officer; returns how many.

    The user name is the pack's prefix and the post's code; a post never held before is held from the pack's first
    day, so that a simulated past has people in it. Without people.toml nobody is invented.
    """
    if not pack.people:
        return 0
    posts = list(Post.objects.filter(jurisdiction=jurisdiction, code__in=[p.code for p in posts_of(pack)]))
    held = set(Tenure.objects.filter(post__in=posts, until=None).values_list("post_id", flat=True))
    used = set(Tenure.objects.filter(post__in=posts).values_list("post_id", flat=True))
    empty = sorted((post for post in posts if post.pk not in held), key=lambda post: post.code)
    taken = set(Officer.objects.values_list("username", flat=True))
    officers = [_officer(pack, post, taken) for post in empty]
    Officer.objects.bulk_create(officers, batch_size=500)
    first = datetime.combine(pack.pack.effective_from, time(0), tzinfo=ZoneInfo(jurisdiction.timezone))
    tenures = [
        Tenure(officer=officer, post=post, since=now if post.pk in used else min(first, now))
        for officer, post in zip(officers, empty, strict=True)
    ]
    Tenure.objects.bulk_create(tenures, batch_size=500)
    return len(officers)


def _officer(pack: Pack, post: Post, taken: set[str]) -> Officer:
    username = pack.pack.username_prefix + post.code
    if username in taken:
        username = f"{pack.code}-{post.code}"
    number = 2
    while username in taken:
        username, number = f"{pack.code}-{post.code}-{number}", number + 1
    taken.add(username)
    return Officer(
        username=username,
        password=_hashed(),
        language=pack.pack.default_language,
        invented=True,
        **_name(pack, username),
    )


def _name(pack: Pack, username: str) -> dict[str, str]:
    """A surname and a given name chosen by the user name, always the same for it."""
    chance = int.from_bytes(hashlib.sha256(f"{pack.code}/{username}".encode()).digest()[:8], "big")
    surname = _pick(pack.people["surnames"], chance)
    given = _pick(pack.people["given_names"], chance // 100_003)
    chinese = {f"name_{lang}": surname[lang] + given[lang] for lang in LANGUAGES if lang != "en"}
    family_first = bool(pack.people.get("english_surname_first"))
    parts = (surname["en"], given["en"]) if family_first else (given["en"], surname["en"])
    return {**chinese, "name_en": " ".join(parts)}


def _pick(names: list[dict[str, str]], chance: int) -> dict[str, Any]:
    return names[chance % len(names)]


@cache
def _hashed() -> str:
    """One hash for all demonstration people: Argon2 is slow on purpose."""
    return make_password(PASSWORD)
