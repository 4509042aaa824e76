"""What a plan's work costs and earns: figures as known at an instant, and earned value and schedule from them.

Where nobody says what a task has earned, it earns its whole plan when it is accepted and nothing before: the sources
leave the measure open, and this one cannot flatter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate
from uuid import UUID

from answerable.plans.models import BudgetPeriod, Plan, Task
from answerable.rules.earned_value import EarnedValue, earned_value
from answerable.rules.plan_periods import parse

Known = Mapping[UUID, dict[str, BudgetPeriod]]


def newest(tasks: Iterable[Task], *, as_of: datetime) -> dict[UUID, dict[str, BudgetPeriod]]:
    """The newest figures of each task and period known at an instant. One query."""
    found: dict[UUID, dict[str, BudgetPeriod]] = defaultdict(dict)
    rows = BudgetPeriod.objects.filter(task__in=[task.pk for task in tasks], known_at__lte=as_of)
    for row in rows.order_by("known_at"):
        found[row.task_id][row.period] = row
    return found


@dataclass(frozen=True)
class BudgetLine:
    """One task: sums over all its periods. `stated` says that somebody said what it earned."""

    task: Task
    planned: Decimal
    earned: Decimal
    spent: Decimal
    stated: bool


@dataclass(frozen=True)
class PeriodSum:
    """Money of one period over all tasks of a plan."""

    period: str
    planned: Decimal
    earned: Decimal | None
    spent: Decimal | None


@dataclass(frozen=True)
class Budget:
    """A plan's money as known at an instant. `value` is None while nothing is planned, or figures contradict a plan."""

    currency: str
    as_of: datetime
    lines: list[BudgetLine]
    periods: list[PeriodSum]
    passed: int
    value: EarnedValue | None


def budget(plan: Plan, *, today: date, as_of: datetime) -> Budget | None:
    """Earned value over all tasks of a plan that were not cancelled; None where no budget is given.

    Whole periods that have ended count as passed. Raises nothing: a budget that falls apart has no `value`.
    """
    tasks = list(Task.objects.filter(plan=plan).exclude(state="cancelled").order_by("sequence", "code"))
    known = newest(tasks, as_of=as_of)
    if not known:
        return None
    lines = [_line(task, known[task.pk]) for task in tasks if task.pk in known]
    periods = _periods(known, plan.year_starts_in)
    passed = sum(parse(one.period, plan.year_starts_in).last_day < today for one in periods)
    currency = next(row.currency for rows in known.values() for row in rows.values())
    planned = list(accumulate(one.planned for one in periods))
    earned, spent = sum((line.earned for line in lines), Decimal(0)), sum((line.spent for line in lines), Decimal(0))
    whole = earned_value(planned, passed, earned, spent) if planned and Decimal(0) < planned[-1] >= earned else None
    return Budget(currency, as_of, lines, periods, passed, whole)


def _line(task: Task, rows: Mapping[str, BudgetPeriod]) -> BudgetLine:
    planned = sum((row.planned for row in rows.values()), Decimal(0))
    said = [row.earned for row in rows.values() if row.earned is not None]
    earned = sum(said, Decimal(0)) if said else planned if task.state == "accepted" else Decimal(0)
    spent = sum((row.spent for row in rows.values() if row.spent is not None), Decimal(0))
    return BudgetLine(task, planned, earned, spent, bool(said))


def _periods(known: Known, year_starts_in: int) -> list[PeriodSum]:
    by_period: dict[str, list[BudgetPeriod]] = defaultdict(list)
    for rows in known.values():
        for code, row in rows.items():
            by_period[code].append(row)
    found = [
        PeriodSum(code, sum((row.planned for row in rows), Decimal(0)), _sum(row.earned for row in rows),
                  _sum(row.spent for row in rows))
        for code, rows in by_period.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: parse(one.period, year_starts_in))


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
