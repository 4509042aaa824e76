"""Which acts a reader may do on a thing of a plan now, and which a reader with a part in it may not do yet, and why."""

from __future__ import annotations

from dataclasses import dataclass

from answerable.rules.access import Actor
from answerable.rules.plan_acts import TABLE, Around, Line, may, relations
from answerable.rules.problems import Problem


@dataclass(frozen=True)
class PlanAct:
    """`why` is None where the act is allowed."""

    verb: str
    why: Problem | None = None

    @property
    def allowed(self) -> bool:
        return self.why is None


def acts_on(noun: str, actor: Actor, around: Around, *, state: str = "") -> list[PlanAct]:
    """The acts of a noun that are this reader's, in the order of the table; those of others are left out.

    `state` is that of the row; an act that fits another state is named with the reason, so that whoever waits for
    its turn sees that it will come. What bars the reader for good (nobody confirms their own work) is named too.
    """
    return [found for line in TABLE if line.noun == noun and (found := _act(line, actor, around, state)) is not None]


def _act(line: Line, actor: Actor, around: Around, state: str) -> PlanAct | None:
    if not relations(actor, around) & set(line.who):
        return None
    if not may(line.verb, actor, around):
        return PlanAct(line.verb, Problem("not_your_plan_act", "", {"plan_act": line.verb}))
    if line.states and state not in line.states:
        return PlanAct(line.verb, Problem("plan_not_in_this_state", "", {"plan_act": line.verb, "plan_state": state}))
    return PlanAct(line.verb)
