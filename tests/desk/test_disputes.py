"""The page of a case while it is asked whose it is: views side by side, the rung, precedents, and who is out of it."""

from __future__ import annotations

import pytest

from answerable.cases.models import Look

pytestmark = pytest.mark.usefixtures("catalogue")
ANOTHER = "Another hole gapes in the road, beside the bus stop"
OBJECTION = {"reason_code": "not-our-duty", "basis": "A private road", "proposed_unit": "transport"}


def post(client, case, verb, **data):
    case.refresh_from_db()
    return client.post(f"/desk/cases/{case.number}/{verb}", {"version": case.version, **data})


def page(client, case) -> str:
    return client.get(f"/desk/cases/{case.number}").content.decode()


@pytest.fixture
def disputed(told, do):
    return do("object", "works-handler", told(), **OBJECTION)


@pytest.fixture
def ruled(disputed, do):
    words = {"upheld": True, "outcome_words": "The map shows it.", "catalogue": "kept"}
    return do("rule", "hotline-dispatcher", disputed, **words, catalogue_words="Only this bend.")


def test_the_strip_shows_every_unit_that_answers(sign_in, disputed) -> None:
    strip = page(sign_in("works-handler"), disputed).partition("strip__how")[0]
    assert "Works Department" in strip
    assert "Transport Department" in strip


def test_the_panel_says_who_rules_and_until_when(sign_in, disputed) -> None:
    text = page(sign_in("works-handler"), disputed)
    assert "Whose is it?" in text
    assert "Citizens&#x27; Hotline</strong> rules now (rung 1 of the ladder)" in text
    assert "A private road" in text
    assert "No such case was ruled on yet." in text


def test_a_unit_that_may_be_the_one_says_its_view_and_it_stands_beside_the_other(sign_in, disputed) -> None:
    client = sign_in("transport-handler")
    assert "1 case may be yours: answer and say your view." in client.get("/desk/").content.decode()
    assert "not said yet" in client.get("/desk/unit?tab=named").content.decode()
    said = {"stance": "lead", "basis": "Transport Ordinance section 3"}
    assert post(client, disputed, "state_view", **said).status_code == 302
    assert "Ours: we lead" in client.get("/desk/unit?tab=named").content.decode()
    text = page(client, disputed)
    assert "Transport Ordinance section 3" in text
    assert "the department above leads: <strong>Transport Department</strong>" in text


def test_a_view_without_its_rule_is_refused_beside_the_field(sign_in, disputed) -> None:
    answer = post(sign_in("transport-handler"), disputed, "state_view", stance="support", basis="")
    assert answer.status_code == 422
    assert 'value="support" checked' in answer.content.decode()


def test_an_earlier_ruling_is_a_precedent_and_can_be_kept_for_the_next_case(sign_in, ruled, told, do) -> None:
    client = sign_in("hotline-dispatcher")
    text = page(client, ruled)
    assert "Rulings on this case" in text
    assert "Only this bend." in text
    ruling = str(ruled.objections.get().pk)
    kept = post(client, ruled, "promote", ruling=ruling, scope="here", reason="It comes every month")
    assert kept.status_code == 302
    text = page(client, do("object", "works-handler", told(ANOTHER), **OBJECTION))
    assert "Transport Department leads" in text
    assert "The map shows it." in text
    assert "now in the catalogue" in text


def test_a_precedent_opens_only_for_who_may_see_its_case(sign_in, ruled, told, do) -> None:
    following = do("object", "works-handler", told(ANOTHER), **OBJECTION)
    link = f'href="/desk/cases/{ruled.number}"'
    assert link in page(sign_in("hotline-dispatcher"), following)
    text = page(sign_in("works-handler"), following)
    assert link not in text
    assert "The map shows it." in text


def test_who_is_complained_about_is_named_to_those_who_may_know_and_every_look_is_kept(sign_in, told, do) -> None:
    case = told()
    do("flag_interest", "hotline-call-taker", case, unit_code="cleansing", reason="The citizen names them")
    assert sign_in("cleansing-handler").get(f"/desk/cases/{case.number}").status_code == 404
    assert "A complaint about:" in page(sign_in("works-handler"), case)
    looks = Look.objects.filter(case=case).order_by("at")
    assert [(look.post.code, look.refused) for look in looks] == [("cleansing-handler", True), ("works-handler", False)]


def test_an_ordinary_case_keeps_no_list_of_who_opened_it(sign_in, told) -> None:
    case = told()
    page(sign_in("works-handler"), case)
    assert not Look.objects.filter(case=case).exists()


def test_two_cases_that_are_one_name_each_other_and_whose_verdict_counts(sign_in, told) -> None:
    first, second = told(), told(ANOTHER)
    client = sign_in("hotline-dispatcher")
    assert post(client, second, "merge", into="HB", reason="The same hole").status_code == 422
    assert post(client, second, "merge", into=first.number, reason="The same hole").status_code == 302
    text = page(client, second)
    assert "Joined to another case." in text
    assert f'href="/desk/cases/{first.number}"' in text
    assert f'href="/desk/cases/{second.number}"' in page(client, first)
    assert post(client, second, "unmerge", reason="Two holes").status_code == 302
    assert "Joined to another case." not in page(client, second)


def test_the_posts_offered_are_those_of_the_units_concerned(sign_in, told) -> None:
    text = page(sign_in("hotline-dispatcher"), told())
    assert '<option value="works-handler">' in text
    assert '<option value="south-handler">' not in text
