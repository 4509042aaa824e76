"""A contact becomes a case, joins one, is answered at once, or is shown another way."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from answerable.cases.actions import birth
from answerable.cases.actions.citizens import join
from answerable.cases.actions.repeats import known_matter
from answerable.cases.actions.work import interested
from answerable.cases.models import Case, Contact, Person
from answerable.ledger.actions.record import Record
from answerable.organisation import queries as organisation
from answerable.organisation.files import Upload, check_uploads
from answerable.organisation.queries import Rulebook
from answerable.rules import intake as rules
from answerable.rules.access import Actor, has_interest
from answerable.rules.problems import NotAllowed, Problem, Refused
from answerable.rules.text import clean, guess_language


@dataclass(frozen=True)
class PersonDetails:
    """How to reach somebody; all of it optional."""

    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.email)


@dataclass(frozen=True)
class Said:
    """What somebody told us, cleaned: the input of every intake act.

    `about` names a thing of another package (noun:key of cases.abouts); `known_unit` is the unit that answers for it,
    so that nobody has to guess. Both come from the package above, never from a form. `complained_about` is the unit
    that the case is a complaint about, or an officer of it: it has no part in it from the start (JN 32, XF 30).
    """

    book: Rulebook
    actor: Actor
    now: datetime
    words: str
    channel: str
    kind: str = ""
    language: str = ""
    category_code: str = ""
    category_chosen_by: str = ""
    latitude: float | None = None
    longitude: float | None = None
    area_code: str = ""
    address: str = ""
    person: PersonDetails | None = None
    uploads: Sequence[Upload] = ()
    idempotency_key: str = ""
    said_at: datetime | None = None
    public: bool = True
    source: str = ""
    source_key: str = ""
    title: str = ""
    about: str = ""
    known_unit: str = ""
    complained_about: str = ""
    attributes: Mapping[str, object] | None = field(default=None, hash=False)

    @property
    def fingerprint(self) -> bytes:
        """The same words, place and person give the same 32 bytes."""
        who = self.person or PersonDetails()
        parts = (
            self.words, self.address, self.category_code, str(self.latitude), str(self.longitude),
            who.phone, who.email, who.name, *(more for more in (self.about, self.complained_about) if more),
        )  # fmt: skip
        return hashlib.sha256("\x1f".join(parts).encode()).digest()


@dataclass(frozen=True)
class Receipt:
    """What the person who told us gets: `repeated` says nothing new was made.

    `secret` opens the own page of whoever told us first; it is empty for those who join, and for the same
    words without a name from another page, which may be somebody else's.
    """

    contact: Contact
    case: Case
    secret: str
    repeated: bool = False


def heard(*, words: str, actor: Actor, now: datetime, channel: str, language: str = "", **rest: Any) -> Said:
    """Clean what was said and check it against the rules of intake; raises Refused with every problem."""
    words = clean(words or "")
    text = {key: clean(rest[key]) for key in ("address", "title") if rest.get(key)}
    book = organisation.rulebook_of(actor.jurisdiction)
    if book is None:
        book = organisation.rulebook(organisation.jurisdiction(actor.jurisdiction))
    said = Said(
        book=book,
        actor=actor, now=now, channel=channel, words=words,
        language=language or guess_language(words), **(rest | text),
    )  # fmt: skip
    person = said.person or PersonDetails()
    problems = rules.check_contact(
        words=said.words,
        channel=channel,
        kind=said.kind,
        said_at=said.said_at,
        now=now,
        latitude=said.latitude,
        longitude=said.longitude,
        bounds=book.bounds,
        phone=person.phone,
        email=person.email,
        address=said.address,
        name=person.name,
    )
    problems += check_uploads(said.uploads)
    if said.category_code and said.category_code not in book.categories:
        problems.append(Problem("unknown_category", "category_code", {"category": said.category_code}))
    if said.area_code and said.area_code not in book.areas:
        problems.append(Problem("unknown_area", "area_code", {"area": said.area_code}))
    if said.complained_about and said.complained_about not in book.units:
        problems.append(Problem("unknown_unit", "complained_about", {"unit": said.complained_about}))
    if problems:
        raise Refused(problems)
    return said


def receive(*, joins: str = "", **said_as: Any) -> Receipt:
    """Open a case for what was said, or join the case `joins` as a repeat.

    The same idempotency key, or the same words, place and person within a minute, give the receipt of
    the first post again. The same person saying the same again without anything new joins the case that is open
    (rules.repeats) and is answered at once; a complaint about a unit joins none, because that unit might read it there.
    Raises Refused with every problem; at most 12 statements reach the database.
    """
    said = heard(**said_as)
    if said.complained_about and joins:
        raise Refused(Problem("complaint_stands_alone", "joins"))
    _may_receive(said.actor)
    with transaction.atomic():
        sequence = _queue_behind_same_post(said)
        earlier = _same_post(said)
        if earlier is not None and earlier.case is not None:
            return Receipt(earlier, earlier.case, _secret_for_repeat(said, earlier), repeated=True)
        joins = joins or ("" if said.complained_about else known_matter(said))
        if joins:
            case, contact = join(said, number=joins, person=_person(said), contact=_contact(said, "repeat"))
            return Receipt(contact, case, secret="")
        contact = _contact(said, "case")
        case = birth.open_case(said, sequence=sequence, person=_person(said), contact=contact)
    return Receipt(contact, case, birth.secret_of(case.pk))


def _secret_for_repeat(said: Said, earlier: Contact) -> str:
    """The link again, for who sent the same form twice or gave the same ways to be reached."""
    same_sender = bool(said.person) or said.idempotency_key == earlier.idempotency_key != ""
    return birth.secret_of(earlier.case_id) if same_sender and earlier.case_id else ""


def answer_at_once(*, answer: str, **said_as: Any) -> Contact:
    """A question answered on the spot (BJ-REG 11): recorded whole, nobody is sent anything."""
    said_as["kind"] = said_as.get("kind") or "consult"
    said = heard(**said_as)
    if said.kind != "consult":
        raise Refused(Problem("only_questions_at_once", "kind", {"kind": said.kind}))
    return _closed_contact(said, "answered", answer=answer)


def route_contact(*, route: str, answer: str, joins: str = "", **said_as: Any) -> Contact:
    """One of the six matters that are no unit's case (BJ-REG 11); `answer` records the act the route requires."""
    said_as["kind"] = said_as.get("kind") or "help"
    said = heard(**said_as)
    problems = rules.check_route(route, answer, joins)
    if problems:
        raise Refused(problems)
    return _closed_contact(said, "routed", answer=answer, route=route, joins=joins)


