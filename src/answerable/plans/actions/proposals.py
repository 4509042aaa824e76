"""A proposal to change a target, weighed: what kind of change it is, who must decide it, and the path it would have."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from answerable.plans.gates import gates_of
from answerable.plans.models import ChangeRequest, Indicator, Plan, Target
from answerable.plans.queries.inputs import Inputs, inputs_of, period_of, today_of
from answerable.rules import adjustment
from answerable.rules.adjustment import ChangeClass, Route
from answerable.rules.bending import bend, rounded
from answerable.rules.measures import Kind, Measure, Nature, Rule
from answerable.rules.plan_periods import Period, Span, containing
from answerable.rules.problems import Problem, Refused
from answerable.rules.targets import TargetVersion, changes, kinds_of_change
from answerable.rules.trajectory import Aim, planned_total

LARGEST = Decimal(10) ** 15
CLASSES = {
    "lowered": ChangeClass.LOWER, "raised": ChangeClass.RAISE, "postponed": ChangeClass.POSTPONE,
    "brought_forward": ChangeClass.RAISE, "path": ChangeClass.PATH,
}  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """What is proposed. `value`, `low`, `high` and `due_on` stay as they are when None.

    `ground` is a code of rules.adjustment.Ground; `necessity` says why it cannot be met otherwise and how the new one
    will be; `effects` what it does to other indicators. `path` is {period: value} of the periods to come; without it
    the way to the new target is straight. `drop` gives the target up. `higher` asks for the higher procedure that the
    final goal of a binding indicator needs (8.7(87)).
    """

    ground: str = ""
    evidence_words: str = ""
    necessity: str = ""
    effects: str = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    due_on: date | None = None
    path: Mapping[str, Decimal] = field(default_factory=dict)
    drop: bool = False
    higher: bool = False


@dataclass(frozen=True)
class Draft:
    """A proposal beside what stands: `new` is the target it would make, unsaved, with the points of its path."""

    plan: Plan
    measure: Measure
    old: Target
    old_aim: Aim
    new: Target
    new_aim: Aim
    points: tuple[tuple[Period, Decimal], ...]
    classes: frozenset[ChangeClass]
    route: Route
    leniency: Fraction | None

    @property
    def klass(self) -> ChangeClass:
        """The strictest of its classes: it alone fixes the organs."""
        return max(self.classes, key=list(ChangeClass).index)


def proposal_of(change: ChangeRequest) -> Proposal:
    """A change request read back as the proposal it was."""
    return Proposal(
        change.ground, change.evidence_words, change.necessity, change.effects, change.new_value, change.new_low,
        change.new_high, change.new_due_on, {code: Decimal(value) for code, value in change.new_path.items()},
        change.klass == ChangeClass.DROP, change.higher,
    )  # fmt: skip


def draft_of(indicator: Indicator, proposal: Proposal, *, now: datetime, on: date) -> Draft:
    """The proposal weighed as if it took effect on the day `on`. Refused when there is nothing that it could change."""
    plan = indicator.plan
    inputs = inputs_of(plan, [indicator], as_of=now)[indicator.pk]
    if inputs.measure is None or not inputs.targets:
        raise Refused(Problem("change_without_a_target", "", {"indicator": indicator.code}))
    old, standing = inputs.rows[-1], inputs.targets[-1]
    given = _given(plan, proposal)
    new = _new_target(indicator, old, proposal)
    aim = _aim(standing.aim, new)
    classes = _classes(inputs.measure, standing.aim, aim, proposal)
    bent = bend(inputs.measure, standing.aim, aim, on, given)
    points = rounded(bent.path.points, add_up=inputs.measure.line.rule is Rule.TOTAL)
    new.path_kind = bent.path.shape.value if bent.path != standing.aim.path else old.path_kind
    final = plan.parent_id is None and not classes <= {ChangeClass.PATH}
    route = adjustment.route_of(classes, inputs.measure.nature, final_goal=final)
    return Draft(
        plan, inputs.measure, old, standing.aim, new, bent, points, classes, route, _leniency(inputs, bent, on)
    )  # fmt: skip


def problems_of(proposal: Proposal, draft: Draft, *, today: date) -> list[Problem]:
    """Everything that speaks against proposing this today."""
    plan, until = draft.plan, draft.old_aim.until
    found = [
        adjustment.check_grounds(proposal.ground, draft.classes),
        adjustment.check_time(
            today, plan=(plan.starts_on, plan.ends_on), target_until=until, year=plan_year(plan),
            gates=gates_of(plan.jurisdiction),
        ),
        Problem("final_goal_needs_higher_procedure", "higher") if draft.route.higher and not proposal.higher else None,
        Problem("new_date_has_passed", "due_on") if draft.new_aim.until <= today else None,
        _outside_the_plan(draft),
        *_path_problems(proposal, draft, today),
    ]  # fmt: skip
    return [problem for problem in found if problem is not None]


def plan_year(plan: Plan) -> Period | None:
    """The year of a plan of one year; None for a plan of several."""
    year = containing(plan.starts_on, Span.YEAR, plan.year_starts_in)
    return year if plan.ends_on <= year.last_day else None


def _outside_the_plan(draft: Draft) -> Problem | None:
    late = draft.new_aim.until > max(draft.plan.ends_on, draft.old_aim.until)
    return Problem("new_date_after_the_plan", "due_on", {"until": draft.plan.ends_on}) if late else None


def _given(plan: Plan, proposal: Proposal) -> dict[Period, Fraction]:
    found, wrong = {}, []
    for code, value in proposal.path.items():
        period = period_of(plan, code)
        if period is None:
            wrong.append(Problem("path_of_no_period", "path", {"period": code[:20]}))
        else:
            found[period] = Fraction(_number(value, "path"))
    if wrong:
        raise Refused(wrong)
    return found


def _number(value: Decimal, name: str) -> Decimal:
    if not value.is_finite() or abs(value) >= LARGEST:
        raise Refused(Problem("target_not_a_number", name, {"value": str(value)[:40]}))
    return value


def _new_target(indicator: Indicator, old: Target, proposal: Proposal) -> Target:
    """The target as it would be, where the proposal says nothing as it is."""

    def chosen(name: str) -> Decimal | None:
        wanted: Decimal | None = getattr(proposal, name)
        standing: Decimal | None = getattr(old, name)
        return standing if wanted is None else _number(wanted, name)

    new = Target(
        indicator=indicator, number=old.number + 1, due_on=proposal.due_on or old.due_on, value=chosen("value"),
        low=chosen("low"), high=chosen("high"), operator=old.operator, path_kind=old.path_kind,
    )  # fmt: skip
    banded = new.low is not None or new.high is not None
    if (new.value is not None and banded) or (banded and (new.low is None or new.high is None or new.low > new.high)):
        raise Refused(Problem("target_a_value_or_a_band", "value"))
    return new


def _aim(old: Aim, new: Target) -> Aim:
    value, low, high = (None if v is None else Fraction(v) for v in (new.value, new.low, new.high))
    until = new.due_on or old.until
    if until <= old.since:
        raise Refused(Problem("new_date_has_passed", "due_on"))
    return dataclasses.replace(old, until=until, target=value, low=low, high=high)


def _classes(measure: Measure, old: Aim, new: Aim, proposal: Proposal) -> frozenset[ChangeClass]:
    if proposal.drop:
        return frozenset({ChangeClass.DROP})
    found = {CLASSES[kind] for kind in kinds_of_change(measure, old, new)}
    found |= {ChangeClass.PATH} if proposal.path else set()
    if not found:
        raise Refused(Problem("change_of_nothing", "value"))
    return frozenset(found)


def _leniency(inputs: Inputs, bent: Aim, on: date) -> Fraction | None:
    """L of this change alone, at the first date."""
    assert inputs.measure is not None
    number = inputs.targets[-1].number + 1
    made = changes(inputs.measure, (*inputs.targets, TargetVersion(number, bent, on, on)))
    return made[-1].leniency


def _path_problems(proposal: Proposal, draft: Draft, today: date) -> list[Problem]:
    given = _given(draft.plan, proposal)
    found = [
        Problem("path_rewrites_the_past", "path", {"period": period.code})
        for period in given
        if period.last_day <= today
    ]
    if draft.measure.kind is Kind.PERIODIC_FLOW and any(period.span is not Span.YEAR for period in given):
        found.append(Problem("path_by_years", "path"))
    if given and draft.measure.kind is Kind.CUMULATIVE_FLOW and draft.new_aim.target is not None:
        made = planned_total(draft.new_aim, draft.new_aim.until)
        if made != draft.new_aim.target:
            found.append(
                Problem("path_does_not_add_up", "path", {"made": shown(made), "wanted": shown(draft.new_aim.target)})
            )
    return found


def shown(value: Fraction) -> str:
    """A fraction as a short number for a sentence."""
    return f"{float(value):.6g}"


__all__ = ["Draft", "Nature", "Proposal", "draft_of", "plan_year", "problems_of", "proposal_of", "shown", "today_of"]
