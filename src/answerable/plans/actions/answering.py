"""Who answers: appoint a head with duty, deadline and standard, replace one, name who helps and who keeps the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from answerable.organisation.models import Post
from answerable.plans.actions.letter_notices import tell_issued
from answerable.plans.actions.plans import plan_of
from answerable.plans.actions.work import Work, act_on, locked, post_of, words_of
from answerable.plans.models import Accountability, Element, Indicator, Letter, Plan, Task
from answerable.plans.models.accountability import ACCOUNTABLE, CONTRIBUTOR
from answerable.plans.queries.around import around_plan
from answerable.plans.queries.inputs import today_of
from answerable.rules.access import Actor
from answerable.rules.problems import NotFound, Problem, Refused

MODELS: dict[str, Any] = {"element": Element, "indicator": Indicator, "task": Task, "milestone": Task}


@dataclass(frozen=True)
class Subject:
    """A thing somebody answers for: its row, and the row whose stream of the ledger tells of it."""

    noun: str
    row: Any
    root: Any


def subject_of(plan: Plan, noun: str, code: str) -> Subject:
    """The element, indicator, task or milestone of that code, its stream locked; NotFound when there is none."""
    model = MODELS.get(noun)
    if model is None:
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": noun[:20]}))
    row = locked(model, plan=plan, code=code)
    if model is Task and (row.kind == "milestone") != (noun == "milestone"):
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": noun}))
    return Subject(noun, row, plan if model is Element else row)


def appoint(
    *, actor: Actor, now: datetime, plan_code: str, noun: str, code: str, post_code: str, duty: str,
    deadline: date | None, standard: str, limits: str = "", words: str = "", version: int | None = None,
) -> Letter:  # fmt: skip
    """Make a post answer for a subject from now on, with its letter of responsibility. Who answered before, ends.

    Refused without any of the four of 8.7(70): head, duty, deadline, standard; each that lacks is named. The history
    stays: who answered at any past instant can be read. `words` say why somebody else answers from now on.
    """
    with transaction.atomic():
        plan = plan_of(actor, plan_code)
        subject = subject_of(plan, noun, code)
        with act_on(
            "appoint", subject.root, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state,
            version=version,
        ) as work:  # fmt: skip
            by = all_said(duty, deadline, standard, post_code=post_code)
            if by < today_of(plan, now):
                raise Refused(Problem("deadline_in_the_past", "deadline"))
            post = post_of(work.book, post_code, "post_code")
            held = _take_over(work, subject, post, words)
            letter = Letter(
                accountability=held, number=held.letters.count() + 1, duty=words_of(duty, "duty"), deadline=by,
                standard=words_of(standard, "standard"), limits=words_of(limits, "limits", required=False),
                issued_at=now, issued_by=work.post,
            )  # fmt: skip
            work.add(letter)
            tell_issued(work, [letter])
    return letter


def all_said(duty: str, deadline: date | None, standard: str, *, post_code: str | None = None) -> date:
    """The deadline, once all of the four are said; Refused with every one that lacks. `post_code` None: not asked."""
    said = (("duty", duty.strip()), ("deadline", deadline), ("standard", standard.strip()))
    lacking = [Problem("required", field) for field, value in said if not value]
    if post_code == "":
        lacking.insert(0, Problem("required", "post_code"))
    if lacking or deadline is None:
        raise Refused(lacking)
    return deadline


def _take_over(work: Work, subject: Subject, post: Post, words: str) -> Accountability:
    """End who answers, and who helps if it is the same post; the same post again keeps its time."""
    running = Accountability.objects.filter(subject=subject.row.pk, until=None).select_related("post", "plan")
    owner = running.filter(kind=ACCOUNTABLE).first()
    if owner is not None and owner.post_id == post.pk:
        return owner
    if owner is not None and not words.strip():
        raise Refused(Problem("required", "words"))
    for row in running.filter(kind=CONTRIBUTOR, post=post):
        _end(work, row)
    if owner is not None:
        _end(work, owner)
    held = _new(work, subject, post, ACCOUNTABLE, words)
    work.add(held)
    return held


def name(
    *, actor: Actor, now: datetime, plan_code: str, noun: str, code: str, post_code: str, kind: str, words: str = ""
) -> Accountability:  # fmt: skip
    """Name a post as contributor, steward of the data or reviewer of a subject.

    Refused for the post that answers for it (invariant 2 for contributors; nobody reviews their own work).
    """
    with transaction.atomic():
        plan = plan_of(actor, plan_code)
        subject = subject_of(plan, noun, code)
        with act_on(
            "appoint", subject.root, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state
        ) as work:  # fmt: skip
            post = post_of(work.book, post_code, "post_code")
            _may_be(subject, post, kind)
            held = _new(work, subject, post, kind, words)
            work.add(held)
    return held


def _may_be(subject: Subject, post: Post, kind: str) -> None:
    if kind not in Accountability.KINDS or kind == ACCOUNTABLE:
        raise Refused(Problem("no_such_part", "kind", {"plan_part": kind[:20]}))
    running = Accountability.objects.filter(subject=subject.row.pk, post=post, until=None)
    if running.filter(kind=kind).exists():
        raise Refused(Problem("named_already", "post_code", {"post": post.code}))
    if kind != "steward" and running.filter(kind=ACCOUNTABLE).exists():
        raise Refused(Problem("owner_is_no_other", "post_code", {"post": post.code, "plan_part": kind}))


def release(
    *, actor: Actor, now: datetime, plan_code: str, noun: str, code: str, post_code: str, kind: str
) -> Accountability:  # fmt: skip
    """End that a post is contributor, steward or reviewer of a subject; the row stays with its time.

    Who answers is never released alone: somebody else is appointed (invariant 1).
    """
    if kind == ACCOUNTABLE:
        raise Refused(Problem("somebody_answers_always", "kind"))
    with transaction.atomic():
        plan = plan_of(actor, plan_code)
        subject = subject_of(plan, noun, code)
        running = Accountability.objects.select_for_update(of=("self",)).select_related("post", "plan")
        row = running.filter(subject=subject.row.pk, until=None, kind=kind, post__code=post_code).first()
        if row is None:
            raise NotFound(Problem("no_such_plan_thing", "", {"noun": "accountability"}))
        with act_on(
            "appoint", subject.root, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state
        ) as work:  # fmt: skip
            _end(work, row)
    return row


def subject_by_key(plan: Plan, noun: str, key: UUID) -> Subject:
    """As `subject_of`, by the id under which its accountabilities keep it."""
    row = locked(MODELS[noun], plan=plan, pk=key)
    return Subject(noun, row, plan if noun == "element" else row)


def _new(work: Work, subject: Subject, post: Post, kind: str, words: str) -> Accountability:
    return Accountability(
        plan=work.plan, noun=subject.noun, subject=subject.row.pk, post=post, kind=kind, since=work.now,
        words=words_of(words, "words", required=False, longest=500),
    )  # fmt: skip


def _end(work: Work, row: Accountability) -> None:
    """One that began this very instant cannot end in it: the database keeps times that run forwards."""
    if row.since >= work.now:
        raise Refused(Problem("appointed_just_now", "post_code", {"post": row.post.code}))
    work.set(row, until=work.now)
