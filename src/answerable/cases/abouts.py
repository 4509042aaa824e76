"""What a case can be about besides its own matter: nouns of packages above, each with its label and its public page.

A case keeps a key ("indicator:HARBOUR-5/HOMES") and knows nothing of what stands behind it. The package that owns the
thing registers how it is read when it starts, so that nothing here imports upwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from answerable.cases.models import Case
from answerable.organisation.models import Jurisdiction


@dataclass(frozen=True)
class About:
    """A noun: `label` reads a key in the reader's language (empty: there is no such thing), `link` is its page."""

    noun: str
    label: Callable[[Jurisdiction, str], str]
    link: Callable[[str], str]


_nouns: dict[str, About] = {}


def register(about: About) -> None:
    """Make a noun known; a second one of the same name is a mistake in the program."""
    if about.noun in _nouns:
        raise ValueError(f"the noun {about.noun!r} is registered already")
    _nouns[about.noun] = about


def label(case: Case) -> str:
    """What the case is about in words; empty for a case about nothing else, or about something nobody knows here."""
    noun, _, key = case.about.partition(":")
    known = _nouns.get(noun)
    return known.label(case.jurisdiction, key) if known else ""


def link(case: Case) -> str:
    """The public page of what the case is about; empty when it has none."""
    noun, _, key = case.about.partition(":")
    known = _nouns.get(noun)
    return known.link(key) if known else ""
