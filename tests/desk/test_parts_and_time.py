"""Parts of other units and more time, on the page of a case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from answerable.cases import actions
from answerable.cases.models import Deferral


def post(client, case, verb, **data):
    case.refresh_from_db()
    return client.post(f"/desk/cases/{case.number}/{verb}", {"version": case.version, **data})


def page(client, case) -> str:
    return client.get(f"/desk/cases/{case.number}").content.decode()


def in_city(moment) -> str:
    """As a browser sends a time of the city."""
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo("Europe/London")).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def accepted(told, do):
    return do("accept", "works-handler", told())


@pytest.fixture
def late_part(told, actor, at):
    """A case of twenty days ago with a part that has been due for long."""
    case = told(days_ago=20)
    then = {"now": at - timedelta(days=19), "number": case.number}
    actions.perform("accept", actor=actor("works-handler", at), **then)
    asked = {"unit_code": "cleansing", "task": "Sweep the stones away"}
    return actions.perform("add_assistant", actor=actor("works-handler", at), **then, **asked)


def test_a_late_part_owes_a_reason_and_says_how_far_it_is(sign_in, late_part) -> None:
    client = sign_in("cleansing-handler")
    assert "part--late" in page(client, late_part)
    refused = post(client, late_part, "report_stage", words="Half is swept; done on Friday.")
    assert refused.status_code == 422
    assert "Half is swept; done on Friday." in refused.content.decode()
    said = {"words": "Half is swept; done on Friday.", "late_reason": "The sweeper broke down"}
    assert post(client, late_part, "report_stage", **said).status_code == 302
    text = page(client, late_part)
    assert "The sweeper broke down" in text
    assert "late_reason" not in text
    assert post(client, late_part, "report_part", words="All swept.").status_code == 302


def test_a_part_in_time_is_not_asked_why_it_is_late(sign_in, accepted, do) -> None:
    do("add_assistant", "works-handler", accepted, unit_code="cleansing", task="Sweep")
    assert "late_reason" not in page(sign_in("cleansing-handler"), accepted)


def test_a_part_may_wait_for_another_and_the_page_says_what_that_costs(sign_in, accepted) -> None:
    client = sign_in("works-handler")
    assert 'name="after"' not in page(client, accepted)
    assert post(client, accepted, "add_assistant", unit_code="cleansing", task="Sweep").status_code == 302
    assert 'name="after"' in page(client, accepted)
    second = {"unit_code": "transport", "task": "Paint the lines", "after": "cleansing"}
    assert post(client, accepted, "add_assistant", **second).status_code == 302
    text = page(client, accepted)
    assert "What makes it slow: Transport Department waits for Cleansing Department." in text


def test_a_part_is_given_up_only_with_the_units_agreement_or_by_ruling(sign_in, accepted, do) -> None:
    do("add_assistant", "works-handler", accepted, unit_code="cleansing", task="Sweep")
    do("add_assistant", "works-handler", accepted, unit_code="transport", task="Paint")
    lead = sign_in("works-handler")
    for unit in ("cleansing", "transport"):
        assert post(lead, accepted, "ask_cancel", unit_code=unit, reason="Not needed after all").status_code == 302
    assert "Not needed after all" in page(sign_in("cleansing-handler"), accepted)
    assert post(sign_in("cleansing-handler"), accepted, "agree_cancel").status_code == 302
    ruled = {"unit_code": "transport", "outcome_words": "The lines are new."}
    assert post(sign_in("hotline-dispatcher"), accepted, "rule_cancel", **ruled).status_code == 302
    assert not accepted.assignments.filter(role="assist", until=None).exists()


def test_more_time_is_asked_in_the_citys_own_time_and_granted_by_another(sign_in, accepted) -> None:
    client = sign_in("works-handler")
    until = (accepted.due_at + timedelta(days=2)).replace(second=0, microsecond=0)
    asked = post(client, accepted, "ask_extension", reason="The asphalt comes late", until=in_city(until))
    assert asked.status_code == 302
    assert Deferral.objects.get(case=accepted).until == until
    text = page(client, accepted)
    assert "The asphalt comes late" in text
    assert "May decide:" in text
    head = sign_in("works-head")
    assert post(head, accepted, "decide", granted="yes", words="The weather").status_code == 302
    accepted.refresh_from_db()
    assert accepted.due_at == until


@pytest.mark.parametrize("until", ["", "next week", "2020-01-01T10:00"])
def test_a_date_that_cannot_be_is_refused_beside_the_field(sign_in, accepted, until) -> None:
    answer = post(sign_in("works-handler"), accepted, "ask_extension", reason="The asphalt comes late", until=until)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "The asphalt comes late" in text
    assert "ask_extension_until_error" in text


def test_whoever_asked_is_told_that_another_decides(sign_in, accepted, do) -> None:
    until = accepted.due_at + timedelta(days=1)
    do("ask_extension", "works-head", accepted, reason="More rain", until=until)
    assert "You asked for it yourself. Somebody else must decide." in page(sign_in("works-head"), accepted)


def test_what_is_put_off_stands_in_the_leaders_list_when_its_date_comes(sign_in, accepted, do) -> None:
    until = timezone.now() + timedelta(hours=20)
    do("ask_parking", "works-handler", accepted, reason="No asphalt plant", measures="A warning sign", until=until)
    text = page(sign_in("gov-leader"), accepted)
    assert "No asphalt plant" in text
    assert post(sign_in("gov-leader"), accepted, "decide", granted="yes", words="A hard winter").status_code == 302
    leaders = sign_in("gov-leader").get("/desk/leaders").content.decode()
    assert "To be looked at again" in leaders
    assert accepted.number in leaders
    assert accepted.number in sign_in("gov-leader").get("/desk/leaders?list=parked").content.decode()


def test_the_leader_sees_how_many_disputes_stand_on_each_rung(sign_in, accepted, do) -> None:
    words = {"reason_code": "not-our-duty", "basis": "A private road", "proposed_unit": "transport"}
    do("object", "works-handler", accepted, **words)
    client = sign_in("gov-leader")
    assert 'href="?list=rung-1"><strong>1</strong>' in client.get("/desk/leaders").content.decode()
    assert accepted.number in client.get("/desk/leaders?list=rung-1").content.decode()
    assert accepted.number not in client.get("/desk/leaders?list=rung-2").content.decode()


def test_a_question_may_let_the_time_wait_and_the_page_says_until_when(sign_in, accepted) -> None:
    client = sign_in("works-handler")
    post(client, accepted, "act", words="Went there.")
    assert post(client, accepted, "ask_citizen", words="Which corner?", wait="on").status_code == 302
    assert "Waits for the citizen" in page(client, accepted)
    again = post(client, accepted, "ask_citizen", words="And which side?", wait="on")
    assert again.status_code == 422
    assert "And which side?" in again.content.decode()


def test_a_head_above_finds_the_case_in_which_a_date_waits_and_no_other_of_the_unit_below(sign_in, told, do) -> None:
    asked, other = told(), told("Another hole gapes in the road")
    do("accept", "works-handler", asked)
    until = timezone.now() + timedelta(days=30)
    do("ask_parking", "works-handler", asked, reason="No asphalt", measures="A sign", until=until)
    head = sign_in("coordination-head")
    assert "1 new date waits for your decision or your review." in head.get("/desk/").content.decode()
    assert asked.number in head.get("/desk/unit?tab=dates").content.decode()
    assert post(head, asked, "decide", granted="yes", words="A hard winter").status_code == 302
    assert "A hard winter" in page(head, asked)
    assert asked.number not in head.get("/desk/unit?tab=dates").content.decode()
    assert head.get(f"/desk/cases/{other.number}").status_code == 404
