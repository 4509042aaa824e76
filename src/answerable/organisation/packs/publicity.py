"""[publicity] of pack.toml: what a city shows of its leaders' rota. No source says; the defaults are ours, not law."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

FILE = "pack.toml"


class PublicityKind(NamedTuple):
    """A yes or no a city may set."""

    default: bool
    meaning: str


PUBLICITY: dict[str, PublicityKind] = {
    "rota_public": PublicityKind(True, "everybody may see which leader takes calls when, and what was promised"),
    "rota_shows_names": PublicityKind(False, "the public rota names who holds the post, beside the post"),
}


def read_publicity(
    document: dict[str, Any], lines: Mapping[tuple[str, ...], int], find: Callable[[str, int, str, str], None]
) -> dict[str, bool]:
    """[publicity] over the defaults."""
    out = {name: kind.default for name, kind in PUBLICITY.items()}
    for name, value in document.get("publicity", {}).items():
        at = lines.get(("publicity", name), 0)
        if name not in PUBLICITY:
            find(FILE, at, f"{name!r} of [publicity] is unknown", f"remove it; known are {', '.join(PUBLICITY)}")
        elif not isinstance(value, bool):
            find(FILE, at, f"{name} = {value!r} is no truth value", "write true or false")
        else:
            out[name] = value
    return out
