"""A problem of the case stream becomes a task with a head who answers, and one sees whether it grows less."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from answerable.ledger.models import Entry
from answerable.performance import actions
from answerable.performance.queries.problems import trouble_of
from answerable.plans.actions.task_inputs import TaskWish
from answerable.plans.exchange.naming import Names
from answerable.plans.models import Accountability, Task
from answerable.rules.problems import NotAllowed, Refused

WISH = TaskWish(
    code="T-90", name=Names(en="Resurface Mill Street", zh_hant="重鋪磨坊街", zh_hans="重铺磨坊街"), owner="works-head",
    acceptor="planning-reviewer", due_on=date(2026, 12, 18), standard="No hole is reported for two quarters.",
    indicator="H-01",
)  # fmt: skip


@pytest.fixture
def holes(report):
    """holes(7, at) -> so many potholes in the north told at that time."""

    def tell(n: int, at) -> None:
        for k in range(n):
            report(words=f"A hole number {k} in the road since the {at:%d %B}", now=at)

    return tell


@pytest.fixture
def make(plan, actor, now):
    def act(who="planning-secretary", at=None, **more):
        values = {"category_code": "roads.surface", "area_code": "north", "wish": WISH, **more}
        return actions.make_task(actor=actor(who), now=at or now, plan_code=plan.code, **values)

    return act


def test_a_problem_becomes_a_task_with_its_head_and_keeps_where_it_came_from(make, holes, now):
    holes(7, now - timedelta(days=10))
    holes(6, now - timedelta(days=100))
    task = make()
    assert Accountability.objects.get(subject=task.pk, kind="accountable").post.code == "works-head"
    assert (task.problem.complaints, task.problem.category) == (7, "roads.surface")
    assert list(Entry.objects.filter(stream=task.pk).order_by("seq").values_list("verb", flat=True)) == [
        "add_task", "make_task",
    ]  # fmt: skip


def test_complaints_after_the_task_stand_beside_those_before(make, holes, now):
    holes(7, now - timedelta(days=10))
    task = make()
    holes(5, now + timedelta(days=30))
    holes(2, now + timedelta(days=100))
    found = trouble_of(task, now=now + timedelta(days=200))
    assert (found.before, found.since, found.days) == (7, (5, None), 90), "two are too few to be shown"
    assert trouble_of(task, now=now + timedelta(days=89)).since == ()
    assert trouble_of(Task.objects.get(code="T-01"), now=now) is None


def test_what_nobody_complained_about_is_no_problem(make, holes, now):
    with pytest.raises(Refused) as refused:
        make()
    assert refused.value.problems[0].code == "nobody_complained"
    with pytest.raises(Refused) as refused:
        make(category_code="no.such", area_code="nowhere")
    assert [p.code for p in refused.value.problems] == ["unknown_category", "unknown_area"]


def test_whoever_may_not_add_a_task_makes_none_of_a_problem(make, holes, now):
    holes(5, now - timedelta(days=1))
    with pytest.raises(NotAllowed):
        make("cleansing-handler")
    assert not Task.objects.filter(code="T-90").exists()
