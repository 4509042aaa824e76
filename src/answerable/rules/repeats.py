"""The same person about the same matter again (BJ-REG 11¶3(3), 8.1(3), (5)): with nothing new, no second case.

What is new makes a case of its own: another matter, another place, a photo or a paper, or words that say something
else. Only an open case is joined; about a closed one the person may be unhappy, and that is for a person to hear.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from answerable.rules.geometry import distance_m
from answerable.rules.text import similarity


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody said about what, and where (degrees, WGS84); an area is a code, empty when unknown."""

    key: str
    words: str
    category: str
    area: str = ""
    latitude: float | None = None
    longitude: float | None = None


def same_matter(said: Matter, earlier: Iterable[Matter], *, metres: float, alike: float) -> str | None:
    """The key of the earlier matter that this says again, the most alike first; None when it says something new.

    `metres` is how far apart two places may be, `alike` (0 to 1) how alike the words must be.
    """
    close = [(similarity(said.words, one.words), one) for one in earlier if _same_place(said, one, metres)]
    found = [(score, one.key) for score, one in close if score >= alike and one.category == said.category]
    return max(found)[1] if found else None


def _same_place(a: Matter, b: Matter, metres: float) -> bool:
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return a.area == b.area
    return distance_m(a.latitude, a.longitude, b.latitude, b.longitude) <= metres
