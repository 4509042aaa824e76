"""What may come in, and the six matters that are no unit's case (BJ-REG 10, 11; 8.1(1) to (5))."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from answerable.rules.geometry import Box, is_position
from answerable.rules.ids import is_public_number
from answerable.rules.lifecycle import KINDS
from answerable.rules.problems import Problem
from answerable.rules.text import clean

CHANNELS = ("phone", "web", "email", "open311", "counter", "batch")
LANGUAGES = ("zh-hant", "en", "zh-hans")
MAX_WORDS = 20_000  # characters; longer is refused with its length, never cut
MAX_FIELD = 300  # characters of an address, a name or a title
CLOCK_SKEW = timedelta(minutes=5)  # a sender's clock may run ahead of ours by so much
OLDEST = timedelta(days=366 * 20)  # a moment before that is a slip of the pen
_PHONE = re.compile(r"\+?[0-9]{5,15}")
_PHONE_NOISE = re.compile(r"[\s\-‐-―−.()（）/]|\s*(?i:ext|x)\.?\s*[0-9]{1,6}$")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@[^\s@<>()\[\],;:\"]+\.[^\s@<>()\[\],;:\".]{2,}")


class Route(NamedTuple):
    """A way out that is no unit's case: what it is for, the act it requires, what must be given, and the rule."""

    code: str
    name: str
    act: str
    needs: tuple[str, ...]
    rule: str


ROUTES: dict[str, Route] = {
    route.code: route
    for route in (
        Route("R1", "emergency", "transfer to the emergency line at once", ("answer",), "BJ-REG 11(3)1"),
        Route("R2", "legal", "tell the legal channel", ("answer",), "BJ-REG 11(3)2"),
        Route("R3", "duplicate", "tell progress or result of the earlier case", ("joins",), "BJ-REG 11(3)3"),
        Route("R4", "secrecy", "explain", ("answer",), "BJ-REG 11(3)4"),
        Route("R5", "out_of_duty", "point to the market or social channel", ("answer",), "BJ-REG 11(3)5"),
        Route("R6", "unlawful", "dissuade; tell the rules and the consequences", ("answer",), "BJ-REG 11(3)6"),
    )
}


def check_route(route: str, answer: str, joins: str = "") -> list[Problem]:
    """Whether the required act of a route has been recorded: the words said, or the earlier case's number (R3)."""
    known = ROUTES.get(route)
    if known is None:
        return [Problem("unknown_route", "route", {"route": route[:20]})]
    problems = []
    if "answer" in known.needs and not clean(answer):
        problems.append(Problem("required", "answer", {"act": known.act}))
    if "joins" in known.needs and not is_public_number(joins):
        problems.append(Problem("route_needs_case", "joins", {"route": route}))
    return problems


def check_contact(
    words: str,
    said_at: datetime | None,
    now: datetime,
    latitude: float | None = None,
    longitude: float | None = None,
    bounds: Box | Sequence[float] | None = None,
    phone: str = "",
    email: str = "",
    channel: str = "",
    kind: str = "",
    language: str = "",
    address: str = "",
    name: str = "",
    title: str = "",
) -> list[Problem]:
    """Every reason why this contact cannot be taken as it stands; none means it can.

    `bounds` is west, south, east, north of the jurisdiction. Empty optional values are not checked.
    """
    return [
        *_check_words(words),
        *_check_time(said_at, now),
        *_check_place(latitude, longitude, bounds),
        *check_ways_back(phone, email),
        *_check_known("channel", channel, CHANNELS),
        *_check_known("kind", kind, KINDS),
        *([] if language in ("", *LANGUAGES) else [Problem("unknown_choice", "language")]),
        *(
            Problem("too_long", field, {"length": len(text), "limit": MAX_FIELD})
            for field, text in (("address", address), ("name", name), ("title", title))
            if len(text) > MAX_FIELD
        ),
    ]


def _check_words(words: str) -> list[Problem]:
    if len(words) > MAX_WORDS:
        return [Problem("too_long", "words", {"length": len(words), "limit": MAX_WORDS})]
    return [] if clean(words) else [Problem("required", "words")]


def _check_time(said_at: datetime | None, now: datetime) -> list[Problem]:
    if said_at is None:
        return []
    if said_at.tzinfo is None:
        return [Problem("time_without_zone", "said_at", {"given": said_at.isoformat()})]
    if said_at > now + CLOCK_SKEW:
        return [Problem("future_time", "said_at", {"given": said_at.isoformat(), "now": now.isoformat()})]
    if said_at < now - OLDEST:
        return [Problem("too_old", "said_at", {"given": said_at.isoformat()})]
    return []


def _check_place(
    latitude: float | None, longitude: float | None, bounds: Box | Sequence[float] | None
) -> list[Problem]:
    if latitude is None and longitude is None:
        return []
    if latitude is None or longitude is None:
        return [Problem("half_coordinates", "longitude" if longitude is None else "latitude")]
    given: dict[str, object] = {"latitude": latitude, "longitude": longitude}
    if not is_position(latitude, longitude):
        return [Problem("bad_coordinates", "latitude", given)]
    if bounds is not None and not Box(*bounds).holds(latitude, longitude):
        return [Problem("outside_area", "latitude", given)]
    return []


def check_ways_back(phone: str, email: str) -> list[Problem]:
    problems = []
    if phone.strip() and normalise_phone(phone) is None:
        problems.append(Problem("bad_phone", "phone"))
    if email.strip() and (len(email) > 254 or not _EMAIL.fullmatch(email.strip())):
        problems.append(Problem("bad_email", "email"))
    return problems


def _check_known(field: str, given: str, known: Sequence[str]) -> list[Problem]:
    if not given or given in known:
        return []
    return [Problem(f"unknown_{field}", field, {field: given[:100], "known": ", ".join(known)})]


def normalise_phone(text: str) -> str | None:
    """Digits, with a leading + if one was given; None when it cannot be dialled. Full-width digits are folded."""
    folded = "".join(str(int(c)) if c.isdecimal() else "+" if c == "＋" else c for c in text.strip())
    digits = _PHONE_NOISE.sub("", folded)
    return digits if _PHONE.fullmatch(digits) else None
