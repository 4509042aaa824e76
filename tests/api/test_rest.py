"""REST v1: the desk's acts for programs, with the same rules, the same sentences and the same refusals."""

from __future__ import annotations

import base64
import json

import pytest

from answerable.cases.models import Case, Contact

from .test_open311_posting import PNG

HOLE = {
    "words": "A deep hole in the road.",
    "category_code": "roads.surface.pothole",
    "latitude": 50.15,
    "longitude": 10.05,
}


@pytest.fixture
def call(client, make_key):
    """call("GET", "cases", as_="works-handler", body=..., ...) -> (status, parsed body); keys are made as needed."""
    keys: dict[str, str] = {}

    def send(method: str, path: str, as_: str | None = "works-handler", body=None, status: int = 200, **headers):
        more = {"Accept-Language": "en", **{k.replace("_", "-"): v for k, v in headers.items()}}
        if as_:
            if as_ not in keys:
                keys[as_] = make_key(f"key of {as_}", post_code=post_of(as_))
            more["Authorization"] = f"Bearer {keys[as_]}"
        data = json.dumps(body) if body is not None else None
        answer = client.generic(method, f"/api/v1/{path}", data or "", "application/json", headers=more)
        assert answer.status_code == status, answer.content.decode()
        send.last = answer
        return answer.json()

    return send


def post_of(username: str) -> str:
    from django.utils import timezone

    from answerable.organisation import queries
    from tests.support.cast import officer_named

    return queries.posts_of(officer_named(username), timezone.now())[0].code


@pytest.fixture
def hole(call) -> str:
    """The number of a new case that works answer for."""
    return call("POST", "contacts", "hotline-call-taker", HOLE, 201)["number"]


def test_nobody_without_a_key_or_a_session_is_let_in(call, harbour):
    (problem,) = call("GET", "cases", None, status=401)["problems"]
    assert problem["code"] == "sign_in"
    assert call.last["WWW-Authenticate"].startswith("Bearer")
    call("GET", "cases", None, status=401, Authorization="Bearer wrong")


def test_a_key_without_a_post_does_not_open_the_desk(call, api_key):
    call("GET", "me", None, status=401, Authorization=f"Bearer {api_key}")


def test_a_key_acts_as_its_post(call, harbour):
    me = call("GET", "me", "works-handler")
    assert (me["unit"], me["roles"]) == ("works", ["handler"])


