"""Who is told of an act: the head of the lead unit, the citizen who left an e-mail address, and others affected.

Of a case that is a complaint about them nobody is told; the head above reads it in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from answerable.cases.actions.birth import link_of
from answerable.cases.actions.work import Work
from answerable.cases.models import Case, Person
from answerable.organisation.models import Unit
from answerable.outbox import actions as outbox
from answerable.rules.masking import mask


def tell_lead(work: Work, template: str, **more: object) -> None:
    """A message to whoever holds the head post of the unit that leads now."""
    _tell(work, work.case.lead_unit, template, **more)


def tell_unit(work: Work, unit: Unit, template: str, /, **more: object) -> None:
    """A message to whoever holds the head post of another unit."""
    _tell(work, unit, template, **more)


def tell_units(work: Work, units: Iterable[Unit], template: str, /, **more: object) -> None:
    """The same message to each of several units, and to each head once."""
    readers = (work.reader(unit) for unit in units)
    for reader in {one.code: one for one in readers if one is not None}.values():
        _tell(work, reader, template, **more)


def tell_affected(work: Work, template: str, **more: object) -> None:
    """A message to the citizen, and to the others of the matter with names and numbers masked."""
    tell_person(work, template, **more)
    tell_others(
        work, template, **{name: mask(value) if isinstance(value, str) else value for name, value in more.items()}
    )


def tell_others(work: Work, template: str, **more: object) -> None:
    """The same message to everybody else with this trouble who left an e-mail address, one letter an address.

    That is whoever follows the case or told it again, while it is public, and whoever told a case that was joined to
    it, each under the number they know. What is passed here must be fit for the public.
    """
    told = {work.case.person.email.lower()} if work.case.person is not None else set()
    for person, number, link in _others(work.case):
        if person.email and person.email.lower() not in told:
            told.add(person.email.lower())
            _write(work, person, template, number=number, link=link, **more)


def _others(first: Case) -> Iterator[tuple[Person, str, str]]:
    """(who, the number they know, their page) of a case and of all that were joined to it."""
    waiting = [first]
    for case in waiting:
        waiting += case.joined.select_related("person")
        if case.pk != first.pk and case.person is not None:
            yield case.person, case.number, link_of(case)
        if first.public and case.public:
            followers = case.followers.exclude(person=None).select_related("person")
            again = case.contacts.filter(disposition="repeat").exclude(person=None).select_related("person")
            people = [*(row.person for row in followers), *(row.person for row in again)]
            yield from ((person, case.number, f"/case/{case.number}") for person in people if person is not None)


def tell_coordinator(work: Work, template: str) -> None:
    """A message to the head of the coordinator's unit, who keeps the leaders' list."""
    _tell(work, work.book.coordinator_unit, template)


def _tell(work: Work, unit: Unit, template: str, /, **more: object) -> None:
    told = work.reader(unit)
    if told is None:
        return
    values = _of_the_case(work) | more
    outbox.send_to_post(now=work.now, post=told.head_post, template=template, about=work.case.pk, **values)


def _of_the_case(work: Work) -> dict[str, Any]:
    """The fields that every letter about a case has."""
    case = work.case
    return {"number": case.number, "title": case.title, "unit": case.lead_unit, "due": case.due_at}


def tell_person(work: Work, template: str, **more: object) -> bool:
    """A message to the citizen; False when no e-mail address was left."""
    return _write(work, work.case.person, template, link=link_of(work.case), **more)


def tell_who_repeats(work: Work, person: Person | None) -> None:
    """Answer at once whoever says again what we know: who answers for it, and until when (BJ-REG 11¶3(3)).

    The link to the case's own page goes only to the address that was left when it was first told.
    """
    first = work.case.person
    own = person is not None and first is not None and bool(person.email) and person.email == first.email
    if own or work.case.public:
        _write(work, person, "known", link=link_of(work.case) if own else f"/case/{work.case.number}")


def _write(work: Work, person: Person | None, template: str, **more: object) -> bool:
    if person is None or not person.email:
        return False
    outbox.send_to_person(
        now=work.now,
        jurisdiction=work.case.jurisdiction,
        email=person.email,
        phone=person.phone,
        language=person.language,
        template=template,
        about=work.case.pk,
        **(_of_the_case(work) | more),
    )
    return True
