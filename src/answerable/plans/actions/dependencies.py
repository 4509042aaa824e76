"""What waits for what: a dependency is recorded, or taken away when two things can go on at the same time.

A cycle is refused with the cycle printed, also across departments (invariant 16). What is taken away stays in the
history with the reason: from serial to parallel, 串聯式 -> 並聯式.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from answerable.plans.actions.whereabouts import plan_by, task_by
from answerable.plans.actions.work import act_on, check, words_of
from answerable.plans.models import Dependency, Plan, Task
from answerable.plans.queries.around import around_task
from answerable.plans.queries.plan_network import network_of_plan, rows_of
from answerable.rules.access import Actor
from answerable.rules.problems import Problem, Refused

SIDE_BY_SIDE = ("SS", "FF")
LONGEST_LAG = 10_000  # working days, some forty years


@transaction.atomic
def depend(
    *, actor: Actor, now: datetime, plan_code: str, code: str, before: str, kind: str = "FS",
    lag_days: Decimal = Decimal(0), version: int | None = None,
) -> Dependency:  # fmt: skip
    """The task waits for another of its plan (`before`), FS, SS, FF or SF, with a lag in working days (or a lead)."""
    plan = plan_by(actor, plan_code)  # locked first: of two that would close a cycle together, the second is refused
    task = task_by(actor, plan_code, code)
    earlier = Task.objects.filter(plan=plan, code=before).first()
    check("depend", actor, around_task(task, now=now), state=task.state)
    if earlier is None:
        raise Refused(Problem("no_such_task_part", "before", {"code": before[:60]}))
    row = Dependency(plan=plan, before=earlier, after=task, kind=kind, lag_days=lag_days)
    _check(plan, row)
    with act_on(
        "depend", task, plan=plan, around=around_task(task, now=now), actor=actor, now=now, state=task.state,
        version=version,
    ) as work:  # fmt: skip
        work.add(row)
    return row


def _check(plan: Plan, row: Dependency) -> None:
    """Refused: on itself, twice, of an unknown kind, too far, or with the cycle it would close."""
    if row.before_id == row.after_id:
        raise Refused(Problem("dependency_on_itself", "before"))
    if abs(row.lag_days) > LONGEST_LAG:
        raise Refused(Problem("lag_too_long", "lag_days", {"limit": LONGEST_LAG}))
    if row.before.state == "cancelled" or row.after.state == "cancelled":
        raise Refused(Problem("depends_on_cancelled", "before", {"code": row.before.code}))
    rows = rows_of(plan)
    if any((d.before_id, d.after_id, d.kind) == (row.before_id, row.after_id, row.kind) for d in rows.dependencies):
        raise Refused(Problem("dependency_there", "before", {"code": row.before.code}))
    rows.dependencies.append(row)
    network_of_plan(plan, status_on=plan.starts_on, rows=rows)


@transaction.atomic
def make_parallel(
    *, actor: Actor, now: datetime, plan_code: str, code: str, before: str, words: str, kind: str = "FS",
    wholly: bool = False, version: int | None = None,
) -> Dependency:  # fmt: skip
    """The task need not wait for the end of `before` any more, and why. The dependency stays in the history.

    From finish to start becomes side by side: the task begins not before `before` begins and ends not before it ends
    (rules.network_parallel computes savings so); `wholly`: the two have nothing to do with each other. Another kind of
    dependency is parallel already and is only taken away.
    """
    plan_by(actor, plan_code)
    task = task_by(actor, plan_code, code)
    said = words_of(words, "words")
    held = Dependency.objects.filter(after=task, before__code=before, kind=kind, removed_at=None)
    row = held.select_related("before").first()
    if row is None:
        raise Refused(Problem("no_such_task_part", "before", {"code": before[:60]}))
    with act_on(
        "make_parallel", task, plan=task.plan, around=around_task(task, now=now), actor=actor, now=now,
        state=task.state, version=version,
    ) as work:  # fmt: skip
        work.set(row, removed_at=now, removed_words=said)
        for other in SIDE_BY_SIDE if row.kind == "FS" and not wholly else ():
            pair = {"before": row.before, "after": task, "kind": other}
            if not Dependency.objects.filter(**pair, removed_at=None).exists():
                work.add(Dependency(plan=task.plan, **pair))
    return row
