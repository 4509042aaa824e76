"""A target is lowered by the full way at the desk, and the old one stays in sight."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from answerable.plans.models import ChangeRequest, Target

from ..plans.conftest import make_plan

HOME = "/desk/plans/HARBOUR-5/indicators"
WORDS = {
    "ground": "external_shock", "evidence_words": "Sand costs twice as much as in 2025.",
    "necessity": "No firm bids at the old price; with 4,600 flats every site can be begun.",
    "effects": "The waiting time falls more slowly.",
}  # fmt: skip


@pytest.fixture
def plan(harbour):
    return make_plan("HARBOUR-5", published=True)


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_whoever_answers_for_an_indicator_is_offered_no_change_of_its_target(plan, sign_in):
    page = text(sign_in("works-head").get(f"{HOME}/H-01"))
    assert "act-propose_change" not in page
    assert "act-propose_change" in text(sign_in("planning-secretary").get(f"{HOME}/H-01"))


def test_a_proposal_that_does_not_add_up_says_so_beside_the_path_and_keeps_what_was_typed(plan, sign_in):
    client = sign_in("planning-secretary")
    sent = {"value": "4600", "at_2030": "1000", "higher": "on", **WORDS}
    answer = client.post(f"{HOME}/H-01/propose_change", sent)
    page = text(answer)
    assert answer.status_code == 422
    assert "The amounts of the path make" in page
    assert 'value="4600"' in page
    assert "Sand costs twice as much" in page
    assert not ChangeRequest.objects.exists()


def test_a_proposal_without_a_ground_is_asked_for_one(plan, sign_in):
    answer = sign_in("planning-secretary").post(f"{HOME}/H-01/propose_change", {"value": "4600", **WORDS, "ground": ""})
    assert answer.status_code == 422
    assert "only on one of the grounds" in text(answer)


def test_a_target_is_lowered_by_the_full_way_and_the_first_one_stays_in_sight(plan, sign_in):
    sent = {"value": "44", "at_2030": "44", **WORDS}
    answer = sign_in("planning-secretary").post(f"{HOME}/H-04/propose_change", sent, follow=True)
    change = ChangeRequest.objects.get()
    where = f"/desk/plans/changes/{change.number}"
    assert where in answer.redirect_chain[-1][0]
    assert "comes next" in text(answer)
    assert sign_in("planning-secretary").post(f"{where}/record_step", {"approved": "yes"}).status_code in (409, 422)
    chair = sign_in("planning-chair")
    assert "Record what was decided on a change" in text(chair.get("/desk/plan"))
    step = {"approved": "yes", "organ": "Planning Committee", "document": "Paper 7", "decided_on": _today()}
    while ChangeRequest.objects.get().state == "proposed":
        change = ChangeRequest.objects.get()
        done = chair.post(f"{where}/record_step", {**step, "version": change.version}, follow=True)
        assert done.status_code == 200, text(done)
    version = ChangeRequest.objects.get().version
    chair.post(f"{where}/make_effective", {"version": version, "effective_on": _today()})
    assert [target.value for target in Target.objects.filter(indicator__code="H-04").order_by("number")] == [45, 44]
    page = text(sign_in("cleansing-head").get(f"{HOME}/H-04"))
    assert "Target changed" in page
    assert "First target" in page


def _today() -> str:
    return timezone.localdate().isoformat()


def test_a_proposal_is_taken_back_by_whoever_made_it_alone(plan, sign_in):
    sign_in("planning-secretary").post(f"{HOME}/H-04/propose_change", {"value": "44", "at_2030": "44", **WORDS})
    change = ChangeRequest.objects.get()
    where = f"/desk/plans/changes/{change.number}/withdraw_change"
    assert sign_in("planning-chair").post(where, {"words": "No."}).status_code == 422
    sign_in("planning-secretary").post(where, {"version": change.version, "words": "The price fell again."})
    assert ChangeRequest.objects.get().state == "withdrawn"


def test_the_final_goal_of_a_binding_indicator_goes_through_the_legislature(plan, sign_in):
    sent = {"value": "4600", "at_2030": "800", **WORDS}
    refused = sign_in("planning-secretary").post(f"{HOME}/H-01/propose_change", sent)
    assert refused.status_code == 422
    assert "ask for the higher procedure" in text(refused)
    sign_in("planning-secretary").post(f"{HOME}/H-01/propose_change", {**sent, "higher": "on"})
    change = ChangeRequest.objects.get()
    page = text(sign_in("planning-chair").get(f"/desk/plans/changes/{change.number}"))
    assert "draft filed with the legislature" in page
    assert "The promise becomes" in page
