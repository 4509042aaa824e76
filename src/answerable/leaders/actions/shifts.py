"""The rota: plan a shift, call it off, come, leave, and say why nobody came."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from answerable.leaders.actions.work import book_of, on_shift, post_of, words_of
from answerable.leaders.derived import times_of
from answerable.leaders.models import Shift
from answerable.ledger.actions.record import Record
from answerable.organisation.models import Post
from answerable.organisation.queries import Rulebook
from answerable.rules import rota
from answerable.rules.access import Actor
from answerable.rules.problems import NotAllowed, Problem, Refused
from answerable.rules.text import clean

PLACE_LENGTH = 200


def plan_shift(
    *, actor: Actor, now: datetime, post_code: str, starts_at: datetime | None, ends_at: datetime | None,
    words: str = "",
) -> Shift:  # fmt: skip
    """Put a leader's post on the rota from `starts_at` to `ends_at`; `words` say where, and for what.

    Raises NotAllowed for whoever does not plan, Refused for a post that is no leader's, hours that run backwards or
    have begun already, or another shift of this post at the same time (the database sees to that).
    """
    book = book_of(actor)
    line = rota.LINES["plan_shift"]
    if not rota.relations(actor, sitting="", hotline=book.hotline_unit.code) & set(line.who):
        raise NotAllowed(Problem("not_your_shift_act", "", {"act": "plan_shift"}))
    shift = Shift(
        jurisdiction=book.jurisdiction, salt=secrets.token_bytes(16), post=_leader(book, post_code),
        words=_place(words), planned_by=post_of(actor, book), planned_at=now, **_hours(starts_at, ends_at, now),
    )  # fmt: skip
    record = Record(stream=shift.pk, salt=shift.salt, verb="plan_shift", actor=actor, at=now, rule=line.rule)
    try:
        with transaction.atomic():
            record.add(shift)
            record.write(new_stream=True)
    except IntegrityError as error:
        if "one_shift_of_a_post_at_a_time" not in str(error):
            raise
        raise Refused(Problem("shift_overlaps", "starts_at", {"post": shift.post.name})) from error
    return shift


def _leader(book: Rulebook, code: str) -> Post:
    post = book.posts.get(code)
    if post is None or not rota.may_sit(frozenset(post.roles), post.unit.kind):
        raise Refused(Problem("no_leaders_post" if code else "required", "post_code"))
    return post


def _hours(starts_at: datetime | None, ends_at: datetime | None, now: datetime) -> dict[str, datetime]:
    if starts_at is None or ends_at is None:
        hours = (("starts_at", starts_at), ("ends_at", ends_at))
        raise Refused([Problem("required", name) for name, at in hours if at is None])
    if starts_at < now:
        raise Refused(Problem("shift_in_the_past", "starts_at"))
    if not starts_at < ends_at <= starts_at + rota.LONGEST:
        raise Refused(Problem("shift_runs_backwards", "ends_at"))
    return {"starts_at": starts_at, "ends_at": ends_at}


def _place(words: str) -> str:
    words = clean(words or "")
    if len(words) > PLACE_LENGTH:
        raise Refused(Problem("too_long", "words", {"limit": PLACE_LENGTH, "length": len(words)}))
    return words


def cancel_shift(*, actor: Actor, now: datetime, key: UUID, reason: str) -> Shift:
    """Call off a shift that has not begun, with a reason. It stays on the record."""
    with on_shift("cancel_shift", actor=actor, now=now, key=key) as work:
        work.record.set(work.shift, cancelled_at=now, reason=words_of(reason, "reason"))
    return work.shift


def open_shift(*, actor: Actor, now: datetime, key: UUID) -> Shift:
    """The leader came. Possible from shortly before the shift (the pack's margin) until it ends."""
    with on_shift("open_shift", actor=actor, now=now, key=key) as work:
        if not rota.may_open(times_of(work.shift), now, work.margin):
            raise NotAllowed(Problem("too_early_to_open", "", {"at": work.shift.starts_at - work.margin}))
        work.record.set(work.shift, attended_at=now)
    return work.shift


def close_shift(*, actor: Actor, now: datetime, key: UUID) -> Shift:
    """The leader leaves."""
    with on_shift("close_shift", actor=actor, now=now, key=key) as work:
        work.record.set(work.shift, left_at=now)
    return work.shift


def explain_absence(*, actor: Actor, now: datetime, key: UUID, reason: str) -> Shift:
    """Say why nobody came. The absence itself needs nobody to say it; a reason may be put right later."""
    with on_shift("explain_absence", actor=actor, now=now, key=key) as work:
        work.record.set(work.shift, reason=words_of(reason, "reason"))
    return work.shift
