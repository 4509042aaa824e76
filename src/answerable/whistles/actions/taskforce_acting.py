"""The one way a taskforce is changed: lock it, ask the table, do the work, one entry; and who is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from answerable.ledger.actions.record import Record
from answerable.organisation import queries as organisation
from answerable.organisation.models import Post
from answerable.organisation.queries import Rulebook
from answerable.outbox import actions as outbox
from answerable.rules import taskforce as rules
from answerable.rules.access import Actor
from answerable.rules.problems import NotAllowed, NotFound, Problem, Refused
from answerable.whistles.actions.work import stale
from answerable.whistles.models import Taskforce


@dataclass
class Work:
    """An act under way on a locked taskforce."""

    taskforce: Taskforce
    actor: Actor
    now: datetime
    book: Rulebook
    record: Record
    changes: dict[str, Any] = field(default_factory=dict)

    def change(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self.taskforce, name, value)
        self.changes |= values

    def post(self, code: str, field: str) -> Post:
        post = self.book.posts.get(code)
        if post is None:
            raise Refused(Problem("unknown_post", field, {"post": code}))
        return post


def stands(taskforce: Taskforce, actor: Actor) -> frozenset[str]:
    """How this actor stands to this taskforce (rules.taskforce.relations)."""
    members = frozenset(taskforce.members.values_list("unit__code", flat=True))
    lead = taskforce.lead_post.unit.code if taskforce.lead_post else ""
    return rules.relations(actor, lead=lead, members=members)


@contextmanager
def act_on(verb: str, *, actor: Actor, now: datetime, number: str, version: int | None = None) -> Iterator[Work]:
    """Run one act on one taskforce in one transaction; raises NotFound, Stale, NotAllowed, Refused."""
    with transaction.atomic():
        query = Taskforce.objects.select_for_update(of=("self",)).select_related("jurisdiction", "lead_post__unit")
        taskforce = query.filter(number=number, jurisdiction__code=actor.jurisdiction).first()
        if taskforce is None:
            raise NotFound(Problem("no_such_taskforce", "number", {"number": number[:40]}))
        if version is not None and version != taskforce.version:
            raise stale(taskforce, version)
        edge = rules.edge(taskforce.state, verb)
        if edge is None:
            raise NotAllowed(
                Problem("taskforce_not_in_this_state", "", {"whistle_act": verb, "taskforce_state": taskforce.state})
            )
        if not stands(taskforce, actor) & set(edge.who):
            raise NotAllowed(Problem("not_yours_in_this_taskforce", "", {"whistle_act": verb}))
        book = organisation.rulebook(taskforce.jurisdiction)
        record = Record(stream=taskforce.pk, salt=taskforce.salt, verb=verb, actor=actor, at=now, rule=edge.rule)
        work = Work(taskforce, actor, now, book, record)
        if edge.next != taskforce.state:
            work.change(state=edge.next)
        yield work
        work.change(version=taskforce.version + 1, updated_at=now)
        record.set(taskforce, **work.changes)
        record.write()


def tell(work: Work, post: Post, template: str, **more: object) -> None:
    outbox.send_to_post(
        now=work.now, post=work.book.posts[post.code], template=template, about=work.taskforce.pk,
        number=work.taskforce.number, title=work.taskforce.title,
        link=f"/desk/taskforces/{work.taskforce.number}", **more,
    )  # fmt: skip
