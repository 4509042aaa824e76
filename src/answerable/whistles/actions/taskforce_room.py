"""What a taskforce does together: tasks, decisions, papers."""

from __future__ import annotations

from datetime import datetime

from answerable.cases.actions.files import keep
from answerable.cases.actions.inputs import words_of
from answerable.organisation.files import Upload
from answerable.rules.problems import Problem, Refused
from answerable.whistles.actions.room import check_reporter, check_span, post_for, task_in, task_of, title_of
from answerable.whistles.actions.taskforce_acting import Work, tell
from answerable.whistles.actions.work import post_of, unit_in
from answerable.whistles.models import Document, Minute, Task


def add_task(
    work: Work, *, unit_code: str, title: str, due_at: datetime, post_code: str = "", after: str = "",
    since: datetime | None = None,
) -> None:  # fmt: skip
    """A task of a member unit, with owner and dates."""
    unit = unit_in(work.book, unit_code, "unit_code")
    if not work.taskforce.members.filter(unit=unit).exists():
        raise Refused(Problem("not_a_member", "unit_code", {"unit": unit.name}))
    begins = since or work.now
    check_span(begins, due_at)
    task = Task(
        taskforce=work.taskforce, unit=unit, post=post_for(work.book, unit, post_code),
        title=title_of(title), after=task_in(work.taskforce, after, "after") if after else None,
        since=begins, due_at=due_at,
    )  # fmt: skip
    work.record.add(task)
    if unit.code != work.actor.unit:
        tell(work, task.post, "taskforce_task", unit=unit, task=task.title, due=due_at)


def report_task(work: Work, *, task: str, words: str) -> None:
    """The unit that has a task says what it did."""
    row = task_in(work.taskforce, task, "task")
    check_reporter(row, work.actor.unit)
    work.record.set(row, done_at=work.now, report=words_of(words, "words"))


def decide(work: Work, *, words: str, unit_code: str = "", due_at: datetime | None = None) -> None:
    """A decision of the lead or of whoever set the taskforce up; with an owner and a date it is a task too."""
    said = words_of(words, "words")
    post = post_of(work.actor, work.book)
    work.record.add(Minute(taskforce=work.taskforce, kind="decision", post=post, words=said, at=work.now))
    task = task_of(said, unit_code, due_at)
    if task:
        add_task(work, **task)


def add_document(work: Work, *, title: str, upload: Upload) -> None:
    """A paper for the taskforce; its bytes decide what it is (organisation.files)."""
    kept = keep([upload], at=work.now, by=work.actor.key)[0]
    document = Document(
        taskforce=work.taskforce, title=title_of(title), filename=kept.filename, media_type=kept.media_type,
        size=kept.size, sha256=kept.sha256, post=post_of(work.actor, work.book), at=work.now,
    )  # fmt: skip
    work.record.add(document)
