"""Money by task and period: every figure keeps the day it became known, and earned value follows plan rules 3.10."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from answerable.plans.actions.budgets import BudgetFigures, set_budget
from answerable.plans.models import BudgetPeriod
from answerable.plans.queries.budgets import budget
from answerable.rules.problems import NotAllowed, Refused
from tests.plans.schedule.conftest import code

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan_money(plan, actor, now):
    """plan_money("T-02", {"2026-04": (10, 10, 12)}) -> figures recorded by the owner."""

    def act(task_code, figures, who="works-head", days=0, currency="HBD"):
        return set_budget(
            actor=actor(who), now=now + timedelta(days=days), plan_code=plan.code, code=task_code, currency=currency,
            figures=[BudgetFigures(period, *map(as_decimal, three)) for period, three in figures.items()],
        )  # fmt: skip

    return act


def as_decimal(value):
    return None if value is None else Decimal(value)


WORKED = {  # plan rules 3.10: PV 10, 25, 45, 70, 100; after three periods EV 40 and AC 50
    "2026-04": (10, 8, 15), "2026-05": (15, 14, 17), "2026-06": (20, 18, 18), "2026-07": (25, None, None),
    "2026-08": (30, None, None),
}  # fmt: skip


def test_the_worked_example_of_earned_value_over_a_plan(plan, plan_money, now):
    plan_money("T-02", WORKED)
    found = budget(plan, today=date(2026, 7, 1), as_of=now)
    value = found.value
    assert found.passed == 3
    assert (value.planned_now, value.earned, value.spent, value.budget) == (45, 40, 50, 100)
    assert (value.cost_performance, value.estimate_at_completion()) == (Fraction(4, 5), 125)
    assert value.schedule_performance == Fraction(8, 9)
    assert value.earned_schedule == Fraction(11, 4)
    assert value.schedule_performance_in_time == Fraction(11, 12)
    assert value.to_complete_performance == Fraction(6, 5)


def test_a_later_figure_does_not_erase_what_was_known(plan, plan_money, now):
    plan_money("T-02", WORKED)
    plan_money("T-02", {"2026-05": (15, 10, 25)}, days=5)
    assert BudgetPeriod.objects.filter(period="2026-05").count() == 2
    assert BudgetPeriod.objects.count() == 6
    assert budget(plan, today=date(2026, 7, 1), as_of=now).value.earned == 40
    assert budget(plan, today=date(2026, 7, 1), as_of=now + timedelta(days=6)).value.earned == 36
    with pytest.raises(Refused) as raised:
        plan_money("T-02", {"2026-05": (15, 10, 25)}, days=7)
    assert code(raised) == ["nothing_changed"]


def test_where_nobody_says_it_a_task_earns_its_plan_when_it_is_accepted(plan, plan_money, submit, accept, now):
    plan_money("T-01", {"2026-03": (100, None, 90)})
    assert budget(plan, today=date(2026, 7, 1), as_of=now).value.earned == 0
    submit("T-01")
    assert budget(plan, today=date(2026, 7, 1), as_of=now).value.earned == 0
    accept("T-01")
    assert budget(plan, today=date(2026, 7, 1), as_of=now).value.earned == 100


def test_wrong_figures_are_refused_with_every_reason(plan_money):
    plan_money("T-01", {"2026-03": (100, None, None)})
    with pytest.raises(Refused) as raised:
        plan_money("T-02", {"2026-Q2": (10, 20, -1), "spring": (1, None, None)}, currency="USD")
    assert set(code(raised)) == {
        "currency_mixed", "period_unknown", "period_lengths_mixed", "money_negative", "earned_before_planned",
    }  # fmt: skip


def test_only_owner_office_and_steward_record_money(plan_money):
    with pytest.raises(NotAllowed):
        plan_money("T-02", WORKED, who="cleansing-head")


def test_a_plan_without_money_has_no_budget(plan, now):
    assert budget(plan, today=date(2026, 7, 1), as_of=now) is None
