"""The rota at the desk: plan, come, take a call, promise, leave; and say whether it was kept."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from answerable.leaders import actions
from answerable.leaders.models import Promise, Shift, TakenCall


def local(moment):
    """A time as the clocks of Harbour show it."""
    return moment.astimezone(ZoneInfo("Europe/London"))


@pytest.fixture
def shift(officer, at):
    """A shift of the leader that has just begun."""

    def plan(who="gov-leader", minutes=-1, **more):
        starts = at + timedelta(minutes=minutes)
        return actions.plan_shift(
            actor=officer("coordination-coordinator"), now=starts - timedelta(days=1), post_code=who, starts_at=starts,
            ends_at=starts + timedelta(hours=2), words="Room 3", **more,
        )  # fmt: skip

    return plan


@pytest.fixture
def opened(shift, officer, at):
    return actions.open_shift(actor=officer("gov-leader"), now=at, key=shift().pk)


def page(client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_shift_is_planned_with_a_day_and_hours_in_local_time(sign_in, at):
    day = local(at).date() + timedelta(days=2)
    sent = {"post_code": "gov-leader", "day": str(day), "starts_at": "10:00", "ends_at": "12:30", "words": "Room 3"}
    answer = sign_in("coordination-coordinator").post("/desk/rota", sent)
    assert answer.status_code == 302
    found = Shift.objects.get()
    assert (local(found.starts_at).hour, found.ends_at - found.starts_at) == (10, timedelta(hours=2.5))


def test_a_plan_that_is_refused_comes_back_with_its_reason_and_its_words(sign_in, shift, at):
    begun = local(shift(minutes=24 * 60).starts_at)
    sent = {
        "post_code": "gov-leader", "day": str(begun.date()), "starts_at": f"{begun:%H:%M}",
        "ends_at": f"{begun + timedelta(minutes=9):%H:%M}", "words": "Another room",
    }  # fmt: skip
    answer = sign_in("hotline-dispatcher").post("/desk/rota", sent)
    assert answer.status_code == 422
    assert "Another room" in answer.content.decode()
    assert "Mayor has a shift at this time already." in answer.content.decode()


def test_an_empty_plan_says_what_is_missing(sign_in, db):
    answer = sign_in("coordination-coordinator").post("/desk/rota", {})
    assert answer.content.decode().count("Please fill this in.") >= 1


def test_who_does_not_plan_sees_the_rota_and_no_form(sign_in, shift):
    shift()
    client = sign_in("gov-leader")
    text = page(client, "/desk/rota")
    assert "Your shift has begun" in text
    assert "Put it on the rota" not in text
    assert client.post("/desk/rota", {"post_code": "gov-leader"}).status_code == 422


def test_home_tells_the_leader_of_the_next_shift_first(sign_in, shift):
    found = shift()
    text = page(sign_in("gov-leader"), "/desk/")
    assert f"/desk/rota/{found.pk}" in text


def test_the_leader_begins_the_shift_and_takes_a_call(sign_in, shift):
    found = shift()
    client = sign_in("gov-leader")
    here = f"/desk/rota/{found.pk}"
    assert "I am here: begin" in page(client, here)
    assert client.post(f"{here}/open_shift").status_code == 302
    words = "The lamp at the corner has been dark for a week"
    assert client.post(f"{here}/take_call", {"words": words, "phone": "55512345", "language": "en"}).status_code == 302
    call = TakenCall.objects.get()
    assert (call.case.words, call.case.person.phone, call.case.channel) == (words, "55512345", "phone")
    assert call.case.number in page(client, here)


def test_a_leader_too_takes_down_whom_a_call_complains_about(sign_in, opened):
    said = {"words": "Their crew shouted at me", "complained_about": "works", "language": "en"}
    assert sign_in("gov-leader").post(f"/desk/rota/{opened.pk}/take_call", said).status_code == 302
    assert opened.calls.get().case.interests.get().unit.code == "works"


def test_a_call_without_words_is_refused_and_nothing_typed_is_lost(sign_in, opened):
    answer = sign_in("gov-leader").post(f"/desk/rota/{opened.pk}/take_call", {"address": "Mill Street 42"})
    assert answer.status_code == 422
    assert "Please write down what the caller said" in answer.content.decode()
    assert "Mill Street 42" in answer.content.decode()


def test_a_promise_is_made_for_one_of_the_calls_and_lasts_until_the_end_of_its_day(sign_in, opened, officer, at):
    call = actions.take_call(actor=officer("gov-leader"), now=at, key=opened.pk, words="The lamp is dark again")
    sent = {
        "words": "The lamp will burn", "unit_code": "works", "number": call.case.number,
        "due_at": str(local(at).date() + timedelta(days=3)),
    }  # fmt: skip
    assert sign_in("gov-leader").post(f"/desk/rota/{opened.pk}/promise", sent).status_code == 302
    made = Promise.objects.get()
    assert (made.case, local(made.due_at).strftime("%H:%M")) == (call.case, "23:59")


@pytest.fixture
def promised(opened, officer, at):
    return actions.promise(
        actor=officer("gov-leader"), now=at, key=opened.pk, words="The lamp will burn", unit_code="works",
        due_at=at + timedelta(days=3),
    )  # fmt: skip


def test_the_hotline_says_that_it_was_kept(sign_in, opened, promised):
    client = sign_in("hotline-callback")
    assert "Say whether it was kept" in page(client, f"/desk/rota/{opened.pk}")
    sent = {"promise_key": str(promised.pk), "kept": "yes", "outcome_words": "The caller confirms it"}
    assert client.post(f"/desk/rota/{opened.pk}/settle_promise", sent).status_code == 302
    promised.refresh_from_db()
    assert (promised.kept, promised.settled_by.code) == (True, "hotline-callback")


@pytest.mark.parametrize("who", ["gov-leader", "works-head"])
def test_who_promised_and_who_was_to_keep_it_are_offered_no_such_form_and_refused(sign_in, opened, promised, who):
    client = sign_in(who)
    assert "Say whether it was kept" not in page(client, f"/desk/rota/{opened.pk}")
    sent = {"promise_key": str(promised.pk), "kept": "yes", "outcome_words": "All well"}
    answer = client.post(f"/desk/rota/{opened.pk}/settle_promise", sent)
    assert "Your post cannot say whether this promise was kept" in answer.content.decode()
    promised.refresh_from_db()
    assert promised.kept is None


def test_a_missed_shift_says_so_and_takes_a_reason(sign_in, shift):
    missed = shift("north-head", minutes=-300)
    client = sign_in("coordination-coordinator")
    assert "did not come" in page(client, "/desk/rota")
    answer = client.post(f"/desk/rota/{missed.pk}/explain_absence", {"reason": "At a flood"})
    assert answer.status_code == 302
    assert "At a flood" in page(client, f"/desk/rota/{missed.pk}")


def test_an_act_that_is_none_and_a_shift_that_is_none_are_not_found(sign_in, shift):
    client = sign_in("gov-leader")
    assert client.post(f"/desk/rota/{shift().pk}/dance").status_code == 404
    assert client.get("/desk/rota/01890000-0000-7000-8000-000000000000").status_code == 404


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_the_pages_speak_chinese(client, sign_in, opened, promised, language):
    client.cookies["lang"] = language
    client = sign_in("coordination-coordinator")
    for address in ("/desk/rota", f"/desk/rota/{opened.pk}"):
        text = page(client, address)
        assert "The " not in text.split("<main", 1)[1].replace("The lamp will burn", "")
