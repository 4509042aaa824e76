"""How a target may be changed: the class of change fixes the organ, the order of steps and the time (4.2(7), (8)).

Sources: BJ-PLAN 29 to 32 (grounds, time, filing, what is examined), SUPV 22 and 23, 8.7(85) to (87); that nobody
decides on their own wish is 4.2(7). A plan bends only in public: every step is recorded before the new target counts,
and what was asked of past periods is never rewritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from answerable.rules.measures import Nature
from answerable.rules.plan_periods import Period, Span
from answerable.rules.problems import Problem


class ChangeClass(StrEnum):
    """What is changed, from the least to the most."""

    EDITORIAL = "editorial"
    DEFINITION = "definition"
    RAISE = "raise"
    PATH = "path"
    POSTPONE = "postpone"
    LOWER = "lower"
    DROP = "drop"


class Ground(StrEnum):
    """Why: BJ-PLAN 29 names the first three, the third being whatever else is major; the last is Hong Kong's."""

    ECONOMY = "economy"
    EMERGENCY = "emergency"
    OTHER_MAJOR = "other_major"
    EXTERNAL_SHOCK = "external_shock"


class Organ(StrEnum):
    """Who takes a step. The committee is chaired by the chief executive."""

    SECRETARIAT = "secretariat"
    STATISTICIAN = "statistician"
    COMMITTEE = "committee"
    FILED = "filed"  # the draft lies with the legislature's committee
    TABLED = "tabled"  # the draft lies with the legislature
    LEGISLATURE = "legislature"


EASIER = frozenset({ChangeClass.POSTPONE, ChangeClass.LOWER, ChangeClass.DROP})
_LEGISLATURE = (Organ.COMMITTEE, Organ.FILED, Organ.TABLED, Organ.LEGISLATURE)


@dataclass(frozen=True)
class Gates:
    """Until when, and how long before: BJ-PLAN 30 for a city of the mainland. All of it is configurable.

    A yearly target until the end of that quarter of its year; a plan's until the end of that quarter of that year of
    the plan. Days the draft lies with the legislature's committee and with the legislature before it decides.
    """

    annual_quarter: int = 3
    plan_year: int = 4
    plan_quarter: int = 2
    filed_days: int = 30
    tabled_days: int = 15


GATES = Gates()


@dataclass(frozen=True)
class Route:
    """The steps in their order. `higher`: the final goal of a binding indicator is touched (8.7(87))."""

    steps: tuple[Organ, ...]
    higher: bool = False


@dataclass(frozen=True)
class StepTaken:
    """One step on the record: approved or not, when, and by whom it was recorded."""

    organ: Organ
    on: date
    approved: bool = True
    recorded_by: str = ""


def route_of(classes: Iterable[ChangeClass], nature: Nature, *, final_goal: bool = True) -> Route:
    """The strictest route of the classes of one change; ValueError for none.

    `final_goal`: whether the target at the end of the plan is touched, not only a stage or the path. No source says
    who changes a path: ours is as for the target, for the path decides the light.
    """
    wanted = set(classes)
    if not wanted:
        raise ValueError("a change of nothing")
    if wanted & (EASIER | {ChangeClass.PATH}):
        binding = nature is Nature.BINDING
        higher = binding and final_goal and bool(wanted & EASIER)
        steps = _LEGISLATURE if binding else (Organ.COMMITTEE,)
    elif ChangeClass.RAISE in wanted:
        steps, higher = (Organ.COMMITTEE,), False
    else:
        steps, higher = ((Organ.COMMITTEE,) if ChangeClass.DEFINITION in wanted else (Organ.SECRETARIAT,)), False
    return Route(((Organ.STATISTICIAN,) if ChangeClass.DEFINITION in wanted else ()) + steps, higher)


def check_grounds(ground: str, classes: Iterable[ChangeClass]) -> Problem | None:
    """Making a promise easier needs one of the grounds; other changes may name one."""
    known = ground in {g.value for g in Ground}
    if not ground and not set(classes) & EASIER:
        return None
    return None if known else Problem("change_needs_a_ground", "ground")


def check_separation(*, proposer: str, approver: str, owner: str) -> Problem | None:
    """Posts (or persons: ask for both): approver, accountable holder and proposer are three (4.2(7))."""
    if approver == owner:
        return Problem("approver_answers_for_it", "approver")
    if approver == proposer:
        return Problem("approver_proposed_it", "approver")
    return Problem("owner_proposed_it", "proposer") if proposer == owner else None


def last_day(plan: tuple[date, date], year: Period | None, gates: Gates = GATES) -> date:
    """The last day on which a change may be proposed: of one year's target, or (no year) of the plan's.

    `plan` is its first and last day. A plan too short to have that year of its life may be changed until its end.
    """
    if year is not None:
        return year.parts(Span.QUARTER)[gates.annual_quarter - 1].last_day
    first, last = plan
    months = first.year * 12 + first.month - 1 + (gates.plan_year - 1) * 12 + gates.plan_quarter * 3
    return min(date(months // 12, months % 12 + 1, 1) - timedelta(days=1), last)


def check_time(
    on: date, *, plan: tuple[date, date], target_until: date, year: Period | None = None, gates: Gates = GATES
) -> Problem | None:
    """Why nothing can be proposed any more: the target's day has passed, or the gate of BJ-PLAN 30."""
    if on > target_until:
        return Problem("change_after_the_target", "", {"until": target_until})
    limit = last_day(plan, year, gates)
    return Problem("change_too_late", "", {"until": limit}) if on > limit else None


def next_step(route: Route, taken: Sequence[StepTaken]) -> Organ | None:
    """The step that is due; None when all are taken or one was refused."""
    if any(not step.approved for step in taken):
        return None
    done = {step.organ for step in taken}
    return next((organ for organ in route.steps if organ not in done), None)


def check_step(
    route: Route, taken: Sequence[StepTaken], step: StepTaken, *, proposed_on: date, gates: Gates = GATES
) -> Problem | None:
    """Why a step cannot be recorded: refused before, out of turn, before the one before it, or too soon after it."""
    if any(not earlier.approved for earlier in taken):
        return Problem("change_was_refused")
    due = next_step(route, taken)
    if step.organ != due:
        return Problem("step_out_of_turn", "step", {"due": "" if due is None else due.value})
    before = max([proposed_on, *(earlier.on for earlier in taken)])
    if step.on < before:
        return Problem("step_before_the_last", "on", {"last": before})
    return _check_waiting(taken, step, gates) if step.organ is Organ.LEGISLATURE else None


def _check_waiting(taken: Sequence[StepTaken], step: StepTaken, gates: Gates) -> Problem | None:
    waits = {Organ.FILED: gates.filed_days, Organ.TABLED: gates.tabled_days}
    earliest = [t.on + timedelta(days=waits[t.organ]) for t in taken if t.organ in waits]
    soonest = max(earliest, default=step.on)
    return Problem("step_too_soon", "on", {"soonest": soonest}) if step.on < soonest else None


def check_effect(
    route: Route, taken: Sequence[StepTaken], effective_on: date, *, old_until: date | None
) -> Problem | None:
    """Why a new target cannot count yet: a step is missing or was refused, it would reach back, or its day is over."""
    if any(not step.approved for step in taken):
        return Problem("change_was_refused")
    missing = next_step(route, taken)
    if missing is not None:
        return Problem("step_missing", "", {"step": missing.value})
    decided = max(step.on for step in taken)
    if effective_on < decided:
        return Problem("effect_before_decision", "effective_on", {"decided": decided})
    if old_until is not None and decided > old_until:
        return Problem("change_after_the_target", "", {"until": old_until})
    return None
