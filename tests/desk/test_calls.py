"""The console: what a caller says becomes a case, joins one, is answered, or is shown another way."""

from __future__ import annotations

import pytest
from django.utils import timezone

from answerable.cases.models import Case, Contact

CALL = {
    "phone": "55512345", "name": "Ana Reyes", "email": "", "language": "en", "kind": "complaint",
    "address": "Mill Street 4", "area_code": "north", "latitude": "", "longitude": "",
    "category_code": "roads.surface.pothole", "outcome": "open", "words": "A deep pothole in front of my door",
    "joins": "", "route": "", "answer": "", "began": "", "key": "k1",
}  # fmt: skip


@pytest.fixture
def console(sign_in):
    client = sign_in("hotline-call-taker")
    return lambda **said: client.post("/desk/calls", {**CALL, **said}), client


def test_a_call_becomes_a_case_with_a_number_to_read_out(console) -> None:
    call, client = console
    assert call().status_code == 302
    case = Case.objects.get()
    assert case.lead_unit.code == "works"
    assert case.person.phone == "55512345"
    text = client.get("/desk/calls").content.decode()
    assert "Read this to the caller" in text
    assert case.number[:4] in text
    assert "Read this to the caller" not in client.get("/desk/calls").content.decode()


def test_the_same_call_sent_twice_makes_one_case(console) -> None:
    call, _client = console
    call()
    call()
    assert Case.objects.count() == 1


def test_a_call_joins_an_open_case(console, told) -> None:
    call, _client = console
    case = told()
    assert call(outcome="join", joins=case.number.lower()).status_code == 302
    case.refresh_from_db()
    assert case.affected == 2
    assert Case.objects.count() == 1


def test_joining_needs_a_number_and_keeps_the_words(console) -> None:
    call, _client = console
    answer = call(outcome="join")
    assert answer.status_code == 422
    assert CALL["words"] in answer.content.decode()


def test_a_question_is_answered_at_once(console) -> None:
    call, _client = console
    assert (
        call(outcome="answer", words="When does the office open?", answer="At nine.", category_code="").status_code
        == 302
    )
    contact = Contact.objects.get()
    assert (contact.disposition, contact.answer) == ("answered", "At nine.")
    assert not Case.objects.exists()


@pytest.mark.parametrize("route", ["R1", "R2", "R4", "R5", "R6"])
def test_each_route_is_recorded_with_its_act(console, route) -> None:
    call, _client = console
    assert call(outcome="route", route=route, answer="Told what to do").status_code == 302
    assert Contact.objects.get().route == route


def test_a_duplicate_names_the_case_it_repeats(console, told) -> None:
    call, _client = console
    assert call(outcome="route", route="R3", answer="Works is on it").status_code == 422
    assert call(outcome="route", route="R3", answer="Works is on it", joins=told().number).status_code == 302


def test_a_route_without_its_act_is_refused(console) -> None:
    call, _client = console
    answer = call(outcome="route", route="R2")
    assert answer.status_code == 422
    assert not Contact.objects.exists()


def test_an_empty_call_is_refused_with_a_sentence(console) -> None:
    call, _client = console
    answer = call(words="   ")
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()


def test_a_hundred_thousand_characters_are_refused_and_kept(console) -> None:
    call, _client = console
    words = "pothole " * 12_500
    answer = call(words=words)
    assert answer.status_code == 422
    assert words[:2000] in answer.content.decode()


def test_when_the_call_began_is_kept_and_an_odd_clock_is_not_believed(console) -> None:
    call, _client = console
    began = timezone.now() - timezone.timedelta(minutes=3)
    call(began=began.isoformat())
    assert abs((Contact.objects.get().said_at - began).total_seconds()) < 1
    call(began="2031-01-01T00:00:00Z", key="k2", words="Another pothole on the corner")
    later = Contact.objects.order_by("-received_at")[0]
    assert later.said_at == later.received_at


def test_the_machine_says_whose_it_would_be_and_why(console) -> None:
    _call, client = console
    text = client.post("/desk/calls/thinks", {"words": "a pothole in the road", "area_code": "north"}).content.decode()
    assert 'data-alt="1"' in text
    assert "roads.surface.pothole" in text


def test_an_emergency_warns_at_once(console) -> None:
    _call, client = console
    text = client.post("/desk/calls/thinks", {"words": "I smell gas in the stairs", "category_code": "safety.fire.gas"})
    assert "may be an emergency" in text.content.decode()


def test_the_same_trouble_is_offered_to_join(console, told) -> None:
    _call, client = console
    case = told()
    said = {"words": case.words, "latitude": "50.15", "longitude": "10.05", "category_code": "roads.surface.pothole"}
    assert case.number in client.post("/desk/calls/thinks", said).content.decode()


def test_odd_coordinates_do_not_stop_the_thinking(console) -> None:
    _call, client = console
    answer = client.post("/desk/calls/thinks", {"words": "a pothole", "latitude": "abc", "longitude": "nan"})
    assert answer.status_code == 200


def test_the_caller_is_known_by_the_number(console) -> None:
    call, client = console
    call()
    text = client.post("/desk/calls/caller", {"phone": "55512345"}).content.decode()
    assert "1 earlier case" in text
    assert "No earlier case" in client.post("/desk/calls/caller", {"phone": "55599999"}).content.decode()


def test_a_call_about_how_a_unit_behaved_goes_past_it(console) -> None:
    call, client = console
    page = client.get("/desk/calls").content.decode()
    assert 'name="complained_about"' in page
    assert call(complained_about="works").status_code == 302
    case = Case.objects.get()
    interest = case.interests.get()
    assert (case.lead_unit.code, interest.unit.code, interest.flagged_by.code) == ("gov", "works", "hotline-call-taker")
    heard = CALL | {"complained_about": "works"}
    thinks = client.post("/desk/calls/thinks", heard).content.decode()
    assert "Works Department" not in thinks
    assert "It was said in the report itself." in client.get(f"/desk/cases/{case.number}").content.decode()
