"""The answer strip of a whistle: everybody who answers now, by which rule, until when. Drawn like a case's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import prefetch_related_objects

from answerable.cases.queries.strip import SOON
from answerable.cases.queries.wiring import book_of
from answerable.organisation.models import Officer, Post, Unit
from answerable.organisation.queries import Rulebook, holders
from answerable.rules.summons import Answering, Call, Facts, Promise, answerable
from answerable.whistles import sentences
from answerable.whistles.models import Summons, Whistle

PARTS = (
    "summonses__unit__head_post", "summonses__answers", "summonses__commitments", "summonses__clocks", "tasks__unit",
)  # fmt: skip


@dataclass(frozen=True)
class StripPart:
    """One unit that answers, with the post at its head and whoever holds it."""

    unit: Unit
    post: Post
    holder: Officer | None
    role: str
    since: datetime
    rule: str
    due_at: datetime | None = None

    @property
    def why(self) -> str:
        """The rule in the reader's words."""
        return sentences.rule_label(self.rule)


@dataclass(frozen=True)
class Strip:
    """The same names as cases.queries.Strip, so that one template draws both."""

    whistle: Whistle
    answering: list[StripPart]
    since: datetime
    until: datetime | None
    used: float
    level: str
    limit: Limit | None = None
    history: list[StripPart] = field(default_factory=list)

    @property
    def rule_sentence(self) -> str:
        return self.answering[0].why

    @property
    def next_sentence(self) -> str:
        return sentences.what_next(self.whistle)

    @property
    def percent(self) -> int:
        return max(0, min(100, round(self.used * 100)))


def facts_of(whistle: Whistle) -> Facts:
    """The facts from which rules.summons says who answers; PARTS must be there to cost no statements."""
    calls = [_call(summons) for summons in whistle.summonses.all()]
    return Facts(whistle.blown_at or whistle.drafted_at, whistle.ended_at, calls)


def _call(summons: Summons) -> Call:
    answers = sorted(summons.answers.all(), key=lambda answer: (answer.at, answer.pk))
    due = {clock.kind: clock.due_at for clock in summons.clocks.all()}
    return Call(
        unit=summons.unit.code,
        since=summons.summoned_at,
        sign_by=due.get("sign"),
        answer_by=due.get("answer"),
        signed_at=summons.signed_at,
        stances=[(answer.at, answer.stance) for answer in answers],
        promises=[Promise(c.made_at, c.due_at, c.kept_at) for c in summons.commitments.all()],
        released_at=summons.released_at,
    )


@dataclass(frozen=True)
class Limit:
    """Something a unit has to keep by a time: a clock of the grade (rules.whistle.CLOCKS), a promise or a task."""

    unit: Unit
    kind: str
    started_at: datetime
    due_at: datetime

    @property
    def label(self) -> str:
        """What is to be done, in the reader's words."""
        return sentences.clock_label(self.kind)


def running(whistle: Whistle) -> list[Limit]:
    """What runs while it is blown, what falls due first on top; what is overdue runs on until it is done."""
    if whistle.state != "blown":
        return []
    standing = [summons for summons in whistle.summonses.all() if summons.released_at is None]
    limits = [
        Limit(summons.unit, clock.kind, clock.started_at, clock.due_at)
        for summons in standing
        for clock in summons.clocks.all()
        if clock.stopped_at is None
    ]
    limits += [
        Limit(summons.unit, "promise", promise.made_at, promise.due_at)
        for summons in standing
        for promise in summons.commitments.all()
        if promise.kept_at is None
    ]
    limits += [
        Limit(task.unit, "task", task.since, task.due_at) for task in whistle.tasks.all() if task.done_at is None
    ]
    return sorted(limits, key=lambda limit: (limit.due_at, limit.kind, limit.unit.code))


def strips(whistles: Sequence[Whistle], *, now: datetime) -> list[Strip]:
    """One strip a whistle, in the same order; as many statements for one as for a hundred."""
    if not whistles:
        return []
    prefetch_related_objects(list(whistles), *PARTS)
    book = book_of(whistles[0].jurisdiction.code)
    posts = {w.unit.head_post_id for w in whistles} | {s.unit.head_post_id for w in whistles for s in w.summonses.all()}
    held = holders(posts, now)
    return [_strip(whistle, book, held, now) for whistle in whistles]


def strip(whistle: Whistle, *, now: datetime) -> Strip:
    """The strip of one whistle, with every unit that ever had a part in it."""
    short = strips([whistle], now=now)[0]
    book = book_of(whistle.jurisdiction.code)
    held = holders({s.unit.head_post_id for s in whistle.summonses.all()}, now)
    past = sorted(whistle.summonses.all(), key=lambda s: (s.summoned_at, s.pk))
    history = [_part(Answering(s.unit.code, _past_rule(s), s.summoned_at), s.unit, book, held) for s in past]
    return Strip(**{**short.__dict__, "history": history})


def _past_rule(summons: Summons) -> str:
    if summons.released_at is not None:
        return "released"
    return {"lead": "took_lead", "support": "supports", "not_ours": "says_not_ours"}.get(
        summons.stance, "silent" if summons.silent_at else "unanswered" if summons.unanswered_at else "called"
    )


def _part(answering: Answering, unit: Unit, book: Rulebook, held: dict[int, Officer]) -> StripPart:
    post = book.units[unit.code].head_post if unit.code in book.units else unit.head_post
    holder = held.get(unit.head_post_id)
    return StripPart(unit, post, holder, answering.rule, answering.since, answering.rule, answering.due_at)


def _strip(whistle: Whistle, book: Rulebook, held: dict[int, Officer], now: datetime) -> Strip:
    units = {summons.unit.code: summons.unit for summons in whistle.summonses.all()}
    found = answerable(facts_of(whistle), now) if whistle.state == "blown" else ()
    parts = [_part(answering, units[answering.unit], book, held) for answering in found]
    if not parts:  # drafted, withdrawn or over: the blower has it
        own = Answering(whistle.unit.code, _blower_rule(whistle), whistle.ended_at or whistle.drafted_at)
        parts = [_part(own, whistle.unit, book, held)]
    limit = next(iter(running(whistle)), None)
    start, until = (limit.started_at, limit.due_at) if limit else (parts[0].since, parts[0].due_at)
    used = (now - start) / (until - start) if until is not None and until > start else 0.0
    used = 1.0 if whistle.state in ("ended", "withdrawn") else used
    return Strip(whistle, parts, parts[0].since, until, used, _level(whistle, used), limit)


def _blower_rule(whistle: Whistle) -> str:
    return {"drafted": "drafted", "withdrawn": "withdrawn"}.get(whistle.state, "ended")


def _level(whistle: Whistle, used: float) -> str:
    if whistle.state in ("ended", "withdrawn"):
        return "done"
    if whistle.state == "drafted":
        return "waiting"
    return "overdue" if used >= 1 else "soon" if used >= SOON else "calm"
