"""How people and units are: fixed at the beginning, seeded, and nothing but numbers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class Temper:
    """How a unit works. Shares are probabilities; `pace` is the part of the limit it takes, from and to.

    signs: how many times four hours pass until it has read a case. objects: refuses what is its own; takes: keeps what
    is not. unsigned: never signs, only acts. comes: called by a whistle, somebody comes; keeps: does what it promises.
    """

    name: str
    signs: tuple[float, float]
    pace: tuple[float, float]
    contacts: float
    reports: int
    solves: float
    hollow: float
    presses: float
    objects: float
    takes: float = 0.65
    unsigned: float = 0.0
    comes: float = 0.8
    keeps: float = 0.75


DILIGENT = Temper("diligent", (0.05, 0.6), (0.2, 0.75), 0.95, 3, 0.96, 0.01, 0.0, 0.003, comes=0.98, keeps=0.95)
ORDINARY = Temper("ordinary", (0.2, 0.95), (0.3, 0.98), 0.75, 2, 0.9, 0.05, 0.02, 0.008)
LAZY = Temper("lazy", (0.5, 3.0), (0.7, 1.7), 0.35, 1, 0.75, 0.2, 0.02, 0.015, comes=0.5, keeps=0.4)
CHEATING = Temper("cheating", (0.02, 0.2), (0.1, 0.4), 0.25, 0, 0.4, 0.7, 0.45, 0.012)
# Those whom the rules are for: says that nearly everything is another's; signs late or never and acts at the last
# moment or after it; answers half; comes when it is called, says that it supports, and does nothing.
BOUNCING = Temper("bouncing", (0.1, 1.2), (0.4, 1.1), 0.5, 1, 0.85, 0.1, 0.02, 0.85, takes=0.05, comes=0.4, keeps=0.3)
SITTING = Temper(
    "sitting", (5.0, 20.0), (0.94, 1.6), 0.2, 1, 0.8, 0.1, 0.02, 0.01, takes=0.5, unsigned=0.4, comes=0.1, keeps=0.2
)
HALF_ANSWERING = Temper("half-answering", (0.2, 1.0), (0.3, 0.95), 0.5, 1, 0.55, 0.6, 0.05, 0.01, keeps=0.4)
ATTENDING = Temper("attending", (0.1, 0.8), (0.4, 1.0), 0.8, 1, 0.7, 0.1, 0.02, 0.008, comes=1.0, keeps=0.0)
TEMPERS = (
    (DILIGENT, 0.28), (ORDINARY, 0.43), (LAZY, 0.13), (CHEATING, 0.05), (BOUNCING, 0.015), (SITTING, 0.045),
    (HALF_ANSWERING, 0.03), (ATTENDING, 0.02),
)  # fmt: skip

# What a citizen is like: tone of voice -> (share, how soon they ask again as a part of the limit, how hard to please).
TONES = (
    ("calm", 0.42, 1.4, 0.04),
    ("angry", 0.2, 0.45, 0.25),
    ("terse", 0.18, 2.0, 0.06),
    ("colloquial", 0.2, 1.0, 0.08),
)


def temper_of(rng: Random) -> Temper:
    """A unit's temper, drawn once for a city."""
    draw = rng.random()
    for temper, share in TEMPERS:
        draw -= share
        if draw < 0:
            return temper
    return ORDINARY


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody who tells us something."""

    tone: str
    asks_again: float
    hard: float
    language: str
    channel: str
    phone: str
    email: str
    name: str


_NAMES = {
    "zh-hant": ("陳", "李", "張", "黃", "何", "林", "吳", "梁", "鄭", "蔡"),
    "zh-hans": ("陈", "李", "张", "黄", "何", "林", "吴", "梁", "郑", "蔡"),
    "en": ("A. Reed", "B. Wong", "C. Moss", "D. Lau", "E. Field", "F. Ho", "G. Brook", "H. Chan"),
}
_POLITE = {"zh-hant": ("先生", "女士"), "zh-hans": ("先生", "女士"), "en": ("", "")}
_CHANNELS = (("phone", 0.5), ("web", 0.3), ("email", 0.1), ("counter", 0.06), ("open311", 0.04))
_MIX = {"zh-hant": (0.74, 0.14, 0.12), "zh-hans": (0.03, 0.04, 0.93), "en": (0.06, 0.88, 0.06)}


def citizen_of(rng: Random, default_language: str) -> Citizen:
    """Somebody, with a telephone that rings nowhere (no number begins with 000) or an address nobody has."""
    tone, again, hard = _weighted(rng, [((t, a, h), share) for t, share, a, h in TONES])
    mix = _MIX.get(default_language, _MIX["en"])
    language = _weighted(rng, list(zip(("zh-hant", "en", "zh-hans"), mix, strict=True)))
    channel = _weighted(rng, list(_CHANNELS))
    digits = f"000{rng.randrange(10**5):05d}"
    known = channel in ("phone", "counter") or rng.random() < 0.45
    mail = channel == "email" or (channel == "web" and rng.random() < 0.35)
    name = f"{rng.choice(_NAMES[language])}{rng.choice(_POLITE[language])}" if known or mail else ""
    return Citizen(
        tone,
        again,
        hard,
        language,
        channel,
        digits if known else "",
        f"resident{digits}@example.org" if mail else "",
        name,
    )


def _weighted(rng: Random, options: list[tuple[Any, float]]) -> Any:
    draw = rng.random() * sum(share for _, share in options)
    for option, share in options:
        draw -= share
        if draw < 0:
            return option
    return options[-1][0]
