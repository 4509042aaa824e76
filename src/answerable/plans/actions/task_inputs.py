"""What a form for a task brings, checked whole: every reason at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from answerable.organisation.models import Post
from answerable.organisation.queries import Rulebook
from answerable.plans.actions.work import post_of
from answerable.plans.exchange.naming import LANGUAGES, UNNAMED, Names
from answerable.plans.models import Task
from answerable.rules.problems import Problem, Refused
from answerable.rules.text import clean

CODE_LENGTH = 64


@dataclass(frozen=True)
class TaskWish:
    """A task as somebody wants it. `owner`, `acceptor` and `contributors` are codes of posts; `parent`, `indicator`
    and `element` codes within the plan; a milestone belongs to the task that is its `parent`, or stands alone."""

    code: str
    name: Names
    owner: str
    acceptor: str
    due_on: date | None
    standard: str
    kind: str = "task"
    description: Names = UNNAMED
    parent: str = ""
    indicator: str = ""
    element: str = ""
    contributors: tuple[str, ...] = ()
    starts_on: date | None = None
    duration_days: Decimal | None = None
    adds: Decimal | None = None

    @property
    def deadline(self) -> date:
        """The due date, which a checked wish has."""
        if self.due_on is None:
            raise Refused(Problem("required", "due_on"))
        return self.due_on

    def check(self) -> None:
        """Refused with everything that is missing or does not fit."""
        problems = list(self._problems())
        if problems:
            raise Refused(problems)

    def _problems(self) -> Iterator[Problem]:
        given = {"code": self.code, "name": self.name, "owner": self.owner, "acceptor": self.acceptor,
                 "due_on": self.due_on, "standard": self.standard.strip()}  # fmt: skip
        yield from (Problem("required", field) for field, value in given.items() if not value)
        if len(self.code) > CODE_LENGTH:
            yield Problem("too_long", "code", {"length": len(self.code), "limit": CODE_LENGTH})
        if self.kind not in Task.KINDS:
            yield Problem("task_kind_unknown", "kind", {"kind": self.kind[:20]})
        if self.owner and self.owner == self.acceptor:
            yield Problem("acceptor_is_owner", "acceptor", {"post": self.acceptor})
        if self.owner in self.contributors:
            yield Problem("owner_contributes", "contributors", {"post": self.owner})
        if self.starts_on and self.due_on and self.due_on < self.starts_on:
            yield Problem("due_before_start", "due_on", {"start": self.starts_on})
        if (self.duration_days or 0) < 0:
            yield Problem("duration_negative", "duration_days", {"key": self.code})

    def posts(self, book: Rulebook) -> tuple[Post, Post]:
        """Owner and acceptor; Refused when there is no such post, or the acceptor is under the owner."""
        owner, acceptor = post_of(book, self.owner, "owner"), post_of(book, self.acceptor, "acceptor")
        refuse_acceptor(owner, acceptor)
        return owner, acceptor


def refuse_acceptor(owner: Post | None, acceptor: Post) -> None:
    """Refused when work would be accepted by whoever answers for it, or by a post under that head (8.7(75))."""
    if owner is None:
        return
    if acceptor == owner:
        raise Refused(Problem("acceptor_is_owner", "acceptor", {"post": acceptor.code}))
    if is_under(acceptor, owner):
        raise Refused(Problem("acceptor_under_owner", "acceptor", {"post": acceptor.code}))


def is_under(post: Post, head: Post) -> bool:
    """Whether the other post is the head of the unit in which this one is."""
    return post != head and post.unit_id == head.unit_id and head.unit.head_post_id == head.pk


def named(field: str, words: Names) -> dict[str, str]:
    """The three columns of a text. A language without words of its own shows those of the first that has some."""
    return {f"{field}_{language}": clean(words.first(language))[:200 if field == "name" else None]
            for language in LANGUAGES}  # fmt: skip


def checked_dates(starts_on: date | None, due_on: date | None) -> None:
    """Refused when a task would be due before it starts."""
    if starts_on and due_on and due_on < starts_on:
        raise Refused(Problem("due_before_start", "due_on", {"start": starts_on}))
