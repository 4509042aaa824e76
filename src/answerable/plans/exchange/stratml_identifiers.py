"""One valid, unique identifier for every part of a StratML document that has a broken one, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from answerable.plans.exchange.safe_xml import child, local, text


def valid(wish: str) -> str:
    """The wish as an xsd:ID: other characters become _, and a _ stands before a digit, dot or hyphen."""
    kept = re.sub(r"[^\w.\-]", "_", wish.strip())
    return kept if re.match(r"[^\W\d]", kept) else f"_{kept}"


class Identifiers:
    """Gives out identifiers, each once: the wish if it is free, else with -2, -3 ... behind it."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def take(self, wish: str) -> str:
        """A valid identifier nobody has yet."""
        base = valid(wish)
        found, number = base, 2
        while found in self._taken:
            found, number = f"{base}-{number}", number + 1
        self._taken.add(found)
        return found


class Codes:
    """The code of each element of a tree: its own identifier, made valid and unique; else one from its place."""

    def __init__(self, root: Element) -> None:
        self._identifiers = Identifiers()
        self._of: dict[Element, str] = {}
        for element in root.iter():
            if local(element) not in {"Identifier", ""} and (wish := text(child(element, "Identifier"))):
                self._of[element] = self._identifiers.take(wish)

    def stated(self, element: Element | None) -> str:
        """The identifier an element has, put right; "" when it has none."""
        return "" if element is None else self._of.get(element, "")

    def of(self, element: Element, wish: str) -> str:
        """The identifier an element has, put right, or one made from the wish."""
        return self._of.get(element) or self._identifiers.take(wish)
