"""Who may do what, as predicates over values.

An Actor is built once at the edge (a view, a job, a command) and handed down to every action.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

ROLES = frozenset(
    {
        "call_taker", "dispatcher", "handler", "callback_officer", "unit_head", "coordinator",
        "leader", "reviewer", "verifier", "auditor", "administrator", "statistician", "outsider",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: an officer in a post, a citizen with a link, or the system itself.

    `unit`, `post` and `officer` are codes (never database keys); `case` is the id of the one case
    a citizen's link opens. `program` says that a key of the post acts, behind which any holder of it may stand.
    """

    kind: str  # "officer" | "citizen" | "system"
    jurisdiction: str
    roles: frozenset[str] = field(default_factory=frozenset)
    unit: str | None = None
    post: str | None = None
    officer: str | None = None
    case: str | None = None
    program: bool = False

    @property
    def key(self) -> str:
        """How the ledger names this actor; never a person's name."""
        if self.kind == "officer":
            return f"post:{self.post}/{self.officer}"
        return f"citizen:{self.case}" if self.kind == "citizen" else "system"


def system(jurisdiction: str) -> Actor:
    return Actor(kind="system", jurisdiction=jurisdiction)


def citizen(jurisdiction: str, case: str | None = None) -> Actor:
    return Actor(kind="citizen", jurisdiction=jurisdiction, case=case)


class About(NamedTuple):
    """Whom a case is a complaint about: a unit (no post), or whoever held one post of it when that was said.

    `officer` is the account of that person, empty where nobody held the post.
    """

    unit: str
    post: str = ""
    officer: str = ""

    def meets(self, unit: str | None, post: str | None, officer: str | None) -> bool:
        """Whether it is about who stands there: the person wherever they sit now, and not the next in their post.

        Without an account on either side the post alone decides.
        """
        if not self.post:
            return self.unit == unit
        return self.officer == officer if self.officer and officer else self.post == post


@dataclass(frozen=True, slots=True)
class Standing:
    """The units that stand in some relation to a case, by code.

    `asker` is the unit of the running callback; `arbiters` are the units of the rung a dispute stands on and of the
    rungs above it; `above` those that may approve for the lead; `interested` whom the case is a complaint about.
    """

    case: str
    lead: str
    hotline: str
    asker: str | None = None
    assisting: frozenset[str] = frozenset()
    candidates: frozenset[str] = frozenset()
    arbiters: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    interested: frozenset[About] = frozenset()


def has_interest(actor: Actor, interested: frozenset[About]) -> bool:
    """Whether the case is a complaint about this actor's unit, post or person (JN 32, XF 30)."""
    officer = None if actor.program else actor.officer
    return actor.kind == "officer" and any(one.meets(actor.unit, actor.post, officer) for one in interested)


def relations(actor: Actor, standing: Standing) -> frozenset[str]:
    """How an actor stands to a case: the names used in the `who` column of rules.lifecycle.

    Whoever belongs to a unit that handled the case never stands as asker (the unit that claims an outcome never
    confirms it); whoever is complained about stands in no relation at all.
    """
    if actor.kind == "system":
        return frozenset({"system"})
    if actor.kind == "citizen":
        return frozenset({"citizen"}) if actor.case in (standing.case, None) else frozenset()
    if has_interest(actor, standing.interested):
        return frozenset()
    handled = {standing.lead, *standing.assisting}
    holds = {
        "any": True,
        "lead": actor.unit == standing.lead,
        "assist": actor.unit in standing.assisting,
        "candidate": actor.unit in standing.candidates,
        "hotline": actor.unit == standing.hotline,
        "arbiter": actor.unit in standing.arbiters,
        "above": actor.unit in standing.above and actor.unit != standing.lead,
        "asker": actor.unit == standing.asker and actor.unit not in handled,
    }
    return frozenset(f"{stand}.{role}" for stand, true in holds.items() if true for role in actor.roles)
