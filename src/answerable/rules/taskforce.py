"""專班: a taskforce with one lead, members, a mandate and an end condition, for what no single whistle solves.

8.5(57): the third whistle on one problem proposes one. Its size and life are in no source (2.4), so there is no limit
on either; it dissolves only by meeting or failing its end condition, in writing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from answerable.rules.access import Actor
from answerable.rules.lifecycle import Edge

STATES = ("proposed", "formed", "dissolved", "declined")
ENDS = ("met", "failed")
_SETS_UP = ("any.leader", "any.coordinator")
_LEAD = ("lead.unit_head", "lead.handler")
_MEMBERS = ("lead.unit_head", "lead.handler", "member.unit_head", "member.handler")

TABLE: tuple[Edge, ...] = (
    Edge(None, "propose", "proposed", ("system", *_SETS_UP), "8.5(57): the same problem again"),
    Edge("proposed", "form", "formed", _SETS_UP, "BJ-REG 24: a named body is responsible"),
    Edge("proposed", "decline", "declined", _SETS_UP, "with reasons, on the record"),
    Edge("formed", "report", "formed", _LEAD, "2.4: it reports by the date set"),
    Edge("proposed", "add_whistle", "proposed", ("system",), "8.5(57): and again"),
    Edge("formed", "add_whistle", "formed", ("system",), "8.5(57): and again"),
    Edge("formed", "add_member", "formed", ("lead.unit_head", *_SETS_UP), "BJ-REG 24: city, district and street"),
    Edge("formed", "add_task", "formed", _MEMBERS, "the plan of a taskforce is tasks with owners and dates"),
    Edge("formed", "report_task", "formed", _MEMBERS, "a task is reported by the unit that has it"),
    Edge("formed", "decide", "formed", (*_LEAD, *_SETS_UP), "what was decided, by whoever leads or set it up"),
    Edge("formed", "add_document", "formed", (*_MEMBERS, *_SETS_UP), "papers with their digest"),
    Edge("formed", "dissolve", "dissolved", _SETS_UP, "2.4: met or failed, in writing"),
    Edge("proposed", "ring", "proposed", ("system",), "nobody has formed or declined it: it does not wait in silence"),
    Edge("formed", "ring", "formed", ("system",), "a report or a task is overdue"),
)  # fmt: skip
EDGES: dict[tuple[str | None, str], Edge] = {(e.state, e.verb): e for e in TABLE}


def edge(state: str | None, verb: str) -> Edge | None:
    """The line of the table for a verb in a state, or None when the table has none."""
    return EDGES.get((state, verb))


def relations(actor: Actor, *, lead: str, members: frozenset[str]) -> frozenset[str]:
    """How an actor stands to a taskforce: lead and member are units by code, any is a post anywhere."""
    if actor.kind != "officer":
        return frozenset({"system"}) if actor.kind == "system" else frozenset()
    stands = {"any"}
    stands |= {"lead"} if lead and actor.unit == lead else set()
    stands |= {"member"} if actor.unit in members else set()
    return frozenset(f"{stand}.{role}" for stand in stands for role in actor.roles)


@dataclass(frozen=True, slots=True)
class Blown:
    """A whistle as far as sameness goes: subjects are (noun, key); empty category or area compare with nothing."""

    number: str
    at: datetime
    category: str = ""
    area: str = ""
    subjects: frozenset[tuple[str, str]] = field(default_factory=frozenset)


def same_problem(a: Blown, b: Blown) -> bool:
    """One subject in common, or the same category in the same area: our reading, the sources give none."""
    alike = bool(a.category) and bool(a.area) and (a.category, a.area) == (b.category, b.area)
    return alike or bool(a.subjects & b.subjects)


def repeated(this: Blown, earlier: Sequence[Blown], *, times: int, days: float) -> tuple[str, ...]:
    """The numbers of the whistles that make a taskforce due, oldest first; empty while there are fewer than `times`.

    Counted are `this` and every earlier whistle on the same problem blown within `days` before it.
    """
    since = this.at - timedelta(days=days)
    found = [b for b in earlier if since <= b.at <= this.at and b.number != this.number and same_problem(this, b)]
    found.sort(key=lambda b: (b.at, b.number))
    numbers = (*(b.number for b in found), this.number)
    return numbers if len(numbers) >= times else ()
