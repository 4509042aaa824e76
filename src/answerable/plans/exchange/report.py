"""What a reader could not take as it stood, line by line, and what it did about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from answerable.rules.problems import Problem


@dataclass
class Report:
    """Lines in the order they were met; `field` of a line says where (an XML path, Sheet!C7, an indicator's code)."""

    lines: list[Problem] = field(default_factory=list)

    def say(self, code: str, where: str = "", **params: object) -> None:
        """Add a line; the sentence of each code stands in `plans.exchange.sentences`."""
        self.lines.append(Problem(code, where, params))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def counts(self) -> dict[str, int]:
        """How many lines of each code."""
        return dict(Counter(line.code for line in self.lines))
