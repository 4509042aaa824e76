"""What can be wrong with a wish, as values: the faces turn them into sentences in the reader's language."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`field` is the input it belongs to (empty: the whole), `code` names the sentence, `params` fill it."""

    code: str
    field: str = ""
    params: dict[str, object] = dataclasses.field(default_factory=dict, hash=False)


class Refused(Exception):
    """An act that was not done, with every reason; nothing was changed."""

    def __init__(self, problems: Sequence[Problem] | Problem) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("; ".join(f"{p.field or '*'}: {p.code} {p.params}" for p in self.problems))


class NotAllowed(Refused):
    """This actor may not do this here, or not now."""


class Stale(Refused):
    """Somebody acted between the reading and the act: params say who, what and when."""


class NotFound(Refused):
    """There is no such thing, or this reader may not know of it."""
