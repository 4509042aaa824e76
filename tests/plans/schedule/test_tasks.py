"""Tasks have one head who answers, a deadline, a standard and another post that accepts; submitted is not accepted."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from answerable.ledger.models import Entry
from answerable.outbox.models import Message
from answerable.plans.actions.stepping_in import Assessment, step_in
from answerable.plans.actions.submissions import return_task
from answerable.plans.actions.tasks import cancel_task, edit_task, estimate, start_task
from answerable.plans.models import Letter, Observation, StepIn, Submission
from answerable.plans.queries.answering import answering
from answerable.plans.queries.delivering import deliveries
from answerable.plans.queries.tasks import counts, mine, stalled, task_lines, task_page, to_accept
from answerable.rules.problems import NotAllowed, NotFound, Refused, Stale
from tests.plans.schedule.conftest import PAPER, code

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)


def line(plan, task_code, *, today=TODAY, now):
    return task_lines(plan, today=today, now=now, codes=[task_code])[0]


def test_a_task_is_added_with_the_one_who_answers_and_a_letter(add, harbour, now):
    task = add(indicator="H-01", contributors=("transport-head",))
    held = answering(harbour, [task.pk], now=now)[task.pk]
    assert held.post.code == "works-head"
    letter = Letter.objects.get(accountability__subject=task.pk)
    assert (letter.deadline, letter.standard) == (date(2026, 9, 30), "Pressure test passed.")
    assert task.element.code == "HOUSING-1-1"
    entry = Entry.objects.get(stream=task.pk)
    assert (entry.verb, entry.seq) == ("add_task", 1)


def test_a_task_without_head_deadline_or_standard_is_refused_with_every_reason(add):
    with pytest.raises(Refused) as raised:
        add(owner="", due_on=None, standard=" ")
    assert {problem.field for problem in raised.value.problems} == {"owner", "due_on", "standard"}


def test_the_acceptor_is_another_post_than_the_owner(add):
    with pytest.raises(Refused) as raised:
        add(acceptor="works-head")
    assert code(raised) == ["acceptor_is_owner"]


def test_the_owner_does_not_contribute_as_well(add):
    with pytest.raises(Refused) as raised:
        add(contributors=("works-head",))
    assert code(raised) == ["owner_contributes"]


def test_a_code_is_taken_once_and_parts_must_exist(add):
    add()
    with pytest.raises(Refused) as raised:
        add()
    assert code(raised) == ["task_code_taken"]
    with pytest.raises(Refused) as raised:
        add("T-10", indicator="H-77")
    assert code(raised) == ["no_such_task_part"]


def test_the_head_who_answers_for_an_indicator_adds_tasks_to_it_and_nobody_elses(add):
    assert add(who="works-head", indicator="H-01").code == "T-09"
    with pytest.raises(NotAllowed):
        add("T-10", who="works-head", indicator="H-05")


def test_nobody_finds_a_plan_of_another_name(plan, actor, now):
    with pytest.raises(NotFound):
        start_task(actor=actor("works-head"), now=now, plan_code="ELSEWHERE", code="T-01")


def test_submitted_is_not_accepted(plan, submit, accept, now):
    submit("T-01")
    assert line(plan, "T-01", now=now).task.state == "submitted"
    assert counts(plan, today=TODAY, now=now)["done_late"] == 0
    task = accept("T-01", days=5)
    assert (task.state, task.finished_on) == ("accepted", TODAY)
    assert line(plan, "T-01", now=now).mark == "done_late"  # due 29 May, handed in 10 June


def test_what_was_handed_in_in_time_waits_for_the_acceptor_and_is_not_late(plan, add, submit, now):
    add()
    submit("T-09")
    assert line(plan, "T-09", today=date(2027, 1, 1), now=now).mark == "waits_for_acceptance"


def test_without_evidence_nothing_is_handed_in(submit):
    with pytest.raises(Refused) as raised:
        submit("T-01", uploads=())
    assert code(raised) == ["evidence_required"]


def test_the_owner_cannot_accept_even_as_acceptor(plan, actor, now, submit, accept):
    submit("T-01")
    with pytest.raises(NotAllowed):
        accept("T-01", who="works-head")
    with pytest.raises(NotAllowed):
        accept("T-01", who="planning-secretary")
    with pytest.raises(Refused):
        edit_task(actor=actor("planning-secretary"), now=now, plan_code=plan.code, code="T-02", acceptor="works-head")


def test_the_database_accepts_no_task_without_evidence(task):
    row = task("T-01")
    row.state, row.started_on, row.finished_on = "accepted", TODAY, TODAY
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_sent_back_it_is_under_way_again_and_both_verdicts_stay(plan, actor, now, submit, accept):
    submit("T-01")
    returned = return_task(
        actor=actor("planning-reviewer"), now=now, plan_code=plan.code, code="T-01", words="The north corner is wet."
    )
    assert returned.state == "started"
    assert Message.objects.filter(template="task_returned", post__code="works-head", channel="in_app").count() == 1
    submit("T-01", days=3)
    accept("T-01", days=4)
    verdicts = Submission.objects.order_by("submitted_at").values_list("verdict", "verdict_words")
    assert list(verdicts) == [("returned", "The north corner is wet."), ("accepted", "")]


def test_sending_back_needs_a_reason(plan, actor, now, submit):
    submit("T-01")
    with pytest.raises(Refused) as raised:
        return_task(actor=actor("planning-reviewer"), now=now, plan_code=plan.code, code="T-01", words=" ")
    assert raised.value.problems[0].field == "words"


def test_the_acceptor_is_told_and_finds_it_in_the_list(actor, now, submit):
    submit("T-01")
    assert Message.objects.filter(template="task_submitted", post__code="planning-reviewer").exists()
    waiting = to_accept(actor("planning-reviewer"), today=TODAY, now=now)
    assert [one.task.code for one in waiting] == ["T-01"]
    assert to_accept(actor("works-head"), today=TODAY, now=now) == []


def test_procedure_done_never_moves_an_outcome(plan, indicator, actor, now, submit, accept):
    """8.7(76): what a task adds stands in the bottom-up forecast alone; accepting it makes no observation."""
    more = {"adds": Decimal(400), "words": "Counted again."}
    edit_task(actor=actor("planning-secretary"), now=now, plan_code=plan.code, code="T-02", **more)
    before = list(Observation.objects.values_list("pk", "value"))
    expected = deliveries(plan, as_of=now).deliverables_of(indicator("H-01").pk)
    assert [(one.key, one.amount) for one in expected] == [("T-02", 400)]
    submit("T-02")
    accept("T-02")
    assert list(Observation.objects.values_list("pk", "value")) == before
    assert indicator("H-01").observations.count() == 1
    expected = deliveries(plan, as_of=now).deliverables_of(indicator("H-01").pk)
    assert expected == ()


def test_a_cancelled_task_stays_and_is_counted(plan, actor, now, add):
    add()
    whole = sum(counts(plan, today=TODAY, now=now).values())
    cancel_task(
        actor=actor("planning-chair"), now=now, plan_code=plan.code, code="T-09", words="The street is closed."
    )  # fmt: skip
    found = counts(plan, today=TODAY, now=now)
    assert (found["cancelled"], sum(found.values())) == (1, whole)
    with pytest.raises(NotAllowed):
        start_task(actor=actor("works-head"), now=now, plan_code=plan.code, code="T-09")


def test_cancelling_is_for_the_committee_and_needs_words(plan, actor, now):
    with pytest.raises(NotAllowed):
        cancel_task(actor=actor("works-head"), now=now, plan_code=plan.code, code="T-01", words="Too hard.")
    with pytest.raises(Refused):
        cancel_task(actor=actor("planning-chair"), now=now, plan_code=plan.code, code="T-01", words="")


def test_two_who_read_the_same_do_not_overwrite_each_other(plan, task, actor, now):
    seen = task("T-02").version
    edit = {"actor": actor("planning-secretary"), "now": now, "plan_code": plan.code, "code": "T-02", "version": seen}
    edit_task(**edit, starts_on=date(2026, 7, 1))
    with pytest.raises(Stale):
        edit_task(**edit, due_on=date(2028, 1, 1), words="The site was flooded.")


def test_a_task_begins_today_or_earlier_never_tomorrow(plan, actor, now):
    begin = {"actor": actor("works-head"), "now": now, "plan_code": plan.code, "code": "T-01"}
    with pytest.raises(Refused) as raised:
        start_task(**begin, started_on=TODAY + timedelta(days=1))
    assert code(raised) == ["day_in_future"]
    assert start_task(**begin, started_on=date(2026, 3, 9)).started_on == date(2026, 3, 9)


def test_three_estimates_grow_and_come_together(plan, actor, now):
    about = {"actor": actor("works-head"), "now": now, "plan_code": plan.code, "code": "T-02"}
    with pytest.raises(Refused) as raised:
        estimate(**about, duration_days=Decimal(10), optimistic_days=Decimal(5))
    assert code(raised) == ["three_points_or_one"]
    with pytest.raises(Refused) as raised:
        estimate(**about, duration_days=Decimal(10), optimistic_days=Decimal(12), pessimistic_days=Decimal(20))
    assert code(raised) == ["three_points_out_of_order"]
    row = estimate(**about, duration_days=Decimal(10), optimistic_days=Decimal(8), pessimistic_days=Decimal(20))
    assert (row.optimistic_days, row.pessimistic_days) == (8, 20)


def test_a_task_says_whether_it_is_late_or_at_risk_and_why(plan, now):
    marks = {one.task.code: (one.mark, one.risks, one.days_late) for one in task_lines(plan, today=TODAY, now=now)}
    assert marks["T-01"] == ("late", ("start_missed",), 12)
    assert marks["T-02"] == ("at_risk", ("start_missed",), 0)
    assert marks["T-04"] == ("on_time", (), 0)
    assert marks["M-01"][0] == "late"
    assert {one.task.code for one in stalled(plan, today=TODAY, now=now, days=10)} == {"M-01", "T-01"}


def test_a_post_sees_what_it_answers_for(actor, now, plan):
    found = mine(actor("works-head"), today=TODAY, now=now)
    assert [one.task.code for one in found] == ["M-01", "T-01", "T-02"]


def test_why_government_does_it_is_recorded_and_shown(plan, actor, now):
    about = {"actor": actor("works-head"), "now": now, "plan_code": plan.code, "code": "T-02"}
    said = Assessment(1, 4, 3, "Three tenders without a bid.", "step_in", "Nobody builds at this price.")
    with pytest.raises(Refused) as raised:
        step_in(**about, assessment=Assessment(0, 5, 3, " ", "step_in", "Because."))
    assert code(raised) == ["one_to_four", "one_to_four", "step_in_needs_evidence"]
    step_in(**about, assessment=said)
    page = task_page(plan, "T-02", today=TODAY, now=now)
    assert [row.failure_evidence for row in page.step_ins] == ["Three tenders without a bid."]
    assert StepIn.objects.count() == 1


def test_the_page_of_a_task_holds_all_that_happened(plan, now, submit, promised):
    submit("T-02", uploads=(PAPER, PAPER))
    page = task_page(plan, "T-02", today=TODAY, now=now)
    assert [row.before.code for row in page.waits_for] == ["T-01"]
    assert [row.after.code for row in page.followers] == ["T-04"]
    assert [one.state for one in page.handoffs] == ["promised"]
    assert [len(papers) for _, papers in page.submissions] == [2]
    assert task_page(plan, "T-01", today=TODAY, now=now).children[0].task.code == "M-01"
    assert task_page(plan, "nothing", today=TODAY, now=now) is None
