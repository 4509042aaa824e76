"""專班: proposed when a problem comes back, formed by a leader, reporting, and dissolved only in writing."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from uuid_utils.compat import uuid7

from answerable.cases.actions.inputs import choice, words_of
from answerable.ledger.actions.record import Record
from answerable.organisation import queries as organisation
from answerable.organisation.models import Post
from answerable.rules import taskforce as rules
from answerable.rules.access import Actor
from answerable.rules.problems import NotAllowed, Problem, Refused
from answerable.whistles.actions import taskforce_room as room
from answerable.whistles.actions.blowing import number_of
from answerable.whistles.actions.room import title_of
from answerable.whistles.actions.taskforce_acting import Work, tell
from answerable.whistles.actions.work import post_of, unit_in
from answerable.whistles.models import Taskforce, TaskforceMember, TaskforceReport, TaskforceWhistle, Whistle


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


def dissolve(work: Work, *, how: str, words: str) -> None:
    """The end condition is met or has failed, in writing; there is no other end. Met only with every task done."""
    how = choice(how, rules.ENDS, "how")
    left = work.taskforce.tasks.filter(done_at=None).count()
    if how == "met" and left:
        raise NotAllowed(Problem("tasks_still_open", "how", {"count": left}))
    work.change(dissolved_at=work.now, how=how, dissolved_words=words_of(words, "words"))


VERBS: dict[str, Callable[..., None]] = {
    "form": form, "decline": decline, "add_member": add_member, "add_whistle": add_whistle, "report": report,
    "add_task": room.add_task, "report_task": room.report_task, "decide": room.decide,
    "add_document": room.add_document, "dissolve": dissolve,
}  # fmt: skip
