"""What one post gives another by a date: asked for, promised, given, accepted or sent back; and told when it is late.

The first date promised is the baseline and never moves; a later promise stands beside it.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from answerable.organisation.models import Post
from answerable.organisation.queries import Rulebook
from answerable.outbox import actions as outbox
from answerable.plans import addresses
from answerable.plans.actions.whereabouts import handoff_by, local_day, task_by
from answerable.plans.actions.work import Work, act_on, post_of, words_of
from answerable.plans.models import Dependency, HandOff, Task
from answerable.plans.queries.around import around_handoff, around_task
from answerable.plans.queries.handoffs import state_of
from answerable.rules.access import Actor, system
from answerable.rules.ids import public_number
from answerable.rules.problems import Problem, Refused

WHAT_LENGTH = 300


def _number(book: Rulebook, now: datetime) -> str:
    """The city's prefix and H (HKH26-0000012-34)."""
    year = now.astimezone(ZoneInfo(book.jurisdiction.timezone)).year
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('plans_handoff_number')")
        return public_number(book.jurisdiction.number_prefix[:3] + "H", year, int(cursor.fetchone()[0]))


@transaction.atomic
def ask_handoff(
    *, actor: Actor, now: datetime, plan_code: str, code: str, what: str, giver: str, taker: str = "",
    before: str = "", promised_on: date | None = None,
) -> HandOff:  # fmt: skip
    """The task needs something from another post. `taker` is the task's owner when nobody else is named.

    `before` names the task of the giver it comes out of, when the task waits for one. `promised_on` only where the
    giver asks itself: then the promise is made at once.
    """
    task = task_by(actor, plan_code, code)
    around = around_task(task, now=now)
    said = words_of(what, "what", longest=WHAT_LENGTH)
    row = HandOff(
        plan=task.plan, task=task, what=said, asked_at=now, salt=secrets.token_bytes(16),
        dependency=_dependency(task, before),
    )  # fmt: skip
    with act_on(
        "ask_handoff", row, plan=task.plan, around=around, actor=actor, now=now, state=task.state, new=True
    ) as work:  # fmt: skip
        row.giver, row.taker = post_of(work.book, giver, "giver"), post_of(work.book, taker or around.owner, "taker")
        if row.giver.pk == row.taker.pk:
            raise Refused(Problem("handoff_to_itself", "giver", {"post": giver}))
        if promised_on is not None:
            row.promised_on = row.baseline_on = _promise(work, row, promised_on)
        row.number = _number(work.book, now)
        work.add(row)
        _tell(work, row, row.giver, "handoff_asked")
    return row


def _dependency(task: Task, before: str) -> Dependency | None:
    if not before:
        return None
    row = Dependency.objects.filter(after=task, before__code=before, removed_at=None).first()
    if row is None:
        raise Refused(Problem("no_such_task_part", "before", {"code": before[:60]}))
    return row


def _promise(work: Work, row: HandOff, day: date) -> date:
    """The day promised; Refused in the past, or when somebody else than the giver would promise."""
    if work.actor.post != row.giver.code:
        raise Refused(Problem("promised_by_another", "promised_on", {"post": row.giver.code}))
    if day < local_day(work.plan.jurisdiction, work.now):
        raise Refused(Problem("day_in_past", "promised_on", {"day": day}))
    return day


@transaction.atomic
def promise_handoff(
    *, actor: Actor, now: datetime, number: str, promised_on: date, version: int | None = None
) -> HandOff:  # fmt: skip
    """The giver promises a day, or another one than before. The first one stays as the baseline."""
    row = handoff_by(actor, number)
    with _act("promise_handoff", row, actor, now, version) as work:
        day = _promise(work, row, promised_on)
        work.set(row, promised_on=day, baseline_on=row.baseline_on or day, rang_at=None)
    return row


@transaction.atomic
def give_handoff(*, actor: Actor, now: datetime, number: str, version: int | None = None) -> HandOff:
    """Given. It counts once the taker accepts it; of one never promised, today is also the baseline."""
    row = handoff_by(actor, number)
    today = local_day(row.plan.jurisdiction, now)
    with _act("give_handoff", row, actor, now, version) as work:
        work.set(row, given_at=now, promised_on=row.promised_on or today, baseline_on=row.baseline_on or today)
        _tell(work, row, row.taker, "handoff_given")
    return row


@transaction.atomic
def accept_handoff(*, actor: Actor, now: datetime, number: str, version: int | None = None) -> HandOff:
    """The taker has what was needed."""
    row = handoff_by(actor, number)
    with _act("accept_handoff", row, actor, now, version) as work:
        work.set(row, accepted_at=now, returned_words="")
    return row


@transaction.atomic
def return_handoff(*, actor: Actor, now: datetime, number: str, words: str, version: int | None = None) -> HandOff:
    """Sent back, with what is wrong. It is owed again; promise and baseline stay as they were."""
    row = handoff_by(actor, number)
    said = words_of(words, "words")
    with _act("return_handoff", row, actor, now, version) as work:
        work.set(row, given_at=None, returned_words=said)
        _tell(work, row, row.giver, "handoff_asked")
    return row


def ring_late_handoffs(*, now: datetime) -> int:
    """Tell whoever waits for a hand-off that is late, once for each promise; returns how many were told.

    No whistle is blown: the message leads to the form where a person may blow one.
    """
    rang = 0
    open_ = HandOff.objects.filter(promised_on__lte=now.date(), given_at=None, rang_at=None)
    for pk in open_.exclude(task__state__in=("accepted", "cancelled")).values_list("pk", flat=True):
        rang += _ring(pk, now)
    return rang


@transaction.atomic
def _ring(pk: UUID, now: datetime) -> int:
    number, city = HandOff.objects.values_list("number", "plan__jurisdiction__code").get(pk=pk)
    actor = system(city)
    row = handoff_by(actor, number)
    today = local_day(row.plan.jurisdiction, now)
    if row.rang_at or row.given_at or row.promised_on is None or row.promised_on >= today:
        return 0
    with _act("ring_handoff", row, actor, now, None) as work:
        work.set(row, rang_at=now)
        around = work.around
        answers = work.book.post((around.standin if around.vacant else around.owner) or row.taker.code)
        _tell(work, row, answers or row.taker, "handoff_late", link=addresses.whistle_about("handoff", row.number))
    return 1


def _act(verb: str, row: HandOff, actor: Actor, now: datetime, version: int | None):  # type: ignore[no-untyped-def]
    around = around_handoff(row, now=now)
    return act_on(
        verb, row, plan=row.plan, around=around, actor=actor, now=now, state=state_of(row), version=version
    )  # fmt: skip


def _tell(work: Work, row: HandOff, to: Post, template: str, link: str = "") -> None:
    due = row.promised_on.isoformat() if row.promised_on else "—"
    outbox.send_to_post(
        now=work.now, post=work.book.posts[to.code], template=template, about=row.pk, number=row.number,
        title=row.what, task=row.task, unit=row.giver.unit, from_unit=row.taker.unit, due=due,
        words=row.returned_words, link=link or addresses.handoff(row.number),
    )  # fmt: skip
