"""What is done in the room together: tasks, decisions, papers, ratings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from answerable.cases.actions.files import keep
from answerable.cases.actions.inputs import choice, words_of
from answerable.organisation.files import Upload
from answerable.organisation.models import Post, Unit
from answerable.organisation.queries import Rulebook
from answerable.rules.problems import NotAllowed, Problem, Refused
from answerable.rules.text import clean
from answerable.rules.whistle import RATERS, rating_problem
from answerable.whistles.actions import blowing
from answerable.whistles.actions.notices import tell_post
from answerable.whistles.actions.work import Work, unit_in
from answerable.whistles.models import Document, Rating, Task, Taskforce, Whistle

TITLE_LENGTH = 200


def title_of(text: str) -> str:
    """A short title that must be there."""
    title = words_of(text, "title")
    if len(title) > TITLE_LENGTH:
        raise Refused(Problem("too_long", "title", {"limit": TITLE_LENGTH, "length": len(title)}))
    return title


def post_for(book: Rulebook, unit: Unit, code: str) -> Post:
    """The post that answers for a task: one of the unit's, its head when none is named."""
    post = book.posts.get(code) if code else unit.head_post
    if post is None or post.unit_id != unit.pk:
        raise Refused(Problem("unknown_post", "post_code", {"post": code}))
    return post


def check_span(since: datetime, due_at: datetime) -> None:
    if due_at <= since:
        raise Refused(Problem("due_before_since", "due_at"))


def add_task(
    work: Work, *, unit_code: str, title: str, due_at: datetime, post_code: str = "", after: str = "",
    since: datetime | None = None,
) -> None:  # fmt: skip
    """A task with its owner and dates, perhaps after another. A unit called that does not lead plans only its own."""
    unit = unit_in(work.book, unit_code, "unit_code")
    if unit.code != work.whistle.unit.code:
        work.called(unit_code, "unit_code")
    own = next((s for s in work.summonses if s.unit.code == work.actor.unit), None)
    if own is not None and own.stance != "lead" and unit.code != own.unit.code:
        raise NotAllowed(Problem("only_your_own", "unit_code"))
    begins = since or work.now
    check_span(begins, due_at)
    task = Task(
        whistle=work.whistle, unit=unit, post=post_for(work.book, unit, post_code), title=title_of(title),
        after=task_in(work.whistle, after, "after") if after else None, since=begins, due_at=due_at,
    )  # fmt: skip
    work.record.add(task)
    posts = [unit.head_post] if unit.code != work.actor.unit else []
    posts += [task.post] if task.post.code not in (unit.head_post.code, work.actor.post) else []
    for post in posts:
        tell_post(work, post, "whistle_task", unit=unit, task=task.title, due=due_at)


def task_in(room: Whistle | Taskforce, key: str, field: str) -> Task:
    """A task of a whistle or a taskforce by its key; Refused at that field when there is none."""
    found = next((task for task in room.tasks.select_related("unit", "after") if str(task.pk) == str(key)), None)
    if found is None:
        raise Refused(Problem("no_such_task", field))
    return found


def report_task(work: Work, *, task: str, words: str) -> None:
    """The unit that has a task says what it did; a task that comes after another waits for that one."""
    row = task_in(work.whistle, task, "task")
    check_reporter(row, work.actor.unit)
    work.record.set(row, done_at=work.now, report=words_of(words, "words"))


def check_reporter(row: Task, unit: str | None) -> None:
    """Refused for another unit's task, one that is done, and one whose forerunner is not."""
    if row.unit.code != unit:
        raise NotAllowed(Problem("not_your_task", "task"))
    if row.done_at is not None:
        raise NotAllowed(Problem("task_done_already", "task"))
    if row.after is not None and row.after.done_at is None:
        raise NotAllowed(Problem("task_waits", "task", {"task": row.after.title}))


def decide(work: Work, *, words: str, unit_code: str = "", due_at: datetime | None = None) -> None:
    """A decision of the blower or of the authority above, in the minutes; with an owner and a date it is a task too."""
    blowing.note(work, words)
    task = task_of(words, unit_code, due_at)
    if task:
        add_task(work, **task)


def task_of(words: str, unit_code: str, due_at: datetime | None) -> dict[str, Any]:
    """What makes a task of a decision: whose it is and until when, or neither; its title is how the words begin."""
    lacking = [name for name, given in (("unit_code", unit_code), ("due_at", due_at)) if not given]
    if len(lacking) == 1:
        raise Refused(Problem("required", lacking[0]))
    said = clean(words)
    title = said if len(said) <= TITLE_LENGTH else said[: TITLE_LENGTH - 1] + "…"
    return {} if lacking else {"unit_code": unit_code, "due_at": due_at, "title": title}


def add_document(work: Work, *, title: str, upload: Upload) -> None:
    """A paper for the room; its bytes decide what it is (organisation.files)."""
    kept = keep([upload], at=work.now, by=work.actor.key)[0]
    document = Document(
        whistle=work.whistle, title=title_of(title), filename=kept.filename, media_type=kept.media_type,
        size=kept.size, sha256=kept.sha256, post=work.post, at=work.now,
    )  # fmt: skip
    work.record.add(document)


def rate(work: Work, *, unit_code: str, rater: str, score: int, name: str = "", words: str = "") -> None:
    """How a unit that was called did, 1 to 5, said by the blower, a resident or a local unit (8.5(54)).

    Recorded by the street. Departments never rate streets (BJ-STREET 43); that holds in the database too.
    """
    unit = unit_in(work.book, unit_code, "unit_code")
    called = work.whistle.summonses.filter(unit=unit).exists()
    problem = rating_problem(direction=work.whistle.direction, rated_kind=unit.kind, called=called)
    if problem is not None:
        raise NotAllowed(problem) if problem.code == "streets_are_not_rated" else Refused(problem)
    rater, name = choice(rater, RATERS, "rater"), clean(name)[:200]
    if score not in range(1, 6):
        raise Refused(Problem("score_one_to_five", "score"))
    if rater != "blower" and not name:
        raise Refused(Problem("required", "name"))
    if rater == "blower" and work.whistle.ratings.filter(unit=unit, rater="blower").exists():
        raise NotAllowed(Problem("rated_already"))
    work.record.add(
        Rating(
            whistle=work.whistle, unit=unit, unit_kind=unit.kind, rater=rater, name="" if rater == "blower" else name,
            score=score, words=clean(words)[:4000], at=work.now, recorded_by=work.post,
        )
    )  # fmt: skip
