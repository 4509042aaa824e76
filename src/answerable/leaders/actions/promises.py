"""What a leader promises on the telephone, and whether it was kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from answerable.cases.actions.work import interested, reader_of
from answerable.cases.models import Case
from answerable.leaders.actions.work import ShiftWork, on_shift, unit_of, words_of
from answerable.leaders.models import Promise, Shift
from answerable.organisation import queries as organisation
from answerable.outbox.actions import send_to_post
from answerable.rules import rota
from answerable.rules.access import Actor, system
from answerable.rules.ids import normalise_number
from answerable.rules.problems import NotAllowed, NotFound, Problem, Refused


def promise(
    *, actor: Actor, now: datetime, key: UUID, words: str, unit_code: str, due_at: datetime | None, number: str = ""
) -> Promise:
    """Write down what was promised, in words for the public: which unit keeps it, by when, and in which case.

    Raises Refused for a date that has passed, an unknown unit, or a case that was not among the calls of this shift.
    """
    with on_shift("promise", actor=actor, now=now, key=key) as work:
        if due_at is None or due_at <= now:
            raise Refused(Problem("required" if due_at is None else "promise_due_in_the_past", "due_at"))
        made = Promise(
            shift=work.shift, case=_of_this_shift(work, number), words=words_of(words, "words"),
            unit=unit_of(work.book, unit_code, "unit_code"), due_at=due_at, made_at=now,
        )  # fmt: skip
        work.record.add(made)
        _tell(work, made, "promised")
    return made


def _tell(work: ShiftWork, promise: Promise, template: str) -> None:
    """Word to the head of the unit that is to keep it; in a case about them the head above reads it (JN 32)."""
    about = interested(promise.case) if promise.case is not None else frozenset()
    reader = reader_of(promise.unit, about, work.book, work.now)
    if reader is not None:
        send_to_post(
            now=work.now, post=reader.head_post, template=template, about=promise.pk, unit=promise.unit,
            words=promise.words, due=promise.due_at, link="/desk/unit",
        )  # fmt: skip


def ring_promises(*, now: datetime) -> int:
    """Remind the units of promises whose date comes near, and tell them of a date that has passed; each once.

    Returns how many were told. Each is one transaction that looks again under the lock of its shift.
    """
    waiting = Promise.objects.filter(kept=None, rang_at=None).select_related("shift__jurisdiction").order_by("due_at")
    return sum(_ring(promise, now) for promise in list(waiting))


def _ring(found: Promise, now: datetime) -> int:
    share = organisation.rulebook(found.shift.jurisdiction).limit("remind_share")
    if _step(found, now, share) is None:
        return 0
    actor = system(found.shift.jurisdiction.code)
    with transaction.atomic():
        Shift.objects.select_for_update().get(pk=found.shift_id)
        promise = Promise.objects.select_related("unit__head_post", "case").get(pk=found.pk)
        step = _step(promise, now, share) if promise.kept is None else None
        if step is None:
            return 0
        with on_shift("ring_promise", actor=actor, now=now, key=found.shift_id) as work:
            work.record.set(promise, **{"reminded_at" if step == "remind" else "rang_at": now})
            _tell(work, promise, "promise_due")
    return 1


def _step(promise: Promise, now: datetime, share: float) -> str | None:
    return rota.promise_step(
        promise.made_at, promise.due_at, now, share=share, reminded=promise.reminded_at is not None,
        rang=promise.rang_at is not None,
    )  # fmt: skip


def _of_this_shift(work: ShiftWork, number: str) -> Case | None:
    if not number.strip():
        return None
    wanted = normalise_number(number) or number.strip()
    call = work.shift.calls.filter(case__number=wanted).select_related("case").first()
    if call is None:
        raise Refused(Problem("case_of_no_call", "number", {"number": wanted}))
    return call.case


def settle_promise(
    *, actor: Actor, now: datetime, promise_key: UUID, kept: bool | None, outcome_words: str,
    kept_at: datetime | None = None,
) -> Promise:  # fmt: skip
    """Say whether a promise was kept, and what shows it. `kept_at` is when it was kept; now, when nothing is said.

    Never by the post that made it nor by anybody of the unit that was to keep it. One that was not kept may still be
    kept later, and then shows as late; one that was kept stays so. Not kept can only be said once its date has passed.
    """
    found = _promise(actor, promise_key)
    with on_shift("settle_promise", actor=actor, now=now, key=found.shift_id, owner=found.unit.code) as work:
        found.refresh_from_db()
        if kept is None:
            raise Refused(Problem("required", "kept"))
        if found.kept:
            raise NotAllowed(Problem("promise_settled"))
        if not kept and now <= found.due_at:
            raise NotAllowed(Problem("promise_not_due", "", {"at": found.due_at}))
        work.record.set(
            found, kept=kept, kept_at=_when_kept(found, kept_at, now) if kept else None, settled_at=now,
            settled_by=work.post, outcome_words=words_of(outcome_words, "outcome_words"),
        )  # fmt: skip
    return found


def _promise(actor: Actor, key: UUID) -> Promise:
    found = Promise.objects.select_related("unit", "shift").filter(
        pk=key, shift__jurisdiction__code=actor.jurisdiction
    ).first()  # fmt: skip
    if found is None:
        raise NotFound(Problem("no_such_promise"))
    return found


def _when_kept(found: Promise, kept_at: datetime | None, now: datetime) -> datetime:
    kept_at = kept_at or now
    if not found.made_at <= kept_at <= now:
        raise Refused(Problem("kept_at_another_time", "kept_at", {"since": found.made_at}))
    return kept_at
