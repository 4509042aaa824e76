"""Home, the worklist, the leaders' page and search."""

from __future__ import annotations

import pytest

from answerable.desk.worklists import harmless


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("works-handler", "Open the worklist"), ("hotline-call-taker", "Take a call"),
        ("hotline-dispatcher", "Dispatch"), ("hotline-callback", "Ask the next"), 
        ("gov-leader", "Read the morning page"),
    ],
)  # fmt: skip
def test_home_leads_each_role_to_its_work(sign_in, name, act) -> None:
    text = sign_in(name).get("/desk/").content.decode()
    assert act in text
    assert 'data-key="1"' in text


def test_home_says_first_what_is_overdue(sign_in, told) -> None:
    told(days_ago=60)
    text = sign_in("works-handler").get("/desk/").content.decode()
    assert "1 case of your unit is overdue." in text
    assert 'href="/desk/unit?tab=overdue"' in text


def test_the_worklist_shows_my_unit_and_no_other(sign_in, told) -> None:
    case = told()
    assert case.title in sign_in("works-handler").get("/desk/unit").content.decode()
    assert case.title not in sign_in("cleansing-handler").get("/desk/unit").content.decode()


TABS = ["due", "overdue", "disputed", "named", "rulings", "dates", "parts", "others", "verdicts", "nonsense"]


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_even_when_empty(sign_in, tab) -> None:
    assert sign_in("works-handler").get(f"/desk/unit?tab={tab}").status_code == 200


@pytest.mark.parametrize(
    "query", ["after=rubbish", "after=2026-01-01T00:00:00%2B00:00|HB", "state=no", "area=no", "after=|"]
)
def test_a_bent_address_does_no_harm(sign_in, told, query) -> None:
    told()
    assert sign_in("works-handler").get(f"/desk/unit?{query}").status_code == 200


def test_filters_live_in_the_address(sign_in, told) -> None:
    case = told()
    client = sign_in("works-handler")
    assert case.title in client.get("/desk/unit?state=dispatched&area=north").content.decode()
    assert case.title not in client.get("/desk/unit?state=redo").content.decode()
    assert case.title not in client.get("/desk/unit?overdue=1").content.decode()


def test_the_worklist_is_a_table_for_spreadsheets_too(sign_in, told) -> None:
    case = told(words="=HYPERLINK(1) pothole in the road")
    answer = sign_in("works-handler").get("/desk/unit?format=csv")
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv")
    assert case.number in text
    assert "'=HYPERLINK" in text


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx"])
def test_no_cell_is_a_formula(cell) -> None:
    assert harmless(cell).startswith("'")


def test_the_leader_sees_what_is_overdue_and_opens_the_whole_list(sign_in, told) -> None:
    case = told(days_ago=60)
    client = sign_in("gov-leader")
    text = client.get("/desk/leaders").content.decode()
    assert case.number in text
    assert case.number in client.get("/desk/leaders?list=overdue").content.decode()
    assert client.get("/desk/leaders?list=nonsense").status_code == 200


def test_a_number_however_typed_leads_to_its_case(sign_in, told) -> None:
    case = told()
    answer = sign_in("works-handler").get("/desk/search", {"q": case.number.lower().replace("-", " ")})
    assert answer.status_code == 302
    assert case.number in answer.url


def test_words_find_cases_and_a_miss_is_explained(sign_in, told) -> None:
    case = told()
    client = sign_in("works-handler")
    assert case.number in client.get("/desk/search?q=pothole").content.decode().replace("\N{NO-BREAK SPACE}", "")
    assert "Nothing found" in client.get("/desk/search?q=giraffe").content.decode()


def test_the_phone_finds_cases_for_the_hotline_alone(sign_in, asked) -> None:
    assert asked.title in sign_in("hotline-call-taker").get("/desk/search?q=55512345").content.decode()
    assert asked.title not in sign_in("gov-leader").get("/desk/search?q=55512345").content.decode()


def test_my_unit_reads_what_the_citizen_said(sign_in, asked, do) -> None:
    answers = {"channel": "phone", "contacted": True, "solved": False, "satisfied": "dissatisfied"}
    do("record_verdict", "hotline-callback", asked, comment="It broke again <b>today</b>", **answers)
    text = sign_in("works-handler").get("/desk/unit?tab=verdicts").content.decode()
    assert "Not solved" in text
    assert "It broke again &lt;b&gt;today&lt;/b&gt;" in text


def test_my_unit_reads_which_part_others_wait_for(sign_in, told, do) -> None:
    case = told()
    do("accept", "works-handler", case)
    do("add_assistant", "works-handler", case, unit_code="cleansing", task="Sweep the stones away")
    assert "Sweep the stones away" in sign_in("cleansing-handler").get("/desk/unit?tab=parts").content.decode()
