"""Letters of responsibility: written from what the plan says, changed before they are issued, accepted or objected to.

Duty, deadline, standard and limits; accepted by whoever holds the post, in person and never by a stand-in; public.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from answerable.organisation.models import Officer
from answerable.plans.actions.answering import MODELS, all_said, subject_by_key
from answerable.plans.actions.letter_notices import tell_issued, tell_objected
from answerable.plans.actions.plans import plan_by_key, plan_of
from answerable.plans.actions.work import act_on, locked, words_of
from answerable.plans.models import Accountability, Letter, Plan
from answerable.plans.models.accountability import ACCOUNTABLE
from answerable.plans.queries.around import around_plan, around_subject
from answerable.plans.queries.letters import draft_letters
from answerable.rules.access import Actor
from answerable.rules.problems import NotAllowed, NotFound, Problem, Refused


def issue_letter(
    *, actor: Actor, now: datetime, plan_code: str, noun: str, code: str, duty: str, deadline: date | None,
    standard: str, limits: str = "",
) -> Letter:  # fmt: skip
    """Issue a (new) letter to the post that answers, with the words as the committee's office settled them.

    A letter before it stays; an objection to it is answered by this one. Refused without duty, deadline and standard.
    """
    with transaction.atomic():
        plan = plan_of(actor, plan_code)
        held = _running(plan, noun, code)
        by = all_said(duty, deadline, standard)
        root = subject_by_key(plan, noun, held.subject).root
        with act_on("issue_letter", root, plan=plan, around=around_plan(plan), actor=actor, now=now) as work:
            letter = Letter(
                accountability=held, number=held.letters.count() + 1, duty=words_of(duty, "duty"), deadline=by,
                standard=words_of(standard, "standard"), limits=words_of(limits, "limits", required=False),
                issued_at=now, issued_by=work.post,
            )  # fmt: skip
            work.add(letter)
            tell_issued(work, [letter])
    return letter


def issue_letters(*, actor: Actor, now: datetime, plan_code: str) -> list[Letter]:
    """Issue a letter, written from the plan, to every post that answers for something and has none yet.

    Subjects that lack a deadline or a standard get none: the list of gaps shows them. One entry for all.
    """
    with transaction.atomic():
        plan = plan_of(actor, plan_code)
        with act_on("issue_letter", plan, plan=plan, around=around_plan(plan), actor=actor, now=now) as work:
            letters = [
                Letter(
                    accountability=draft.held, number=1, duty=draft.duty, deadline=draft.deadline,
                    standard=draft.standard, limits=draft.limits, issued_at=now, issued_by=work.post,
                )
                for draft in draft_letters(plan, now=now, without=True)
                if draft.whole and draft.deadline is not None
            ]  # fmt: skip
            work.record.add_all(letters)
            tell_issued(work, letters)
    return letters


def accept_letter(*, actor: Actor, now: datetime, key: UUID, version: int | None = None) -> Letter:
    """The officer who holds the post accepts. A stand-in cannot: what another will be held to is theirs to accept."""
    return _answer(actor, now, key, version, verb="accept_letter", objection="")


def object_letter(*, actor: Actor, now: datetime, key: UUID, words: str, version: int | None = None) -> Letter:
    """The officer who holds the post says what the letter asks beyond it; a new letter answers."""
    return _answer(actor, now, key, version, verb="object_letter", objection=words_of(words, "words"))


def _answer(actor: Actor, now: datetime, key: UUID, version: int | None, *, verb: str, objection: str) -> Letter:
    with transaction.atomic():
        letter = _letter(actor, key)
        held = letter.accountability
        plan = plan_by_key(actor, held.plan_id)
        root = subject_by_key(plan, held.noun, held.subject).root
        _still_open(letter)
        with act_on(
            verb, root, plan=plan, around=around_subject(plan, held.subject, now=now), actor=actor, now=now,
            version=version,
        ) as work:  # fmt: skip
            if objection:
                work.set(letter, objection=objection, objected_at=now)
                tell_objected(work, letter)
            else:
                work.set(letter, accepted_at=now, accepted_by=Officer.objects.get(username=actor.officer))
    return letter


def _letter(actor: Actor, key: UUID) -> Letter:
    letter = locked(Letter, "accountability__post", pk=key, accountability__plan__jurisdiction__code=actor.jurisdiction)
    assert isinstance(letter, Letter)
    return letter


def _still_open(letter: Letter) -> None:
    """Only the newest letter of who answers now, once."""
    held = letter.accountability
    if held.until is not None or held.letters.filter(number__gt=letter.number).exists():
        raise NotAllowed(Problem("letter_superseded"))
    if letter.accepted_at is not None:
        raise NotAllowed(Problem("letter_accepted_already", "", {"at": letter.accepted_at}))
    if letter.objected_at is not None:
        raise NotAllowed(Problem("letter_objected_already", "", {"at": letter.objected_at}))


def _running(plan: Plan, noun: str, code: str) -> Accountability:
    """Who answers for the subject now; Refused where nobody was appointed."""
    model = MODELS.get(noun)
    subject = model._default_manager.filter(plan=plan, code=code).first() if model is not None else None
    if subject is None:
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": noun[:20]}))
    held = Accountability.objects.filter(subject=subject.pk, kind=ACCOUNTABLE, until=None).first()
    if held is None:
        raise Refused(Problem("nobody_answers", "post_code"))
    return held
