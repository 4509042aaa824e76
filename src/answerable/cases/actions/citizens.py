"""What citizens add to a case: the same trouble again, more words, files, following."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from answerable.cases.actions import waiting
from answerable.cases.actions.files import keep
from answerable.cases.actions.inputs import words_of
from answerable.cases.actions.notices import tell_who_repeats
from answerable.cases.actions.work import Work, act_on
from answerable.cases.models import Case, Contact, Follower, Person
from answerable.organisation.files import Upload
from answerable.rules.intake import check_ways_back
from answerable.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from answerable.cases.actions.intake import Said


def join(said: Said, *, number: str, person: Person | None, contact: Contact) -> tuple[Case, Contact]:
    """The same matter again (BJ-REG 11, R3): the contact joins the case, whose people it makes more."""
    with act_on("repeat", actor=said.actor, now=said.now, number=number) as work:
        if person is not None:
            work.record.add(person)
        contact.case, contact.person = work.case, person
        work.record.add(contact)
        work.record.add_all(keep(said.uploads, at=said.now, by=said.actor.key, case=work.case, contact=contact))
        if not _same_person(work.case.person, person):
            work.change(affected=work.case.affected + 1)
        tell_who_repeats(work, person)
    return work.case, contact


def _same_person(first: Person | None, again: Person | None) -> bool:
    """Whether somebody tells us their own case again: then no more people are affected than before."""
    if first is None or again is None:
        return False
    return bool(first.phone and first.phone == again.phone) or bool(first.email and first.email == again.email)


def repeat(work: Work, *, words: str) -> None:
    """Someone tells the same again without a new contact form (the call-taker's short way)."""
    _keep_words(work, words)
    work.change(affected=work.case.affected + 1)


def add_words(work: Work, *, words: str) -> None:
    """The person who told us adds something; it stands beside the first words, not in their place."""
    _keep_words(work, words)
    waiting.end(work)


def _keep_words(work: Work, words: str) -> None:
    words = words_of(words, "words")
    work.record.add(
        Contact(
            jurisdiction=work.case.jurisdiction, case=work.case,
            person=work.case.person if work.actor.kind == "citizen" else None,
            channel="web" if work.actor.kind == "citizen" else "phone", kind=work.case.kind, disposition="repeat",
            words=words, language=work.case.language, said_at=work.now, received_at=work.now,
            taken_by=work.post if work.actor.post else None,
            fingerprint=hashlib.sha256(f"{work.case.pk}{words}{work.now}".encode()).digest(),
        )
    )  # fmt: skip


def attach(work: Work, *, uploads: Sequence[Upload]) -> None:
    if not uploads:
        raise Refused(Problem("required", "uploads"))
    work.record.add_all(keep(uploads, at=work.now, by=work.actor.key, case=work.case))


def follow(work: Work, *, session: str, email: str = "", language: str = "") -> None:
    """Someone with the same trouble follows the case, once a browser session; who leaves an e-mail address is told."""
    digest = hashlib.sha256(session.encode()).digest()
    if work.case.followers.filter(session_digest=digest).exists():
        raise Refused(Problem("follows_already"))
    person = None
    if email.strip():
        if problems := check_ways_back("", email):
            raise Refused(problems)
        speaks = language or work.case.language
        person = Person(jurisdiction=work.case.jurisdiction, email=email.strip(), language=speaks)
        work.record.add(person)
    work.record.add(Follower(case=work.case, person=person, session_digest=digest, since=work.now))
    work.change(affected=work.case.affected + 1)
