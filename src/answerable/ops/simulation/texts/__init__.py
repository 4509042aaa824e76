"""What invented people say: one TOML file a language; `Voice` picks and fills."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from random import Random

LANGUAGES = ("zh-hant", "en", "zh-hans")
TONES = ("calm", "angry", "terse", "colloquial")


class Voice:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        name = language.replace("-", "_") + ".toml"
        self.texts: dict[str, list[str]] = tomllib.loads((resources.files(__name__) / name).read_text("utf-8"))

    def say(self, rng: Random, key: str, **fills: object) -> str:
        """One of the texts of a kind, its places filled."""
        found = self.texts[key]
        return found[int(rng.random() * len(found))].format(**fills)

    def complaint(self, rng: Random, tone: str, *, what: str, place: str, area: str) -> str:
        """What somebody says first, in their tone of voice (`service` is about an office, not about a place)."""
        since, times = self.say(rng, "since"), self.say(rng, "times")
        words = self.say(rng, tone, what=what, place=place, area=area, since=since, times=times)
        gap = " " if self.language == "en" else ""
        text = f"{words}{gap}{self.say(rng, 'endings')}".strip()
        return text[0].upper() + text[1:]

    def place(self, rng: Random, area: str) -> str:
        return self.say(rng, "places", area=area, n=1 + int(rng.random() * 40))


@cache
def voice(language: str) -> Voice:
    return Voice(language if language in LANGUAGES else "en")
