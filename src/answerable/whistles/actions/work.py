"""An act under way on a whistle: who acts, how they stand to it, and what is written at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from answerable.ledger.actions.record import Record
from answerable.ledger.models import Entry
from answerable.organisation.models import Post, Unit
from answerable.organisation.queries import Rulebook
from answerable.rules import whistle as rules
from answerable.rules.access import Actor
from answerable.rules.problems import NotAllowed, Problem, Refused, Stale
from answerable.whistles.models import Summons, Taskforce, Whistle


@dataclass
class Work:
    """An act under way on a locked whistle. `summonses` are those not released."""

    whistle: Whistle
    actor: Actor
    now: datetime
    book: Rulebook
    record: Record
    verb: str
    summonses: list[Summons]
    changes: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    def change(self, **values: Any) -> None:
        """Set fields of the whistle; written once, at the end of the act."""
        for name, value in values.items():
            setattr(self.whistle, name, value)
        self.changes |= values

    @property
    def post(self) -> Post:
        """The post of the officer who acts."""
        return post_of(self.actor, self.book)

    @property
    def own(self) -> Summons:
        """The summons of the unit that acts; a problem where it was not called."""
        return self.called(self.actor.unit or "", "")

    def called(self, code: str, input_name: str) -> Summons:
        """The running summons of a unit, or a problem at that input."""
        found = next((s for s in self.summonses if s.unit.code == code), None)
        if found is None:
            raise Refused(Problem("not_called_here", input_name, {"unit": code}))
        return found

    @property
    def blows(self) -> bool:
        """Whether the actor belongs to the unit that blew."""
        return self.actor.unit == self.whistle.unit.code

    def write(self) -> None:
        self.change(version=self.whistle.version + 1, updated_at=self.now)
        self.record.set(self.whistle, **self.changes)
        self.record.write(facts=self.facts or None)


def post_of(actor: Actor, book: Rulebook) -> Post:
    """The post of the officer who acts."""
    if actor.post is None or actor.post not in book.posts:
        raise NotAllowed(Problem("needs_a_post"))
    return book.posts[actor.post]


def unit_in(book: Rulebook, code: str, input_name: str) -> Unit:
    """A unit named in a form, or a problem at that input."""
    unit = book.units.get(code)
    if unit is None:
        raise Refused(Problem("unknown_unit", input_name, {"unit": code}))
    return unit


def heads(book: Rulebook, unit: Unit | None) -> list[Post]:
    """The posts of head rank of a unit."""
    if unit is None:
        return []
    return [post for post in book.posts.values() if post.unit_id == unit.pk and "unit_head" in post.roles]


def may_sign(book: Rulebook, unit: Unit, needed: int) -> frozenset[str]:
    """The posts whose signature counts (rules.whistle.signers)."""
    own, above = ([post.code for post in heads(book, u)] for u in (unit, unit.parent))
    return rules.signers(needed, own, above, above_may=bool(book.limit("second_signature_above")))


def stands(whistle: Whistle, actor: Actor, summonses: list[Summons], book: Rulebook) -> frozenset[str]:
    """How this actor stands to this whistle (rules.whistle.relations)."""
    signed = {signature.post.code for signature in whistle.signatures.select_related("post")}
    drafted = whistle.state == "drafted"
    signers = may_sign(book, book.units[whistle.unit.code], whistle.grade.signatures) - signed if drafted else ()
    called = frozenset(summons.unit.code for summons in summonses)
    above = {code for unit in (whistle.unit.code, *called) for code in book.above(unit)}
    return rules.relations(actor, blower=whistle.unit.code, summoned=called, above=above, signers=signers)


def stale(row: Whistle | Taskforce, expected: int) -> Stale:
    """Somebody was quicker: say who did what, and when."""
    last = Entry.objects.filter(stream=row.pk).order_by("-seq").first()
    params: dict[str, object] = {"expected": expected, "found": row.version}
    if last is not None:
        params |= {"whistle_act": last.verb, "actor": last.actor, "at": last.at}
    return Stale(Problem("whistle_stale", "", params))
