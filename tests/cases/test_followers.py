"""Others with the same trouble follow a case: they are counted, and told what everybody may know."""

from __future__ import annotations

import pytest

from answerable.cases import actions, queries
from answerable.cases.actions import PersonDetails
from answerable.cases.models import Follower
from answerable.ledger.models import Entry
from answerable.outbox.models import Message
from answerable.rules.access import citizen
from answerable.rules.problems import NotAllowed, Refused
from tests.cases.conftest import BAD, GOOD, code_of, finish

pytestmark = pytest.mark.django_db
LEE = "lee@example.org"


@pytest.fixture
def follows():
    """follows(case, "session", email) -> the case with one follower more."""

    def act(case, session: str = "one", email: str = LEE):
        given = {"session": session, "email": email, "language": "en"}
        return actions.perform("follow", actor=citizen("harbour"), now=case.updated_at, number=case.number, **given)

    return act


def letters(case, address: str = LEE) -> list[str]:
    told = Message.objects.filter(about=case.pk, address=address).order_by("pk")
    return list(told.values_list("template", flat=True))


ANN, BEN, CY = "ann@example.org", "ben@example.org", "cy@example.org"
LIFE = ["moved", "progress", "progress", "redo", "progress", "progress", "closed"]


def a_whole_life(case, do):
    """To another unit, handled, refuted, handled again, confirmed."""
    case = do(case, "hotline-dispatcher", "dispatch", unit_code="works", reason="The map says so")
    case = do(finish(case, do), "hotline-callback", "record_verdict", **BAD)
    return do(finish(case, do), "hotline-callback", "record_verdict", **GOOD)


@pytest.fixture
def elsewhere(report, do):
    """elsewhere(...) -> a case that was sent to another unit than the one it belongs to."""

    def tell(**more):
        return do(report(**more), "hotline-dispatcher", "dispatch", unit_code="north", reason="by mistake")

    return tell


def test_each_follower_counts_once_a_browser(report, follows):
    case = follows(follows(report()), "two", "")
    assert (case.affected, Follower.objects.filter(case=case).count()) == (3, 2)
    with pytest.raises(Refused) as raised:
        follows(case, "two", LEE)
    assert code_of(raised) == "follows_already"
    case.refresh_from_db()
    assert case.affected == 3


def test_who_leaves_an_address_is_told_of_news_and_of_a_new_date(report, follows, do):
    case = follows(report())
    case = do(case, "works-handler", "act", words="A crew filled the hole; call me on 02079460000")
    assert letters(case) == ["progress"]
    told = Message.objects.get(about=case.pk, address=LEE)
    assert "filled the hole" in told.body
    assert "02079460000" not in told.body
    until = case.due_at.replace(hour=12) + (case.due_at - case.opened_at) / 2
    case = do(case, "works-handler", "ask_extension", reason="asphalt", until=until)
    case = do(case, "works-head", "decide", granted=True, words="yes")
    assert letters(case) == ["progress", "extended"]
    finish(case, do)
    assert letters(case)[-1] == "progress"


def test_notes_of_colleagues_and_steps_that_are_not_public_are_told_to_nobody(report, follows, do):
    case = follows(report())
    case = do(case, "works-handler", "act", words="Looked at it", public=False)
    do(case, "works-handler", "note", words="The foreman knows")
    assert letters(case) == []


def test_who_leaves_no_address_is_counted_and_told_nothing(report, follows, do):
    case = follows(report(), email="")
    do(case, "works-handler", "act", words="A crew filled the hole")
    assert not Message.objects.filter(about=case.pk, channel="email", address__gt="").exists()


def test_of_a_case_that_is_public_no_more_followers_hear_nothing_more(report, follows, do):
    case = follows(report())
    case = do(case, "hotline-call-taker", "flag_interest", unit_code="north", reason="They are named")
    do(case, "works-handler", "act", words="A crew filled the hole")
    assert letters(case) == []


