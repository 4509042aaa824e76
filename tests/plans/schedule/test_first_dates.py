"""What a published task promises is moved by the office, with the reason, and its first date stays for good."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from answerable.plans.actions.tasks import edit_task
from answerable.plans.exchange.naming import Names
from answerable.plans.models import Letter, Task
from answerable.plans.queries.tasks import stalled, task_lines
from answerable.rules.problems import NotAllowed, Refused

FIRST, MOVED = date(2027, 5, 31), date(2027, 12, 31)
WHY = "The site was flooded."


@pytest.fixture
def move(plan, actor, now):
    """move("T-02", due_on=...) by the office of the committee."""

    def act(code="T-02", who="planning-secretary", words=WHY, **wishes):
        return edit_task(actor=actor(who), now=now, plan_code=plan.code, code=code, words=words, **wishes)

    return act


@pytest.mark.parametrize(
    "wish", [{"due_on": MOVED}, {"standard": "Something was done."}, {"acceptor": "planning-chair"},
             {"adds": Decimal(900)}],
)  # fmt: skip
def test_the_owner_moves_nothing_that_is_promised(move, wish):
    with pytest.raises(NotAllowed):
        move(who="works-head", **wish)
    with pytest.raises(Refused) as refused:
        move(words=" ", **wish)
    assert refused.value.problems[0].field == "words"
    assert move(**wish).moved_words == WHY


def test_the_owner_says_when_it_starts_and_sends_unchanged_fields_along(move, task):
    held = task("T-02")
    row = move(who="works-head", words="", starts_on=date(2026, 7, 1), due_on=held.due_on, standard=held.standard)
    assert (row.starts_on, row.due_on, row.moved_words) == (date(2026, 7, 1), FIRST, "")
    with pytest.raises(Refused):
        move(name=Names(en="Build half a block"))


def test_the_first_date_stays_and_lateness_is_told_by_both(plan, move, now):
    before = Letter.objects.filter(accountability__subject=move(due_on=MOVED).pk)
    assert [(letter.number, letter.deadline) for letter in before.order_by("number")] == [(1, FIRST), (2, MOVED)]
    move(due_on=date(2028, 3, 31))
    day = date(2027, 7, 1)
    line = next(one for one in task_lines(plan, today=day, now=now) if one.task.code == "T-02")
    assert (line.task.first_due_on, line.moved) == (FIRST, 305)
    assert (line.days_late, line.days_late_first) == (0, 31)
    assert "T-02" in {one.task.code for one in stalled(plan, today=day, now=now, days=30)}


def test_the_database_moves_no_first_date(plan, task, add):
    assert add("T-09").pk
    row = Task.objects.get(plan=plan, code="T-09")
    assert row.first_due_on == row.due_on
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=row.pk).update(first_due_on=row.due_on + timedelta(days=1))


def test_a_plan_that_is_published_keeps_its_dates_as_baseline_1(plan, task):
    first = plan.baselines.get()
    assert (first.number, first.dates["T-02"]) == (1, ["2026-06-01", "2027-05-31"])
    assert task("T-02").first_due_on == FIRST


def test_a_draft_has_no_first_dates_and_its_office_needs_no_reason(draft, actor, now):
    row = edit_task(
        actor=actor("planning-secretary"), now=now, plan_code=draft.code, code="T-02", due_on=MOVED,
        name=Names(en="Build both blocks"),
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.due_on, row.first_due_on, draft.baselines.count()) == (MOVED, None, 0)


def test_nobody_accepts_the_work_of_the_head_they_are_under(move, add):
    for act in (lambda: move(acceptor="works-handler"), lambda: add("T-09", acceptor="works-handler")):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.problems[0].code == "acceptor_under_owner"