def test_a_session_reads_without_a_token_and_writes_only_with_one(sign_in, harbour):
    from django.test import Client

    from tests.support.cast import officer_named

    client = Client(enforce_csrf_checks=True)
    client.force_login(officer_named("hotline-call-taker"))
    assert client.get("/api/v1/me").status_code == 200
    answer = client.post("/api/v1/contacts", json.dumps(HOLE), "application/json")
    assert answer.status_code == 403
    assert answer.json()["problems"][0]["code"] == "csrf"
    client.cookies["csrftoken"] = token = "a" * 32
    answer = client.post("/api/v1/contacts", json.dumps(HOLE), "application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 201


def test_a_contact_becomes_a_case(call, harbour):
    body = {**HOLE, "person": {"name": "Ann Lee", "email": "ann@example.org"}}
    made = call("POST", "contacts", "hotline-call-taker", body, 201)
    case = Case.objects.get(number=made["number"])
    assert made["lead_unit"]["code"] == case.lead_unit.code == "works"
    assert made["link"].startswith(f"/receipt/{case.number}/")
    assert case.person.email == "ann@example.org"


def test_an_idempotency_key_gives_the_first_answer_again(call, harbour):
    first = call("POST", "contacts", "hotline-call-taker", HOLE, 201, Idempotency_Key="k1")
    again = call("POST", "contacts", "hotline-call-taker", {**HOLE, "words": "Other."}, 200, Idempotency_Key="k1")
    assert first["number"] == again["number"]
    assert again["repeated"] is True
    assert Contact.objects.count() == 1


def test_a_repeat_joins_the_case_it_belongs_to(call, hole):
    made = call("POST", "contacts", "hotline-call-taker", {"words": "The same hole, still there.", "joins": hole}, 201)
    assert made["number"] == hole
    assert made["disposition"] == "repeat"


def test_a_question_is_answered_at_once_and_a_matter_routed(call, harbour):
    question = {"words": "When is the office open?", "answer": "From nine to five."}
    assert call("POST", "contacts/answered", "hotline-call-taker", question, 201)["disposition"] == "answered"
    matter = {"words": "My neighbour owes me money.", "answer": "Go to the small claims court.", "route": "R2"}
    assert call("POST", "contacts/routed", "hotline-call-taker", matter, 201)["disposition"] == "routed"


def test_a_slip_of_the_pen_is_refused_and_named(call, harbour):
    rows = call("POST", "contacts", "hotline-call-taker", {**HOLE, "wrods": "x"}, 422)["problems"]
    assert rows[0]["field"].endswith("wrods")
    rows = call("POST", "contacts", "hotline-call-taker", {"words": "  "}, 422)["problems"]
    assert rows[0]["field"] == "words"
    assert rows[0]["sentence"]


def test_a_body_that_is_no_json_is_a_bad_request(client, make_key, harbour):
    key = make_key(post_code=post_of("hotline-call-taker"))
    answer = client.post("/api/v1/contacts", "{", "application/json", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 400
    assert answer.json()["problems"]


def test_only_cases_of_ones_own_unit_are_seen(call, hole):
    assert [c["number"] for c in call("GET", "cases", "works-handler")["items"]] == [hole]
    assert call("GET", "cases", "cleansing-handler")["items"] == []
    rows = call("GET", f"cases/{hole}", "cleansing-handler", status=404)["problems"]
    assert rows[0]["field"] == "number"
    call("POST", f"cases/{hole}/acts/accept", "cleansing-handler", {}, 404)


def test_a_case_goes_from_acceptance_to_the_verdict(call, hole):
    acts = {a["verb"]: a for a in call("GET", f"cases/{hole}/acts")}
    assert acts["accept"]["allowed"] is True
    assert acts["answer"]["why"]
    call("POST", f"cases/{hole}/acts/accept", body={})
    call("POST", f"cases/{hole}/acts/act", body={"words": "Filled the hole with asphalt."})
    answer = {
        "outcome_code": outcome(call), "words": "We filled the hole on Mill Street on 9 June and closed the road edge.",
        "done": "Filled the hole with two tonnes of asphalt.", "basis": "Road Works Standard, section 4.",
        "evidence": "Photo of 9 June, 10:15.",
        "uploads": [{"filename": "a.png", "content": base64.b64encode(PNG).decode()}],
    }  # fmt: skip
    assert call("POST", f"cases/{hole}/acts/answer", body=answer)["state"] == "answered"
    if {a["verb"]: a["allowed"] for a in call("GET", f"cases/{hole}/acts")}["tell_citizen"]:
        call("POST", f"cases/{hole}/acts/tell_citizen", body={"how": "phone"})
    assert call("POST", f"cases/{hole}/acts/tell_hotline", body={})["state"] == "verifying"
    assert [r["case"]["number"] for r in call("GET", "queues/callbacks", "hotline-callback")] == [hole]
    verdict = {"contacted": True, "solved": True, "satisfied": "satisfied"}
    call("POST", f"cases/{hole}/acts/record_verdict", "works-handler", verdict, 403)
    assert call("POST", f"cases/{hole}/acts/record_verdict", "hotline-callback", verdict)["state"] == "closed"
    verbs = [m["verb"] for m in call("GET", f"cases/{hole}/timeline")]
    assert verbs[-1] == "confirm"
    assert call("GET", "rates", "gov-leader")["solved"] == 1.0


def outcome(call) -> str:
    return call("GET", "codes?kind=outcome")[0]["code"]


def test_the_second_of_two_officers_is_told_who_did_what(call, hole):
    seen = call("GET", f"cases/{hole}")["version"]
    etag = call.last["ETag"]
    call("POST", f"cases/{hole}/acts/accept", body={"version": seen})
    rows = call("POST", f"cases/{hole}/acts/act", "works-head", {"words": "x", "version": seen}, 409)["problems"]
    assert rows[0]["sentence"]
    call("POST", f"cases/{hole}/acts/act", "works-head", {"words": "x"}, 409, If_Match=etag)
    fresh = f'"{call("GET", f"cases/{hole}")["version"]}"'
    call("POST", f"cases/{hole}/acts/act", "works-head", {"words": "Filled it."}, 200, If_Match=fresh)


def test_the_strip_says_who_answers_and_why(call, hole):
    strip = call("GET", f"cases/{hole}/strip")
    assert strip["answering"][0]["unit"]["code"] == "works"
    assert strip["answering"][0]["why"]
    assert strip["level"] == "calm"


def test_who_told_us_is_shown_only_to_those_who_need_it(call, harbour):
    body = {**HOLE, "person": {"name": "Ann Lee", "phone": "+4930123456"}}
    number = call("POST", "contacts", "hotline-call-taker", body, 201)["number"]
    assert call("GET", f"cases/{number}", "works-handler")["person"]["name"] == "Ann Lee"
    assert call("GET", f"cases/{number}", "auditor")["person"] is None
    assert call("GET", f"cases/{number}", "gov-leader")["person"] is None


def test_lists_come_page_by_page(call, harbour):
    made = [
        call("POST", "contacts", "hotline-call-taker", {**HOLE, "words": f"Hole {n}."}, 201)["number"] for n in range(5)
    ]
    for path in ("cases", "worklist"):
        found, cursor = [], ""
        for _ in range(3):
            page = call("GET", f"{path}?limit=2&cursor={cursor}")
            found += [c["number"] for c in page["items"]]
            cursor = page["next"] or ""
        assert sorted(found) == sorted(made)
        assert page["next"] is None
        assert call("GET", f"{path}?cursor=rubbish", status=422)["problems"][0]["sentence"]


def test_lists_are_narrowed(call, hole):
    assert call("GET", "cases?category=roads&unit=works&state=dispatched&area=north")["items"]
    assert not call("GET", "cases?category=clean")["items"]
    assert not call("GET", "cases?overdue=true")["items"]
    assert [c["number"] for c in call("GET", f"search?q={hole}")] == [hole]


def test_what_helps_the_listener(call, hole):
    assert call("POST", "suggestions", body={"words": "There is a pothole"})[0]["code"] == "roads.surface.pothole"
    near = {"words": HOLE["words"], "latitude": 50.1501, "longitude": 10.0501, "category_code": HOLE["category_code"]}
    assert call("POST", "similar", body=near)[0]["case"]["number"] == hole
    assert isinstance(call("POST", "answers", body={"words": "opening hours"}), list)


def test_what_exists_is_listed(call, harbour):
    assert "works" in [u["code"] for u in call("GET", "units")]
    assert "mill-street" in [a["code"] for a in call("GET", "areas")]
    assert "roads.lights.dark" in [c["code"] for c in call("GET", "categories")]
    assert call("GET", "leaders", "gov-leader")["counts"]["overdue"] == 0
    assert call("GET", "queues/dispatch", "hotline-dispatcher") == []
    assert call("GET", "rates?unit=works", "gov-leader")["response"] is None
    call("GET", "rates?unit=nosuch", "gov-leader", status=422)


def test_sentences_come_in_the_language_of_the_program(call, hole):
    rows = call("POST", f"cases/{hole}/acts/tell_hotline", body={}, status=403, Accept_Language="zh-HK")["problems"]
    assert any("\u4e00" <= c <= "\u9fff" for c in rows[0]["sentence"])


def test_every_act_of_the_desk_has_an_address():
    from answerable.api.rest.verbs import BODIES
    from answerable.cases.queries.allowed import ORDER

    assert set(ORDER) <= set(BODIES)


def test_the_description_names_every_error(client, harbour):
    document = client.get("/api/v1/openapi.json").json()
    for path, methods in document["paths"].items():
        for method in methods.values():
            assert {"400", "401", "403", "404", "409", "422"} <= set(method["responses"]), path


def test_a_complaint_about_a_unit_goes_past_it(call, harbour):
    made = call("POST", "contacts", "hotline-call-taker", {**HOLE, "complained_about": "works"}, 201)
    assert made["lead_unit"]["code"] == "gov"
    call("GET", f"cases/{made['number']}", "works-handler", status=404)
    problem = call("POST", "contacts", "hotline-call-taker", {**HOLE, "complained_about": "nobody"}, 422)["problems"][0]
    assert (problem["code"], problem["field"]) == ("unknown_unit", "complained_about")


def test_every_look_of_a_program_at_a_complaint_is_kept(call, harbour):
    from answerable.cases.models import Look

    said = {**HOLE, "person": {"phone": "02079460000"}, "complained_about": "works"}
    number = call("POST", "contacts", "hotline-call-taker", said, 201)["number"]
    call("GET", f"cases/{number}", "hotline-call-taker")
    call("GET", f"cases/{number}/timeline", "hotline-call-taker")
    call("GET", f"cases/{number}", "works-handler", status=404)
    looks = Look.objects.order_by("pk").values_list("post__code", "refused", "saw_person")
    assert list(looks) == [
        ("hotline-call-taker", False, True), ("hotline-call-taker", False, False), ("works-handler", True, False),
    ]  # fmt: skip
