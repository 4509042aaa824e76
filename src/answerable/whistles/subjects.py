"""What a whistle can be about: nouns, each with its way to be found, labelled and linked.

The nouns of cases are here (a case, a place, a kind of problem), those of plans in `plan_subjects`. A package above
registers its own when it starts, so that nothing here imports upwards: `register(Noun("review", find=..., link=...))`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from answerable.cases import queries as cases
from answerable.organisation import queries as organisation
from answerable.rules.access import Actor
from answerable.rules.problems import NotFound, Problem, Refused


@dataclass(frozen=True)
class Found:
    """A subject as it stands now. `lead_unit` answers for it today; category and area help to see a repetition."""

    key: str
    label: str
    lead_unit: str = ""
    category: str = ""
    area: str = ""


@dataclass(frozen=True)
class Noun:
    """`find` gives what an actor may see under a key at an instant, or None; `link` is its page for staff."""

    name: str
    find: Callable[[Actor, str, datetime], Found | None]
    link: Callable[[str], str]


_nouns: dict[str, Noun] = {}


def register(noun: Noun) -> None:
    """Make a noun known; a second one of the same name is a mistake in the program."""
    if noun.name in _nouns:
        raise ValueError(f"the noun {noun.name!r} is registered already")
    _nouns[noun.name] = noun


def nouns() -> tuple[str, ...]:
    return tuple(_nouns)


def find(actor: Actor, noun: str, key: str, *, now: datetime) -> Found:
    """The subject, or a problem at the input `subjects` when there is no such noun or nothing under the key."""
    known = _nouns.get(noun)
    found = known.find(actor, key, now) if known else None
    if found is None:
        raise Refused(Problem("no_such_subject", "subjects", {"noun": noun, "key": key[:60]}))
    return found


def link(noun: str, key: str) -> str:
    """The page of a subject; empty when its noun has none here."""
    known = _nouns.get(noun)
    return known.link(key) if known else ""


def _case(actor: Actor, key: str, now: datetime) -> Found | None:
    try:
        case = cases.get_case(actor, key)
    except NotFound:
        return None
    area = case.area.code if case.area else ""
    return Found(case.number, case.title, case.lead_unit.code, case.category.code, area)


def _place(actor: Actor, key: str, now: datetime) -> Found | None:
    area = organisation.rulebook(organisation.jurisdiction(actor.jurisdiction)).areas.get(key)
    return Found(area.code, area.name, area=area.code) if area else None


def _problem(actor: Actor, key: str, now: datetime) -> Found | None:
    """A kind of trouble, named by its category."""
    category = organisation.rulebook(organisation.jurisdiction(actor.jurisdiction)).category(key)
    return Found(category.code, category.name, category=category.code) if category else None


register(Noun("case", _case, lambda key: f"/desk/cases/{key}"))
register(Noun("place", _place, lambda key: ""))
register(Noun("problem", _problem, lambda key: ""))