def test_an_address_that_is_none_is_refused(report, follows):
    case = report()
    with pytest.raises(Refused) as raised:
        follows(case, email="no address")
    assert code_of(raised) == "bad_email"
    assert not case.followers.exists()


def test_a_closed_case_is_followed_no_more(answered, follows, do):
    case = do(answered(), "hotline-callback", "record_verdict", **GOOD)
    with pytest.raises(NotAllowed):
        follows(case)


def test_neither_session_nor_address_stands_in_the_ledger(report, follows):
    case = follows(report(), "a secret session")
    bodies = " ".join(Entry.objects.filter(stream=case.pk).values_list("body", flat=True))
    assert "secret session" not in bodies
    assert LEE not in bodies
    assert queries.replay(case).fits


def test_somebody_else_who_tells_the_same_does_not_answer_the_question_to_the_first(report, do):
    case = do(report(), "works-handler", "act", words="went there")
    case = do(case, "works-handler", "ask_citizen", words="Which lane?", wait=True)
    due = case.due_at
    case = do(case, "hotline-call-taker", "repeat", words="There is a hole in the road", minutes=60)
    assert (case.affected, case.due_at, case.waits.get().answered_at) == (2, due, None)
    case = do(case, "hotline-call-taker", "add_words", words="The left lane", minutes=60)
    assert case.waits.get().answered_at == case.updated_at
    assert case.due_at < due


def test_followers_hear_of_every_step_to_the_end(elsewhere, follows, do):
    case = a_whole_life(follows(elsewhere(person=PersonDetails(email=ANN))), do)
    assert letters(case) == LIFE
    own = [name for name in letters(case, ANN) if name not in ("receipt", "ask_verdict")]
    assert own == ["moved", "moved", "progress", "answered", "redo", "progress", "answered"]


def test_who_tells_it_again_is_told_on_every_step_too(elsewhere, do, actor, now):
    case = elsewhere(person=PersonDetails(email=ANN))
    actions.receive(
        actor=actor("citizen"), now=case.updated_at, channel="web", words="The same hole, I fell too",
        joins=case.number, person=PersonDetails(email=BEN),
    )  # fmt: skip
    case.refresh_from_db()
    assert letters(a_whole_life(case, do), BEN) == ["known", *LIFE]


def test_whoever_told_or_follows_a_case_that_was_joined_hears_how_it_goes_on(elsewhere, report, follows, do):
    case = elsewhere(person=PersonDetails(email=ANN))
    other = follows(report(words="A hole, my wheel is bent", person=PersonDetails(email=BEN)), "two", CY)
    other = do(other, "hotline-dispatcher", "merge", into=case.number, reason="The same hole")
    assert (letters(other, BEN)[-1], letters(other, CY)) == ("merged", ["merged"])
    case.refresh_from_db()
    case = a_whole_life(case, do)
    for address in (BEN, CY):
        assert letters(case, address) == LIFE
        assert other.number in Message.objects.filter(about=case.pk, address=address).latest("pk").subject


def test_who_is_affected_in_two_ways_gets_one_letter_and_the_reporter_the_whole_words(report, follows, do):
    case = follows(follows(report(person=PersonDetails(email=ANN))), "two", ANN.upper())
    case = follows(case, "three", LEE)
    case = do(case, "works-handler", "act", words="Ring 02079460000 for the crew")
    assert letters(case) == ["progress"]
    assert letters(case, ANN) == ["receipt", "progress"]
    assert letters(case, ANN.upper()) == []
    bodies = Message.objects.filter(about=case.pk, template="progress").values_list("address", "body")
    assert {address: "02079460000" in body for address, body in bodies} == {LEE: False, ANN: True}


def test_who_cannot_be_reached_any_more_is_told_that_it_is_closed(report, do):
    case = finish(report(person=PersonDetails(email=ANN)), do)
    actions.end_unreachable(now=case.callbacks.get().due_at)
    assert letters(case, ANN)[-1] == "closed"
