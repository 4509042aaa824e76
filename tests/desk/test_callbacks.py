"""The callback queue: four answers, next."""

from __future__ import annotations

import pytest


def ask(client, case, verb="record_verdict", **answers):
    case.refresh_from_db()
    return client.post("/desk/callbacks", {"verb": verb, "number": case.number, "version": case.version, **answers})


YES = {"channel": "phone", "contacted": "yes", "solved": "yes", "satisfied": "satisfied"}


def test_the_officer_sees_the_number_and_the_script(sign_in, asked) -> None:
    text = sign_in("hotline-callback").get("/desk/callbacks").content.decode()
    assert "55512345" in text
    assert "I do not work for them" in text


def test_the_script_speaks_the_language_of_the_citizen(sign_in, asked) -> None:
    client = sign_in("hotline-callback")
    client.cookies["lang"] = "zh-hant"
    assert "I do not work for them" in client.get("/desk/callbacks").content.decode()


def test_the_wishes_of_the_unit_are_not_on_the_page(sign_in, asked) -> None:
    text = sign_in("hotline-callback").get("/desk/callbacks").content.decode()
    assert "hot asphalt" not in text
    assert "Sent a crew" not in text


def test_solved_and_satisfied_closes_the_case(sign_in, asked) -> None:
    assert ask(sign_in("hotline-callback"), asked, **YES).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.closing) == ("closed", "confirmed")


@pytest.mark.parametrize("answers", [{"solved": "no"}, {"satisfied": "dissatisfied"}])
def test_unsolved_or_dissatisfied_sends_it_back(sign_in, asked, answers) -> None:
    assert ask(sign_in("hotline-callback"), asked, **(YES | answers)).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "redo"


@pytest.mark.parametrize("missing", ["contacted", "solved", "satisfied"])
def test_an_answer_not_asked_for_is_asked_for(sign_in, asked, missing) -> None:
    given = {k: v for k, v in YES.items() if k != missing}
    answer = ask(sign_in("hotline-callback"), asked, comment="their own words", **given)
    assert answer.status_code == 422
    assert "their own words" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == "verifying"


def test_not_reached_is_recorded_with_its_reason(sign_in, asked, harbour) -> None:
    from answerable.organisation.models import Code

    reason = Code.objects.filter(jurisdiction=harbour, kind="unreached", effective_until=None)[0].code
    client = sign_in("hotline-callback")
    assert ask(client, asked, "attempt", reason_code=reason).status_code == 302
    assert asked.callbacks.get().attempts == 1
    assert "Nobody is to be asked now" in client.get("/desk/callbacks").content.decode()


def test_the_unit_cannot_answer_for_the_citizen(sign_in, asked) -> None:
    assert ask(sign_in("works-handler"), asked, **YES).status_code == 403
    answer = sign_in("works-handler").post(
        f"/desk/cases/{asked.number}/record_verdict", {"version": asked.version, **YES}
    )
    assert answer.status_code in (403, 422)
    asked.refresh_from_db()
    assert asked.state == "verifying"
