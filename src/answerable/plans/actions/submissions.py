"""A task is handed in with evidence and accepted by another post than its owner's (invariant 17).

Submitted is not accepted; and what is accepted is work done, never a result: no observation of an indicator is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from answerable.organisation.files import Upload, checked, store
from answerable.outbox import actions as outbox
from answerable.plans import addresses
from answerable.plans.actions.tasks import not_after_today
from answerable.plans.actions.whereabouts import local_day, task_by
from answerable.plans.actions.work import Work, act_on, words_of
from answerable.plans.models import Evidence, Submission, SubmissionEvidence, Task
from answerable.plans.queries.around import around_task
from answerable.rules.access import Actor
from answerable.rules.problems import Problem, Refused


@transaction.atomic
def submit_task(
    *, actor: Actor, now: datetime, plan_code: str, code: str, words: str, uploads: Sequence[Upload],
    started_on: date | None = None, version: int | None = None,
) -> Submission:  # fmt: skip
    """Hand in what was done, with at least one paper that shows it. It waits for the acceptor; nothing is done yet.

    Of a task nobody said had begun, `started_on` may say when; else it began today.
    """
    task = task_by(actor, plan_code, code)
    said, papers = words_of(words, "words"), checked(uploads)
    if not papers:
        raise Refused(Problem("evidence_required", "uploads"))
    if task.acceptor is None:
        raise Refused(Problem("nobody_accepts", "", {"code": code}))
    around = around_task(task, now=now)
    if task.acceptor.code == around.owner:
        raise Refused(Problem("acceptor_is_owner", "", {"post": around.owner}))
    begun = task.started_on or not_after_today(started_on, task.plan, now, "started_on")
    with act_on(
        "submit", task, plan=task.plan, around=around, actor=actor, now=now, state=task.state,
        version=version,
    ) as work:  # fmt: skip
        handed = Submission(task=task, words=said, submitted_at=now, submitted_by=work.post)
        work.add(handed)
        for paper in papers:
            evidence = _kept(work, task, paper)
            work.add(evidence, SubmissionEvidence(submission=handed, evidence=evidence))
        work.set(task, state="submitted", started_on=begun)
        _tell(work, task, task.acceptor.code, "task_submitted")
    return handed


def _kept(work: Work, task: Task, paper: Upload) -> Evidence:
    kept = store(paper)
    return Evidence(
        plan=task.plan, title=kept.filename, filename=kept.filename, media_type=kept.media_type, size=kept.size,
        sha256=kept.sha256, by=work.post, at=work.now,
    )  # fmt: skip


@transaction.atomic
def accept_task(
    *, actor: Actor, now: datetime, plan_code: str, code: str, words: str = "", version: int | None = None
) -> Task:  # fmt: skip
    """The acceptor finds that it meets the standard. It counts as finished on the day it was handed in."""
    task = task_by(actor, plan_code, code)
    with act_on(
        "accept_task", task, plan=task.plan, around=around_task(task, now=now), actor=actor, now=now,
        state=task.state, version=version,
    ) as work:  # fmt: skip
        handed = _waiting(task)
        _verdict(work, handed, "accepted", words_of(words, "words", required=False))
        finished_on = local_day(task.plan.jurisdiction, handed.submitted_at)
        work.set(task, state="accepted", finished_on=finished_on, remaining_days=0)
    return task


@transaction.atomic
def return_task(
    *, actor: Actor, now: datetime, plan_code: str, code: str, words: str, version: int | None = None
) -> Task:  # fmt: skip
    """Sent back, with what is missing. The owner answers for it as before; the due date does not move."""
    task = task_by(actor, plan_code, code)
    said = words_of(words, "words")
    with act_on(
        "return_task", task, plan=task.plan, around=around_task(task, now=now), actor=actor, now=now,
        state=task.state, version=version,
    ) as work:  # fmt: skip
        _verdict(work, _waiting(task), "returned", said)
        work.set(task, state="started")
        around = work.around
        _tell(work, task, around.standin if around.vacant else around.owner, "task_returned", words=said)
    return task


def _waiting(task: Task) -> Submission:
    return Submission.objects.select_for_update().get(task=task, verdict="")


def _verdict(work: Work, handed: Submission, verdict: str, words: str) -> None:
    """Whoever handed it in, in whatever post today, does not judge it."""
    if handed.submitted_by_id == work.post.pk:
        raise Refused(Problem("acceptor_is_owner", "", {"post": work.post.code}))
    work.set(handed, verdict=verdict, verdict_at=work.now, verdict_by=work.post, verdict_words=words)


def _tell(work: Work, task: Task, to: str, template: str, words: str = "") -> None:
    """A message to the holder of a post."""
    post = work.book.post(to)
    if post is None:
        return
    outbox.send_to_post(
        now=work.now, post=post, template=template, about=task.pk, number=task.code, title=task, words=words,
        unit=work.post.unit, due=task.due_on.isoformat() if task.due_on else "—",
        link=addresses.task(task.plan.code, task.code),
    )  # fmt: skip
