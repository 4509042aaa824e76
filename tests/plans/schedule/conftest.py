"""Short ways to act on the tasks of HARBOUR-5 (see tests/plans/conftest.py)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from answerable.organisation.files import Upload
from answerable.plans.actions.handoffs import ask_handoff, promise_handoff
from answerable.plans.actions.submissions import accept_task, submit_task
from answerable.plans.actions.task_inputs import TaskWish
from answerable.plans.actions.tasks import add_task
from answerable.plans.exchange.naming import Names
from tests.plans.standing import plan, standing_plan

__all__ = ["plan", "standing_plan"]

PAPER = Upload("report.pdf", b"%PDF-1.4 the works were inspected")


def wish(code="T-09", **more) -> TaskWish:
    """A whole task of the works department, accepted by the reviewer."""
    given = {
        "name": Names("鋪設水管", "Lay the water main", "铺设水管"), "owner": "works-head",
        "acceptor": "planning-reviewer", "due_on": date(2026, 9, 30), "standard": "Pressure test passed.",
        "duration_days": Decimal(20),
    }  # fmt: skip
    return TaskWish(code, **(given | more))


@pytest.fixture
def add(plan, actor, now):
    """add("T-09", indicator="H-01") -> that task, added by the committee's secretary."""

    def act(code="T-09", *, who="planning-secretary", **more):
        return add_task(actor=actor(who), now=now, plan_code=plan.code, wish=wish(code, **more))

    return act


@pytest.fixture
def submit(plan, actor, now):
    """submit("T-01") -> the submission, by its owner, with one paper."""

    def act(code, who="works-head", uploads=(PAPER,), days=0, **more):
        return submit_task(
            actor=actor(who), now=now + timedelta(days=days), plan_code=plan.code, code=code, words="Done as asked.",
            uploads=uploads, **more,
        )  # fmt: skip

    return act


@pytest.fixture
def accept(plan, actor, now):
    """accept("T-01") -> the task, accepted by the reviewer."""

    def act(code, who="planning-reviewer", days=0, **more):
        return accept_task(
            actor=actor(who), now=now + timedelta(days=days), plan_code=plan.code, code=code, **more
        )  # fmt: skip

    return act


@pytest.fixture
def ask(plan, actor, now):
    """ask("T-02") -> a hand-off the works department needs from the transport department for that task."""

    def act(code="T-02", who="works-head", giver="transport-head", **more):
        return ask_handoff(
            actor=actor(who), now=now, plan_code=plan.code, code=code, what="Drawings of the tram stop", giver=giver,
            **more,
        )  # fmt: skip

    return act


@pytest.fixture
def promised(ask, actor, now):
    """A hand-off of transport to works, promised for 30 June 2026."""
    row = ask()
    return promise_handoff(
        actor=actor("transport-head"), now=now, number=row.number, promised_on=date(2026, 6, 30)
    )  # fmt: skip


def code(raised) -> list[str]:
    """The codes of what was refused."""
    return [problem.code for problem in raised.value.problems]
