"""The one way an appraisal is changed: lock it, ask the table, do the work, write one entry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from answerable.cases.actions.clocks import limit_due
from answerable.ledger.actions.record import Record
from answerable.organisation import queries as organisation
from answerable.organisation.models import Post
from answerable.organisation.queries import Rulebook
from answerable.outbox import actions as outbox
from answerable.performance.models import Appraisal
from answerable.performance.queries.around import around_appraisal
from answerable.rules import appraisal as rules
from answerable.rules.access import Actor
from answerable.rules.problems import NotAllowed, NotFound, Problem, Stale


@dataclass(frozen=True)
class Work:
    """An act under way on a locked appraisal; `next` is the state the table leads to, empty when it stays."""

    appraisal: Appraisal
    next: str
    actor: Actor
    now: datetime
    book: Rulebook
    record: Record

    @property
    def post(self) -> Post:
        """The post of whoever acts."""
        return post_of(self.actor, self.book)

    def set(self, **values: Any) -> None:
        """Change the appraisal, and its state with it."""
        self.record.set(self.appraisal, **values, **({"state": self.next} if self.next else {}))

    def add(self, row: models.Model) -> None:
        self.record.add(row)

    def due(self, limit: str) -> datetime:
        """When a limit of the pack in working days is up."""
        return limit_due(self.book, limit, self.now)

    def tell_head(self, due: datetime) -> None:
        """The head whose year it is learns how it stands now and until when something can be done about it."""
        tell(self.appraisal, self.appraisal.post, now=self.now, due=due)

    def tell_deciders(self, due: datetime) -> None:
        """Every post that may decide the appeal learns of it and until when."""
        row = self.appraisal
        around = around_appraisal(row, now=self.now)
        for post in self.book.posts.values():
            seat = Actor("officer", row.plan.jurisdiction.code, frozenset(post.roles), post.unit.code, post.code)
            if rules.may("decide", seat, around):
                tell(row, post, now=self.now, due=due)


def post_of(actor: Actor, book: Rulebook) -> Post:
    post = book.post(actor.post)
    if post is None:
        raise NotAllowed(Problem("needs_a_post"))
    return post


def tell(row: Appraisal, post: Post, *, now: datetime, due: datetime) -> None:
    outbox.send_to_post(
        now=now, post=post, template="appraisal", about=row.pk, title=row.plan.name, number=row.year, unit=row.unit,
        due=due, link=f"/desk/appraisals/{row.pk}",
    )  # fmt: skip


@contextmanager
def on_appraisal(
    verb: str, *, actor: Actor, now: datetime, key: UUID, version: int | None = None
) -> Iterator[Work]:  # fmt: skip
    """Run one act on one appraisal in one transaction; the state becomes the table's next one.

    `version` is the one the reader saw. Raises NotFound, Stale, and NotAllowed when the table has no such act for this
    actor or not in this state. On any error nothing is changed.
    """
    line = rules.LINES[verb]
    with transaction.atomic():
        rows = Appraisal.objects.select_for_update(of=("self",)).select_related(
            "plan__jurisdiction", "plan__committee", "post__unit", "post__jurisdiction", "unit", "issued_by"
        )
        row = rows.filter(pk=key, plan__jurisdiction__code=actor.jurisdiction).first()
        if row is None:
            raise NotFound(Problem("no_such_appraisal"))
        if version is not None and version != row.version:
            raise Stale(Problem("appraisal_moved_on"))
        if not rules.may(verb, actor, around_appraisal(row, now=now)):
            raise NotAllowed(Problem("not_your_appraisal_act", "", {"appraisal_act": verb}))
        if row.state not in line.states:
            raise NotAllowed(Problem("appraisal_not_so", "", {"appraisal_act": verb, "appraisal_state": row.state}))
        book = organisation.rulebook(row.plan.jurisdiction)
        record = Record(stream=row.pk, salt=row.salt, verb=verb, actor=actor, at=now, rule=line.rule)
        yield Work(row, line.next, actor, now, book, record)
        record.set(row, version=row.version + 1)
        record.write()
