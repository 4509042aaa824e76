"""A change of what was promised, on the desk: proposed after a look, signed, decided, in force, and public."""

from __future__ import annotations

import re

import pytest

from answerable.plans.models import ChangeRequest, Indicator
from tests.desk.test_plan_office import plan, text  # noqa: F401

HOME = "/desk/plans/HARBOUR-5"
REASONS = {
    "ground": "emergency", "evidence_words": "The flood.", "necessity": "Nothing else is left.", "effects": "None.",
    "higher": "on",
}  # fmt: skip
MEANT = {
    "name_en": "Waiting time for a flat", "name_zh_hant": "Waiting time for a flat",
    "name_zh_hans": "Waiting time for a flat", "unit_en": "years", "unit_zh_hant": "years", "unit_zh_hans": "years",
    "kind": "level", "direction": "down", "period": "quarter", "lag_days": "20", "tolerance": "2", "grace_days": "0",
    "nature": "expected", "definition": "Waiting time for a flat", "calculation": "As counted.",
    "data_source": "Registers of the department",
}  # fmt: skip


@pytest.fixture
def where() -> str:
    return f"{HOME}/indicators/H-02"


def test_another_definition_is_looked_at_before_it_is_proposed(plan, sign_in, where):  # noqa: F811
    client = sign_in("planning-secretary")
    page = text(client.get(f"{where}?act=propose_definition"))
    assert "Now: Binding" in page
    said = MEANT | REASONS
    look = client.post(f"{where}/propose_definition", said)
    shown = text(look)
    assert look.status_code == 422
    assert "Binding → Expected" in shown
    assert "0.1 → 2" in shown
    assert "the statistician · the committee" in shown
    assert not ChangeRequest.objects.exists()
    looked = re.search(r'name="looked" value="([0-9a-f]{64})"', look.content.decode())
    client.post(f"{where}/propose_definition", said | {"looked": looked[1]})
    change = ChangeRequest.objects.get()
    assert change.new_meaning == {"nature": "expected", "tolerance": "2"}
    page = text(sign_in("statistician").get(f"/desk/plans/changes/{change.number}"))
    assert "Record what the statistician says" in page
    sign_in("statistician").post(f"/desk/plans/changes/{change.number}/sign_definition", {
        "approved": "yes", "organ": "Statistician", "document": "Note 1", "decided_on": change.proposed_at.date(),
    })  # fmt: skip
    assert change.steps.get().step == "statistician"
    public = text(client.get("/plan/HARBOUR-5/changes"))
    assert "lowered, another definition" in public
    assert "Nature: From Binding to <strong>Expected</strong>" in public


def test_what_is_published_is_said_in_other_words_and_given_up_by_a_proposal(plan, sign_in, where):  # noqa: F811
    page = text(sign_in("statistician").get(where))
    assert "Say it in other words" in page
    assert not re.search(r'id="redefine_nature"', sign_in("statistician").get(where).content.decode())
    client = sign_in("planning-secretary")
    page = text(client.get(where))
    assert "Stop following it" not in page
    assert "Propose to give the indicator up" in page
    client.post(f"{where}/propose_drop", REASONS)
    assert ChangeRequest.objects.get().klass == "drop"
    halt = f"{HOME}/indicators/H-03/end_indicator"
    client.post(halt, {"ended": "halted", "words": "The lanes were sold.", "decision": "Committee, paper 5"})
    assert Indicator.objects.get(code="H-03").ended_decision == "Committee, paper 5"
