"""Whistles at the desk: blow, sign, answer, come, promise, keep, end; and taskforces formed and dissolved."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from answerable.whistles import actions
from answerable.whistles.models import Document, Taskforce, Whistle

from ..whistles.conftest import WHISTLE

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
SENT = {
    "kind": "problem", "grade_code": "push", "title": "Rubbish behind the market",
    "words": "Stalls dump boxes behind the market every night.", "demand": "Come and clear it.",
    "units_0": "cleansing", "units_1": "works", "area_code": "mill-street",
}  # fmt: skip
FORM = {
    "lead_post": "cleansing-head", "members_0": "works", "mandate": "Close the yard at night",
    "end_condition": "No dumping for 60 days",
}  # fmt: skip


@pytest.fixture
def blow(officer, at):
    """blow(hours_ago=2, ...) -> a whistle of Mill Street at cleansing and works."""

    def act(who="mill-street-head", *, hours_ago: float = 0.0, **given) -> Whistle:
        then = at - timedelta(hours=hours_ago)
        return actions.blow(actor=officer(who), now=then, **(WHISTLE | given))

    return act


@pytest.fixture
def perform(officer):
    def act(whistle, who, verb, **given):
        return actions.perform(verb, actor=officer(who), now=timezone.now(), number=whistle.number, **given)

    return act


def page(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def room(whistle) -> str:
    return f"/desk/whistles/{whistle.number}"


def test_a_head_blows_a_whistle_and_comes_into_its_room(sign_in, db):
    client = sign_in("mill-street-head")
    form = page(client, "/desk/whistles/new")
    assert "within 1 hour: to sign for the whistle" in form
    assert "Secretary of the Street" in form
    answer = client.post("/desk/whistles/new", SENT)
    whistle = Whistle.objects.get()
    assert answer["Location"] == room(whistle)
    text = page(client, answer["Location"])
    assert "All of these answer for this now" in text
    assert "Cleansing Department" in text
    assert "End this whistle" in text


def test_a_form_sent_twice_blows_once_and_one_that_says_something_else_blows_again(sign_in, db):
    client = sign_in("mill-street-head")
    found = re.search(r'name="idempotency_key" value="(\w+)"', page(client, "/desk/whistles/new"))
    sent = SENT | {"idempotency_key": found[1]}
    first, second = (client.post("/desk/whistles/new", sent) for _ in range(2))
    assert first["Location"] == second["Location"] == room(Whistle.objects.get())
    assert client.post("/desk/whistles/new", sent | {"title": "Another matter"}).status_code == 302
    assert Whistle.objects.count() == 2


def test_a_whistle_that_is_refused_comes_back_with_its_reasons_and_its_words(sign_in, db):
    answer = sign_in("mill-street-head").post(
        "/desk/whistles/new", SENT | {"grade_code": "", "units_0": "", "units_1": ""}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Stalls dump boxes behind the market every night." in text
    assert Whistle.objects.count() == 0
    answer = sign_in("mill-street-head").post("/desk/whistles/new", SENT | {"cases": "HB26-0000000-00"})
    assert "We find no “HB26-0000000-00” that a whistle could be about." in answer.content.decode()
    assert 'value="HB26-0000000-00"' in answer.content.decode()


def test_the_form_opened_from_a_case_knows_the_case(sign_in, told):
    case = told()
    client = sign_in("works-handler")
    assert f"/desk/whistles/new?case={case.number}" in page(client, f"/desk/cases/{case.number}")
    assert f'value="{case.number}"' in page(client, f"/desk/whistles/new?case={case.number}")
    sent = SENT | {"cases": case.number, "units_0": "transport", "units_1": "", "direction": "up"}
    assert client.post("/desk/whistles/new", sent).status_code == 302
    whistle = Whistle.objects.get()
    assert (whistle.state, whistle.subjects.get().key) == ("drafted", case.number)
    assert whistle.number in page(client, f"/desk/cases/{case.number}")


def test_a_department_calls_a_street_only_with_a_reason(sign_in, db):
    client = sign_in("works-head")
    sent = SENT | {"direction": "down", "units_0": "mill-street", "units_1": "", "area_code": ""}
    assert "Please fill this in" in client.post("/desk/whistles/new", sent).content.decode()
    assert client.post("/desk/whistles/new", sent | {"reason_code": "needs-district"}).status_code == 302
    whistle = Whistle.objects.get()
    assert (whistle.direction, whistle.state) == ("down", "blown")
    assert "Departments do not rate streets." in page(client, room(whistle))


def test_a_hard_case_waits_for_its_second_signature(sign_in, db):
    sign_in("mill-street-head").post("/desk/whistles/new", SENT | {"grade_code": "hard"})
    whistle = Whistle.objects.get()
    client = sign_in("mill-street-secretary")
    assert "1 whistle waits for a signature." in page(client, "/desk/")
    assert "1 signature still lacks" in page(client, room(whistle))
    assert client.post(f"{room(whistle)}/cosign", {"version": whistle.version}).status_code == 302
    whistle.refresh_from_db()
    assert whistle.state == "blown"


def test_a_called_unit_is_told_at_home_and_answers_and_the_stance_shows(sign_in, blow):
    whistle = blow()
    client = sign_in("works-head")
    assert "1 whistle waits for your unit’s answer." in page(client, "/desk/")
    assert whistle.title in page(client, "/desk/whistles")
    sent = {"stance": "not_ours", "basis": "Roads Ordinance 12", "proposed_unit": "transport", "version": 1}
    assert client.post(f"{room(whistle)}/answer_summons", sent).status_code == 302
    text = page(sign_in("mill-street-head"), room(whistle))
    for words in ("says it is not theirs", "Roads Ordinance 12", "Transport Department"):
        assert words in text


def test_an_answer_without_a_basis_is_refused_beside_its_field_and_nothing_is_lost(sign_in, blow):
    whistle = blow()
    sent = {"stance": "not_ours", "support_with": "my words stay", "proposed_unit": "transport", "version": 1}
    answer = sign_in("works-head").post(f"{room(whistle)}/answer_summons", sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "my words stay" in text
    assert 'href="#answer_summons_basis"' in text


def test_who_acts_on_an_old_page_is_told_who_was_quicker(sign_in, blow, perform):
    whistle = blow()
    perform(whistle, "works-head", "sign")
    answer = sign_in("cleansing-head").post(f"{room(whistle)}/contact", {"words": "We spoke", "version": 1})
    assert answer.status_code == 409
    assert "We spoke" in answer.content.decode()


def test_nobody_answers_and_everybody_is_named(sign_in, blow):
    whistle = blow(hours_ago=80)
    actions.ring(now=timezone.now())
    text = page(sign_in("gov-leader"), room(whistle))
    assert text.count("nobody took it in time, so all who were called answer") >= 2
    assert "Nobody answered until" in text
    leaders = page(sign_in("gov-leader"), "/desk/leaders")
    assert "that nobody answered" in leaders
    assert whistle.title in page(sign_in("gov-leader"), "/desk/whistles?tab=silent")


def test_the_list_is_narrowed_by_its_address(sign_in, blow):
    blow(title="One here")
    blow(title="Urgent one", kind="emergency", grade_code="emergency")
    text = page(sign_in("mill-street-head"), "/desk/whistles?tab=ours&kind=emergency")
    assert "Urgent one" in text
    assert "One here" not in text


def test_they_come_promise_keep_and_the_street_rates_and_ends(sign_in, blow):
    whistle = blow(kind="emergency", grade_code="emergency")
    due = timezone.localtime(timezone.now() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    works = sign_in("works-head")
    for verb, sent in (
        ("answer_summons", {"stance": "lead"}),
        ("attend", {"post_code": "works-handler"}),
        ("commit", {"words": "Two pumps", "due_at": due}),
        ("add_task", {"unit_code": "works", "title": "Pump the cellar", "due_at": due}),
    ):
        assert works.post(f"{room(whistle)}/{verb}", sent).status_code == 302, verb
    text = page(works, room(whistle))
    assert "Case Officer" in text
    assert "<svg" in text
    assert "0 of 1 task is done." in text
    street = sign_in("mill-street-head")
    ending = street.post(f"{room(whistle)}/end", {"words": "Dry again"})
    assert "promises or tasks are still open" in ending.content.decode()
    assert "Pump the cellar" in ending.content.decode()
    works = sign_in("works-head")
    promise = whistle.summonses.get(unit__code="works").commitments.get()
    works.post(f"{room(whistle)}/fulfil", {"commitment": str(promise.pk), "words": "They ran until noon"})
    works.post(f"{room(whistle)}/report_task", {"task": str(whistle.tasks.get().pk), "words": "Dry"})
    assert works.post(f"{room(whistle)}/end", {"words": "Dry"}).status_code == 422
    street = sign_in("mill-street-head")
    assert street.post(f"{room(whistle)}/end", {"words": "Dry again"}).status_code == 302
    rated = {"unit_code": "works", "rater": "blower", "score": "5"}
    assert street.post(f"{room(whistle)}/rate", rated).status_code == 302
    assert "Ratings (n = 1)" in page(street, room(whistle))
    judged = {"precise": "yes", "complete": "yes", "needless": "no"}
    assert sign_in("north-head").post(f"{room(whistle)}/judge", judged).status_code == 302
    assert "Judged by the authority above" in page(sign_in("mill-street-head"), room(whistle))


def test_a_paper_is_put_into_the_room_and_read_only_by_who_may_see_it(sign_in, blow):
    whistle = blow()
    client = sign_in("mill-street-head")
    assert client.post(f"{room(whistle)}/add_document", {"title": "Plan"}).status_code == 422
    sent = {"title": "Plan", "uploads": SimpleUploadedFile("plan.png", PNG, "image/png")}
    assert client.post(f"{room(whistle)}/add_document", sent).status_code == 302
    address = f"{room(whistle)}/documents/{Document.objects.get().pk}"
    answer = client.get(address)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PNG)
    assert "sandbox" in answer["Content-Security-Policy"]
    assert sign_in("south-head").get(address).status_code == 404
    assert sign_in("administrator").get(address).status_code == 403


def test_who_was_not_called_finds_no_room(sign_in, blow):
    whistle = blow()
    client = sign_in("transport-head")
    assert client.get(room(whistle)).status_code == 404
    assert client.post(f"{room(whistle)}/sign").status_code == 404
    assert client.post(f"{room(whistle)}/dance").status_code == 404


@pytest.fixture
def proposed(blow):
    for hours in (30, 20, 10):
        blow(hours_ago=hours, about=[("problem", "clean.waste.dumping")])
    return Taskforce.objects.get()


def test_a_leader_forms_the_proposed_taskforce_and_dissolves_it_as_met(sign_in, proposed):
    here = f"/desk/taskforces/{proposed.number}"
    leader = sign_in("gov-leader")
    assert proposed.title in page(leader, "/desk/whistles?tab=taskforces")
    assert "3 whistles led to it" in page(leader, here)
    refused = leader.post(f"{here}/form", FORM | {"end_condition": ""})
    assert refused.status_code == 422
    assert "Close the yard at night" in refused.content.decode()
    assert leader.post(f"{here}/form", FORM).status_code == 302
    text = page(leader, here)
    assert "No dumping for 60 days" in text
    assert "Cleansing Department" in text
    due = timezone.localtime(timezone.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    lead = sign_in("cleansing-head")
    assert lead.post(f"{here}/report", {"words": "A gate stands"}).status_code == 422
    assert lead.post(f"{here}/report", {"words": "A gate stands", "next_report_at": due}).status_code == 302
    assert lead.post(f"{here}/dissolve", {"how": "met", "words": "done"}).status_code == 422
    leader = sign_in("gov-leader")
    assert leader.post(f"{here}/dissolve", {"how": "met", "words": "60 days without"}).status_code == 302
    assert "the end condition is met" in page(leader, here)


def test_the_page_of_a_taskforce_has_decisions_papers_and_tasks_with_their_post(sign_in, proposed):
    here = f"/desk/taskforces/{proposed.number}"
    assert sign_in("gov-leader").post(f"{here}/form", FORM).status_code == 302
    lead = sign_in("cleansing-head")
    due = timezone.localtime(timezone.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    refused = lead.post(f"{here}/decide", {"words": "Works builds a gate", "unit_code": "works"})
    assert refused.status_code == 422
    assert "Works builds a gate" in refused.content.decode()
    sent = {"words": "Works builds a gate", "unit_code": "works", "due_at": due}
    assert lead.post(f"{here}/decide", sent).status_code == 302
    task = {"unit_code": "works", "post_code": "works-handler", "title": "Dig the footing", "due_at": due}
    assert lead.post(f"{here}/add_task", task).status_code == 302
    paper = {"title": "Plan", "uploads": SimpleUploadedFile("plan.png", PNG, "image/png")}
    assert lead.post(f"{here}/add_document", paper).status_code == 302
    text = page(lead, here)
    assert text.count("Works builds a gate") >= 2
    assert [task.post.code for task in proposed.tasks.order_by("pk")] == ["works-head", "works-handler"]
    assert proposed.tasks.last().post.name_en in text
    address = f"{here}/documents/{Document.objects.get().pk}"
    assert address in text
    assert b"".join(lead.get(address).streaming_content) == PNG
    assert sign_in("transport-head").get(address).status_code == 404


def test_a_coordinator_proposes_one_and_a_proposal_is_declined_with_reasons(sign_in, blow):
    whistle = blow()
    client = sign_in("coordination-coordinator")
    sent = {"title": "The yard", "reason": "", "whistles": whistle.number.lower()}
    assert client.post("/desk/taskforces/new", sent).status_code == 422
    assert client.post("/desk/taskforces/new", sent | {"reason": "Again and again"}).status_code == 302
    here = f"/desk/taskforces/{Taskforce.objects.get().number}"
    assert client.post(f"{here}/decline", {"words": "One stall, now closed"}).status_code == 302
    assert "One stall, now closed" in page(client, here)
    assert sign_in("works-head").get("/desk/taskforces/new").status_code == 403


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_the_pages_speak_chinese(client, sign_in, blow, proposed, language):
    client.cookies["lang"] = language
    whistle = blow(title="標題", words="內容", demand="要求")
    client = sign_in("mill-street-head")
    for address in ("/desk/whistles", "/desk/whistles/new", room(whistle)):
        text = page(client, address).split("<main", 1)[1]
        for english in ("The ", "Who ", "What ", "within", "Unit"):
            assert english not in text.replace(WHISTLE["title"], ""), (address, english)
