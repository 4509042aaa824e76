"""Who may do what, as predicates over values.

An Actor is built once at the edge (a view, a job, a command) and handed down to every action.
"""

from __future__ import annotations

from dataclasses import dataclass, field

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
    a citizen's link opens.
    """

    kind: str  # "officer" | "citizen" | "system"
    jurisdiction: str
    roles: frozenset[str] = field(default_factory=frozenset)
    unit: str | None = None
    post: str | None = None
    officer: str | None = None
    case: str | None = None

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


@dataclass(frozen=True, slots=True)
class Standing:
    """The units that stand in some relation to a case, by code.

    `asker` is the unit of the running callback; `arbiters` are the units of the rung a dispute stands on and of the
    rungs above it; `above` those that may approve for the lead; `interested` (unit, post) whom the case is a
    complaint about, an empty post meaning the whole unit.
    """

    case: str
    lead: str
    hotline: str
    asker: str | None = None
    assisting: frozenset[str] = frozenset()
    candidates: frozenset[str] = frozenset()
    arbiters: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    interested: frozenset[tuple[str, str]] = frozenset()


def has_interest(actor: Actor, interested: frozenset[tuple[str, str]]) -> bool:
    """Whether the case is a complaint about this actor's unit or post (JN 32, XF 30)."""
    return actor.kind == "officer" and bool({(actor.unit, ""), (actor.unit, actor.post)} & interested)


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
