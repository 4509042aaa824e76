"""How a whistle is blown: wished, signed, heard; more units called; withdrawn before anybody answered."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection
from uuid_utils.compat import uuid7

from answerable.cases.actions.inputs import words_of
from answerable.ledger.actions.record import Record
from answerable.organisation.queries import Rulebook
from answerable.rules import whistle as rules
from answerable.rules.access import Actor
from answerable.rules.ids import public_number
from answerable.rules.problems import NotAllowed, Problem, Refused
from answerable.whistles.actions import clocks
from answerable.whistles.actions.calling import Call, check_free
from answerable.whistles.actions.notices import tell_blower, tell_called, tell_unit
from answerable.whistles.actions.work import Work, may_sign, post_of, unit_in
from answerable.whistles.models import Minute, Signature, Subject, Summons, Whistle


def number_of(book: Rulebook, letter: str, sequence: str, now: datetime) -> str:
    """A public number of its own kind: the city's prefix and one letter (HKW26-0000012-34 for a whistle)."""
    year = now.astimezone(ZoneInfo(book.jurisdiction.timezone)).year
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence])
        return public_number(book.jurisdiction.number_prefix[:3] + letter, year, int(cursor.fetchone()[0]))


def sent_before(actor: Actor, key: str) -> Whistle | None:
    """The whistle this post blew by the same form; two of one form that come at once wait for each other."""
    if not key or actor.post is None:
        return None
    lock = hashlib.sha256(f"whistle {actor.jurisdiction} {actor.post} {key}".encode()).digest()[:8]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(lock, "big", signed=True)])
    sent = Whistle.objects.filter(post__code=actor.post, jurisdiction__code=actor.jurisdiction, idempotency_key=key)
    return sent.first()


def blow(call: Call, key: str = "") -> Whistle:
    """Blow it, or draft it while signatures lack (YIH, NJ-GL); the units called hear it when it is blown."""
    signers = may_sign(call.book, call.unit, call.grade.signatures)
    if len(signers) < call.grade.signatures:
        raise Refused(Problem("too_few_heads", "grade_code", {"signatures": call.grade.signatures}))
    signs = call.actor.post in signers
    verb = "blow" if signs and call.grade.signatures == 1 else "draft"
    edge = rules.EDGES[None, verb]
    whistle = _whistle(call, edge.next, key)
    stands = {f"blower.{role}" for role in call.actor.roles}
    if not stands & set(edge.who):
        raise NotAllowed(Problem("not_yours_in_this_whistle", "", {"whistle_act": "blow"}))
    record = Record(stream=whistle.pk, salt=whistle.salt, verb=verb, actor=call.actor, at=call.now, rule=edge.rule)
    work = Work(whistle, call.actor, call.now, call.book, record, verb, [])
    record.add(whistle)
    record.add_all([Subject(whistle=whistle, noun=noun, key=s.key, label=s.label[:300]) for noun, s in call.found])
    work.summonses = [Summons(whistle=whistle, unit=unit, summoned_at=call.now) for unit in call.units]
    record.add_all(work.summonses)
    if signs:
        record.add(Signature(whistle=whistle, post=work.post, at=call.now))
    if verb == "blow":
        _heard_by_all(work)
    else:
        _ask_to_sign(work)
    record.write(new_stream=True)
    return whistle


def _whistle(call: Call, state: str, key: str) -> Whistle:
    return Whistle(
        id=uuid7(), jurisdiction=call.book.jurisdiction, number=number_of(call.book, "W", "whistles_number", call.now),
        state=state, salt=secrets.token_bytes(16), kind=call.kind, direction=call.direction, grade=call.grade,
        reason_code=call.reason, unit=call.unit, post=post_of(call.actor, call.book), category=call.category,
        area=call.area, title=call.title, words=call.words, demand=call.demand, drafted_at=call.now,
        updated_at=call.now, blown_at=call.now if state == "blown" else None, idempotency_key=key,
        **call.place,
    )  # fmt: skip


def _heard_by_all(work: Work) -> None:
    """It sounds: every clock starts, every unit called is told."""
    clocks.start_all(work, work.summonses)
    due = clocks.due_at(work.book, work.whistle.grade, "sign", work.now)
    tell_called(work, "whistle_blown", due=due or "", words=work.whistle.demand)


def _ask_to_sign(work: Work) -> None:
    """The heads whose signature lacks: their own unit's, else the one above."""
    tell_blower(work, "whistle_to_sign")
    parent = work.whistle.unit.parent
    own = [p for p in may_sign(work.book, work.whistle.unit, 1)]
    if len(own) < work.whistle.grade.signatures and parent is not None:
        tell_unit(work, parent, "whistle_to_sign")


def lacking(whistle: Whistle) -> int:
    """How many signatures a drafted whistle still needs."""
    return max(0, whistle.grade.signatures - whistle.signatures.count())


def countersign(work: Work) -> None:
    """One more signature, and another still lacks."""
    work.record.add(Signature(whistle=work.whistle, post=work.post, at=work.now))


def cosign(work: Work) -> None:
    """The last signature: the whistle is blown now (8.5(50): both heads)."""
    countersign(work)
    work.change(blown_at=work.now)
    for summons in work.summonses:
        work.record.set(summons, summoned_at=work.now)
    _heard_by_all(work)


def withdraw(work: Work, *, words: str) -> None:
    """Take it back before anybody answered. Once a unit has answered, or was silent too long, it must be ended."""
    said = work.whistle.summonses.exclude(signed_at=None, silent_at=None, unanswered_at=None).exists()
    if said:
        raise NotAllowed(Problem("answered_already"))
    if work.whistle.blown_at is not None:
        tell_called(work, "whistle_ended", words=words_of(words, "words"))
    clocks.stop_all(work)
    work.change(ended_at=work.now, ended_by=work.post, ended_words=words_of(words, "words"))


def summon_more(work: Work, *, units: Sequence[str], words: str) -> None:
    """Call further units, for instance the one named by who said "not ours"; their clocks start now."""
    whistle, wanted = work.whistle, [unit_in(work.book, code, "units") for code in dict.fromkeys(units)]
    wish = rules.Wish(
        whistle.kind, whistle.direction, whistle.unit.code, whistle.unit.kind, [(u.code, u.kind) for u in wanted]
    )
    standing = {summons.unit.code for summons in work.summonses}
    problems = rules.check_called(wish)
    about = list(whistle.subjects.filter(noun="case").values_list("key", flat=True))
    problems += check_free(whistle.jurisdiction, about, wanted)
    problems += [Problem("called_already", "units", {"unit": u.name}) for u in wanted if u.code in standing]
    problems += [] if wanted else [Problem("nobody_called", "units")]
    if problems:
        raise Refused(problems)
    more = [Summons(whistle=whistle, unit=unit, summoned_at=work.now) for unit in wanted]
    work.record.add_all(more)
    clocks.start_all(work, more)
    note(work, words)
    due = clocks.due_at(work.book, whistle.grade, "sign", work.now)
    for unit in wanted:
        tell_unit(work, unit, "whistle_blown", due=due or "", words=whistle.demand)


def note(work: Work, words: str) -> None:
    """The words that go with an act of the blower or of the authority above, as a decision in the minutes."""
    work.record.add(
        Minute(whistle=work.whistle, kind="decision", post=work.post, words=words_of(words, "words"), at=work.now)
    )
