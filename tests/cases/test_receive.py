"""A contact becomes a case that somebody answers for, or says clearly why not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.cases import actions, queries
from answerable.cases.models import Case, Contact
from answerable.organisation.files import Upload
from answerable.outbox.models import Message
from answerable.rules.ids import is_public_number
from answerable.rules.problems import NotAllowed, Refused

pytestmark = pytest.mark.django_db


def codes(refused) -> set[tuple[str, str]]:
    return {(p.field, p.code) for p in refused.value.problems}


def test_a_clear_matter_goes_at_once_to_the_unit_of_the_catalogue(report):
    case = report()
    assert (case.state, case.lead_unit.code, case.dispatch_rule) == ("dispatched", "works", "catalogue")
    assert is_public_number(case.number)
    assert case.number.startswith("HB26-")
    assert case.area.code in ("north", "mill-street")
    assert {c.kind for c in case.clocks.all()} >= {"sign", "resolve"}
    assert case.due_at > case.opened_at


def test_nothing_known_but_the_place_is_led_by_the_district(report):
    case = report(words="Something is strange here", category_code="", latitude=50.05, longitude=10.05)
    assert (case.state, case.lead_unit.code) == ("received", "south")


def test_nothing_known_at_all_is_led_by_the_coordinator(report):
    case = report(words="Something is strange", category_code="", latitude=None, longitude=None)
    assert (case.state, case.lead_unit.code) == ("received", "coordination")


def test_the_category_is_suggested_from_the_words(report):
    case = report(words="pothole pothole in the road", category_code="")
    assert (case.category.code, case.category_chosen_by) == ("roads.surface.pothole", "machine")


def test_a_case_costs_at_most_twelve_statements(actor, now, harbour):
    tell = {
        "actor": actor("citizen"), "now": now, "channel": "web", "category_code": "roads.surface.pothole",
        "latitude": 50.15, "longitude": 10.05,
        "person": actions.PersonDetails(name="Ann", phone="02079460000", email="ann@example.org"),
    }  # fmt: skip
    actions.receive(words="warm the caches", **tell)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        actions.receive(words="a deep hole", **tell)
    said = [q["sql"] for q in counted if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(said) <= 12, "\n".join(said)


def test_the_same_post_twice_in_a_minute_makes_one_case(report, actor, now):
    first = report()
    again = actions.receive(
        actor=actor("citizen"), now=now + timedelta(seconds=40), channel="web",
        words="A deep pothole in the road, a cyclist fell", category_code="roads.surface.pothole",
        latitude=50.15, longitude=10.05,
    )  # fmt: skip
    assert again.repeated
    assert again.case == first
    assert Case.objects.count() == 1


def test_the_same_words_after_a_minute_make_another(report, now):
    report()
    report(now=now + timedelta(seconds=90))
    assert Case.objects.count() == 2


def test_an_idempotency_key_makes_one_case_whenever_it_comes_again(report, now):
    report(idempotency_key="k1")
    report(idempotency_key="k1", now=now + timedelta(days=2), words="other words")
    assert Case.objects.count() == 1


def test_a_repeat_joins_the_case_and_counts_one_more_person(report, actor, now):
    case = report()
    receipt = actions.receive(
        actor=actor("citizen"), now=now + timedelta(hours=1), channel="web", words="the same hole", joins=case.number
    )
    assert receipt.case == case
    assert receipt.case.affected == 2
    assert Contact.objects.filter(case=case, disposition="repeat").count() == 1


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"words": ""}, ("words", "required")),
        ({"words": " \u200b\n "}, ("words", "required")),
        ({"words": "x" * 100_000}, ("words", "too_long")),
        ({"latitude": 10.0, "longitude": 20.0}, ("latitude", "outside_area")),
        ({"latitude": 10.05, "longitude": 50.15}, ("latitude", "outside_area")),
        ({"latitude": float("nan"), "longitude": 10.05}, ("latitude", "bad_coordinates")),
        ({"latitude": 50.15, "longitude": None}, ("longitude", "half_coordinates")),
        ({"said_at": datetime(2026, 6, 1)}, ("said_at", "time_without_zone")),
        ({"category_code": "no.such.thing"}, ("category_code", "unknown_category")),
        ({"area_code": "atlantis"}, ("area_code", "unknown_area")),
        ({"kind": "gossip"}, ("kind", "unknown_kind")),
        ({"person": actions.PersonDetails(phone="not a number")}, ("phone", "bad_phone")),
        ({"person": actions.PersonDetails(email="not@mail")}, ("email", "bad_email")),
        ({"uploads": [Upload("a.jpg", b"MZ not a picture")]}, ("uploads", "file_not_what_it_claims")),
        ({"uploads": [Upload("a.pdf", b"\xff\xd8\xff jpeg")]}, ("uploads", "file_not_what_it_claims")),
        ({"uploads": [Upload("a.png", b"")]}, ("uploads", "file_empty")),
    ],
)
def test_wrong_input_is_refused_with_its_field_and_nothing_is_kept(report, given, wrong):
    with pytest.raises(Refused) as refused:
        report(**given)
    assert wrong in codes(refused)
    assert not Case.objects.exists()
    assert not Contact.objects.exists()


def test_a_time_in_the_future_is_refused(report, now):
    with pytest.raises(Refused) as refused:
        report(said_at=now + timedelta(hours=1))
    assert codes(refused) == {("said_at", "future_time")}


def test_emoji_markup_and_mixed_scripts_are_kept_as_they_were_said(report):
    words = "路面有個大洞 🕳️ <script>alert(1)</script> العربية Ärger"
    assert report(words=words).words == words


def test_who_told_us_is_not_in_the_public_words(report):
    case = report(words="I am Mr Chan, call me on 9123 4567: a pothole")
    assert "9123" not in case.public_words
    assert "9123" in case.words


def test_a_receipt_and_a_notice_are_sent(report):
    case = report(person=actions.PersonDetails(email="ann@example.org"))
    assert set(Message.objects.filter(about=case.pk).values_list("template", flat=True)) == {"receipt", "dispatched"}
    receipt = Message.objects.get(about=case.pk, template="receipt")
    assert actions.secret_of(case.pk) in receipt.body


def test_the_secret_in_the_link_opens_the_case_and_no_other(report, now):
    case, other = report(), report(words="another hole entirely", now=now + timedelta(minutes=5))
    assert queries.case_by_secret(case.number, actions.secret_of(case.pk)) == case
    with pytest.raises(Refused):
        queries.case_by_secret(other.number, actions.secret_of(case.pk))


def test_a_question_can_be_answered_at_once_by_the_call_taker_only(actor, now):
    said = {"now": now, "channel": "phone", "words": "When do you open?", "answer": "At nine."}
    contact = actions.answer_at_once(actor=actor("hotline-call-taker"), **said)
    assert (contact.disposition, contact.kind, contact.case) == ("answered", "consult", None)
    with pytest.raises(NotAllowed):
        actions.answer_at_once(actor=actor("works-handler"), **said)


@pytest.mark.parametrize("route", ["R1", "R2", "R4", "R5", "R6"])
def test_a_route_needs_the_act_it_requires(actor, now, route):
    said = {"actor": actor("hotline-call-taker"), "now": now, "channel": "phone", "words": "Fire!", "route": route}
    with pytest.raises(Refused):
        actions.route_contact(answer="", **said)
    contact = actions.route_contact(answer="Put through to the fire service at once.", **said)
    assert (contact.disposition, contact.route, contact.case) == ("routed", route, None)


def test_the_duplicate_route_needs_the_earlier_case(actor, now, report):
    said = {"actor": actor("hotline-call-taker"), "now": now, "channel": "phone", "words": "again", "route": "R3"}
    with pytest.raises(Refused):
        actions.route_contact(answer="told the progress", **said)
    case = report()
    contact = actions.route_contact(answer="told the progress", joins=case.number, **said)
    assert contact.case == case


def test_words_of_danger_put_a_case_first_whatever_its_category(report):
    assert report(words="I smell gas and cannot breathe", category_code="").emergency
    assert not report(words="A lamp flickers at night", category_code="roads.lights.dark").emergency


def test_the_same_words_with_another_key_within_a_minute_make_one_case(report, now):
    first = report(idempotency_key="page-1")
    assert report(idempotency_key="page-2", now=now + timedelta(seconds=20)) == first
    assert Case.objects.count() == 1


def test_who_joins_a_case_does_not_get_the_link_of_who_told_us_first(report, actor, now):
    case = report()
    later = now + timedelta(minutes=9)
    receipt = actions.receive(actor=actor("citizen"), now=later, channel="web", words="me too", joins=case.number)
    assert receipt.secret == ""


def test_a_number_at_the_edge_of_the_title_is_masked_whole(report):
    case = report(words="The lamp outside my window has been dark for a week, call 9123 4567 please")
    assert "9123" not in case.title


def test_who_assists_by_the_catalogue_has_a_part_with_a_clock(report, do):
    case = report(words="the lamp is dark", category_code="roads.lights.dark")
    parts = {part.unit.code for part in case.assignments.filter(role="assist")}
    assert parts == {"transport"} == {clock.unit.code for clock in case.clocks.filter(kind="part", stopped_at=None)}
