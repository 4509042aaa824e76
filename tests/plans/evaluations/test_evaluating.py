"""Outsiders evaluate: they read all, write findings and nothing else; each finding is answered and followed up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from answerable.plans.actions.evaluating import (
    answer_finding,
    close_evaluation,
    find,
    finish_finding,
    invite,
    link_change,
    open_evaluation,
)
from answerable.plans.queries.evaluations import findings_for, get_evaluation, invited_to, open_findings
from answerable.rules.four_classes import Class
from answerable.rules.problems import NotAllowed, Refused


def codes(refusal) -> set[str]:
    return {problem.code for problem in refusal.value.problems}


@pytest.fixture
def evaluation(plan, actor, now):
    return open_evaluation(
        actor=actor("planning-secretary"), now=now, plan=plan.pk, title="Half-way", due_on=date(2026, 9, 30),
        terms="Judge every indicator on the figures of June.",
    )  # fmt: skip


@pytest.fixture
def invited(evaluation, actor, now):
    return invite(
        actor=actor("planning-secretary"), now=now, evaluation=evaluation.pk, post_code="think-tank",
        standing="think_tank", body="Harbour Institute", until=date(2026, 9, 30),
    )  # fmt: skip


@pytest.fixture
def finding(evaluation, invited, actor, now):
    return find(
        actor=actor("think-tank"), now=now, evaluation=evaluation.pk, indicator_code="H-01", official_class="lagging",
        words="Sites are late.", proposal="Lower the target, or open a third site.",
    )  # fmt: skip


def test_only_the_committee_opens_one_and_on_figures_that_are_known(plan, actor, now) -> None:
    wishes = {"plan": plan.pk, "title": "Half-way", "terms": "All of it.", "due_on": date(2026, 9, 30)}
    with pytest.raises(NotAllowed):
        open_evaluation(actor=actor("works-head"), now=now, **wishes)
    with pytest.raises(Refused) as refusal:
        open_evaluation(actor=actor("planning-secretary"), now=now, as_of=now + timedelta(days=1), **wishes)
    assert codes(refusal) == {"vintage_still_to_come"}


def test_a_draft_is_not_evaluated(draft, actor, now) -> None:
    with pytest.raises(NotAllowed):
        open_evaluation(actor=actor("planning-secretary"), now=now, plan=draft.pk, title="Early", terms="All.",
                        due_on=date(2026, 9, 30))  # fmt: skip


def test_officers_of_the_government_are_not_invited_and_nobody_twice(evaluation, invited, actor, now) -> None:
    wishes = {"evaluation": evaluation.pk, "standing": "academia", "body": "", "until": date(2026, 9, 30)}
    with pytest.raises(Refused) as refusal:
        invite(actor=actor("planning-secretary"), now=now, post_code="works-head", **wishes)
    assert codes(refusal) == {"not_an_outsider"}
    with pytest.raises(Refused) as refusal:
        invite(actor=actor("planning-secretary"), now=now, post_code="think-tank", **wishes)
    assert codes(refusal) == {"invited_already"}


def test_an_outsider_who_is_not_invited_or_whose_time_is_over_writes_nothing(evaluation, actor, now) -> None:
    with pytest.raises(NotAllowed):
        find(actor=actor("think-tank"), now=now, evaluation=evaluation.pk, words="All is well.")
    invite(actor=actor("planning-secretary"), now=now, evaluation=evaluation.pk, post_code="think-tank",
           standing="think_tank", body="", until=date(2026, 6, 20))  # fmt: skip
    with pytest.raises(NotAllowed):
        find(actor=actor("think-tank"), now=now + timedelta(days=11), evaluation=evaluation.pk, words="Too late.")


def test_the_officers_of_the_plan_write_no_findings(evaluation, invited, actor, now) -> None:
    for name in ("planning-secretary", "planning-chair", "works-head", "statistician"):
        with pytest.raises(NotAllowed):
            find(actor=actor(name), now=now, evaluation=evaluation.pk, words="All is well.")


def test_an_outsider_does_nothing_but_find(finding, plan, evaluation, actor, now) -> None:
    from answerable.plans.actions.changing import propose_change
    from answerable.plans.actions.proposals import Proposal

    outsider = actor("think-tank")
    with pytest.raises(NotAllowed):
        answer_finding(actor=outsider, now=now, finding=finding.pk, answer="Yes.")
    with pytest.raises(NotAllowed):
        close_evaluation(actor=outsider, now=now, evaluation=evaluation.pk, summary="Done.")
    with pytest.raises(NotAllowed):
        propose_change(actor=outsider, now=now, indicator=finding.indicator_id, proposal=Proposal(value=Decimal(1)))


def test_a_finding_stands_beside_the_computed_class_and_a_difference_is_said(
    finding, evaluation, invited, harbour, actor, now
) -> None:
    find(actor=actor("think-tank"), now=now, evaluation=evaluation.pk, indicator_code="H-02",
         official_class="as_expected", words="New blocks open soon.")  # fmt: skip
    page = get_evaluation(harbour, actor("think-tank"), evaluation.pk, now=now)
    assert page.findings is not None
    shown = {row.finding.indicator.code: (row.computed, row.differs) for row in page.findings}
    assert shown["H-01"] == (Class.LAGGING, False)  # 180 of 200 flats: pace 0.90
    assert shown["H-02"] == (Class.FASTER, True)  # 5.9 where the path asks 5.925
    assert page.differing == 1
    assert set(page.silent) == {"H-03", "H-04", "H-05", "H-06"}


def test_the_computed_class_is_the_one_of_the_vintage_whatever_comes_later(
    finding, evaluation, harbour, plan, actor, now
) -> None:
    from answerable.plans.models import Batch, Observation

    row = plan.indicators.get(code="H-01")
    later = now + timedelta(days=1)
    batch = Batch.objects.create(plan=plan, indicator=row, way="typed", state="accepted", came_at=later,
                                 settled_at=later)  # fmt: skip
    Observation.objects.create(indicator=row, meaning=row.versions.get(), period="2026-Q1", value=250, state="revised",
                               known_at=later, batch=batch)  # fmt: skip
    page = get_evaluation(harbour, actor("planning-secretary"), evaluation.pk, now=later + timedelta(days=1))
    assert page.findings is not None
    assert page.findings[0].computed is Class.LAGGING


def test_findings_are_public_once_it_is_closed(finding, evaluation, harbour, actor, now) -> None:
    assert get_evaluation(harbour, None, evaluation.pk, now=now).findings is None
    assert get_evaluation(harbour, actor("works-head"), evaluation.pk, now=now).findings is not None
    assert get_evaluation(harbour, actor("north-handler"), evaluation.pk, now=now).findings is None
    close_evaluation(actor=actor("planning-chair"), now=now, evaluation=evaluation.pk, summary="Two of six lag.")
    page = get_evaluation(harbour, None, evaluation.pk, now=now)
    assert page.findings is not None
    assert page.unanswered == 1


def test_a_finding_is_answered_once_with_somebody_and_a_date_or_with_neither(finding, actor, now) -> None:
    secretary = actor("planning-secretary")
    with pytest.raises(Refused) as refusal:
        answer_finding(actor=secretary, now=now, finding=finding.pk, answer="We look.", follow_up_on=date(2026, 8, 1))
    assert codes(refusal) == {"follow_up_needs_both"}
    answer_finding(actor=actor("works-head"), now=now, finding=finding.pk, answer="A third site is opened.",
                   follow_up_on=date(2026, 8, 1), follow_up_post="works-head")  # fmt: skip
    with pytest.raises(Refused) as refusal:
        answer_finding(actor=secretary, now=now, finding=finding.pk, answer="Again.")
    assert codes(refusal) == {"finding_answered"}
    with pytest.raises(NotAllowed):
        finish_finding(actor=actor("works-head"), now=now, finding=finding.pk, words="Opened.")


def test_a_follow_up_that_is_late_is_seen_and_one_that_is_done_says_how(
    finding, evaluation, harbour, plan, actor, now
) -> None:
    secretary = actor("planning-secretary")
    with pytest.raises(Refused) as refusal:
        finish_finding(actor=secretary, now=now, finding=finding.pk, words="Done.")
    assert codes(refusal) == {"finding_not_answered"}
    answer_finding(actor=secretary, now=now, finding=finding.pk, answer="A third site.", follow_up_post="works-head",
                   follow_up_on=date(2026, 8, 1))  # fmt: skip
    later = now + timedelta(days=60)
    page = get_evaluation(harbour, secretary, evaluation.pk, now=later)
    assert page.findings is not None
    assert page.findings[0].overdue
    assert open_findings(plan) == [finding]
    finish_finding(actor=secretary, now=later, finding=finding.pk, words="The site was opened on 5 August.")
    assert open_findings(plan) == []


def test_a_change_made_from_a_finding_is_linked_to_it(finding, plan, actor, now) -> None:
    from answerable.plans.actions.changing import propose_change
    from answerable.plans.actions.proposals import Proposal

    def change(code: str, value: int):
        row = plan.indicators.get(code=code)
        wish = Proposal("economy", "The evaluation.", "No site.", "None.", Decimal(value), higher=True)
        return propose_change(actor=actor("planning-reviewer"), now=now, indicator=row.pk, proposal=wish)

    made, other = change("H-01", 4500), change("H-03", 450)
    with pytest.raises(Refused) as refusal:
        link_change(actor=actor("planning-secretary"), now=now, finding=finding.pk, change=other.pk)
    assert codes(refusal) == {"change_of_another_thing"}
    linked = link_change(actor=actor("planning-secretary"), now=now, finding=finding.pk, change=made.pk)
    assert list(made.findings.all()) == [linked]


def test_an_outsider_is_told_of_the_invitation(invited) -> None:
    from answerable.outbox.models import Message

    line = Message.objects.get(template="evaluation_invited", channel="in_app")
    assert line.post.code == "think-tank"
    assert "Half-way" in line.subject


def test_an_outsider_sees_what_they_are_asked_to_evaluate(evaluation, invited, actor, now) -> None:
    assert invited_to(actor("think-tank"), on=now.date()) == [evaluation]
    assert invited_to(actor("works-head"), on=now.date()) == []


def test_whoever_answers_for_it_is_told_of_a_finding_and_whoever_follows_it_up_has_it_on_the_list(
    finding, actor, now
) -> None:
    from answerable.outbox.models import Message

    told = Message.objects.filter(template="finding_written", channel="in_app")
    assert set(told.values_list("post__code", flat=True)) == {"works-head", "planning-chair"}
    assert findings_for(actor("works-head"), now=now) == ([finding], [])
    answer_finding(actor=actor("planning-secretary"), now=now, finding=finding.pk, answer="A third site will open.",
                   follow_up_on=date(2026, 8, 31), follow_up_post="works-head")  # fmt: skip
    assert Message.objects.get(template="finding_follow_up", channel="in_app").post.code == "works-head"
    assert findings_for(actor("works-head"), now=now) == ([], [finding])
    finish_finding(actor=actor("planning-secretary"), now=now, finding=finding.pk, words="It is open.")
    assert findings_for(actor("works-head"), now=now) == ([], [])
