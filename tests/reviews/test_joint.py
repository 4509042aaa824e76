"""The joint monthly review: stalled tasks of plans and undecided cases in one room; silence is shown as silence."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from answerable.outbox.models import Message
from answerable.plans.actions.handoffs import ask_handoff, promise_handoff
from answerable.reviews import actions, queries
from answerable.reviews.models import Issue
from answerable.reviews.sentences.matters import matter_words
from answerable.rules.problems import NotAllowed, NotFound, Refused
from answerable.whistles import actions as whistles
from tests.cases.conftest import OBJECTION, do, report, running, sweep
from tests.whistles.conftest import blow

__all__ = ["blow", "do", "report", "sweep"]

CALLED = datetime(2026, 7, 15, 8, 0, tzinfo=UTC)  # a Wednesday
MEETS = date(2026, 7, 22)
LIMIT = datetime(2026, 7, 20, 8, 0, tzinfo=UTC)  # three working days later


def codes(refusal) -> set[str]:
    return {problem.code for problem in refusal.value.problems}


@pytest.fixture
def owed(plan, actor, now):
    """Transport owes works the road closure for T-01, promised for 12 June, and has not given it."""
    row = ask_handoff(actor=actor("works-head"), now=now, plan_code="HARBOUR-5", code="T-01",
                      what="The road closure", giver="transport-head")  # fmt: skip
    return promise_handoff(actor=actor("transport-head"), now=now, number=row.number, promised_on=date(2026, 6, 12))


@pytest.fixture
def joint(actor):
    """joint() -> the joint review of July, called by the coordinator's unit."""

    def make(at=CALLED, due_on=MEETS):
        return actions.call_review(actor=actor("coordination-coordinator"), now=at, kind="joint", due_on=due_on)

    return make


@pytest.fixture
def issue(owed, joint):
    """The stalled task T-01, held by transport."""
    joint()
    return Issue.objects.get(noun="task")


def test_a_task_that_waits_for_another_department_is_held_by_that_department(issue) -> None:
    assert (issue.key, issue.unit.code) == ("HARBOUR-5/T-01", "transport")
    asked = issue.answers.get()
    assert (asked.unit.code, asked.due_at) == ("transport", LIMIT)
    line = Message.objects.get(template="issue_asked", post__code="transport-head", channel="in_app")
    assert "Prepare the site at the old mill" in line.subject


def test_a_task_late_within_one_department_is_no_matter_for_the_joint_review(plan, joint) -> None:
    joint()
    assert not Issue.objects.exists()


def test_a_task_that_is_late_for_a_few_days_is_not_stalled(owed, joint, now) -> None:
    joint(at=now, due_on=date(2026, 6, 24))
    assert not Issue.objects.filter(noun="task").exists()


@pytest.fixture
def disputed(report, do, sweep):
    """A case whose dispute the coordinator's unit must rule on, for the first rung did not."""
    case = do(report(words="Mrs Kwok of 12 Mill Street fell into the hole"), "hotline-dispatcher", "dispatch",
              unit_code="north", reason="A first unit was wrong")  # fmt: skip
    do(case, "north-handler", "object", **OBJECTION)
    sweep(running(case, "ruling").due_at + timedelta(minutes=1))
    return case


def test_what_the_chair_holds_itself_is_settled_by_another_of_its_posts(plan, disputed, joint, actor, harbour) -> None:
    joint()
    issue = Issue.objects.get(noun="case")
    actions.answer_issue(actor=actor("coordination-coordinator"), now=CALLED, key=issue.pk, answer="We rule on Friday.")
    with pytest.raises(NotAllowed):
        actions.settle_issue(actor=actor("coordination-coordinator"), now=CALLED, key=issue.pk, words="Ruled.")
    shown = queries.get_issue(harbour, actor("coordination-head"), issue.pk, now=CALLED)
    assert "settle_issue" in shown.verbs
    actions.settle_issue(actor=actor("coordination-head"), now=CALLED, key=issue.pk, words="North leads.")


