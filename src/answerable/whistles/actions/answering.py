"""What a unit that was called does: it signs, answers, comes, promises, keeps, reports; and how it is let go."""

from __future__ import annotations

from datetime import datetime

from answerable.cases.actions.inputs import choice, words_of
from answerable.organisation.models import Post
from answerable.rules.problems import NotAllowed, Problem, Refused
from answerable.rules.text import clean
from answerable.rules.whistle import CLOCKS, STANCES
from answerable.whistles.actions import clocks
from answerable.whistles.actions.notices import tell_blower, tell_unit
from answerable.whistles.actions.work import Work, unit_in
from answerable.whistles.models import Answer, Attendance, Commitment, Minute, Summons


def sign(work: Work) -> None:
    """The unit signs for the whistle: it has heard it. What it does about it is the answer."""
    summons = work.own
    if summons.signed_at is not None:
        raise NotAllowed(Problem("signed_already"))
    clocks.heard(work, summons)


def answer_summons(
    work: Work, *, stance: str, support_with: str = "", basis: str = "", proposed_unit: str = ""
) -> None:
    """Lead, support (with what), or not ours (by which rule, and who then). Who leads goes on leading until let go.

    "Not ours" frees nobody: the unit stays answerable until the blower or the authority above releases it.
    """
    summons, stance = work.own, choice(stance, STANCES, "stance")
    if summons.stance == "lead":
        raise NotAllowed(Problem("lead_stays"))
    if stance == "lead" and any(other.stance == "lead" for other in work.summonses):
        raise NotAllowed(Problem("led_already"))
    answer = Answer(summons=summons, post=work.post, stance=stance, at=work.now)
    if stance == "support":
        answer.support_with = words_of(support_with, "support_with")
    if stance == "not_ours":
        answer.basis, answer.proposed_unit = (
            words_of(basis, "basis"),
            unit_in(work.book, proposed_unit, "proposed_unit"),
        )
        if answer.proposed_unit.code in (summons.unit.code, work.whistle.unit.code):
            raise Refused(Problem("propose_another", "proposed_unit"))
    work.record.add(answer)
    work.record.set(summons, stance=stance, answered_at=summons.answered_at or work.now)
    clocks.heard(work, summons)
    clocks.stop(work, summons, "answer")
    tell_blower(work, f"whistle_{stance}", unit=summons.unit, words=answer.support_with or answer.basis)


def contact(work: Work, *, words: str) -> None:
    """The unit has spoken to the blower; what was said goes into the minutes."""
    _minute(work, work.own, "contact", words)


def report(work: Work, *, words: str) -> None:
    """The unit reports what it did. It stays answerable until the blower ends the whistle or lets it go."""
    _minute(work, work.own, "report", words)
    tell_blower(work, "whistle_report", unit=work.own.unit, words=words)


def _minute(work: Work, summons: Summons, kind: str, words: str) -> None:
    row = Minute(
        whistle=work.whistle, summons=summons, kind=kind, post=work.post, words=words_of(words, "words"), at=work.now
    )
    work.record.add(row)
    clocks.heard(work, summons)
    clocks.stop(work, summons, kind)


def attend(
    work: Work, *, unit_code: str = "", post_code: str = "", name: str = "", came_at: datetime | None = None
) -> None:
    """Somebody of a unit called is on the spot. The blower records whom it sees, a unit only its own people."""
    summons = work.called(unit_code, "unit_code") if work.blows else work.own
    if unit_code and unit_code != summons.unit.code:
        raise Refused(Problem("only_your_own", "unit_code"))
    came = came_at or work.now
    if came > work.now:
        raise Refused(Problem("future_time", "came_at"))
    if came < summons.summoned_at:
        raise Refused(Problem("before_the_whistle", "came_at", {"at": summons.summoned_at}))
    post, name = _post_in(work, summons, post_code) if post_code else None, clean(name)[:200]
    if post is None and not name:
        raise Refused(Problem("required", "name"))
    row = Attendance(summons=summons, post=post, name=name, came_at=came, recorded_by=work.post)
    work.record.add(row)
    clocks.heard(work, summons)
    clocks.stop(work, summons, "on_site", "contact")


def _post_in(work: Work, summons: Summons, code: str) -> Post:
    post = work.book.posts.get(code)
    if post is None or post.unit_id != summons.unit_id:
        raise Refused(Problem("unknown_post", "post_code", {"post": code}))
    return post


def commit(work: Work, *, words: str, due_at: datetime) -> None:
    """A promise in the room, with its date: what the unit answers for."""
    summons = work.own
    if due_at <= work.now:
        raise Refused(Problem("due_in_the_past", "due_at"))
    row = Commitment(summons=summons, post=work.post, words=words_of(words, "words"), made_at=work.now, due_at=due_at)
    work.record.add(row)
    clocks.heard(work, summons)


def fulfil(work: Work, *, commitment: str, words: str) -> None:
    """A promise is kept: what was done."""
    row = next((c for c in work.own.commitments.filter(kept_at=None) if str(c.pk) == str(commitment)), None)
    if row is None:
        raise Refused(Problem("no_such_commitment", "commitment"))
    work.record.set(row, kept_at=work.now, kept_words=words_of(words, "words"))


def release(work: Work, *, unit_code: str, words: str) -> None:
    """Let a unit go, with reasons. The last one stays: call the right one first. Its silence stays on the record."""
    summons = work.called(unit_code, "unit_code")
    if len(work.summonses) == 1:
        raise NotAllowed(Problem("last_unit"))
    tasks = work.whistle.tasks.filter(unit=summons.unit, done_at=None).exists()
    if tasks or summons.commitments.filter(kept_at=None).exists():
        raise NotAllowed(Problem("unit_owes_something", "unit_code", {"unit": summons.unit.name}))
    words = words_of(words, "words")
    clocks.stop(work, summons, *CLOCKS)
    work.record.set(summons, released_at=work.now, released_by=work.post, released_words=words)
    tell_unit(work, summons.unit, "whistle_released", words=words)
