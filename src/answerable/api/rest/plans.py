"""Plans as everybody may read them: indicators as known on any day, their series and targets, and the tasks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from answerable.api.rest import schemas as s
from answerable.api.rest.site import ERRORS
from answerable.organisation import queries as organisation
from answerable.plans.models import Plan
from answerable.plans.queries import open_data
from answerable.plans.queries.days import as_of
from answerable.plans.queries.figures import figures
from answerable.plans.queries.inputs import today_of
from answerable.plans.queries.plans import get_plan, plans_for
from answerable.plans.queries.series import series
from answerable.plans.queries.tasks import task_lines
from answerable.rules.lights import Outcome
from answerable.rules.problems import NotFound, Problem, Refused

router = Router(tags=["plans"])
Names = dict[str, str]


class Day(s.Wish):
    """as_of: a day that has been; figures as known on its evening. Default: now."""

    as_of: date | None = None


class Wanted(Day):
    """What narrows the indicators, and which part of the list."""

    light: Outcome | None = None
    unit: s.Code = ""
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 200


class PlanOut(s.Schema):
    """state: draft (only for those who answer in it), published or closed. simulated: some figures are invented.
    pilot: codes on which the rule of one head has started; empty: on everything."""

    code: str
    name: Names
    description: Names
    starts_on: date
    ends_on: date
    year_starts_in: int
    state: str
    committee: str
    parent: str | None
    simulated: bool
    source: str
    pilot: list[str]


class PostOut(s.Schema):
    code: str
    name: Names
    unit: str
    unit_name: Names


class AnswersOut(s.Schema):
    """The post that was appointed; while it is vacant, who stands in."""

    post: PostOut
    since: datetime
    vacant: bool
    stands_in: PostOut | None


class TargetOut(s.Schema):
    """A target as decided once. Numbers are text and exact: 4.5, or 1/3 where there is no decimal."""

    number: int
    due_on: date | None
    value: str | None
    low: str | None
    high: str | None
    operator: str
    words: str
    decided_on: date
    effective_on: date
    decision: str
    change: str | None


class ForecastOut(s.Schema):
    """low and high: the ends of the range of a trend; of bottom_up low is the cautious line. catch_up: needed pace
    over recent pace."""

    value: str | None
    low: str | None
    high: str | None
    catch_up: str | None
    marks: list[str]


class IndicatorOut(s.Schema):
    """light is what is shown, computed_light what the rules say; they differ while an override holds.

    current: its figures are there and neither late nor missing. valid_until: the last day on which the status stands
    without another figure; none when the last figure of the target is in.
    """

    code: str
    element: str
    name: Names | None
    unit: Names | None
    kind: str
    direction: str
    nature: str
    ended: str | None
    light: str
    computed_light: str
    data_light: str
    current: bool
    valid_until: date | None
    official_class: str | None
    marks: list[str]
    period: str | None
    value: str | None
    value_state: str | None
    judged_value: str | None
    planned: str | None
    target: TargetOut | None
    original_target: TargetOut | None
    target_changed: bool
    light_against_original: str
    leniency: str | None
    trend: ForecastOut | None
    bottom_up: ForecastOut | None
    likelihood: str | None
    overridden_until: date | None
    answers: AnswersOut | None
    next_due_on: date | None
    simulated: bool
    gaps: list[str]


class VintageOut(s.Schema):
    known_at: datetime
    value: str | None
    state: str


class PointOut(s.Schema):
    """A period: the newest figure, every earlier one, and what the present and the first path ask."""

    period: str
    value: str | None
    state: str | None
    known_at: datetime | None
    total: str | None
    planned: str | None
    planned_first: str | None
    approved: bool
    vintages: list[VintageOut]


class WholeIndicatorOut(IndicatorOut):
    """With its series, and every target it ever had, the first one first."""

    targets: list[TargetOut]
    series: list[PointOut]


class WhyOut(s.Schema):
    """Three marks from 1 to 4: how ripe the market is, what lacks to stand on, what it costs others to agree."""

    market_maturity: int
    infrastructure_gap: int
    coordination_cost: int
    conclusion: str
    words: str
    failure_evidence: str
    exit_words: str
    assessed_at: datetime


class PlanTaskOut(s.Schema):
    """mark and risks: how it stands today; p50_on and p80_on from the newest run of the schedule."""

    code: str
    kind: str
    name: Names
    parent: str | None
    indicator: str | None
    element: str | None
    state: str
    mark: str
    risks: list[str]
    days_late: int
    starts_on: date | None
    due_on: date | None
    finished_on: date | None
    p50_on: date | None
    p80_on: date | None
    answers: AnswersOut | None
    acceptor: str | None
    why: WhyOut | None


@router.get("/plans", response={200: list[PlanOut], **ERRORS}, summary="The plans this post may read")
def list_plans(request: HttpRequest) -> list[dict[str, Any]]:
    city = organisation.jurisdiction(request.auth.jurisdiction)
    rows = plans_for(city, public=False, now=request.now, actor=request.auth)
    invented = open_data.simulated_among(rows, as_of=request.now)
    return [open_data.plan_record(plan, simulated=plan.pk in invented) for plan in rows]


@router.get("/plans/{code}", response={200: PlanOut, **ERRORS}, summary="One plan")
def one_plan(request: HttpRequest, code: s.Code) -> dict[str, Any]:
    plan = _plan(request, code)
    return open_data.plan_record(plan, simulated=bool(open_data.simulated_among([plan], as_of=request.now)))


@router.get(
    "/plans/{code}/indicators", response={200: list[IndicatorOut], **ERRORS}, summary="Indicators as known on a day"
)
def list_indicators(request: HttpRequest, code: s.Code, wish: Query[Wanted]) -> list[dict[str, Any]]:
    plan = _plan(request, code)
    found = figures(plan, as_of=_instant(plan, wish.as_of, request.now)).values()
    shown = [f for f in found if wish.light in (None, f.light)]
    if wish.unit:
        shown = [f for f in shown if f.answers is not None and f.answers.post.unit.code == wish.unit]
    return [open_data.figure_record(figure) for figure in shown[wish.offset : wish.offset + wish.limit]]


@router.get(
    "/plans/{code}/indicators/{indicator}", response={200: WholeIndicatorOut, **ERRORS},
    summary="One indicator with its series and targets",
)  # fmt: skip
def one_indicator(request: HttpRequest, code: s.Code, indicator: s.Code, wish: Query[Day]) -> dict[str, Any]:
    plan = _plan(request, code)
    at = _instant(plan, wish.as_of, request.now)
    found = series(plan, indicator, as_of=at)
    if found is None:
        raise NotFound(Problem("no_such_plan_thing", "", {"noun": "indicator"}))
    return {
        **open_data.figure_record(found.figure), "targets": open_data.targets_of(found.figure, as_of=at),
        "series": open_data.series_records(found),
    }  # fmt: skip


@router.get("/plans/{code}/tasks", response={200: list[PlanTaskOut], **ERRORS}, summary="The tasks of a plan today")
def list_tasks(request: HttpRequest, code: s.Code) -> list[dict[str, Any]]:
    plan = _plan(request, code)
    lines = task_lines(plan, today=today_of(plan, request.now), now=request.now)
    return [open_data.task_record(line) for line in lines]


def _plan(request: HttpRequest, code: str) -> Plan:
    return get_plan(request.auth, code, now=request.now)


def _instant(plan: Plan, day: date | None, now: datetime) -> datetime:
    """The evening of a day; 422 for one that has not been."""
    found = as_of(plan.jurisdiction, day.isoformat() if day else "", now=now)
    if found.wrong:
        raise Refused(Problem("no_such_day", "as_of"))
    return found.at
