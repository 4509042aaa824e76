"""Words that are read in the language of whoever gets the message, not of whoever caused it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation

from answerable.organisation.sentences import known, sentence
from answerable.rules.problems import Problem


@dataclass(frozen=True)
class InWords:
    """A text made when its reader's language is known (`outbox` asks for `name_in`)."""

    make: Callable[[], str]

    def name_in(self, language: str) -> str:
        with translation.override(language):
            return self.make()

    def __str__(self) -> str:
        return self.make()


def note(words: str) -> str:
    """What stands beside a figure: words as they are; a code that a source gave, as its sentence."""
    return sentence(Problem(words)) if words in known() else words
