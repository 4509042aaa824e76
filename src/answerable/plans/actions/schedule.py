"""The schedule of a plan is computed, and pictures of its dates are taken that stay for good."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from answerable.plans.actions.whereabouts import local_day, plan_by
from answerable.plans.actions.work import Work, act_on, words_of
from answerable.plans.models import Plan, ScheduleBaseline, ScheduleRun
from answerable.plans.queries.around import around_plan
from answerable.plans.queries.plan_network import PlanNetwork, network_of_plan
from answerable.plans.queries.run_results import results_of
from answerable.rules.access import Actor, system
from answerable.rules.network_simulation import SHAPES, simulate
from answerable.rules.problems import Problem, Refused

RUNS, MOST_RUNS = 1000, 20_000
NAME_LENGTH = 200
_SEEDS = 2**31


@transaction.atomic
def take_baseline(
    *, actor: Actor, now: datetime, plan_code: str, name: str, reason: str = "", version: int | None = None
) -> ScheduleBaseline:  # fmt: skip
    """A picture of all dates: as stated, else as computed. The first needs no reason, every later one does.

    No earlier picture is touched, and slips are told against the first one too.
    """
    plan = plan_by(actor, plan_code)
    number = ScheduleBaseline.objects.filter(plan=plan).count() + 1
    said = words_of(reason, "reason", required=number > 1)
    with act_on(
        "take_baseline", plan, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state,
        version=version,
    ) as work:  # fmt: skip
        row = ScheduleBaseline(
            plan=plan, number=number, name=words_of(name, "name", longest=NAME_LENGTH), reason=said, taken_at=now,
            taken_by=work.post, dates=dates_of(network_of_plan(plan, status_on=local_day(plan.jurisdiction, now))),
        )  # fmt: skip
        work.add(row)
    return row


def first_picture(work: Work, plan: Plan, name: str) -> None:
    """Baseline 1 of a plan that is published, unless somebody took one before; none without tasks."""
    if plan.tasks.exists() and not plan.baselines.exists():
        network = network_of_plan(plan, status_on=local_day(plan.jurisdiction, work.now))
        work.add(ScheduleBaseline(
            plan=plan, number=1, name=name[:NAME_LENGTH], taken_at=work.now, taken_by=work.post, dates=dates_of(network)
        ))  # fmt: skip


def dates_of(network: PlanNetwork) -> dict[str, list[str]]:
    """{code of a task: [start, finish]}, as ISO dates."""
    computed, found = network.schedule(), {}
    for place, key in enumerate(network.network.keys):
        task = network.tasks.get(key)
        if task is None:
            continue
        finish = task.due_on or network.axis.ends_on(int(computed.early_finish[place]))
        start = task.starts_on or min(finish, network.axis.starts_on(int(computed.early_start[place])))
        found[key] = [start.isoformat(), finish.isoformat()]
    return found


@transaction.atomic
def run_schedule(
    *, actor: Actor, now: datetime, plan_code: str, status_on: date | None = None, seed: int | None = None,
    runs: int = RUNS, shape: str = "pert",
) -> ScheduleRun:  # fmt: skip
    """Compute the critical path and the odds on a status date (today without one), and keep what came out.

    Kept with the digest of its input and the seed: the same input and seed give the same results again. Without a seed
    one is taken from the digest.
    """
    plan = plan_by(actor, plan_code)
    if not 1 <= runs <= MOST_RUNS or shape not in SHAPES or not 0 <= (seed or 0) < _SEEDS:
        raise Refused(Problem("run_out_of_bounds", "runs", {"limit": MOST_RUNS}))
    with act_on(
        "run_schedule", plan, plan=plan, around=around_plan(plan), actor=actor, now=now, state=plan.state
    ) as work:  # fmt: skip
        network = network_of_plan(plan, status_on=status_on or local_day(plan.jurisdiction, now))
        row = _run(plan, network, now, seed if seed is not None else int(network.digest[:7], 16), runs, shape)
        work.add(row)
    return row


def _run(plan: Plan, network: PlanNetwork, now: datetime, seed: int, runs: int, shape: str) -> ScheduleRun:
    odds = simulate(
        network.network, network.points, seed=seed, runs=runs, shape=shape, start=network.start,
        status=network.status, watch=network.tasks,
    )  # fmt: skip
    return ScheduleRun(
        plan=plan, status_on=network.status_on, ran_at=now, input_sha256=network.digest, seed=seed, runs=runs,
        results=results_of(network, network.schedule(), odds),
    )  # fmt: skip


def run_schedules(*, now: datetime) -> int:
    """Run the schedule of every published plan that has open tasks; returns how many."""
    plans = Plan.objects.filter(state="published", tasks__state__in=("planned", "started", "submitted")).distinct()
    codes = list(plans.order_by("code").values_list("jurisdiction__code", "code"))
    for city, code in codes:
        run_schedule(actor=system(city), now=now, plan_code=code)
    return len(codes)
