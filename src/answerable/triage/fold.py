"""One form for words that mean the same: Simplified script, one width, one case, singular.

Both what is looked for and what is looked in pass through here, so the fold need not be right, only the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import opencc

from answerable.rules.text import HAN

_TOKEN = re.compile(rf"[{HAN}]|[^\W_{HAN}]+(?:['’][^\W\d_{HAN}]+)?")
# Nouns of public life whose ending is no ending: "parking" is not about parks.
_WHOLE = frozenset(
    """parking building lighting housing crossing hearing ceiling evening morning during nothing something anything
    everything bedding shed speed seed weed breed indeed need feed bleed red bed bus gas process address press glass
    grass business always news species series status campus virus asbestos""".split()  # noqa: SIM905
)


class Token(NamedTuple):
    """A Han character or a word of another script: as folded, and where it stands in the NFKC text."""

    fold: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Traditional -> Simplified, character by character, from OpenCC's own table."""
    table: dict[int, str] = {}
    lines = (Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt").read_text("utf-8").splitlines()
    for line in lines:
        traditional, _, simplified = line.partition("\t")
        if len(traditional) == 1 and simplified:
            table[ord(traditional)] = simplified.split(" ")[0]
    return table


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """An English word without its plural, -ing and -ed; crude and the same on both sides."""
    word = word.casefold().replace("’", "'").removesuffix("'s")
    if word in _WHOLE or not word.isascii() or len(word) < 4:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            root = word[: -len(ending)]
            return root[:-1] if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz" else root
    return word.removesuffix("e") if len(word) > 4 else word


def nfkc(text: str) -> str:
    """Full-width and half-width forms made one; tokens point into this."""
    return unicodedata.normalize("NFKC", text)


def tokens(text: str) -> list[Token]:
    """The tokens of a text that has passed `nfkc`."""
    simple = _simplified()
    out = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        fold = simple.get(ord(word), word) if len(word) == 1 else stem(word)
        out.append(Token(fold.casefold(), match.start(), match.end()))
    return out


def folded(text: str) -> tuple[str, ...]:
    """The folds of a term, ready to be looked up."""
    return tuple(token.fold for token in tokens(nfkc(text)))
