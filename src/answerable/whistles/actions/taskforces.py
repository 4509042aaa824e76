"""專班: proposed when a problem comes back, formed by a leader, reporting, and dissolved only in writing."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from uuid_utils.compat import uuid7

from answerable.cases.actions.inputs import choice, words_of
from answerable.ledger.actions.record import Record
from answerable.organisation import queries as organisation
from answerable.organisation.models import Post
from answerable.organisation.queries import Rulebook
from answerable.outbox import actions as outbox
from answerable.rules import taskforce as rules
from answerable.rules.access import Actor, system
from answerable.rules.problems import NotAllowed, NotFound, Problem, Refused
from answerable.whistles.actions.blowing import number_of
from answerable.whistles.actions.room import check_reporter, check_span, post_for, title_of
from answerable.whistles.actions.work import post_of, stale, unit_in
from answerable.whistles.models import (
    Task,
    Taskforce,
    TaskforceMember,
    TaskforceReport,
    TaskforceWhistle,
    Whistle,
)


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


def propose(*, actor: Actor, now: datetime, title: str, reason: str, whistles: Sequence[str] = ()) -> Taskforce:
    """Propose a taskforce: by the system when a problem comes back, or by a leader or coordinator."""
    edge = rules.EDGES[None, "propose"]
    if not rules.relations(actor, lead="", members=frozenset()) & set(edge.who):
        raise NotAllowed(Problem("not_yours_in_this_taskforce", "", {"whistle_act": "propose"}))
    book = organisation.rulebook(organisation.jurisdiction(actor.jurisdiction))
    found = _whistles(actor, whistles)
    last = found[-1] if found else None
    with transaction.atomic():
        taskforce = Taskforce(
            id=uuid7(), jurisdiction=book.jurisdiction, number=number_of(book, "T", "whistles_taskforce_number", now),
            state=edge.next, salt=secrets.token_bytes(16), title=title_of(title), proposed_at=now, updated_at=now,
            reason=words_of(reason, "reason"), category=last.category if last else None,
            area=last.area if last else None,
        )  # fmt: skip
        record = Record(stream=taskforce.pk, salt=taskforce.salt, verb="propose", actor=actor, at=now, rule=edge.rule)
        record.add(taskforce)
        record.add_all([TaskforceWhistle(taskforce=taskforce, whistle=whistle) for whistle in found])
        record.write(new_stream=True)
        work = Work(taskforce, actor, now, book, record)
        tell(work, book.coordinator_unit.head_post, "taskforce_proposed", reason=taskforce.reason, count=len(found))
    return taskforce


def _whistles(actor: Actor, numbers: Sequence[str]) -> list[Whistle]:
    """The whistles named, oldest first; a problem for one that is not there."""
    query = Whistle.objects.filter(jurisdiction__code=actor.jurisdiction, number__in=numbers)
    found = list(query.select_related("category", "area").order_by("blown_at", "number"))
    for number in set(numbers) - {whistle.number for whistle in found}:
        raise Refused(Problem("no_such_whistle", "whistles", {"number": number[:40]}))
    return found


def form(
    work: Work, *, lead_post: str, mandate: str, end_condition: str, members: Sequence[str] = (),
    next_report_at: datetime | None = None,
) -> None:  # fmt: skip
    """Form it: one lead official, member units, what it may do, when it has done, when it reports (2.4, 8.5(57))."""
    lead = work.post(lead_post, "lead_post")
    report_at = next_report_at or work.now + timedelta(days=work.book.limit("taskforce_report_days"))
    _check_next(report_at, work.now)
    work.change(
        formed_at=work.now, lead_post=lead, mandate=words_of(mandate, "mandate"),
        end_condition=words_of(end_condition, "end_condition"), next_report_at=report_at,
    )  # fmt: skip
    for code in dict.fromkeys([lead.unit.code, *members]):
        _join(work, code, lead if code == lead.unit.code else None)
    tell(work, lead, "taskforce_formed", words=work.taskforce.mandate, due=report_at)


def _check_next(at: datetime, now: datetime) -> None:
    if at <= now:
        raise Refused(Problem("due_in_the_past", "next_report_at"))


def _join(work: Work, code: str, post: Post | None) -> None:
    unit = unit_in(work.book, code, "members")
    member = TaskforceMember(taskforce=work.taskforce, unit=unit, post=post or unit.head_post, since=work.now)
    work.record.add(member)
    if post is None:
        due = work.taskforce.next_report_at or ""
        tell(work, member.post, "taskforce_formed", words=work.taskforce.mandate, due=due)


def add_member(work: Work, *, unit_code: str) -> None:
    """One more unit joins."""
    if work.taskforce.members.filter(unit__code=unit_code).exists():
        raise Refused(Problem("member_already", "unit_code"))
    _join(work, unit_code, None)


def add_whistle(work: Work, *, whistle: str) -> None:
    """The same problem was whistled for again while the taskforce is proposed or at work."""
    work.record.add(TaskforceWhistle(taskforce=work.taskforce, whistle=_whistles(work.actor, [whistle])[0]))


def decline(work: Work, *, words: str) -> None:
    """No taskforce, for these reasons."""
    work.change(dissolved_at=work.now, dissolved_words=words_of(words, "words"))


def report(work: Work, *, words: str, next_report_at: datetime) -> None:
    """Report, and say when the next report comes."""
    _check_next(next_report_at, work.now)
    post = post_of(work.actor, work.book)
    row = TaskforceReport(taskforce=work.taskforce, post=post, words=words_of(words, "words"), at=work.now)
    work.record.add(row)
    work.change(next_report_at=next_report_at, report_rang_at=None)


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
        taskforce=work.taskforce, unit=unit, post=post_for(unit, work.book.posts.get(post_code)),
        title=title_of(title), after=_task(work, after, "after") if after else None, since=begins, due_at=due_at,
    )  # fmt: skip
    work.record.add(task)


def _task(work: Work, key: str, field: str) -> Task:
    tasks = work.taskforce.tasks.select_related("unit", "after")
    found = next((task for task in tasks if str(task.pk) == str(key)), None)
    if found is None:
        raise Refused(Problem("no_such_task", field))
    return found


def report_task(work: Work, *, task: str, words: str) -> None:
    """The unit that has a task says what it did."""
    row = _task(work, task, "task")
    check_reporter(row, work.actor.unit)
    work.record.set(row, done_at=work.now, report=words_of(words, "words"))


def dissolve(work: Work, *, how: str, words: str) -> None:
    """The end condition is met or has failed, in writing; there is no other end. Met only with every task done."""
    how = choice(how, rules.ENDS, "how")
    left = work.taskforce.tasks.filter(done_at=None).count()
    if how == "met" and left:
        raise NotAllowed(Problem("tasks_still_open", "how", {"count": left}))
    work.change(dissolved_at=work.now, how=how, dissolved_words=words_of(words, "words"))


VERBS: dict[str, Callable[..., None]] = {
    "form": form, "decline": decline, "add_member": add_member, "add_whistle": add_whistle, "report": report,
    "add_task": add_task, "report_task": report_task, "dissolve": dissolve,
}  # fmt: skip


def ring(*, now: datetime, limit: int = 50) -> int:
    """Tell the lead of every taskforce whose report is overdue, once; returns how many."""
    waiting = Taskforce.objects.filter(state="formed", next_report_at__lte=now, report_rang_at=None)
    rows = waiting.order_by("next_report_at").values_list("number", "jurisdiction__code")[:limit]
    return sum(_ring_one(number, code, now) for number, code in rows)


def _ring_one(number: str, jurisdiction: str, now: datetime) -> int:
    with transaction.atomic():
        row = Taskforce.objects.select_for_update().get(number=number)
        overdue = row.next_report_at is not None and row.next_report_at <= now
        if row.state != "formed" or not overdue or row.report_rang_at is not None:
            return 0
        with act_on("ring", actor=system(jurisdiction), now=now, number=number) as work:
            work.change(report_rang_at=now)
            if work.taskforce.lead_post is not None:
                tell(work, work.taskforce.lead_post, "taskforce_overdue", due=row.next_report_at)
    return 1
