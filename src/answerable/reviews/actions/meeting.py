"""At the meeting: figures are frozen, matters discussed, decisions taken, minutes kept, and the report made."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

from answerable.ledger.canonical import canonical
from answerable.plans.actions.freezing import freeze
from answerable.reviews.actions.calling import gather_items
from answerable.reviews.actions.work import Work, on_review, post_of, words_of
from answerable.reviews.models import AgendaItem, Attendance, Review, ReviewDecision
from answerable.reviews.queries.for_plans import OBJECTIVE
from answerable.reviews.queries.report import report_values
from answerable.rules.access import Actor, system
from answerable.rules.problems import NotFound, Problem, Refused
from answerable.rules.reviewing import MUST_BE_ANSWERED

REMARK = 200


def hold(
    *, actor: Actor, now: datetime, number: str, as_of: datetime | None = None, version: int | None = None
) -> Review:  # fmt: skip
    """Open the meeting: the plan's figures are frozen at a vintage (default: now) and the agenda is built on them."""
    with on_review("hold", actor=actor, now=now, number=number, version=version) as work:
        review: Review = work.root
        vintage = as_of or now
        if vintage > now:
            raise Refused(Problem("vintage_still_to_come", "as_of"))
        kept = None
        if review.plan is not None:
            # Freezing follows from holding the review, whoever chairs it: the clock's actor does it.
            kept = freeze(
                actor=system(review.jurisdiction.code), now=now, plan_code=review.plan.code, as_of=vintage,
                purpose=f"review {review.number}",
            )  # fmt: skip
        gather_items(work, as_of=vintage)
        work.set(review, state="held", held_at=now, held_by=work.post, freeze=kept)
    return review


def add_item(*, actor: Actor, now: datetime, number: str, words: str, about: str = "") -> AgendaItem:
    """Put on the agenda what the data does not know: of an objective of the plan (its code), or of none.

    An objective that nothing is wrong with is reviewed in this way (plans.meetings).
    """
    with on_review("add_item", actor=actor, now=now, number=number) as work:
        count = work.root.items.filter(dropped_at=None).count()
        by_hand = work.root.items.filter(matter="other").count()
        key = _about(work.root, about) or str(by_hand + 1)
        item = AgendaItem(
            review=work.root, matter="other", key=key, number=count + 1, words=words_of(words, "words")
        )  # fmt: skip
        work.add(item)
    return item


def _about(review: Review, code: str) -> str:
    """The key of a matter of an objective; empty for none, and for one that stands on the agenda in this way."""
    if not code:
        return ""
    if review.plan is None or not review.plan.elements.filter(code=code, withdrawn_at=None).exists():
        raise Refused(Problem("no_such_code", "about", {"code": code[:64]}))
    key = f"{OBJECTIVE}{code}"
    return "" if review.items.filter(matter="other", key=key, dropped_at=None).exists() else key


def minute(
    *, actor: Actor, now: datetime, number: str, environment: str, minutes: str,
    attendance: Mapping[str, tuple[bool, str]] | None = None, version: int | None = None,
) -> Review:  # fmt: skip
    """Minutes, a look around, and who was there: {post: (present, remark)}. May be written again until the report."""
    with on_review("minute", actor=actor, now=now, number=number, version=version) as work:
        said = {"environment": words_of(environment, "environment"), "minutes": words_of(minutes, "minutes")}
        work.set(work.root, **said)
        standing = {row.post.code: row for row in work.root.attendances.select_related("post")}
        for code, (present, remark) in (attendance or {}).items():
            words = words_of(remark, "attendance", required=False, longest=REMARK)
            row = standing.get(code)
            if row is not None:
                work.set(row, present=present, remark=words)
                continue
            post = post_of(work.book, code, "attendance")
            work.add(Attendance(review=work.root, post=post, present=present, remark=words))
    row_of: Review = work.root
    return row_of


def discuss(*, actor: Actor, now: datetime, number: str, item: int, said: str) -> AgendaItem:
    """What was said about one matter of the agenda."""
    with on_review("discuss", actor=actor, now=now, number=number) as work:
        row = _item(work, item)
        work.set(row, said=words_of(said, "said"))
    return row


def decide(
    *, actor: Actor, now: datetime, number: str, words: str, owner: str, due_on: date | None, item: int | None = None
) -> ReviewDecision:  # fmt: skip
    """A decision: what, by which post, until when (8.7(82)); of a matter of the agenda, or of its own."""
    with on_review("decide", actor=actor, now=now, number=number) as work:
        if due_on is None or due_on < work.today:
            raise Refused(Problem("required" if due_on is None else "decision_in_the_past", "due_on"))
        row = _item(work, item) if item is not None else None
        if row is not None and row.decision_id is not None:
            raise Refused(Problem("item_decided", "item"))
        made = ReviewDecision(
            review=work.root, number=work.root.decisions.count() + 1, words=words_of(words, "words"), due_on=due_on,
            owner=post_of(work.book, owner, "owner"), decided_at=now, decided_by=work.post,
        )  # fmt: skip
        work.add(made)
        if row is not None:
            work.set(row, decision=made)
    return made


def report(*, actor: Actor, now: datetime, number: str, version: int | None = None) -> Review:
    """Make the public report from the data and close the meeting. It is kept as values, so that it never changes.

    Refused without minutes and a look around, and while something that must be answered was passed over (4.3).
    """
    with on_review("report", actor=actor, now=now, number=number, version=version) as work:
        review: Review = work.root
        open_ones = review.items.filter(dropped_at=None, matter__in=MUST_BE_ANSWERED, said="", decision=None)
        problems = [Problem("required", name) for name in ("environment", "minutes") if not getattr(review, name)]
        problems += [Problem("matter_passed_over", "", {"item": row.number, "key": row.key}) for row in open_ones]
        if problems:
            raise Refused(problems)
        body = canonical(report_values(review, now=now)).decode()
        work.set(
            review, state="reported", reported_at=now, reported_by=work.post, report=body,
            report_sha256=hashlib.sha256(body.encode()).hexdigest(),
        )  # fmt: skip
    return review


def _item(work: Work, number: int) -> AgendaItem:
    row: AgendaItem | None = work.root.items.filter(number=number, dropped_at=None).first()
    if row is None:
        raise NotFound(Problem("no_such_item", "item", {"item": number}))
    return row
