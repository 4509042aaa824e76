"""The one way a thing of a plan is changed: lock it, ask the table of acts, do the work, write one entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from answerable.ledger.actions.record import Record
from answerable.organisation import queries as organisation
from answerable.organisation.models import Post
from answerable.organisation.queries import Rulebook
from answerable.plans.models import Plan, Task, TaskHistory
from answerable.rules import plan_acts
from answerable.rules.access import Actor
from answerable.rules.plan_acts import Around
from answerable.rules.problems import NotAllowed, NotFound, Problem, Refused, Stale
from answerable.rules.text import clean

MAX_WORDS = 20_000


@dataclass
class Work:
    """An act under way on a locked row (`root`)."""

    root: Any
    plan: Plan
    actor: Actor
    now: datetime
    book: Rulebook
    around: Around
    record: Record

    @property
    def post(self) -> Post:
        """The post of whoever acts."""
        post = self.book.post(self.actor.post)
        if post is None:
            raise NotAllowed(Problem("needs_a_post"))
        return post

    def add(self, *rows: models.Model) -> None:
        for row in rows:
            self.record.add(row)

    def set(self, row: models.Model, **values: Any) -> None:
        if isinstance(row, Task):
            self._keep(row, values)
        self.record.set(row, **values)

    def _keep(self, task: Task, values: Mapping[str, Any]) -> None:
        """What figures read of a task stays readable as it was, before it is changed."""
        was = {name: getattr(task, name) for name in TaskHistory.FIELDS}
        moved = any(name in was and was[name] != value for name, value in values.items())
        if moved and not TaskHistory.objects.filter(task=task, until=self.now).exists():
            self.record.add(TaskHistory(task=task, until=self.now, **was))


def locked(model: type[models.Model], *related: str, **where: Any) -> Any:
    """The row, locked until the transaction ends, or NotFound."""
    row = model._default_manager.select_for_update(of=("self",)).select_related(*related).filter(**where).first()
    if row is None:
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": model._meta.model_name or ""}))
    return row


def check(verb: str, actor: Actor, around: Around, *, state: str = "") -> None:
    """Raises NotAllowed when the table has no such act in this state, or none for this actor."""
    line = plan_acts.LINES[verb]
    if line.states and state not in line.states:
        raise NotAllowed(Problem("plan_not_in_this_state", "", {"plan_act": verb, "plan_state": state}))
    if not plan_acts.may(verb, actor, around):
        raise NotAllowed(Problem("not_your_plan_act", "", {"plan_act": verb}))


@contextmanager
def act_on(
    verb: str, root: Any, *, plan: Plan, around: Around, actor: Actor, now: datetime, state: str = "",
    version: int | None = None, new: bool = False,
) -> Iterator[Work]:  # fmt: skip
    """Run one act on a locked row (see `locked`) inside the caller's transaction, and write its one entry.

    `version` is the one the reader saw: Stale when somebody acted meanwhile. Nothing is changed on any error.
    """
    if plan.jurisdiction.code != actor.jurisdiction:
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": root._meta.model_name}))
    if version is not None and version != root.version:
        raise Stale(Problem("plan_moved_on", "", {"noun": root._meta.model_name}))
    check(verb, actor, around, state=state)
    record = Record(
        stream=root.pk, salt=root.salt, verb=verb, actor=actor, at=now, rule=plan_acts.LINES[verb].rule
    )  # fmt: skip
    work = Work(root, plan, actor, now, organisation.rulebook(plan.jurisdiction), around, record)
    with transaction.atomic():
        yield work
        if not new:
            record.set(root, version=root.version + 1)
        record.write(new_stream=new)


def words_of(text: str, field: str, *, required: bool = True, longest: int = MAX_WORDS) -> str:
    """The text without stray blanks; Refused when it is empty though required, or too long."""
    said = clean(text)
    if required and not said:
        raise Refused(Problem("required", field))
    if len(said) > longest:
        raise Refused(Problem("too_long", field, {"length": len(said), "limit": longest}))
    return said


def post_of(book: Rulebook, code: str, field: str) -> Post:
    """The post of that code; Refused when there is none."""
    post = book.post(code)
    if post is None:
        raise Refused(Problem("no_such_post", field, {"post": code[:60]}))
    return post
