"""The elements and indicators of a plan arranged as StratML knows them: goals with objectives, and no third floor."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from answerable.plans.exchange.plan_document import (
    UNNAMED,
    ElementDocument,
    IndicatorDocument,
    MilestoneDocument,
    Names,
    PlanDocument,
    TargetDocument,
    TaskDocument,
)
from answerable.plans.exchange.stratml_shape import DONE


@dataclass
class Objective:
    """`element` None: indicators that hang on the goal itself."""

    element: ElementDocument | None
    indicators: list[IndicatorDocument] = field(default_factory=list)


@dataclass
class Goal:
    """`element` None: what hangs on the plan itself. `above` names the domain a goal belongs to."""

    element: ElementDocument | None
    above: Names = UNNAMED
    objectives: list[Objective] = field(default_factory=list)


def arranged(plan: PlanDocument) -> list[Goal]:
    """Every element once, every indicator and milestone once.

    A domain without goals is written as a goal; an objective below an objective as its neighbour; what hangs on a
    goal or on nothing gets an objective, or a goal, without a name of its own.
    """
    hanging: dict[str, list[IndicatorDocument]] = defaultdict(list)
    for indicator in (*plan.indicators, *_milestones(plan)):
        hanging[indicator.element_code].append(indicator)
    below: dict[str, list[ElementDocument]] = defaultdict(list)
    codes = {element.code for element in plan.elements}
    for element in plan.elements:
        below[element.parent_code if element.parent_code in codes else ""].append(element)
    goals = [goal for top in below[""] for goal in _goals(top, Names(), below, hanging)]
    loose = [one for code in list(hanging) if code not in codes for one in hanging[code]]
    orphans = [goal for goal in goals if goal.element is None]
    goals = [goal for goal in goals if goal.element is not None]
    if loose:
        orphans.append(Goal(None, objectives=[Objective(None, loose)]))
    if orphans or not goals:
        goals.append(Goal(None, objectives=[one for goal in orphans for one in goal.objectives]))
    return goals


def _goals(
    element: ElementDocument,
    above: Names,
    below: dict[str, list[ElementDocument]],
    hanging: dict[str, list[IndicatorDocument]],
) -> list[Goal]:
    """The goals that an element makes: itself, or those below a domain; None in place of one for a lone objective."""
    if element.level == "objective":
        return [Goal(None, objectives=_objectives(element, below, hanging))]
    under = below[element.code]
    inner = [one for one in under if one.level != "objective"]
    goals = [goal for one in inner for goal in _goals(one, element.name, below, hanging)]
    own = [objective for one in under if one.level == "objective" for objective in _objectives(one, below, hanging)]
    if hanging[element.code]:
        own.insert(0, Objective(None, hanging[element.code]))
    if own or not inner or element.level == "goal":
        goals.insert(0, Goal(element, above, own))
    return goals


def _objectives(
    element: ElementDocument, below: dict[str, list[ElementDocument]], hanging: dict[str, list[IndicatorDocument]]
) -> list[Objective]:
    nested = [objective for one in below[element.code] for objective in _objectives(one, below, hanging)]
    return [Objective(element, hanging[element.code]), *nested]


def _milestones(plan: PlanDocument) -> list[IndicatorDocument]:
    """Every milestone as a qualitative indicator with the grade "Done" by its date, as Part 2 has no milestones."""
    places = {indicator.code: indicator.element_code for indicator in plan.indicators}
    return [
        _milestone(task, milestone, task.element_code or places.get(task.indicator_code, ""))
        for task in plan.tasks
        for milestone in task.milestones
    ]


def _milestone(task: TaskDocument, milestone: MilestoneDocument, element_code: str) -> IndicatorDocument:
    quality, grade = DONE
    target = TargetDocument(on=milestone.due_on, words=milestone.acceptance, quality=quality, grade=grade)
    made = IndicatorDocument(milestone.code, element_code, milestone.name, measured_in="qualitative", targets=(target,))
    return replace(made, kind="milestone", owner=milestone.owner or task.owner, notes=milestone.notes)