def test_an_issue_follows_its_dispute_up_the_ladder_and_ends_with_it(plan, disputed, do, sweep, joint, actor) -> None:
    joint()
    issue = Issue.objects.get(noun="case")
    sweep(running(disputed, "ruling").due_at + timedelta(minutes=1))
    joint(at=datetime(2026, 8, 19, 8, 0, tzinfo=UTC), due_on=date(2026, 8, 26))
    issue.refresh_from_db()
    assert (issue.unit.code, issue.gone_at) == ("gov", None)
    assert [row.unit.code for row in issue.answers.order_by("asked_at", "pk")] == ["coordination", "gov"]
    disputed.refresh_from_db()
    do(disputed, "gov-leader", "uphold", unit_code="works", outcome_words="A road.")
    actions.answer_issue(
        actor=actor("gov-leader"), now=datetime(2026, 8, 20, tzinfo=UTC), key=issue.pk, answer="Ruled."
    )
    september = datetime(2026, 9, 16, 8, 0, tzinfo=UTC)
    review = joint(at=september, due_on=date(2026, 9, 23))
    issue.refresh_from_db()
    assert (issue.gone_at, issue.answers.count()) == (september, 2)  # nobody is asked about it again
    with translation.override("en"):
        assert "no longer finds this" in matter_words("issue", "", review.items.get(issue=issue).facts)


def test_a_room_under_another_chair_takes_over_what_stands(issue, actor) -> None:
    actions.answer_issue(actor=actor("transport-head"), now=CALLED, key=issue.pk, answer="Signed on Friday.")
    at = datetime(2026, 8, 19, 8, 0, tzinfo=UTC)
    actions.call_review(actor=actor("planning-secretary"), now=at, kind="joint", due_on=date(2026, 8, 26),
                        unit_code="planning")  # fmt: skip
    assert issue.answers.count() == 2
    actions.settle_issue(actor=actor("planning-chair"), now=at, key=issue.pk, words="The road is closed.")


def test_a_dispute_high_on_the_ladder_comes_with_its_number_and_no_words(plan, disputed, joint) -> None:
    case, review = disputed, joint()
    issue = Issue.objects.get(noun="case")
    assert (issue.key, issue.facts["why"]) == (case.number, "disputed")
    assert issue.unit.code == "coordination"  # rung 2 rules
    everything = json.dumps(queries.report(review, now=CALLED).values)
    assert "Kwok" not in everything
    assert case.title not in everything


def test_a_case_long_overdue_with_several_units_is_held_by_its_lead(plan, report, do, joint) -> None:
    case = do(report(), "works-handler", "act", words="A crew went there")
    do(case, "works-handler", "add_assistant", unit_code="transport", task="Close the lane")
    joint()
    issue = Issue.objects.get(noun="case")
    assert (issue.key, issue.unit.code, issue.facts["why"]) == (case.number, "works", "overdue")


def test_a_case_that_is_not_public_is_counted_and_stands_nowhere(plan, report, do, joint) -> None:
    case = do(report(public=False), "works-handler", "act", words="A crew went there")
    do(case, "works-handler", "add_assistant", unit_code="transport", task="Close the lane")
    review = joint()
    assert not Issue.objects.exists()
    hidden = review.items.get(matter="hidden_cases")
    assert (hidden.facts["hidden"], hidden.facts["more"]) == ("1", "0")


def test_a_whistle_nobody_answered_is_held_by_the_silent_unit(plan, blow, joint, now) -> None:
    whistle = blow()
    for hours in (2, 30, 60):
        whistles.ring(now=now + timedelta(hours=hours))
    joint()
    issue = Issue.objects.get(noun="whistle")
    assert issue.key == whistle.number
    assert issue.unit.code in ("cleansing", "works")


def test_only_the_unit_that_holds_it_answers(issue, actor) -> None:
    for name in ("works-head", "coordination-coordinator", "planning-chair"):
        with pytest.raises(NotAllowed):
            actions.answer_issue(actor=actor(name), now=CALLED, key=issue.pk, answer="Soon.")
    answer = actions.answer_issue(actor=actor("transport-handler"), now=CALLED, key=issue.pk,
                                  answer="The closure is signed on Friday.", promised_on=date(2026, 7, 17))  # fmt: skip
    assert (answer.silent_at, answer.answered_by.code) == (None, "transport-handler")


