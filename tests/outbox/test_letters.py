"""What a case sends along its way: every field of every letter is filled, in each language, for every reader."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.cases import actions
from answerable.cases.models import Case
from answerable.outbox.models import Message

REPLY = {
    "words": "We filled the hole on Mill Street on 9 June and closed the edge of the road.",
    "done": "Filled the hole with two tonnes of asphalt.",
    "basis": "Road Works Standard, section 4.",
    "evidence": "Photo of 9 June, 10:15.",
}
VERDICT = {"channel": "link", "contacted": True, "solved": False, "satisfied": "dissatisfied"}


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_no_letter_of_a_case_leaves_a_field_unfilled(harbour, now, actor, language):
    person = actions.PersonDetails(name="Ann Lee", email="ann@example.org", language=language)
    receipt = actions.receive(
        actor=actor("citizen"), now=now, words="A deep hole.", channel="web", person=person, language=language,
        category_code="roads.surface.pothole", latitude=50.15, longitude=10.05,
    )  # fmt: skip
    number = receipt.case.number
    assert actions.ring(now=now + timedelta(days=30)) > 0
    outcome = harbour.code_rows.filter(kind="outcome").values_list("code", flat=True)[0]

    def act(verb: str, who: str = "works-handler", **inputs) -> None:
        actions.perform(verb, actor=actor(who), now=now, number=number, **inputs)

    act("accept")
    act("act", words="Looked at it.")
    act("ask_citizen", words="Which side of the road?")
    act("answer", outcome_code=outcome, **REPLY)
    act("return_reply", "hotline-dispatcher", reason="Says nothing of the kerb.")
    for _ in range(2):
        act("act", words="Filled it.")
        act("answer", outcome_code=outcome, **REPLY)
        act("tell_hotline")
        act("record_verdict", "citizen", **VERDICT)
    assert Case.objects.get().listed_at is not None
    letters = list(Message.objects.all())
    assert {m.template for m in letters} >= {"receipt", "overdue", "question", "answered", "returned", "redo", "listed"}
    for letter in letters:
        assert "{" not in letter.subject + letter.body, letter.template
        assert letter.subject != number, f"no template {letter.template}"
