"""Who is told of an act: the head of the lead unit, and the citizen who left an e-mail address.

Of a case that is a complaint about them nobody is told; the head above reads it in their place.
"""

from __future__ import annotations

from collections.abc import Iterable

from answerable.cases.actions.birth import link_of
from answerable.cases.actions.work import Work
from answerable.cases.models import Person
from answerable.organisation.models import Unit
from answerable.outbox import actions as outbox


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


def tell_followers(work: Work, template: str, **more: object) -> None:
    """The same message to everybody who follows the case and left an e-mail address, while the case is public."""
    if not work.case.public:
        return
    for follower in work.case.followers.exclude(person=None).select_related("person"):
        _write(work, follower.person, template, link=f"/case/{work.case.number}", **more)


def tell_coordinator(work: Work, template: str) -> None:
    """A message to the head of the coordinator's unit, who keeps the leaders' list."""
    _tell(work, work.book.coordinator_unit, template)


def _tell(work: Work, unit: Unit, template: str, /, **more: object) -> None:
    told = work.reader(unit)
    if told is None:
        return
    values = {"unit": work.case.lead_unit, "due": work.case.due_at, **more}
    outbox.send_to_post(
        now=work.now,
        post=told.head_post,
        template=template,
        about=work.case.pk,
        number=work.case.number,
        title=work.case.title,
        **values,
    )


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
        number=work.case.number,
        unit=work.case.lead_unit,
        due=work.case.due_at,
        **more,
    )
    return True
