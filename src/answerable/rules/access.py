"""Who may do what, as predicates over values.

An Actor is built once at the edge (a view, a job, a command) and handed down to every action.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ROLES = frozenset(
    {
        "call_taker", "dispatcher", "handler", "callback_officer", "unit_head", "coordinator",
        "leader", "reviewer", "verifier", "auditor", "administrator",
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


def relations(
    actor: Actor, *, case: str, lead: str, assisting: frozenset[str], hotline: str, asker: str | None
) -> frozenset[str]:
    """How an actor stands to a case: the names used in the `who` column of rules.lifecycle.

    Units are codes. The asker is the unit of the running callback; whoever belongs to a unit that
    handled the case never stands as asker (the unit that claims an outcome never confirms it).
    """
    if actor.kind == "system":
        return frozenset({"system"})
    if actor.kind == "citizen":
        return frozenset({"citizen"}) if actor.case in (case, None) else frozenset()
    stands = {"any"}
    stands |= {"lead"} if actor.unit == lead else set()
    stands |= {"assist"} if actor.unit in assisting else set()
    stands |= {"hotline"} if actor.unit == hotline else set()
    if actor.unit == asker and actor.unit != lead and actor.unit not in assisting:
        stands.add("asker")
    return frozenset(f"{stand}.{role}" for stand in stands for role in actor.roles)
