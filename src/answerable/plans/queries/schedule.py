"""What decides when a plan ends: critical path, odds, what could go side by side, and bars to draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from answerable.organisation.models import Post
from answerable.plans.models import Plan, ScheduleBaseline, ScheduleRun, Task
from answerable.plans.queries.answering import Answers, answering
from answerable.plans.queries.plan_network import PlanNetwork, network_of_plan
from answerable.plans.queries.tasks import TaskLine, task_lines
from answerable.rules.network_parallel import Saving, parallel

WHOLE = 1000  # width of a drawing in its own units


@dataclass(frozen=True)
class PathLine:
    """A task or hand-off with its dates, floats in working days, and who answers for it (or gives it)."""

    key: str
    name: str
    task: Task | None
    post: Post | None
    start: date
    finish: date
    late_finish: date
    total_float: Decimal
    free_float: Decimal
    critical: bool


@dataclass(frozen=True)
class CriticalPath:
    """`lines`: what may not be late, then what has at most `within` working days of float, in order of time."""

    status_on: date
    finish: date
    plan_ends_on: date
    within: Decimal
    lines: list[PathLine]
    without_duration: tuple[str, ...]
    known_until: date


def critical_path(plan: Plan, *, status_on: date, now: datetime, within: Decimal = Decimal(5)) -> CriticalPath:
    """The critical and nearly critical activities of a plan, computed now."""
    network = network_of_plan(plan, status_on=status_on)
    computed, axis = network.schedule(), network.axis
    owners, critical = owners_of(network, now=now), set(computed.critical())
    lines = []
    for place, key in enumerate(network.network.keys):
        total = axis.days(int(computed.total_float[place]))
        if network.network.done[place] or total > within:
            continue
        finish = axis.ends_on(int(computed.early_finish[place]))
        lines.append(PathLine(
            key, _name(network, key), network.tasks.get(key), owners.get(key),
            min(finish, axis.starts_on(int(computed.early_start[place]))), finish,
            axis.ends_on(int(computed.late_finish[place])), total, axis.days(int(computed.free_float[place])),
            key in critical,
        ))  # fmt: skip
    lines.sort(key=lambda one: (not one.critical, one.start, one.finish, one.key))
    finish = axis.ends_on(computed.finish)
    return CriticalPath(
        status_on, finish, plan.ends_on, within, lines, network.without_duration, axis.known_until
    )  # fmt: skip


def _name(network: PlanNetwork, key: str) -> str:
    handoff = network.handoffs.get(key)
    return handoff.what if handoff else network.tasks[key].name


def owners_of(network: PlanNetwork, *, now: datetime) -> dict[str, Post]:
    """The post that answers for each task and the giver of each hand-off, by key."""
    held = answering(network.plan.jurisdiction, [task.pk for task in network.tasks.values()], now=now)
    found = {key: held[task.pk].post for key, task in network.tasks.items() if task.pk in held}
    return found | {key: handoff.giver for key, handoff in network.handoffs.items()}


@dataclass(frozen=True)
class SavingLine:
    """Making one dependency parallel: whose it is (`giving`), who waits, and working days gained."""

    before: str
    after: str
    before_name: str
    after_name: str
    giving: Post | None
    waiting: Post | None
    days: Decimal
    across: bool  # between two units


@dataclass(frozen=True)
class Parallelism:
    """From serial to parallel: `together` is a good set, each line's days on top of those before it.

    `by_unit`: working days gained if every dependency of a unit's posts were made parallel, by unit code.
    """

    finish: date
    least: date
    alone: list[SavingLine]
    together: list[SavingLine]
    by_unit: dict[str, Decimal]


def serial_to_parallel(plan: Plan, *, status_on: date, now: datetime, most: int = 5) -> Parallelism:
    """Which dependencies would save most if both sides worked at once, and whose they are (串聯式 -> 並聯式)."""
    network = network_of_plan(plan, status_on=status_on)
    owners = owners_of(network, now=now)
    giving = {key: post.unit.code for key, post in owners.items()}
    found = parallel(network.network, giving, network.start, network.status, most)
    return Parallelism(
        network.axis.ends_on(found.finish), network.axis.ends_on(found.least),
        [_saving(network, owners, one) for one in found.alone],
        [_saving(network, owners, one) for one in found.together],
        {unit: network.axis.days(minutes) for unit, minutes in found.by_giving.items()},
    )  # fmt: skip


def _saving(network: PlanNetwork, owners: Mapping[str, Post], one: Saving) -> SavingLine:
    gives, waits = owners.get(one.before), owners.get(one.after)
    across = gives is not None and waits is not None and gives.unit_id != waits.unit_id
    return SavingLine(
        one.before, one.after, _name(network, one.before), _name(network, one.after), gives, waits,
        network.axis.days(one.minutes), across,
    )  # fmt: skip


def newest_run(plan: Plan, *, as_of: datetime) -> ScheduleRun | None:
    """The newest computation known at an instant."""
    return ScheduleRun.objects.filter(plan=plan, ran_at__lte=as_of).order_by("-ran_at").first()


@dataclass(frozen=True)
class Bar:
    """A task to draw. `x` and `width` (and those of the first baseline) are thousandths of the whole span."""

    line: TaskLine
    answers: Answers | None
    start: date
    finish: date
    x: int
    width: int
    baseline: tuple[date, date] | None
    baseline_x: int
    baseline_width: int
    critical: bool
    waits_for: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """`today_x` is where today lies, None when it lies outside."""

    bars: list[Bar]
    first: date
    last: date
    today_x: int | None


def chart(plan: Plan, *, today: date, now: datetime) -> Chart | None:
    """The tasks of a plan as bars: dates that happened, else computed ones; and the first baseline."""
    lines = task_lines(plan, today=today, now=now)
    network = network_of_plan(plan, status_on=today)
    spans, critical = _spans(network)
    first_of = _baseline(plan)
    if not lines:
        return None
    for one in lines:
        task = one.task
        spans.setdefault(task.code, (task.starts_on or task.due_on or today, task.due_on or task.starts_on or today))
    edges = [day for code in (one.task.code for one in lines) for day in (*spans[code], *first_of.get(code, ()))]
    first, last = min(edges), max(edges)
    waits: dict[str, list[str]] = {}
    for before, after in zip(network.network.before.tolist(), network.network.after.tolist(), strict=True):
        waits.setdefault(network.network.keys[after], []).append(network.network.keys[before])
    bars = [
        _bar(one, spans[one.task.code], first_of.get(one.task.code), critical, waits, first, last) for one in lines
    ]  # fmt: skip
    here = _place(today, first, last)
    return Chart(bars, first, last, here if first <= today <= last else None)


def _spans(network: PlanNetwork) -> tuple[dict[str, tuple[date, date]], set[str]]:
    computed, axis, found = network.schedule(), network.axis, {}
    for place, key in enumerate(network.network.keys):
        finish = axis.ends_on(int(computed.early_finish[place]))
        found[key] = (min(finish, axis.starts_on(int(computed.early_start[place]))), finish)
    return found, set(computed.critical())


def _baseline(plan: Plan) -> dict[str, tuple[date, date]]:
    row = ScheduleBaseline.objects.filter(plan=plan, number=1).first()
    dates: dict[str, Any] = row.dates if row else {}
    return {code: (date.fromisoformat(pair[0]), date.fromisoformat(pair[1])) for code, pair in dates.items()}


def _bar(
    line: TaskLine, span: tuple[date, date], pictured: tuple[date, date] | None, critical: set[str],
    waits: Mapping[str, list[str]], first: date, last: date,
) -> Bar:  # fmt: skip
    x, ends = _place(span[0], first, last), _place(span[1], first, last, after=1)
    start, end = (_place(pictured[0], first, last), _place(pictured[1], first, last, after=1)) if pictured else (0, 0)
    code = line.task.code
    return Bar(
        line, line.answers, *span, x, max(1, ends - x), pictured, start, end - start, code in critical,
        tuple(waits.get(code, ())),
    )  # fmt: skip


def _place(day: date, first: date, last: date, after: int = 0) -> int:
    return round(((day - first).days + after) * WHOLE / ((last - first).days + 1))
