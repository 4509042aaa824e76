"""The one way a review or an issue is changed: lock it, ask the table, do the work, write one entry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models, transaction

from answerable.ledger.actions.record import Record
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction, Post
from answerable.organisation.queries import Rulebook
from answerable.reviews.models import Issue, Review, ReviewDecision
from answerable.reviews.queries.around import around_issue
from answerable.rules import reviewing
from answerable.rules.access import Actor
from answerable.rules.problems import NotAllowed, NotFound, Problem, Refused, Stale
from answerable.rules.text import clean

MAX_WORDS = 20_000


@dataclass
class Work:
    """An act under way on a locked review or issue (`root`)."""

    root: Any
    actor: Actor
    now: datetime
    book: Rulebook
    record: Record

    @property
    def post(self) -> Post:
        """The post of whoever acts."""
        found = self.book.post(self.actor.post)
        if found is None:
            raise NotAllowed(Problem("needs_a_post"))
        return found

    @property
    def today(self) -> date:
        return today_in(self.book.jurisdiction, self.now)

    def add(self, *rows: models.Model) -> None:
        for row in rows:
            self.record.add(row)

    def set(self, row: models.Model, **values: Any) -> None:
        self.record.set(row, **values)


def today_in(jurisdiction: Jurisdiction, now: datetime) -> date:
    """The date of an instant in a city."""
    return now.astimezone(ZoneInfo(jurisdiction.timezone)).date()


def book_of(actor: Actor) -> Rulebook:
    """The rules of the city the actor acts in."""
    return organisation.rulebook(organisation.jurisdiction(actor.jurisdiction))


def check(
    verb: str, actor: Actor, *, chair: str, state: str = "", owner: str = "", holder: str = "", answerer: str = ""
) -> None:
    """NotAllowed when the table has no such act in this state, or none for this actor."""
    line = reviewing.LINES[verb]
    if not reviewing.may(verb, actor, chair=chair, owner=owner, holder=holder, answerer=answerer):
        raise NotAllowed(Problem("not_your_review_act", "", {"review_act": verb}))
    if line.states and state not in line.states:
        raise NotAllowed(Problem("review_not_so", "", {"review_act": verb, "review_state": state}))


@contextmanager
def on_review(
    verb: str, *, actor: Actor, now: datetime, number: str, owner: str = "", version: int | None = None
) -> Iterator[Work]:
    """Run one act on one review in one transaction; `owner` is the post that is to carry out a decision.

    Raises NotFound, Stale (somebody acted since the reader looked) and NotAllowed. On any error nothing is changed.
    """
    with transaction.atomic():
        row = _locked_review(actor, number)
        check(verb, actor, chair=row.unit.code, state=row.state, owner=owner)
        if version is not None and version != row.version:
            raise Stale(Problem("review_moved_on"))
        work = _work(verb, row, actor, now)
        yield work
        work.set(row, version=row.version + 1)
        work.record.write()


@contextmanager
def on_issue(
    verb: str, *, actor: Actor, now: datetime, key: UUID, version: int | None = None
) -> Iterator[Work]:  # fmt: skip
    """Run one act on one issue in one transaction. Raises as `on_review` does."""
    with transaction.atomic():
        rows = Issue.objects.select_for_update(of=("self",)).select_related("jurisdiction", "unit__head_post")
        row = rows.filter(pk=key, jurisdiction__code=actor.jurisdiction).first()
        if row is None:
            raise NotFound(Problem("no_such_issue"))
        state = "open" if row.settled_at is None else "settled"
        check(verb, actor, state=state, **around_issue(row))
        if version is not None and version != row.version:
            raise Stale(Problem("review_moved_on"))
        work = _work(verb, row, actor, now)
        yield work
        work.set(row, version=row.version + 1)
        work.record.write()


def _locked_review(actor: Actor, number: str) -> Review:
    rows = Review.objects.select_for_update(of=("self",)).select_related(
        "jurisdiction", "plan__jurisdiction", "plan__committee", "unit", "freeze"
    )
    row = rows.filter(number=number, jurisdiction__code=actor.jurisdiction).first()
    if row is None:
        raise NotFound(Problem("no_such_review"))
    return row


def _work(verb: str, row: Review | Issue, actor: Actor, now: datetime) -> Work:
    rule = reviewing.LINES[verb].rule
    record = Record(stream=row.pk, salt=row.salt, verb=verb, actor=actor, at=now, rule=rule)
    return Work(row, actor, now, organisation.rulebook(row.jurisdiction), record)


def decision_in(actor: Actor, key: UUID) -> ReviewDecision:
    """A decision of a review of the actor's city, unlocked: to know which review to lock."""
    rows = ReviewDecision.objects.select_related("review", "owner")
    found = rows.filter(pk=key, review__jurisdiction__code=actor.jurisdiction).first()
    if found is None:
        raise NotFound(Problem("no_such_decision"))
    return found


def words_of(text: str, field: str, *, required: bool = True, longest: int = MAX_WORDS) -> str:
    """The text without stray blanks; Refused when it is empty though required, or too long."""
    said = clean(text or "")
    if required and not said:
        raise Refused(Problem("required", field))
    if len(said) > longest:
        raise Refused(Problem("too_long", field, {"length": len(said), "limit": longest}))
    return said


def post_of(book: Rulebook, code: str, field: str) -> Post:
    """The post of that code; Refused when there is none."""
    post = book.post(code)
    if post is None:
        raise Refused(Problem("no_such_post" if code else "required", field, {"post": code[:60]}))
    return post
