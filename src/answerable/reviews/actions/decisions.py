"""What becomes of a decision: its owner says what was done, the chair's unit confirms it or sends it back."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from answerable.organisation.models import Jurisdiction
from answerable.outbox import actions as outbox
from answerable.plans.sentences.shown import InWords
from answerable.reviews.actions.work import Work, decision_in, on_review, today_in, words_of
from answerable.reviews.models import ReviewDecision
from answerable.reviews.sentences.names import review_title
from answerable.reviews.settings import limit_of
from answerable.rules.access import Actor, system
from answerable.rules.problems import Problem, Refused


def carry_out(*, actor: Actor, now: datetime, decision: UUID, words: str) -> ReviewDecision:
    """The owner says what was done. It counts as done once somebody else confirms it."""
    seen = decision_in(actor, decision)
    with on_review("carry_out", actor=actor, now=now, number=seen.review.number, owner=seen.owner.code) as work:
        row = _open(decision)
        if row.done_at is not None:
            raise Refused(Problem("decision_done"))
        work.set(row, done_at=now, done_words=words_of(words, "words"))
    return row


def confirm(*, actor: Actor, now: datetime, decision: UUID) -> ReviewDecision:
    """The chair's unit confirms that it is done: it does not come back."""
    seen = decision_in(actor, decision)
    with on_review("confirm", actor=actor, now=now, number=seen.review.number, owner=seen.owner.code) as work:
        row = _open(decision)
        if row.done_at is None:
            raise Refused(Problem("decision_not_done"))
        work.set(row, confirmed_at=now, confirmed_by=work.post)
    return row


def send_back(*, actor: Actor, now: datetime, decision: UUID, words: str) -> ReviewDecision:
    """Not done yet, and why: it stays open, with its date."""
    seen = decision_in(actor, decision)
    with on_review("send_back", actor=actor, now=now, number=seen.review.number, owner=seen.owner.code) as work:
        row = _open(decision)
        if row.done_at is None:
            raise Refused(Problem("decision_not_done"))
        work.set(row, done_at=None, done_words="", returned_words=words_of(words, "words"))
    return row


def remind_due(*, now: datetime) -> int:
    """By the clock: recall a decision before its date and once after it, in the digest of its owner's post."""
    told = 0
    for jurisdiction in Jurisdiction.objects.all():
        today = today_in(jurisdiction, now)
        soon = today + timedelta(days=limit_of(jurisdiction, "decision_remind_days"))
        waiting = ReviewDecision.objects.filter(review__jurisdiction=jurisdiction, done_at=None, confirmed_at=None)
        due = Q(reminded_at=None, due_on__lte=soon, due_on__gte=today) | Q(urged_at=None, due_on__lt=today)
        for key, number in waiting.filter(due).values_list("pk", "review__number"):
            told += _remind(key, number, jurisdiction, now)
    return told


def _remind(key: UUID, number: str, jurisdiction: Jurisdiction, now: datetime) -> int:
    try:
        with on_review("remind", actor=system(jurisdiction.code), now=now, number=number) as work:
            row = _open(key)
            late = row.due_on < work.today
            if row.done_at is not None or (row.urged_at if late else row.reminded_at) is not None:
                raise Refused(Problem("decision_done"))  # meanwhile: nothing is written
            work.set(row, **({"urged_at": now} if late else {"reminded_at": now}))
            _tell(work, row)
    except Refused:
        return 0
    return 1


def _tell(work: Work, row: ReviewDecision) -> None:
    review = work.root
    outbox.send_to_post(
        now=work.now, post=work.book.posts[row.owner.code], template="decision_due", about=review.pk, digest=True,
        number=f"{review.number}/{row.number}", title=InWords(lambda: review_title(review)), words=row.words,
        due=datetime.combine(row.due_on, time(18), ZoneInfo(review.jurisdiction.timezone)),
        link=f"/desk/reviews/{review.number}",
    )  # fmt: skip


def _open(key: UUID) -> ReviewDecision:
    """The decision, read under its review's lock. Refused once it was confirmed."""
    row = ReviewDecision.objects.select_related("review", "owner").get(pk=key)
    if row.confirmed_at is not None:
        raise Refused(Problem("decision_confirmed"))
    return row
