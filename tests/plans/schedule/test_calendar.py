"""The nodes of the next twelve months: tasks, milestones, hand-offs and targets, with who answers."""

from __future__ import annotations

from datetime import date

import pytest

from answerable.plans.actions.tasks import cancel_task
from answerable.plans.queries.calendar import nodes

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)


def test_what_falls_due_in_a_year_and_what_is_overdue_stand_in_order(plan, promised, now):
    found = nodes(plan, today=TODAY, now=now)
    assert [(node.noun, node.key, node.due_on, node.post.code) for node in found] == [
        ("task", "T-01", date(2026, 5, 29), "works-head"),
        ("milestone", "M-01", date(2026, 5, 29), "works-head"),
        ("handoff", promised.number, date(2026, 6, 30), "transport-head"),
        ("task", "T-03", date(2026, 12, 18), "transport-head"),
        ("task", "T-02", date(2027, 5, 31), "works-head"),
    ]


def test_targets_are_nodes_and_cancelled_tasks_are_none(plan, actor, now):
    cancel_task(actor=actor("planning-chair"), now=now, plan_code=plan.code, code="T-03", words="No tram.")
    found = nodes(plan, today=TODAY, now=now, days=5 * 366)
    assert "T-03" not in {node.key for node in found}
    assert {node.key: node.due_on for node in found if node.noun == "target"} == {
        "H-06": date(2028, 6, 30), **dict.fromkeys(("H-01", "H-02", "H-03", "H-04", "H-05"), date(2030, 12, 31)),
    }  # fmt: skip


def test_what_was_accepted_long_ago_is_no_node_any_more(plan, submit, accept, now):
    submit("T-01")
    accept("T-01")
    assert "T-01" not in {node.key for node in nodes(plan, today=TODAY, now=now)}
    assert "T-01" in {node.key for node in nodes(plan, today=TODAY, now=now, back=30)}
