"""Whistles through REST v1: the same rules, sentences and refusals as in the room."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from answerable.whistles.models import Whistle

from .test_open311_posting import PNG
from .test_rest import call  # noqa: F401

BLOW = {
    "grade_code": "push", "kind": "problem", "title": "Rubbish behind the market", "words": "Every night again.",
    "demand": "Come and clear it.", "units": ["cleansing", "works"], "area_code": "mill-street",
}  # fmt: skip
STREET, WORKS = "mill-street-head", "works-head"


def test_a_street_blows_and_the_strip_names_all_who_were_called(call, harbour):  # noqa: F811
    made = call("POST", "whistles", STREET, BLOW, 201)
    assert (made["state"], made["version"], call.last["ETag"]) == ("blown", 1, '"1"')
    assert {part["unit"]["code"] for part in made["strip"]["answering"]} == {"cleansing", "works"}
    assert [row["number"] for row in call("GET", "whistles", WORKS)] == [made["number"]]
    assert call("GET", "whistles?tab=ours&kind=joint", STREET) == []
    assert call("GET", f"whistles/{made['number'].lower()}", "gov-leader")["title"] == BLOW["title"]


def test_the_same_key_gives_the_whistle_of_the_first_time(call, harbour):  # noqa: F811
    numbers = {call("POST", "whistles", STREET, BLOW, 201, **{"Idempotency-Key": "k1"})["number"] for _ in range(2)}
    assert numbers == {Whistle.objects.get().number}


def test_each_act_has_an_address_and_a_schema_of_its_own(call, harbour):  # noqa: F811
    number = call("POST", "whistles", STREET, BLOW, 201)["number"]
    due = (timezone.now() + timedelta(hours=3)).isoformat()
    call("POST", f"whistles/{number}/answer_summons", WORKS, {"stance": "lead"})
    call("POST", f"whistles/{number}/attend", WORKS, {"name": "Ana Reyes"})
    room = call("POST", f"whistles/{number}/commit", WORKS, {"words": "Two trucks", "due_at": due})
    promise = next(c for c in room["calls"] if c["unit"]["code"] == "works")["commitments"][0]
    room = call("POST", f"whistles/{number}/fulfil", WORKS, {"commitment": promise["key"], "words": "Both came"})
    task = {"unit_code": "works", "title": "Sweep", "due_at": due}
    room = call("POST", f"whistles/{number}/add_task", STREET, task)
    assert room["open_matters"] == 1
    (problem,) = call("POST", f"whistles/{number}/end", STREET, {"words": "Clean"}, 422)["problems"]
    assert (problem["code"], problem["field"]) == ("matters_still_open", "despite")
    done = {"task": room["tasks"][0]["key"], "words": "Swept"}
    call("POST", f"whistles/{number}/report_task", WORKS, done)
    ended = call("POST", f"whistles/{number}/end", STREET, {"words": "Clean"})
    assert (ended["state"], ended["strip"]["level"]) == ("ended", "done")
    call("POST", f"whistles/{number}/rate", STREET, {"unit_code": "works", "rater": "blower", "score": 4})
    call("POST", f"whistles/{number}/judge", "north-head", {"precise": True, "complete": True, "needless": False})
    assert Whistle.objects.get().judged_at is not None


def test_a_paper_goes_as_base64(call, harbour):  # noqa: F811
    import base64

    number = call("POST", "whistles", STREET, BLOW, 201)["number"]
    paper = {"title": "Plan", "upload": {"filename": "plan.png", "content": base64.b64encode(PNG).decode()}}
    call("POST", f"whistles/{number}/add_document", STREET, paper)
    assert Whistle.objects.get().documents.get().media_type == "image/png"


def test_refusals_are_those_of_the_desk(call, harbour):  # noqa: F811
    number = call("POST", "whistles", STREET, BLOW, 201)["number"]
    assert call("GET", f"whistles/{number}", "transport-head", status=404)["problems"][0]["code"] == "no_such_whistle"
    assert call("POST", f"whistles/{number}/sign", "transport-head", {}, 404)["problems"]
    assert call("POST", f"whistles/{number}/end", WORKS, {"words": "Bored"}, 403)["problems"]
    call("POST", f"whistles/{number}/sign", WORKS, {"version": 1})
    stale = call("POST", f"whistles/{number}/decide", STREET, {"words": "x"}, 409, If_Match='"1"')["problems"][0]
    assert stale["code"] == "whistle_stale"
    (problem,) = call("POST", f"whistles/{number}/answer_summons", WORKS, {"stance": "support"}, 422)["problems"]
    assert problem["field"] == "support_with"
    assert call("POST", "whistles", STREET, BLOW | {"units": ["mill-street"]}, 422)["problems"]
