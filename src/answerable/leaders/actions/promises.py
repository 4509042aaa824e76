"""What a leader promises on the telephone, and whether it was kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from answerable.cases.models import Case
from answerable.leaders.actions.work import ShiftWork, on_shift, unit_of, words_of
from answerable.leaders.models import Promise
from answerable.rules.access import Actor
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
    return made


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