def _closed_contact(said: Said, disposition: str, *, answer: str, route: str = "", joins: str = "") -> Contact:
    """Write a contact that is no case, on a ledger stream of its own."""
    if said.actor.kind != "officer" or not said.actor.roles & {"call_taker", "dispatcher"}:
        raise NotAllowed(Problem("not_yours", "", {"verb": disposition, "unit": ""}))
    answer = clean(answer)
    if not answer and not joins:
        raise Refused(Problem("required", "answer"))
    case = Case.objects.filter(number=joins, jurisdiction__code=said.actor.jurisdiction).first() if joins else None
    if joins and (case is None or has_interest(said.actor, interested(case))):  # whoever it is about finds none
        raise Refused(Problem("no_such_case", "joins", {"number": joins}))
    with transaction.atomic():
        _queue_behind_same_post(said)
        earlier = _same_post(said)
        if earlier is not None:
            return earlier
        contact = _contact(said, disposition, route=route, answer=answer, case=case)
        person = _person(said)
        contact.person = person
        record = Record(
            stream=contact.pk, salt=birth.salt_of(contact.pk), verb=disposition, actor=said.actor, at=said.now,
            rule=rules.ROUTES[route].rule if route else "BJ-REG 11",
        )  # fmt: skip
        record.add_all([row for row in (person,) if row is not None])
        record.add(contact)
        record.write(new_stream=True)
    return contact


def _may_receive(actor: Actor) -> None:
    if actor.kind == "officer" and not actor.roles & {"call_taker", "dispatcher", "handler", "unit_head"}:
        raise NotAllowed(Problem("not_yours", "", {"verb": "receive", "unit": actor.unit or ""}))


def _queue_behind_same_post(said: Said) -> int:
    """Two posts of the same words wait for each other; gives the next number of a case at the same time."""
    keys = [said.fingerprint, hashlib.sha256(said.idempotency_key.encode() or said.fingerprint).digest()]
    first, second = sorted(int.from_bytes(key[:8], "big", signed=True) for key in keys)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s), pg_advisory_xact_lock(%s), nextval('cases_number')", [first, second]
        )
        return int(cursor.fetchone()[2])


def _same_post(said: Said) -> Contact | None:
    """The contact this post repeats, if it is the same one arriving twice."""
    since = said.now - timedelta(seconds=said.book.limit("same_post_seconds"))
    same = Q(fingerprint=said.fingerprint, received_at__gt=since)
    if said.idempotency_key:
        same |= Q(idempotency_key=said.idempotency_key)
    contacts = Contact.objects.filter(same, jurisdiction=said.book.jurisdiction).order_by("received_at")
    # The whole row only when there is one: nearly always there is none.
    key = contacts.values_list("pk", flat=True).first()
    return Contact.objects.select_related("case").get(pk=key) if key is not None else None


def _person(said: Said) -> Person | None:
    if not said.person:
        return None
    return Person(
        jurisdiction=said.book.jurisdiction,
        name=clean(said.person.name)[:200],
        phone=rules.normalise_phone(said.person.phone) or "",
        email=said.person.email.strip()[:254],
        language=said.person.language or said.language,
    )


def _contact(said: Said, disposition: str, **more: Any) -> Contact:
    return Contact(
        jurisdiction=said.book.jurisdiction,
        channel=said.channel,
        kind=said.kind or "complaint",
        disposition=disposition,
        words=said.words,
        language=said.language,
        address=said.address,
        latitude=said.latitude,
        longitude=said.longitude,
        said_at=said.said_at or said.now,
        received_at=said.now,
        taken_by=said.book.posts[said.actor.post] if said.actor.post else None,
        idempotency_key=said.idempotency_key,
        fingerprint=said.fingerprint,
        **more,
    )
