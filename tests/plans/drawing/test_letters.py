"""A letter of responsibility: written from the plan, accepted by whoever holds the post, public."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import translation

from answerable.outbox.models import Message
from answerable.plans.actions.letters import accept_letter, issue_letter, issue_letters, object_letter
from answerable.plans.models import Letter
from answerable.plans.queries.letters import draft_letter, get_letter, letters_objected, letters_of, letters_waiting
from answerable.rules.problems import NotAllowed, Refused
from tests.support.city import unguarded


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_a_letter_is_written_from_what_the_plan_says(plan, now):
    draft = draft_letter(plan, "indicator", "H-02", now=now)
    assert draft.duty == "Brings “Waiting time for a flat” from 6 years to 4.5 years."
    assert draft.deadline == date(2030, 12, 31)
    assert draft.standard == (
        "Met when the observed figures reach 4.5 years. Source of the figures: Registers of the department. "
        "Calculated so: As counted. Decided by: Planning Committee, 20 January 2026, paper 1."
    )


def test_a_letter_of_a_task_has_its_own_deadline_and_standard(plan, now):
    draft = draft_letter(plan, "task", "T-02", now=now)
    assert (draft.duty, draft.deadline) == ("Delivers “Build the first block”.", date(2027, 5, 31))
    assert draft.standard == "Inspected and found complete."


def test_a_subject_without_a_standard_gets_no_letter(draft, secretary, now):
    draft.tasks.filter(code="T-02").update(standard="")
    row = draft.tasks.get(code="T-02")
    with unguarded():
        Letter.objects.filter(accountability__subject=row.pk).delete()
    assert issue_letters(actor=secretary, now=now, plan_code=draft.code) == []


def test_everybody_who_answers_has_one_letter_and_the_next_run_issues_none(plan, secretary, now):
    assert len(letters_of(plan.indicators.get(code="H-01").pk)) == 1
    assert issue_letters(actor=secretary, now=now, plan_code=plan.code) == []


def test_the_head_finds_the_letters_that_wait_and_accepts_one(plan, actor, now):
    waiting = letters_waiting(actor("works-head"), now=now)
    assert {letter.accountability.noun for letter in waiting} == {"element", "indicator", "task", "milestone"}
    letter = accept_letter(actor=actor("works-head"), now=now, key=waiting[0].pk)
    assert (letter.accepted_at, letter.accepted_by.username) == (now, "works-head")
    assert len(letters_waiting(actor("works-head"), now=now)) == len(waiting) - 1


def test_nobody_else_accepts_it(plan, actor, now):
    letter = letters_of(plan.indicators.get(code="H-01").pk)[0]
    for who in ("cleansing-head", "works-handler", "planning-secretary", "gov-leader"):
        with pytest.raises(NotAllowed):
            accept_letter(actor=actor(who), now=now, key=letter.pk)


def test_a_stand_in_answers_and_never_accepts(plan, actor, now):
    from answerable.organisation.models import Tenure

    Tenure.objects.filter(post__code="works-head", until=None).update(until=now - timedelta(days=1))
    letter = letters_of(plan.indicators.get(code="H-01").pk)[0]
    with pytest.raises(NotAllowed):
        accept_letter(actor=actor("gov-leader"), now=now, key=letter.pk)


def test_a_head_objects_with_words_and_a_newer_letter_answers(plan, actor, secretary, now):
    row = plan.indicators.get(code="H-01")
    letter = letters_of(row.pk)[0]
    with pytest.raises(Refused):
        object_letter(actor=actor("works-head"), now=now, key=letter.pk, words="  ")
    object_letter(actor=actor("works-head"), now=now, key=letter.pk, words="Land is not ours to give.")
    assert [one.pk for one in letters_objected(plan)] == [letter.pk]
    with pytest.raises(NotAllowed):
        accept_letter(actor=actor("works-head"), now=now, key=letter.pk)
    newer = issue_letter(
        actor=secretary, now=now, plan_code=plan.code, noun="indicator", code="H-01", duty=letter.duty,
        deadline=letter.deadline, standard=letter.standard, limits="Land is given by the Lands Office.",
    )  # fmt: skip
    assert newer.number == 2
    assert letters_objected(plan) == []
    accept_letter(actor=actor("works-head"), now=now, key=newer.pk)
    with pytest.raises(NotAllowed):
        accept_letter(actor=actor("works-head"), now=now, key=letter.pk)


def test_a_letter_without_duty_deadline_or_standard_is_refused(plan, secretary, now):
    with pytest.raises(Refused) as refused:
        issue_letter(actor=secretary, now=now, plan_code=plan.code, noun="indicator", code="H-01", duty="",
                     deadline=None, standard="")  # fmt: skip
    assert [p.field for p in refused.value.problems] == ["duty", "deadline", "standard"]


def test_letters_of_a_published_plan_are_public_and_those_of_a_draft_are_not(plan, draft, harbour, now):
    public = letters_of(plan.indicators.get(code="H-01").pk)[0]
    hidden = letters_of(draft.indicators.get(code="H-01").pk)[0]
    assert get_letter(None, harbour, public.pk, now=now) is not None
    assert get_letter(None, harbour, hidden.pk, now=now) is None


def test_the_contributors_are_the_limits_of_a_letter(plan, secretary, now):
    from answerable.plans.actions.answering import name

    name(actor=secretary, now=now, plan_code=plan.code, noun="indicator", code="H-04", post_code="works-head",
         kind="contributor")  # fmt: skip
    draft = draft_letter(plan, "indicator", "H-04", now=now)
    assert draft.limits == (
        "An expected indicator: it also rests on what people and markets do. What these owe is theirs to answer for: "
        "Director."
    )


def told(post, template):
    """What stands in the inbox of a post under this template."""
    return list(Message.objects.filter(template=template, channel="in_app", post__code=post).order_by("created_at"))


def test_each_head_is_told_once_of_all_letters_issued_together(plan):
    (line,) = told("works-head", "letter_issued")
    assert line.subject == "A letter of responsibility to accept: Five years for Harbour"
    assert "Planning Committee has issued letters of responsibility to your post" in line.body
    count = int(re.search(r": (\d+)\. Whoever", line.body)[1])
    assert count == Letter.objects.filter(accountability__post__code="works-head").count() > 1
    assert line.body.endswith("/desk/plan")


def test_a_head_is_told_of_a_letter_of_its_own_and_the_link_opens_it(plan, secretary, now, sign_in):
    letter = issue_letter(
        actor=secretary, now=now, plan_code=plan.code, noun="indicator", code="H-02", duty="Shorten the wait.",
        deadline=date(2030, 12, 31), standard="4.5 years.",
    )  # fmt: skip
    line = told("works-head", "letter_issued")[-1]
    assert line.subject == "A letter of responsibility to accept: Waiting time for a flat"
    link = line.body.split()[-1]
    assert link.endswith(f"/desk/plans/letters/{letter.pk}")
    assert sign_in("works-head").get(link[link.index("/desk/") :]).status_code == 200


def test_the_office_is_told_of_an_objection_with_its_words(plan, actor, now, sign_in):
    letter = letters_of(plan.indicators.get(code="H-01").pk)[0]
    object_letter(actor=actor("works-head"), now=now, key=letter.pk, words="Nobody gave us the site.")
    (line,) = told("planning-secretary", "letter_objected")
    assert "objects to the letter of responsibility for “Flats completed”: Nobody gave us the site." in line.body
    link = line.body.split()[-1]
    assert sign_in("planning-secretary").get(link[link.index("/desk/") :]).status_code == 200
    assert told("planning-chair", "letter_objected") == told("works-head", "letter_objected") == []
