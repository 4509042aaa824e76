"""TOML with line numbers: the standard library parses, this finds where each key stands."""

from __future__ import annotations

import re
from collections import Counter

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\-\"]+)\s*\]\]?")
_KEY = re.compile(r"\s*([A-Za-z0-9_\-]+)\s*=")
_ERROR_LINE = re.compile(r"at line (\d+)")

Path = tuple[str, ...]


def key_lines(source: str) -> dict[Path, int]:
    """Line of each header and key, e.g. ("pack", "code") -> 2, ("message", "0", "code") -> 7."""
    lines: dict[Path, int] = {}
    seen: Counter[str] = Counter()
    where: Path = ()
    quote = ""
    for number, line in enumerate(source.splitlines(), 1):
        if not quote:
            header, key = _HEADER.match(line), _KEY.match(line)
            if header and not key:
                name = header[2].replace('"', "")
                where = tuple(name.split("."))
                if header[1] == "[[":
                    where = (name, str(seen[name]))
                    seen[name] += 1
                lines[where] = number
            elif key:
                lines.setdefault((*where, key[1]), number)
        for mark in ('"""', "'''"):
            if line.count(mark) % 2 and quote in ("", mark):
                quote = "" if quote else mark
    return lines


def error_line(message: str) -> int:
    """The line a TOMLDecodeError names (0 when it names none)."""
    found = _ERROR_LINE.search(message)
    return int(found[1]) if found else 0
