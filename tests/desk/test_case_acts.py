"""The page of a case: exactly the acts allowed, done by small forms, nothing lost when refused."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desk.conftest import REPLY

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


def post(client, case, verb, **data):
    case.refresh_from_db()
    return client.post(f"/desk/cases/{case.number}/{verb}", {"version": case.version, **data})


def test_the_page_offers_what_is_allowed_and_greys_the_rest_with_a_reason(sign_in, told) -> None:
    case = told()
    text = sign_in("works-handler").get(f"/desk/cases/{case.number}").content.decode()
    assert f"/desk/cases/{case.number}/accept" in text
    assert f"/desk/cases/{case.number}/tell_hotline" not in text
    assert "greyed" in text


def test_who_only_looks_is_offered_nothing(sign_in, told) -> None:
    case = told()
    text = sign_in("auditor").get(f"/desk/cases/{case.number}").content.decode()
    assert "/accept" not in text
    assert "Nothing is asked of you" in text


def test_a_unit_walks_a_case_to_the_callback(sign_in, told, outcome) -> None:
    from answerable.cases.actions import PersonDetails

    case = told(person=PersonDetails("Ana Reyes", "55512345", "", "en"))
    client = sign_in("works-handler")
    assert post(client, case, "accept").status_code == 302
    assert post(client, case, "contact_citizen", words="Told her we come today.").status_code == 302
    assert post(client, case, "act", words="Sent a crew.", public="on").status_code == 302
    assert post(client, case, "note", words="Crew 7.").status_code == 302
    answer = post(client, case, "answer", outcome_code=outcome, **REPLY)
    assert answer.status_code == 302, answer.content.decode()
    assert post(client, case, "tell_citizen", how="phone").status_code == 302
    assert post(client, case, "tell_hotline").status_code == 302
    case.refresh_from_db()
    assert case.state == "verifying"


def test_a_refused_reply_keeps_every_word_and_says_what_is_missing(sign_in, told, do, outcome) -> None:
    case = told()
    do("accept", "works-handler", case)
    do("act", "works-handler", case, words="Sent a crew.")
    client = sign_in("works-handler")
    answer = post(
        client, case, "answer", outcome_code=outcome, words="Noted <b>with thanks</b>.", done="", basis="", evidence=""
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Noted &lt;b&gt;with thanks&lt;/b&gt;." in text
    assert "govuk-error-summary" in text
    case.refresh_from_db()
    assert case.state == "in_hand"


def test_who_comes_second_learns_who_did_what_and_keeps_the_words(sign_in, told, do) -> None:
    case = told()
    client = sign_in("works-handler")
    read = case.version
    do("accept", "works-head", case)
    data = {"version": read, "words": "My step, typed with care"}
    answer = client.post(f"/desk/cases/{case.number}/act", data)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody acted before you" in text
    assert "My step, typed with care" in text
    case.refresh_from_db()
    assert f'name="version" value="{case.version}"' in text
    assert post(client, case, "act", words="My step, typed with care").status_code == 302


def test_an_act_of_another_unit_is_refused(sign_in, told) -> None:
    case = told()
    answer = post(sign_in("hotline-call-taker"), case, "accept")
    assert answer.status_code in (403, 422)
    case.refresh_from_db()
    assert case.state == "dispatched"


def test_an_unknown_verb_is_not_found(sign_in, told) -> None:
    assert post(sign_in("works-handler"), told(), "delete").status_code == 404


def test_an_act_needs_a_post(sign_in, told) -> None:
    assert sign_in("works-handler").get(f"/desk/cases/{told().number}/accept").status_code == 405


def test_markup_in_every_field_is_shown_and_never_run(sign_in, told) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    case = told(words=evil + " pothole in the road", address=evil)
    client = sign_in("works-handler")
    post(client, case, "act", words=evil)
    text = client.get(f"/desk/cases/{case.number}").content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "&lt;script&gt;" in text


def test_evidence_is_kept_and_comes_back_as_a_file(sign_in, told) -> None:
    case = told()
    client = sign_in("works-handler")
    answer = post(client, case, "attach", uploads=SimpleUploadedFile("road.png", PNG, "image/png"))
    assert answer.status_code == 302
    attachment = case.attachments.get()
    got = client.get(f"/desk/files/{attachment.pk}")
    assert got.status_code == 200
    assert b"".join(got.streaming_content) == PNG
    assert got["X-Content-Type-Options"] == "nosniff"
    assert sign_in("cleansing-handler").get(f"/desk/files/{attachment.pk}").status_code == 404


def test_a_file_that_is_not_what_it_claims_is_refused_with_a_sentence(sign_in, told) -> None:
    case = told()
    answer = post(sign_in("works-handler"), case, "attach", uploads=SimpleUploadedFile("road.png", b"MZ not a picture"))
    assert answer.status_code == 422
    assert not case.attachments.exists()


def test_the_reply_checks_itself_while_it_is_written(sign_in, told) -> None:
    case = told()
    client = sign_in("works-handler")
    lacking = client.post(f"/desk/cases/{case.number}/check", {"words": "We will look."}).content.decode()
    assert "check--lacks" in lacking
    good = client.post(f"/desk/cases/{case.number}/check", REPLY).content.decode()
    assert "check--good" in good


@pytest.mark.parametrize(
    ("who", "verb"),
    [("hotline-dispatcher", "recategorise"), ("works-handler", "object"), ("works-handler", "add_assistant")],
)
def test_an_empty_form_is_refused_beside_its_fields(sign_in, told, who, verb) -> None:
    answer = post(sign_in(who), told(), verb)
    assert answer.status_code == 422
    assert "govuk-error-message" in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_the_page_is_there_in_each_language(sign_in, told, language) -> None:
    case = told()
    client = sign_in("works-handler")
    client.cookies["lang"] = language
    assert client.get(f"/desk/cases/{case.number}").status_code == 200
