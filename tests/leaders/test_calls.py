"""A leader takes a call."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.cases import actions as case_actions
from answerable.cases import queries as cases
from answerable.cases.actions import PersonDetails
from answerable.leaders import actions, queries
from answerable.ledger.queries import entries
from answerable.rules.problems import NotAllowed, Refused
from tests.leaders.conftest import WORDS


def codes(error) -> list[str]:
    return [problem.code for problem in error.value.problems]


@pytest.fixture
def take(seated, actor):
    shift, at = seated

    def call(who="gov-leader", minutes=0, **said):
        return actions.take_call(actor=actor(who), now=at + timedelta(minutes=minutes), key=shift.pk, **said)

    return call


def test_a_call_becomes_a_case_by_telephone_taken_by_the_leaders_post(take, seated):
    call = take(words=WORDS)
    contact = call.case.contacts.get()
    assert (call.case.channel, contact.taken_by.code, call.case.words) == ("phone", "gov-leader", WORDS)
    assert call.case.due_at > call.at
    assert [entry.verb for entry in entries(seated[0].pk)] == ["plan_shift", "open_shift", "take_call"]
    assert cases.replay(call.case).fits


def test_a_leader_without_any_other_role_takes_calls_too(take, actor, seated):
    from dataclasses import replace

    shift, at = seated
    only = replace(actor("gov-leader"), roles=frozenset({"leader"}))
    assert actions.take_call(actor=only, now=at, key=shift.pk, words=WORDS).case.channel == "phone"


def test_a_call_about_a_case_that_is_there_is_linked_by_its_number(take, closed):
    case = closed()
    assert take(number=f" {case.number.lower()} ").case == case
    with pytest.raises(Refused) as error:
        take(number=case.number)
    assert codes(error) == ["call_taken_already"]


def test_words_with_a_number_join_the_case_as_the_same_trouble_told_again(take):
    first = take(words=WORDS).case
    again = take(words="It is still dark, a lady fell", number=first.number, minutes=2).case
    assert (again.pk, again.affected, again.contacts.count()) == (first.pk, 2, 2)


def test_the_same_call_sent_twice_is_recorded_once(take, seated):
    take(words=WORDS, idempotency_key="one")
    with pytest.raises(Refused) as error:
        take(words=WORDS, idempotency_key="one")
    assert codes(error) == ["call_taken_already"]
    assert seated[0].calls.count() == 1


def test_a_call_needs_words_or_a_number_that_exists(take):
    for said, code in (({}, "call_without_words"), ({"number": "HB26-0000000-00"}, "no_such_case")):
        with pytest.raises(Refused) as error:
            take(**said)
        assert codes(error) == [code]


def test_a_case_that_is_a_complaint_about_the_leader_is_none_to_them(take, seated, actor):
    shift, at = seated
    case = take(words=WORDS).case
    about = {"unit_code": "gov", "post_code": "gov-leader", "reason": "The caller names them"}
    coordinator = actor("coordination-coordinator")
    case_actions.perform("flag_interest", actor=coordinator, now=at, number=case.number, **about)
    for said in ({}, {"words": "It is about the mayor again"}):
        with pytest.raises(Refused) as error:
            take(number=case.number, minutes=1, **said)
        assert codes(error) == ["no_such_case"]
        assert error.value.problems[0].field == "number"
    shown = queries.shift_page(actor("gov-leader"), shift.pk, now=at).line.calls
    others = queries.shift_page(coordinator, shift.pk, now=at).line.calls
    assert (shown, [call.case for call in others]) == ([], [case])


def test_only_the_leader_takes_calls_and_only_while_sitting(take, seated, actor):
    shift, at = seated
    with pytest.raises(NotAllowed):
        take(who="hotline-call-taker", words=WORDS)
    actions.close_shift(actor=actor("gov-leader"), now=at, key=shift.pk)
    with pytest.raises(NotAllowed) as error:
        take(words=WORDS, minutes=1)
    assert codes(error) == ["shift_not_so"]


def test_a_call_may_run_over_the_end_of_the_shift_by_the_packs_margin(take):
    take(words=WORDS, minutes=145)
    with pytest.raises(NotAllowed):
        take(words="Another matter altogether, please", minutes=152)


def test_what_is_wrong_with_the_words_is_said_and_nothing_is_kept(take, seated):
    with pytest.raises(Refused) as error:
        take(words=WORDS, person=PersonDetails(phone="12"))
    assert codes(error) == ["bad_phone"]
    assert seated[0].calls.count() == 0