def test_silence_is_noted_told_above_and_never_undone(issue, actor) -> None:
    assert actions.note_silence(now=LIMIT - timedelta(minutes=1)) == 0
    assert actions.note_silence(now=LIMIT) == 1
    assert actions.note_silence(now=LIMIT + timedelta(minutes=10)) == 0
    assert Message.objects.filter(template="issue_silent", post__code="gov-leader").exists()
    late = actions.answer_issue(
        actor=actor("transport-head"), now=LIMIT + timedelta(days=1), key=issue.pk, answer="So."
    )
    assert late.silent_at == LIMIT


def test_a_late_answer_is_late_though_no_sweep_saw_it(issue, actor) -> None:
    at = LIMIT + timedelta(hours=1)
    assert actions.answer_issue(actor=actor("transport-head"), now=at, key=issue.pk, answer="So.").silent_at == at


def test_an_issue_comes_back_until_it_is_settled(issue, joint, actor, harbour) -> None:
    actions.answer_issue(actor=actor("transport-head"), now=CALLED, key=issue.pk, answer="Signed on Friday.")
    august = joint(at=datetime(2026, 8, 19, 8, 0, tzinfo=UTC), due_on=date(2026, 8, 26))
    assert august.items.filter(issue=issue).exists()
    assert issue.answers.count() == 2  # asked again, for it was not settled
    assert Issue.objects.count() == 1
    at = datetime(2026, 8, 26, 8, 0, tzinfo=UTC)
    with pytest.raises(NotAllowed):
        actions.settle_issue(actor=actor("transport-head"), now=at, key=issue.pk, words="Done.")
    actions.settle_issue(actor=actor("coordination-head"), now=at, key=issue.pk, words="The road is closed.")
    september = joint(at=datetime(2026, 9, 16, 8, 0, tzinfo=UTC), due_on=date(2026, 9, 23))
    assert not september.items.filter(issue=issue).exists()
    assert (
        queries.issues(harbour, actor("works-head"), now=at)[0].issue.raised_at > issue.raised_at
    )  # T-01 still stalls


def test_the_room_may_find_that_another_unit_holds_it(issue, actor) -> None:
    with pytest.raises(Refused) as refusal:
        actions.hand_over_issue(actor=actor("coordination-head"), now=CALLED, key=issue.pk, unit_code="transport")
    assert codes(refusal) == {"issue_held_there"}
    actions.hand_over_issue(actor=actor("coordination-head"), now=CALLED, key=issue.pk, unit_code="works")
    issue.refresh_from_db()
    first, second = issue.answers.order_by("asked_at", "pk")
    assert (first.ended_at, second.unit.code, issue.unit.code) == (CALLED, "works", "works")
    actions.answer_issue(actor=actor("works-head"), now=CALLED, key=issue.pk, answer="We close it ourselves.")


def test_the_report_shows_who_was_silent_and_masks_what_is_private(issue, owed, actor, harbour) -> None:
    review = issue.items.get().review
    chair, meeting = actor("coordination-head"), datetime(2026, 7, 22, 8, 0, tzinfo=UTC)
    actions.note_silence(now=LIMIT)
    actions.hold(actor=chair, now=meeting, number=review.number)
    actions.answer_issue(actor=actor("transport-head"), now=meeting, key=issue.pk, answer="Ask Mr Lee, 9123 4567.")
    actions.minute(actor=chair, now=meeting, number=review.number, environment="Rain.", minutes="In room 4.")
    done = actions.report(actor=chair, now=meeting, number=review.number)
    answer = queries.report(done, now=meeting).values["issues"][0]["answers"][0]
    assert answer["standing"] == "late"
    assert "9123 4567" not in answer["answer"]
    assert done.freeze is None


def test_outsiders_and_the_public_see_no_issues(issue, harbour, actor) -> None:
    assert queries.issues(harbour, actor("think-tank"), now=CALLED) == []
    with pytest.raises(NotFound):
        queries.get_issue(harbour, actor("think-tank"), issue.pk, now=CALLED)
    shown = queries.get_issue(harbour, actor("transport-head"), issue.pk, now=CALLED)
    assert shown.verbs == ("answer_issue",)


def test_the_words_of_a_unit_stand_in_the_ledger_as_a_digest(issue, actor) -> None:
    from answerable.ledger.models import Entry

    actions.answer_issue(actor=actor("transport-head"), now=CALLED, key=issue.pk, answer="Ask Mr Lee.")
    entry = Entry.objects.filter(stream=issue.pk, verb="answer_issue").get()
    assert "Mr Lee" not in str(entry.body)
