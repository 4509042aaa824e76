"""What people write: cleaned without loss of meaning, told apart by language, compared by words and bigrams."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇"
_NEWLINES = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Controls, bidirectional overrides and marks, invisible joiners of no script, tag characters, halves of surrogate
# pairs, non-characters. ZWJ and ZWNJ stay: emoji and several scripts need them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u206a-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINE_END = re.compile(r"[^\S\n]+$", re.MULTILINE)
_MANY_LINES = re.compile(r"\n{3,}")
_TERM = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+(?:['’][^\W\d_{HAN}]+)?")
_HAN = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")


def clean(text: str) -> str:
    """The same words in NFC with one kind of newline, and without what cannot be seen or would turn the line round.

    Idempotent. At most one empty line in a row; no space at the end of a line. Emoji and every script stay.
    """
    text = _HIDDEN.sub("", _NEWLINES.sub("\n", text))
    text = _LINE_END.sub("", unicodedata.normalize("NFC", text)).strip()
    return _MANY_LINES.sub("\n\n", text)


@lru_cache(maxsize=8192)
def _script(char: str) -> int:
    """+1 for a character only Traditional Chinese uses, -1 only Simplified, 0 common to both (or neither)."""
    return _encodes(char, "big5") - _encodes(char, "gb2312")


def _encodes(char: str, codec: str) -> int:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return 0
    return 1


def guess_language(text: str, default: str = "zh-hant") -> str:
    """`zh-hant`, `zh-hans` or `en`; `default` when there is nothing to go by.

    Chinese when there are at least as many Han characters as Latin words; Simplified when more characters belong
    to GB 2312 alone than to Big5 alone.
    """
    han, latin = _HAN.findall(text), len(_LATIN_WORD.findall(text))
    if not han and not latin:
        return default
    if len(han) < latin:
        return "en"
    score = sum(map(_script, han))
    if score == 0 and default.startswith("zh"):
        return default
    return "zh-hans" if score < 0 else "zh-hant"


def cjk_terms(text: str) -> list[str]:
    """Words of alphabetic scripts and overlapping pairs of Han characters (a lone one stands alone), in order.

    Folded by NFKC and case; scripts are not converted, so fold Traditional and Simplified before when it matters.
    """
    terms: list[str] = []
    for found in _TERM.findall(unicodedata.normalize("NFKC", text).casefold()):
        if _HAN.match(found) and len(found) > 1:
            terms.extend(found[i : i + 2] for i in range(len(found) - 1))
        else:
            terms.append(found)
    return terms


def similarity(a: str, b: str) -> float:
    """0 (nothing in common) to 1 (the same terms): twice the shared terms over all terms (Dice)."""
    left, right = set(cjk_terms(a)), set(cjk_terms(b))
    if not left or not right:
        return 0.0
    return 2 * len(left & right) / (len(left) + len(right))


def fingerprint(text: str, *parts: object) -> bytes:
    """32 bytes, equal when the words and the parts (place, category, person ...) are equal.

    Case, width, spacing and punctuation of the words do not count, unless there is nothing else.
    """
    folded = unicodedata.normalize("NFKC", clean(text)).casefold()
    words = "".join(c for c in folded if c.isalnum() or unicodedata.category(c).startswith("M")) or folded
    digest = hashlib.sha256()
    for part in (words, *("" if p is None else str(p) for p in parts)):
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.digest()
