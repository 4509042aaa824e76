"""A proposal to change what is promised, weighed: what kind of change it is, who must decide it, and what it makes."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from answerable.plans.actions.indicators import Meaning
from answerable.plans.actions.redefining import KeptMeaning, classes_by, differing
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
    the way to the new target is straight. `drop` gives the indicator up. `meaning` is another definition; it comes
    alone, without another target. `higher` asks for the higher procedure that the final goal of a binding indicator
    needs (8.7(87)).
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
    meaning: Meaning | KeptMeaning | None = None

    @property
    def of_target(self) -> bool:
        """Whether it asks anything of the target itself."""
        return bool(self.path) or any(v is not None for v in (self.value, self.low, self.high, self.due_on))


@dataclass(frozen=True)
class NewTarget:
    """The target a proposal would make, unsaved, with the points of its path."""

    measure: Measure
    target: Target
    aim: Aim
    points: tuple[tuple[Period, Decimal], ...]
    leniency: Fraction | None


@dataclass(frozen=True)
class Draft:
    """A proposal beside what stands: it makes a new target, or a new meaning (`columns`), or ends the indicator.

    `old` is the newest target with the day by which it is due (`until`); None where there is none.
    """

    plan: Plan
    classes: frozenset[ChangeClass]
    route: Route
    old: Target | None = None
    until: date | None = None
    new: NewTarget | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)

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
        KeptMeaning(change.new_meaning) if change.new_meaning else None,
    )  # fmt: skip


def draft_of(indicator: Indicator, proposal: Proposal, *, now: datetime, on: date) -> Draft:
    """The proposal weighed as if it took effect on the day `on`. Refused when there is nothing that it could change."""
    plan = indicator.plan
    inputs = inputs_of(plan, [indicator], as_of=now)[indicator.pk]
    if (proposal.meaning is not None) + proposal.drop + proposal.of_target > 1:
        raise Refused(Problem("change_one_thing", "value"))
    columns: dict[str, Any] = {}
    new = None
    if proposal.meaning is not None:
        columns, classes = _redefined(inputs, proposal.meaning.values(plan))
    elif proposal.drop:
        classes = frozenset({ChangeClass.DROP})
    else:
        new, classes = _new(inputs, proposal, on)
    final = plan.parent_id is None and not classes <= {ChangeClass.PATH}
    nature = Nature(inputs.meaning.nature or "other") if inputs.meaning is not None else Nature.OTHER
    return Draft(
        plan, classes, adjustment.route_of(classes, nature, final_goal=final), inputs.rows[-1] if inputs.rows else None,
        inputs.targets[-1].aim.until if inputs.targets else None, new, columns,
    )  # fmt: skip


def _redefined(inputs: Inputs, values: Mapping[str, Any]) -> tuple[dict[str, Any], frozenset[ChangeClass]]:
    held = inputs.meaning
    columns = {} if held is None else differing(held, values)
    if held is None or not columns:
        raise Refused(Problem("change_of_no_meaning", "nature"))
    return columns, classes_by(held, columns, inputs)


def _new(inputs: Inputs, proposal: Proposal, on: date) -> tuple[NewTarget, frozenset[ChangeClass]]:
    """The target as it would be, and what kind of change that is."""
    indicator = inputs.indicator
    if inputs.measure is None or not inputs.targets:
        raise Refused(Problem("change_without_a_target", "", {"indicator": indicator.code}))
    old, standing = inputs.rows[-1], inputs.targets[-1]
    given = _given(indicator.plan, proposal)
    new = _new_target(indicator, old, proposal)
    aim = _aim(standing.aim, new)
    classes = _classes(inputs.measure, standing.aim, aim, proposal)
    bent = bend(inputs.measure, standing.aim, aim, on, given)
    points = rounded(bent.path.points, add_up=inputs.measure.line.rule is Rule.TOTAL)
    new.path_kind = bent.path.shape.value if bent.path != standing.aim.path else old.path_kind
    return NewTarget(inputs.measure, new, bent, points, _leniency(inputs, bent, on)), classes


def problems_of(proposal: Proposal, draft: Draft, *, today: date) -> list[Problem]:
    """Everything that speaks against proposing this today."""
    found = [
        adjustment.check_grounds(proposal.ground, draft.classes),
        _too_late(draft, today),
        Problem("final_goal_needs_higher_procedure", "higher") if draft.route.higher and not proposal.higher else None,
        *(_target_problems(proposal, draft, draft.new, today) if draft.new is not None else ()),
    ]  # fmt: skip
    return [problem for problem in found if problem is not None]


def _too_late(draft: Draft, today: date) -> Problem | None:
    """The gates are for what is promised: another definition that eases nothing may come until the target's day."""
    if draft.until is None:
        return None
    plan = draft.plan
    if draft.classes == {ChangeClass.DEFINITION}:
        return Problem("change_after_the_target", "", {"until": draft.until}) if today > draft.until else None
    return adjustment.check_time(
        today, plan=(plan.starts_on, plan.ends_on), target_until=draft.until, year=plan_year(plan),
        gates=gates_of(plan.jurisdiction),
    )  # fmt: skip


def _target_problems(proposal: Proposal, draft: Draft, new: NewTarget, today: date) -> list[Problem | None]:
    return [
        Problem("new_date_has_passed", "due_on") if new.aim.until <= today else None,
        _outside_the_plan(draft, new),
        *_path_problems(proposal, draft.plan, new, today),
    ]


def plan_year(plan: Plan) -> Period | None:
    """The year of a plan of one year; None for a plan of several."""
    year = containing(plan.starts_on, Span.YEAR, plan.year_starts_in)
    return year if plan.ends_on <= year.last_day else None


def _outside_the_plan(draft: Draft, new: NewTarget) -> Problem | None:
    late = new.aim.until > max(draft.plan.ends_on, draft.until or draft.plan.ends_on)
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


def _path_problems(proposal: Proposal, plan: Plan, new: NewTarget, today: date) -> list[Problem]:
    given = _given(plan, proposal)
    found = [
        Problem("path_rewrites_the_past", "path", {"period": period.code})
        for period in given
        if period.last_day <= today
    ]
    if new.measure.kind is Kind.PERIODIC_FLOW and any(period.span is not Span.YEAR for period in given):
        found.append(Problem("path_by_years", "path"))
    if given and new.measure.kind is Kind.CUMULATIVE_FLOW and new.aim.target is not None:
        made = planned_total(new.aim, new.aim.until)
        if made != new.aim.target:
            found.append(
                Problem("path_does_not_add_up", "path", {"made": shown(made), "wanted": shown(new.aim.target)})
            )
    return found


def shown(value: Fraction) -> str:
    """A fraction as a short number for a sentence."""
    return f"{float(value):.6g}"


__all__ = ["Draft", "Nature", "Proposal", "draft_of", "plan_year", "problems_of", "proposal_of", "shown", "today_of"]
