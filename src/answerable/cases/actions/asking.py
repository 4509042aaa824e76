"""The citizen's word: the hotline body asks, the citizen answers, and the answer decides."""

from __future__ import annotations

from datetime import timedelta

from answerable.cases.actions import clocks
from answerable.cases.actions.inputs import choice, code_row, step
from answerable.cases.actions.notices import tell_affected, tell_coordinator, tell_lead, tell_others
from answerable.cases.actions.parts import must_be_done
from answerable.cases.actions.work import Work
from answerable.cases.models import Callback, Case
from answerable.organisation.queries import Rulebook
from answerable.rules.intake import MAX_WORDS
from answerable.rules.problems import NotAllowed, Problem, Refused
from answerable.rules.text import clean

SATISFACTION = ("satisfied", "basically", "dissatisfied")
CHANNELS = ("link", "phone")


def verdict_verb(*, solved: bool | None, satisfied: str) -> str:
    """Which line of the table an answer is: solved and not dissatisfied confirms, anything else refutes."""
    return "confirm" if solved and satisfied in SATISFACTION[:2] else "refute"


def running_callback(work: Work) -> Callback:
    callback = work.case.callbacks.filter(done_at=None).select_related("unit").first()
    if callback is None:
        raise NotAllowed(Problem("no_callback"))
    return callback


def attempt(work: Work, *, reason_code: str) -> None:
    """Nobody was reached this time. After the pack's number of attempts `perform` lets the system give up."""
    callback = running_callback(work)
    if work.now < callback.next_attempt_at:
        raise NotAllowed(Problem("call_later", "", {"at": callback.next_attempt_at}))
    reason = code_row(work, "unreached", reason_code, "reason_code")
    again = work.now + timedelta(hours=float(work.book.limit("callback_gap_hours")))
    work.record.set(
        callback, attempts=callback.attempts + 1, invalid_reason=reason, next_attempt_at=again, post=work.post
    )


def attempts_used_up(case: Case, book: Rulebook) -> bool:
    """Whether a callback still runs for which every attempt the pack allows was made."""
    return case.callbacks.filter(done_at=None, attempts__gte=int(book.limit("callback_attempts"))).exists()


def give_up(work: Work) -> None:
    """End a callback that cannot be made: every attempt was made, or nobody can be called and its time is over."""
    callback = running_callback(work)
    if not attempts_used_up(work.case, work.book):
        person = work.case.person
        if person is not None and person.phone:
            raise NotAllowed(Problem("try_again_first", "", {"attempts": callback.attempts}))
        if work.now < callback.due_at:
            raise NotAllowed(Problem("not_due_yet", "", {"at": callback.due_at}))
    work.record.set(callback, done_at=work.now, valid=False)
    clocks.stop_all(work)
    work.change(closed_at=work.now, closing="unreached")
    tell_affected(work, "closed")


def _verdict(
    work: Work,
    *,
    channel: str,
    contacted: bool | None,
    solved: bool | None,
    satisfied: str,
    comment: str,
    pressed: bool,
) -> Callback:
    callback = running_callback(work)
    missing = [n for n, v in (("contacted", contacted), ("solved", solved)) if v is None]
    if missing:
        raise Refused([Problem("required", name) for name in missing])
    choice(satisfied, SATISFACTION, "satisfied")
    choice(channel, CHANNELS, "channel")
    if len(comment) > MAX_WORDS:
        raise Refused(Problem("too_long", "comment", {"limit": MAX_WORDS, "length": len(comment)}))
    work.record.set(
        callback, done_at=work.now, valid=True, channel=channel, contacted=contacted, solved=solved,
        satisfied=satisfied, comment=clean(comment), pressed=pressed,
        post=work.post if work.actor.post else None, attempts=callback.attempts + (channel == "phone"),
    )  # fmt: skip
    clocks.stop(work, "callback")
    return callback


def confirm(
    work: Work, *, channel: str, contacted: bool | None, solved: bool | None, satisfied: str, comment: str = "",
    pressed: bool = False,
) -> None:  # fmt: skip
    """Solved and not dissatisfied: the case is closed by the citizen's word."""
    _verdict(
        work, channel=channel, contacted=contacted, solved=solved, satisfied=satisfied, comment=comment,
        pressed=pressed,
    )  # fmt: skip
    clocks.stop_all(work)
    work.change(closed_at=work.now, closing="confirmed")
    tell_others(work, "closed")


def refute(
    work: Work, *, channel: str, contacted: bool | None, solved: bool | None, satisfied: str, comment: str = "",
    pressed: bool = False,
) -> None:  # fmt: skip
    """Unsolved or dissatisfied: done again, automatically; from the second time on the leaders' list (SZ)."""
    _verdict(
        work, channel=channel, contacted=contacted, solved=solved, satisfied=satisfied, comment=comment,
        pressed=pressed,
    )  # fmt: skip
    due = clocks.limit_due(work.book, "redo_days", work.now)
    clocks.start(work, "resolve", due)
    work.change(redos=work.case.redos + 1, due_at=due)
    if work.case.redos > int(work.book.limit("redos_before_listing")) and work.case.listed_at is None:
        work.change(listed_at=work.now)
        tell_coordinator(work, "listed")
    tell_lead(work, "redo")
    tell_affected(work, "redo")


def conclude(work: Work, *, reason: str) -> None:
    """A leader ends a case that stands on the leaders' list, with reasons the public can read; no part may be open."""
    if work.case.listed_at is None:
        raise NotAllowed(Problem("not_listed"))
    must_be_done(work)
    step(work, "action", reason, public=True, field="reason")
    clocks.stop_all(work)
    work.change(closed_at=work.now, closing="concluded")
    tell_affected(work, "closed")
