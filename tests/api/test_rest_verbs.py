"""The verbs of disputes, parts, time, joined cases and interests, for programs; and who has not decided yet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from answerable.api.rest.verbs import BODIES
from answerable.cases import actions
from answerable.cases.models import Case, Clock
from answerable.organisation import queries as organisation
from answerable.rules.lifecycle import CHOICES, VERBS

from .test_rest import HOLE, call, hole  # noqa: F401

# Not for programs: births have addresses of their own, the rest only the system does.
BIRTHS = {"receive", "receive_dispatched", "receive_answered", "import", "import_open"}
SYSTEM = {"escalate", "absorb", "let_go", "ring"}


@pytest.fixture(autouse=True)
def _no_kept_rules():
    """A ruling here may change the catalogue, which is undone with the test; what is kept of it in memory too."""
    yield
    organisation.forget()


@pytest.fixture
def act(call, hole):  # noqa: F811
    """act("works-handler", "accept", status=200, number=hole, ...) -> the answer."""

    def send(who: str, verb: str, status: int = 200, number: str = hole, **inputs):
        return call("POST", f"cases/{number}/acts/{verb}", who, inputs, status)

    return send


@pytest.fixture
def dispute(act):
    """The case of `hole`, to which works objected in favour of cleansing."""
    act("works-handler", "object", reason_code="not-our-duty", basis="Ordinance 2", proposed_unit="cleansing")


def in_days(days: float) -> str:
    return (timezone.now() + timedelta(days=days)).isoformat()


def test_every_verb_has_an_address_with_exactly_the_inputs_the_act_takes():
    chosen = {verb for verbs in CHOICES.values() for verb in verbs}
    assert set(VERBS) - BIRTHS - SYSTEM - chosen <= set(BODIES)
    for verb, body in BODIES.items():
        taken = set(body.model_fields) - {"version"}
        wanted = set().union(*(actions.inputs_of(one) for one in CHOICES.get(verb, (verb,))))
        assert taken - {actions.DECIDED_BY.get(verb, "")} == wanted, verb


def test_the_description_documents_every_verb_with_its_refusals(client, harbour):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for verb in BODIES:
        post = paths[f"/api/v1/cases/{{number}}/acts/{verb}"]["post"]
        assert {"200", "400", "401", "403", "404", "409", "422"} <= set(post["responses"]), verb


def test_a_dispute_is_objected_to_viewed_and_ruled_on(act, call, hole, dispute):  # noqa: F811
    strip = call("GET", f"cases/{hole}/strip")
    assert [(p["unit"]["code"], p["role"]) for p in strip["answering"]] == [
        ("works", "lead"), ("cleansing", "candidate"),
    ]  # fmt: skip
    assert [c["number"] for c in call("GET", "worklist?tab=named", "cleansing-handler")["items"]] == [hole]
    act("cleansing-handler", "state_view", stance="not_ours", basis="Roads are not refuse.")
    assert act("works-handler", "rule", 403, upheld=True, outcome_words="x")["problems"]
    act("hotline-dispatcher", "rule", upheld=False, outcome_words="A road is the road department's.")
    (ruling,) = call("GET", f"cases/{hole}/rulings")
    assert (ruling["kind"], ruling["upheld"], ruling["named_unit"]["code"]) == ("objection", False, "works")
    assert call("GET", f"cases/{hole}")["designated"] is True
    (again,) = act("works-handler", "object", 403, reason_code="not-our-duty", basis="x", proposed_unit="cleansing")[
        "problems"
    ]
    assert again["code"] == "designated"


def test_a_ruling_names_the_unit_and_corrects_the_catalogue(act, call, hole, dispute):  # noqa: F811
    (problem,) = act("hotline-dispatcher", "rule", 422, upheld=True, outcome_words="Refuse it is.")["problems"]
    assert problem["field"] == "catalogue"
    inputs = {"upheld": True, "outcome_words": "Refuse it is.", "unit_code": "cleansing", "catalogue": "here"}
    assert act("hotline-dispatcher", "rule", **inputs)["lead_unit"]["code"] == "cleansing"
    assert call("GET", f"cases/{hole}/rulings", "cleansing-handler")[0]["catalogue"] == "here"


def test_parts_are_asked_for_reported_in_stages_and_let_off(act):
    act("works-handler", "accept")
    act("works-handler", "add_assistant", unit_code="cleansing", task="Clear the edge.")
    act("works-handler", "add_assistant", unit_code="north", task="Close the lane.", after="cleansing")
    act("cleansing-handler", "report_stage", words="Half of it.")
    act("works-handler", "ask_cancel", unit_code="cleansing", reason="The rain did it.")
    act("cleansing-handler", "agree_cancel")
    act("north-handler", "report_part", words="The lane is closed.", late_reason="")


def test_more_time_is_asked_for_here_and_granted_elsewhere(act, call, hole):  # noqa: F811
    due = Case.objects.get(number=hole).due_at
    until = (due.replace(microsecond=0) + timedelta(hours=1)).isoformat()
    act("works-handler", "accept")
    (naive,) = act("works-handler", "ask_extension", 422, reason="Rain.", until="2026-01-01T10:00:00")["problems"]
    assert naive["field"].endswith("until")
    act("works-handler", "ask_extension", reason="Rain.", until=until)
    assert act("works-handler", "decide", 403, granted=True, words="x")["problems"][0]["code"] == "not_yours"
    assert act("works-head", "decide", granted=True, words="Once.")["due_at"] == until.replace("+00:00", "Z")


def test_what_cannot_be_solved_now_is_listed_with_its_date_page_by_page(call, harbour):  # noqa: F811
    numbers = [call("POST", "contacts", "hotline-call-taker", {**HOLE, "words": f"Hole {n}."}, 201)["number"]
               for n in range(3)]  # fmt: skip
    for days, number in enumerate(numbers, start=5):
        call("POST", f"cases/{number}/acts/accept", body={})
        asked = {"reason": "Mr Chan 6123 4567 has the key.", "measures": "A sign.", "until": in_days(days)}
        call("POST", f"cases/{number}/acts/ask_parking", body=asked)
        call("POST", f"cases/{number}/acts/decide", "gov-leader", {"granted": True, "words": "Agreed."})
    first = call("GET", "parked?limit=2", "auditor")
    second = call("GET", f"parked?limit=2&cursor={first['next']}", "auditor")
    assert [row["number"] for row in first["items"] + second["items"]] == numbers
    assert second["next"] is None
    row = first["items"][0]
    assert (row["unit"]["code"], row["granted_by_unit"]["code"]) == ("works", "gov")
    assert "6123" not in row["explanation"]
    review = f"cases/{numbers[0]}/acts/review_parking"
    assert call("POST", review, "gov-leader", {"words": "Begin."}, 422)["problems"][0]["code"] == "review_not_due"
    call("POST", review, "gov-leader", {"words": "Begin sooner.", "until": in_days(0.5)})
    assert call("GET", "ladder", "auditor")["parked"] == 3
    call("POST", review, "gov-leader", {"words": "Begin."})
    assert call("GET", "ladder", "auditor")["parked"] == 2
    assert call("GET", "parked?cursor=rubbish", status=422)["problems"][0]["sentence"]


def test_the_ladder_says_who_must_rule_and_how_many_wait(call, hole, dispute):  # noqa: F811
    Case.objects.filter(number=hole).update(supervised_at=timezone.now())
    Clock.objects.filter(case__number=hole, kind="ruling").update(due_at=timezone.now() - timedelta(minutes=1))
    ladder = call("GET", "ladder", "works-handler")
    assert [r["unit"]["code"] for r in ladder["rungs"]] == ["hotline", "coordination", "gov"]
    assert (ladder["rungs"][0]["waiting"], ladder["rungs"][0]["overdue"], ladder["supervised"]) == (1, 1, 1)
    call("GET", "ladder", None, status=401)


def test_two_cases_become_one_and_two_again(act, call, hole):  # noqa: F811
    other = call("POST", "contacts", "hotline-call-taker", {**HOLE, "words": "The hole again."}, 201)["number"]
    merged = act("hotline-dispatcher", "merge", number=other, into=hole, reason="One hole.")
    assert (merged["state"], merged["closing"], merged["merged_into"]) == ("closed", "merged", hole)
    assert act("hotline-dispatcher", "unmerge", number=other, reason="Two holes.")["merged_into"] is None


def test_who_is_complained_about_loses_the_case_and_sees_it_no_more(act, call, hole):  # noqa: F811
    act("hotline-dispatcher", "flag_interest", unit_code="works", reason="It complains about the crew.")
    call("GET", f"cases/{hole}", "works-handler", status=404)
    assert call("GET", f"cases/{hole}", "auditor")["lead_unit"]["code"] != "works"


def test_a_question_may_stop_the_clock_once_and_words_of_the_citizen_start_it(act, hole):  # noqa: F811
    act("works-handler", "accept")
    act("works-handler", "act", words="A crew went there.")
    act("works-handler", "ask_citizen", words="Which lane?", wait=True)
    act("hotline-call-taker", "add_words", words="The left one.")
    assert Case.objects.get(number=hole).waits.get().answered_at is not None


def test_a_call_taker_follows_for_somebody_once(act, hole):  # noqa: F811
    wish = {"session": "call 77", "email": "lee@example.org", "language": "zh-hans"}
    assert act("hotline-call-taker", "follow", **wish)["affected"] == 2
    assert act("hotline-call-taker", "follow", 422, **wish)["problems"][0]["code"] == "follows_already"
    assert act("hotline-call-taker", "follow", 422, session="b", email="lee")["problems"][0]["field"] == "email"


def test_a_consultation_comes_before_dispatch(call, harbour):  # noqa: F811
    body = {"words": "Something is wrong somewhere here."}
    number = call("POST", "contacts", "hotline-call-taker", body, 201)["number"]
    asked = {"unit_codes": ["works", "cleansing"], "question": "Whose is it?"}
    call("POST", f"cases/{number}/acts/consult", "hotline-dispatcher", asked)
    sent = {"unit_code": "works", "reason": "Works said it is theirs."}
    call("POST", f"cases/{number}/acts/dispatch", "hotline-dispatcher", sent)
    ruling = call("GET", f"cases/{number}/rulings", "hotline-dispatcher")[0]
    assert (ruling["kind"], ruling["upheld"]) == ("consultation", None)
    wish = {"ruling": ruling["key"], "scope": "corrected", "reason": "So that the next needs none."}
    call("POST", f"cases/{number}/acts/promote", "hotline-dispatcher", wish)
    assert call("GET", f"cases/{number}/rulings", "hotline-dispatcher")[0]["promoted_at"]
