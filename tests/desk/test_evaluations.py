"""Evaluations at the desk: outsiders are invited, find, and are answered; what they find is followed up, and closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.plans.actions import evaluating
from answerable.plans.models import Contributor, Evaluation, Finding
from tests.plans.conftest import draft, plan

__all__ = ["draft", "plan"]


@pytest.fixture
def evaluation(plan, officer, at):
    return evaluating.open_evaluation(
        actor=officer("planning-secretary"), now=at, plan=plan.pk, title="Half-way", due_on=at.date() + timedelta(60),
        terms="Judge every indicator.",
    )  # fmt: skip


@pytest.fixture
def invited(evaluation, officer, at):
    return evaluating.invite(
        actor=officer("planning-secretary"), now=at, evaluation=evaluation.pk, post_code="think-tank",
        standing="think_tank", body="Harbour Institute", until=at.date() + timedelta(60),
    )  # fmt: skip


@pytest.fixture
def finding(evaluation, invited, officer, at):
    return evaluating.find(
        actor=officer("think-tank"), now=at, evaluation=evaluation.pk, indicator_code="H-01", official_class="early",
        words="Sites are ready.", proposal="Raise the target.",
    )  # fmt: skip


def page(client, row, query: str = "", status: int = 200) -> str:
    answer = client.get(f"/desk/evaluations/{row.pk}{query}")
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def sent(client, row, verb: str, status: int = 302, **inputs) -> str:
    answer = client.post(f"/desk/evaluations/{row.pk}/{verb}", inputs)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def test_the_committee_opens_one_and_invites_an_outsider(sign_in, plan, at):
    client = sign_in("planning-secretary")
    due = (at.date() + timedelta(60)).isoformat()
    inputs = {"plan": plan.pk, "kind": "mid_term", "title": "Half-way", "terms": "Judge all.", "due_on": "2020-01-01"}
    refused = client.post("/desk/evaluations/new", inputs)
    assert refused.status_code == 422
    assert "This day has passed" in refused.content.decode()
    answer = client.post("/desk/evaluations/new", inputs | {"due_on": due})
    row = Evaluation.objects.get()
    assert answer["Location"] == f"/desk/evaluations/{row.pk}"
    assert "Nobody is invited yet" in page(client, row)
    refused = sent(client, row, "invite", 422, post_code="think-tank", until=due)
    assert 'id="invite_standing_error"' in refused
    sent(client, row, "invite", post_code="think-tank", standing="think_tank", body="Harbour Institute", until=due)
    assert Contributor.objects.get().body == "Harbour Institute"
    assert client.get(f"/desk/plans/{plan.code}/evaluations/{row.pk}")["Location"] == f"/desk/evaluations/{row.pk}"


def test_heads_open_no_evaluation(sign_in, plan):
    assert "/desk/evaluations/new" not in sign_in("works-head").get("/desk/evaluations").content.decode()
    assert sign_in("works-head").get("/desk/evaluations/new").status_code == 403


def test_an_outsider_reads_the_plan_and_writes_a_finding_beside_the_computed_class(sign_in, evaluation, invited):
    client = sign_in("think-tank")
    assert "You are asked to judge" in client.get("/desk/evaluations").content.decode()
    assert "You are asked to judge: Half-way." in client.get("/desk/").content.decode()
    text = page(client, evaluation, "?act=find&indicator_code=H-01")
    assert '<option value="H-01" selected>' in text
    assert "Flats completed" in text
    assert "Give this finding" in text
    refused = sent(client, evaluation, "find", 422, indicator_code="H-01", official_class="early")
    assert 'id="find_words_error"' in refused
    sent(client, evaluation, "find", indicator_code="H-01", official_class="early", words="Sites are ready.")
    text = page(client, evaluation)
    assert "Sites are ready." in text
    assert "differs" in text
    assert "Invite them" not in text


def test_an_outsider_who_was_not_invited_sees_no_findings_and_writes_none(sign_in, evaluation):
    client = sign_in("think-tank")
    text = page(client, evaluation)
    assert "Findings can be read once the evaluation is closed." in text
    assert "Give this finding" not in text
    assert sent(client, evaluation, "find", 422, words="All is well.")
    assert not Finding.objects.exists()


def test_whoever_answers_for_the_indicator_answers_the_finding_and_others_do_not(sign_in, finding, at):
    row = finding.evaluation
    assert "Give this answer" not in page(sign_in("cleansing-head"), row)
    client = sign_in("works-head")
    refused = sent(client, row, "answer_finding", 422, finding=finding.pk, answer="We agree.",
                   follow_up_on=(at.date() + timedelta(20)).isoformat())  # fmt: skip
    assert "A follow-up has a post and a date." in refused
    assert "We agree." in refused
    sent(client, row, "answer_finding", finding=finding.pk, answer="We agree.", follow_up_post="works-handler",
         follow_up_on=(at.date() + timedelta(20)).isoformat())  # fmt: skip
    text = page(client, row)
    assert "We agree." in text
    assert "follows it up until" in text


def test_the_committee_follows_up_and_closes(sign_in, finding, officer, at):
    row, client = finding.evaluation, sign_in("planning-secretary")
    assert "Propose to change the target" in page(client, row)
    sent(client, row, "answer_finding", finding=finding.pk, answer="We look into it.")
    sent(client, row, "finish_finding", finding=finding.pk, words="A change was proposed.")
    finding.refresh_from_db()
    assert finding.done_words == "A change was proposed."
    assert 'id="close_evaluation_summary_error"' in sent(client, row, "close_evaluation", 422)
    sent(client, row, "close_evaluation", summary="Half is on its way.")
    text = page(sign_in("statistician"), row)
    assert "Half is on its way." in text
    assert "Sites are ready." in text, "closed: whoever reads the plan reads the findings"


def test_an_outsider_whose_post_hangs_on_the_committee_is_told_of_no_draft(sign_in, draft):
    address = f"/desk/plans/{draft.code}"
    assert sign_in("think-tank").get(address).status_code == 404
    assert sign_in("planning-secretary").get(address).status_code == 200
