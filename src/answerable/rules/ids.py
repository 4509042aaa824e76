"""Public numbers: what a citizen reads over the telephone, with two check digits (ISO/IEC 7064 MOD 97-10).

`HK26-0012345-67` is prefix, year, running number, check. MOD 97-10 finds every single wrong character and every
swap of two neighbours; 8.1(1) asks for a unique id, and a number that cannot be misheard is part of being found.
A letter counts two digits, so one in the place of a digit could pass for a longer prefix: the hyphens tell them apart.
"""

from __future__ import annotations

import re
import unicodedata

MIN_DIGITS, MAX_DIGITS = 7, 9  # a city of Beijing's size passes 9,999,999 contacts in a year
_SHAPE = re.compile(rf"([A-Z]{{1,4}})([0-9]{{2}})([0-9]{{{MIN_DIGITS},{MAX_DIGITS}}})([0-9]{{2}})")
_PREFIX = re.compile(r"[A-Z]{1,4}")
_HYPHEN = re.compile(r"[\-\u2010-\u2015\u2212]")
_NOISE = re.compile(r"[\s\-\u2010-\u2015\u2212\u00ad\u200b-\u200d\ufeff]+")


def check_digits(stem: str) -> str:
    """The two digits that make `stem` (A-Z and 0-9) congruent to 1 modulo 97; A is 10 ... Z is 35."""
    letters = len(stem.rstrip("0123456789"))  # digits stand for themselves
    digits = "".join([str(int(c, 36)) for c in stem[:letters]]) + stem[letters:]
    return f"{98 - int(digits) * 100 % 97:02d}"


def public_number(prefix: str, year: int, sequence: int) -> str:
    """The public number of the `sequence`-th case of a year; ValueError when it cannot be written."""
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"prefix {prefix!r} is not one to four letters A-Z")
    if not 0 < sequence < 10**MAX_DIGITS:
        raise ValueError(f"sequence {sequence} is not between 1 and {10**MAX_DIGITS - 1}")
    head, digits = f"{prefix}{year % 100:02d}", f"{sequence:0{MIN_DIGITS}d}"
    return f"{head}-{digits}-{check_digits(head + digits)}"


def normalise_number(text: str) -> str | None:
    """The number as we print it, from however it was typed; None when it is no number or its check digits fail.

    Upper and lower case, full-width characters, spaces and any kind of hyphen are all the same.
    """
    if len(text) > 100:
        return None
    typed = unicodedata.normalize("NFKC", text).upper()
    match = _SHAPE.fullmatch(_NOISE.sub("", typed))
    if not match:
        return None
    prefix, year, digits, check = match.groups()
    if check_digits(prefix + year + digits) != check:
        return None
    groups = [_NOISE.sub("", group) for group in _HYPHEN.split(typed)]
    if len(groups) == 3 and groups != [prefix + year, digits, check]:
        return None
    return f"{prefix}{year}-{digits}-{check}"


def is_public_number(text: str) -> bool:
    """Whether this is a public number whose check digits hold."""
    return normalise_number(text) is not None
