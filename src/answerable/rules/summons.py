"""Who answers for a whistle, at any instant, and why (seed B: if nobody takes it, all of them answer).

From the moment it is blown every unit called answers. Once one takes the lead it leads, and those who support answer
for what they committed. Who says "not ours", and who has not said anything, stays answerable until the blower or the
authority above lets it go. So between blown and ended there is always somebody.
To sign is to have heard; to answer is to say lead, support or not ours. Each has its own limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

# Why a unit answers, in the order in which a strip shows it.
RULES = (
    "took_lead", "nobody_took_it", "nobody_leads", "called", "says_not_ours", "silent", "unanswered", "not_answered",
    "committed", "supports",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Promise:
    """What a unit committed in the room: made, due, and kept (None: not yet)."""

    made_at: datetime
    due_at: datetime
    kept_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A unit called. `stances` are what it said and when, oldest first; a limit is None where none runs."""

    unit: str
    since: datetime
    sign_by: datetime | None = None
    answer_by: datetime | None = None
    signed_at: datetime | None = None
    stances: Sequence[tuple[datetime, str]] = field(default_factory=tuple)
    promises: Sequence[Promise] = field(default_factory=tuple)
    released_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.since <= at and (self.released_at is None or at < self.released_at)

    def stance(self, at: datetime) -> str:
        """The last thing the unit said by then: lead, support, not_ours, or empty."""
        return next((stance for said, stance in reversed(self.stances) if said <= at), "")

    def heard(self, at: datetime) -> bool:
        """Whether the unit had signed or answered by then."""
        return bool(self.stance(at)) or (self.signed_at is not None and self.signed_at <= at)

    def late(self, at: datetime) -> bool:
        """Whether the limit to sign had passed by then without a word."""
        return self.sign_by is not None and at >= self.sign_by and not self.heard(at)

    def unanswered(self, at: datetime) -> bool:
        """Whether the limit to answer had passed by then and the unit had taken no stance, signed or not."""
        return self.answer_by is not None and at >= self.answer_by and not self.stance(at)

    def next_limit(self, at: datetime) -> datetime | None:
        """The limit the unit has to keep next: to sign, and once it has signed to answer."""
        return self.answer_by if self.heard(at) else self.sign_by

    def open_promises(self, at: datetime) -> list[Promise]:
        return [p for p in self.promises if p.made_at <= at and (p.kept_at is None or at < p.kept_at)]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is needed to say who answers: since when, until when, and who was called."""

    blown_at: datetime
    over_at: datetime | None = None
    calls: Sequence[Call] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Answering:
    """One unit that answers: why (one of RULES), since when, and until when (None: nothing was said)."""

    unit: str
    rule: str
    since: datetime
    due_at: datetime | None = None


def answerable(facts: Facts, at: datetime) -> tuple[Answering, ...]:
    """Who answers at an instant, whoever leads first. Empty only before it is blown and after it is over."""
    if at < facts.blown_at or (facts.over_at is not None and at >= facts.over_at):
        return ()
    standing = [call for call in facts.calls if call.holds(at)]
    led = _led(facts, at)
    heard = any(call.heard(at) for call in standing)
    found = [_answers(call, at, led=led, heard=heard) for call in standing]
    return tuple(sorted(filter(None, found), key=lambda a: (RULES.index(a.rule), a.since, a.unit)))


def _answers(call: Call, at: datetime, *, led: bool, heard: bool) -> Answering | None:
    stance = call.stance(at)
    said = next((said for said, _ in reversed(call.stances) if said <= at), call.since)
    if stance == "lead":
        return Answering(call.unit, "took_lead", said, _earliest(call, at))
    if stance == "not_ours":
        return Answering(call.unit, "says_not_ours", call.since, call.sign_by)
    if stance == "support" and led:
        return _supporter(call, said, at)
    if call.late(at):
        return Answering(call.unit, "silent" if led or heard else "nobody_took_it", call.since, call.sign_by)
    if call.unanswered(at):
        return Answering(call.unit, "unanswered", call.since, call.answer_by)
    waits = "not_answered" if led else "nobody_leads" if heard else "called"
    return Answering(call.unit, waits, call.since, call.next_limit(at))


def _supporter(call: Call, said: datetime, at: datetime) -> Answering | None:
    """While another leads a supporter answers for what it committed; until it has committed, for supporting."""
    due = _earliest(call, at)
    if due is not None:
        return Answering(call.unit, "committed", said, due)
    promised = any(p.made_at <= at for p in call.promises)
    return None if promised else Answering(call.unit, "supports", said)


def _earliest(call: Call, at: datetime) -> datetime | None:
    return min((p.due_at for p in call.open_promises(at)), default=None)


def unled(facts: Facts, at: datetime) -> datetime | None:
    """The first limit to answer that had passed by then while nobody led, of a unit called then; None without one."""
    limits = sorted(c.answer_by for c in facts.calls if c.answer_by is not None and c.holds(c.answer_by))
    passed = (limit for limit in limits if limit <= at and (facts.over_at is None or limit < facts.over_at))
    return next((limit for limit in passed if not _led(facts, limit)), None)


def _led(facts: Facts, at: datetime) -> bool:
    return any(call.holds(at) and call.stance(at) == "lead" for call in facts.calls)


def gaps(facts: Facts, until: datetime) -> list[tuple[datetime, datetime]]:
    """Every stretch between blown and over (or `until`) in which nobody answers; must be empty."""
    end = facts.over_at or until
    times = {facts.blown_at, end}
    for call in facts.calls:
        moments = [
            call.since,
            call.released_at,
            call.sign_by,
            call.answer_by,
            call.signed_at,
            *(said for said, _ in call.stances),
        ]
        moments += [moment for p in call.promises for moment in (p.made_at, p.kept_at)]
        times.update(m for m in moments if m is not None and facts.blown_at <= m <= end)
    return [(a, b) for a, b in pairwise(sorted(times)) if not answerable(facts, a)]
