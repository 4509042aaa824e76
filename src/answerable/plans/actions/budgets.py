"""Planned value, earned value and cost of a task by period: each figure as it became known, none overwritten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from answerable.plans.actions.whereabouts import task_by
from answerable.plans.actions.work import act_on
from answerable.plans.models import BudgetPeriod, Plan, Task
from answerable.plans.queries.around import around_task
from answerable.plans.queries.budgets import newest
from answerable.rules.access import Actor
from answerable.rules.plan_periods import Period, parse
from answerable.rules.problems import Problem, Refused

MOST_PERIODS = 600


@dataclass(frozen=True)
class BudgetFigures:
    """What is planned for a period, and what was earned and spent in it (not yet known: None)."""

    period: str
    planned: Decimal
    earned: Decimal | None = None
    spent: Decimal | None = None


@transaction.atomic
def set_budget(
    *, actor: Actor, now: datetime, plan_code: str, code: str, figures: Sequence[BudgetFigures], currency: str,
    version: int | None = None,
) -> list[BudgetPeriod]:  # fmt: skip
    """Record figures of a task by period. What differs from what was known becomes a new vintage; the old one stays.

    Refused, all reasons at once: no period, periods of another length or money in another currency than the plan has,
    figures below zero, more earned than planned for the whole task.
    """
    task = task_by(actor, plan_code, code)
    known = newest([task], as_of=now).get(task.pk, {})
    problems = list(_problems(task, figures, currency, known))
    if problems:
        raise Refused(problems)
    changed = [one for one in figures if one.period not in known or _differs(one, known[one.period], currency)]
    if not changed:
        raise Refused(Problem("nothing_changed"))
    with act_on(
        "budget", task, plan=task.plan, around=around_task(task, now=now), actor=actor, now=now, state=task.state,
        version=version,
    ) as work:  # fmt: skip
        rows = [
            BudgetPeriod(
                task=task, period=one.period, planned=one.planned, earned=one.earned, spent=one.spent,
                currency=currency, known_at=now,
            )
            for one in changed
        ]  # fmt: skip
        work.record.add_all(rows)
    return rows


def _differs(one: BudgetFigures, row: BudgetPeriod, currency: str) -> bool:
    return (one.planned, one.earned, one.spent, currency) != (row.planned, row.earned, row.spent, row.currency)


def _problems(
    task: Task, figures: Sequence[BudgetFigures], currency: str, known: dict[str, BudgetPeriod]
) -> Iterator[Problem]:
    if not figures or len(figures) > MOST_PERIODS or len({one.period for one in figures}) < len(figures):
        yield Problem("periods_once", "period", {"limit": MOST_PERIODS})
    others = BudgetPeriod.objects.filter(task__plan=task.plan).exclude(currency=currency).first()
    if len(currency) != 3 or not currency.isalpha():
        yield Problem("required", "currency")
    elif others is not None:
        yield Problem("currency_mixed", "currency", {"currency": others.currency})
    yield from _period_problems(task.plan, figures)
    if any(value is not None and value < 0 for one in figures for value in (one.planned, one.earned, one.spent)):
        yield Problem("money_negative", "planned")
    sums = {period: (row.planned, row.earned or Decimal(0)) for period, row in known.items()}
    sums |= {one.period: (one.planned, one.earned or Decimal(0)) for one in figures}
    if sum(earned for _, earned in sums.values()) > sum(planned for planned, _ in sums.values()):
        yield Problem("earned_before_planned", "earned")


def _period_problems(plan: Plan, figures: Sequence[BudgetFigures]) -> Iterator[Problem]:
    """Every period is one, and as long as the others of the plan."""
    first = BudgetPeriod.objects.filter(task__plan=plan).first()
    spans = {parse(first.period).span} if first else set()
    for one in figures:
        period = _period(one.period, plan.year_starts_in)
        if period is None:
            yield Problem("period_unknown", "period", {"period": one.period[:20]})
            continue
        spans.add(period.span)
    if len(spans) > 1:
        yield Problem("period_lengths_mixed", "period")


def _period(code: str, year_starts_in: int) -> Period | None:
    try:
        return parse(code, year_starts_in)
    except ValueError:
        return None
