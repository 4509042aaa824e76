"""What somebody who wants to blow a whistle has to know: may I, how loud, who must sign, whom can I call."""

from __future__ import annotations

from dataclasses import dataclass

from answerable.cases.models import Case
from answerable.organisation import queries as organisation
from answerable.organisation.models import Post, Unit, WhistleGrade
from answerable.rules import whistle as rules
from answerable.rules.access import Actor
from answerable.whistles import sentences
from answerable.whistles.actions.work import may_sign

BLOWERS = frozenset({"handler", "unit_head"})


@dataclass(frozen=True)
class GradeChoice:
    """A grade as the unit of this actor can use it. `signers` are the posts whose signature counts."""

    grade: WhistleGrade
    signers: list[Post]

    @property
    def enough(self) -> bool:
        """Whether there are as many heads as the grade needs signatures."""
        return len(self.signers) >= self.grade.signatures

    @property
    def limits(self) -> list[tuple[str, str]]:
        """What the units called have to do, and within how long, in words."""
        known = ((kind, self.grade.limits.get(kind)) for kind in rules.CLOCKS)
        return [
            (sentences.clock_label(kind), sentences.limit_words(limit["amount"], limit["unit"]))
            for kind, limit in known
            if limit is not None
        ]


@dataclass(frozen=True)
class BlowOptions:
    """`callable` are the units that can be called in each direction; a direction without units is not open."""

    unit: Unit
    grades: list[GradeChoice]
    callable: dict[str, list[Unit]]


def may_blow(actor: Actor, case: Case | None = None) -> bool:
    """Whether this post's unit may blow a whistle, about this case (rules.whistle.check_wish says the same)."""
    if actor.kind != "officer" or actor.unit is None or not actor.roles & BLOWERS:
        return False
    unit = organisation.rulebook(organisation.jurisdiction(actor.jurisdiction)).unit(actor.unit)
    leads = case is not None and case.lead_unit.code == actor.unit
    return unit is not None and (leads or unit.kind in rules.BLOWS_UP | rules.BLOWS_DOWN)


def blow_options(actor: Actor) -> BlowOptions | None:
    """The grades in force and the units that can be called; None for who holds no post of a unit."""
    book = organisation.rulebook(organisation.jurisdiction(actor.jurisdiction))
    unit = book.unit(actor.unit or "")
    if unit is None:
        return None
    grades = [
        GradeChoice(grade, [book.posts[code] for code in sorted(may_sign(book, unit, grade.signatures))])
        for grade in book.grades.values()
    ]
    others = [other for other in book.units.values() if other.code != unit.code]
    down = [u for u in others if u.kind in rules.CALLED_DOWN] if unit.kind in rules.BLOWS_DOWN else []
    return BlowOptions(unit, grades, {"up": [u for u in others if u.kind in rules.CALLED_UP], "down": down})
