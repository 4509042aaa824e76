"""The dispatch queue: what the machine left open, and objections."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.fixture
def open_question(told):
    """A case nobody could place: no category, no area."""
    return told(words="Something is strange here", category_code="", latitude=None, longitude=None)


@pytest.fixture
def disputed(told, do, harbour):
    from answerable.organisation.models import Code

    reason = Code.objects.filter(jurisdiction=harbour, kind="return_reason", effective_until=None)[0].code
    case = told()
    return do("object", "works-handler", case, reason_code=reason, basis="A private road", proposed_unit="transport")


def test_what_the_machine_would_not_decide_waits_with_its_candidates(sign_in, open_question) -> None:
    text = sign_in("hotline-dispatcher").get("/desk/dispatch").content.decode()
    assert open_question.number[:4] in text
    assert 'class="candidate sheet"' in text
    assert 'data-key="1"' in text


def test_a_dispatched_case_does_not_wait_here(sign_in, told) -> None:
    told()
    assert "Nothing waits for you" in sign_in("hotline-dispatcher").get("/desk/dispatch").content.decode()


def test_one_press_dispatches_and_puts_the_category_right(sign_in, open_question) -> None:
    data = {
        "number": open_question.number, "version": open_question.version, "unit_code": "works",
        "category_code": "roads.surface.pothole", "reason": "by the catalogue",
    }  # fmt: skip
    assert sign_in("hotline-dispatcher").post("/desk/dispatch", data).status_code == 302
    open_question.refresh_from_db()
    assert open_question.state == "dispatched"
    assert open_question.lead_unit.code == "works"
    assert open_question.category.code == "roads.surface.pothole"


def test_without_a_unit_nothing_goes_anywhere(sign_in, open_question) -> None:
    data = {"number": open_question.number, "version": open_question.version, "reason": "my reason"}
    answer = sign_in("hotline-dispatcher").post("/desk/dispatch", data)
    assert answer.status_code == 422
    assert "my reason" in answer.content.decode()
    open_question.refresh_from_db()
    assert open_question.state == "received"


def test_two_dispatchers_do_not_send_one_case_twice(sign_in, open_question, do) -> None:
    version = open_question.version
    do("note", "hotline-dispatcher", open_question, words="looked at it")
    data = {"number": open_question.number, "version": version, "unit_code": "works", "reason": "mine"}
    answer = sign_in("coordination-coordinator").post("/desk/dispatch", data)
    assert answer.status_code == 409
    assert "Somebody acted before you" in answer.content.decode()


@pytest.mark.parametrize(("upheld", "unit"), [("yes", "transport"), ("no", "works")])
def test_an_objection_is_ruled_on_side_by_side(sign_in, disputed, upheld, unit) -> None:
    client = sign_in("hotline-dispatcher")
    assert "Rule on this objection" in client.get("/desk/dispatch").content.decode()
    data = {
        "version": disputed.version,
        "upheld": upheld,
        "outcome_words": "The map shows it.",
        "catalogue": "corrected",
        "back": "/desk/dispatch",
    }
    answer = client.post(f"/desk/cases/{disputed.number}/rule", data)
    assert answer.status_code == 302
    assert answer.url == "/desk/dispatch"
    disputed.refresh_from_db()
    assert disputed.lead_unit.code == unit


def test_who_upholds_says_what_becomes_of_the_row_that_named_the_unit(sign_in, disputed) -> None:
    client = sign_in("hotline-dispatcher")
    assert "The row of the catalogue that named the unit" in client.get("/desk/dispatch").content.decode()
    data = {"version": disputed.version, "upheld": "yes", "outcome_words": "The map shows it."}
    answer = client.post(f"/desk/cases/{disputed.number}/rule", data)
    assert answer.status_code == 422
    assert "The map shows it." in answer.content.decode()
    kept = data | {"catalogue": "kept", "catalogue_words": "Only this bend is theirs."}
    assert client.post(f"/desk/cases/{disputed.number}/rule", kept).status_code == 302
    assert disputed.objections.get().catalogue_words == "Only this bend is theirs."


def test_without_such_a_row_nothing_is_asked_about_the_catalogue(sign_in, told, do) -> None:
    case = told(words="Workers drill at night", category_code="noise.building.night")
    words = {"reason_code": "not-our-duty", "basis": "No law of ours", "proposed_unit": "works"}
    do("object", f"{case.lead_unit.code}-handler", case, **words)
    assert "The row of the catalogue" not in sign_in("hotline-dispatcher").get("/desk/dispatch").content.decode()


def test_units_are_consulted_beside_the_dispatch(sign_in, open_question) -> None:
    client = sign_in("hotline-dispatcher")
    assert "Ask the units it may belong to" in client.get("/desk/dispatch").content.decode()
    units = {"unit_codes_0": "works", "unit_codes_1": "", "unit_codes_2": "transport"}
    data = {"version": open_question.version, "question": "Whose corner is this?", **units}
    answer = client.post(f"/desk/cases/{open_question.number}/consult", data | {"back": "/desk/dispatch"})
    assert answer.status_code == 302
    text = client.get("/desk/dispatch").content.decode()
    assert "Whose corner is this?" in text
    assert "Transport Department" in text
    assert "Has not said its view" in text


def test_a_consultation_without_a_question_keeps_the_units_chosen(sign_in, open_question) -> None:
    data = {"version": open_question.version, "unit_codes_0": "works", "unit_codes_1": "transport"}
    answer = sign_in("hotline-dispatcher").post(f"/desk/cases/{open_question.number}/consult", data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert '<option value="transport" selected>' in text
    assert '<option value="works" selected>' in text


def test_a_ruling_without_a_why_is_refused(sign_in, disputed) -> None:
    data = {"version": disputed.version, "upheld": "no", "outcome_words": ""}
    assert sign_in("hotline-dispatcher").post(f"/desk/cases/{disputed.number}/rule", data).status_code == 422


def test_a_unit_that_is_complained_about_is_offered_nowhere(sign_in, told, do) -> None:
    case = told(category_code="other.other.other")
    client = sign_in("hotline-dispatcher")
    page = client.get(f"/desk/dispatch?number={case.number}").content.decode()
    assert 'name="unit_code" value="works"' in page
    assert '<option value="works">' in page
    do("flag_interest", "coordination-coordinator", case, unit_code="works", reason="They are named")
    page = client.get(f"/desk/dispatch?number={case.number}").content.decode()
    assert case.number in page
    assert 'value="works"' not in page
    assert '<option value="north">' in page
    assert 'value="works"' not in client.get(f"/desk/cases/{case.number}").content.decode()


def test_of_several_who_say_it_is_theirs_the_upper_stands_first_and_another_is_asked_why(sign_in, told, do) -> None:
    case = told(words="Something is wrong here", category_code="other.other.other")
    asked = {"unit_codes": ["north", "works"], "question": "Whose is it?"}
    do("consult", "hotline-dispatcher", case, **asked)
    for unit in ("north", "works"):
        do("state_view", f"{unit}-handler", case, stance="lead", basis="The duty list")
    client = sign_in("hotline-dispatcher")
    text = client.get(f"/desk/dispatch?number={case.number}").content.decode()
    first, *others = text.split('<form method="post" class="candidate sheet">')[1:]
    assert "Dispatch to Works Department" in first
    assert "Why not" not in first
    assert others
    assert all("Why not Works Department" in other for other in others)
    assert '<option value="works" selected>' in text
    case.refresh_from_db()
    sent = {"number": case.number, "version": case.version, "unit_code": "north"}
    assert client.post("/desk/dispatch", sent).status_code == 422
    assert client.post("/desk/dispatch", sent | {"reason": "It lies in a park of theirs"}).status_code == 302


def test_who_rules_on_a_rung_finds_it_from_the_first_page(sign_in, disputed) -> None:
    client = sign_in("hotline-head")
    assert "1 dispute waits for your unit to rule whose it is." in client.get("/desk/").content.decode()
    assert disputed.number in client.get("/desk/unit?tab=rulings").content.decode().replace(" ", "")
    assert "Rule on the objection" in client.get(f"/desk/cases/{disputed.number}").content.decode()
