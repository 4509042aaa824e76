"""Another category after time was given: the date granted and the time waited for the citizen are not lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.cases import actions, queries
from answerable.cases.actions import PersonDetails
from answerable.cases.actions.birth import tier_of
from answerable.cases.actions.clocks import due_at
from answerable.organisation import queries as organisation
from answerable.rules.access import citizen
from tests.cases.conftest import BAD, KEPT, OBJECTION, finish, running

pytestmark = pytest.mark.django_db
POTHOLE, LAMP, LONG = "roads.surface.pothole", "roads.lights.dark", "noise.building.night"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def in_hand(report, do):
    case = report(person=PersonDetails(email="ann@example.org", phone="02079460000"))
    return do(case, "works-handler", "act", words="A crew went there")


@pytest.fixture
def sent_on(do):
    """The case, back at a dispatcher who may put its category right: an objection of its unit was upheld."""

    def objected(case):
        case = do(case, "works-handler", "object", minutes=5, **(OBJECTION | {"proposed_unit": "transport"}))
        return do(case, "hotline-dispatcher", "rule", minutes=5, upheld=True, outcome_words="no road of ours", **KEPT)

    return objected


@pytest.fixture
def to(do):
    def recategorised(case, category: str):
        return do(case, "hotline-dispatcher", "recategorise", minutes=1, category_code=category, reason="looked again")

    return recategorised


@pytest.fixture
def extended(do):
    def more(case, length=2 * DAY):
        until = case.due_at + length
        case = do(case, "works-handler", "ask_extension", minutes=30, reason="The asphalt comes then", until=until)
        return do(case, "works-head", "decide", minutes=30, granted=True, words="yes")

    return more


@pytest.fixture
def waiting(do):
    def asked(case):
        return do(case, "works-handler", "ask_citizen", minutes=30, words="Which lane is it?", wait=True)

    return asked


def says(case, minutes: float):
    now, who = case.updated_at + timedelta(minutes=minutes), citizen("harbour", str(case.pk))
    return actions.perform("add_words", actor=who, now=now, number=case.number, words="The left one")


def limit_of(case, harbour, category: str):
    """When the case would be due had it had this category from the start, with nothing given."""
    book = organisation.rulebook(harbour)
    return due_at(book, tier_of(book, category), "resolve", case.opened_at)


def test_a_granted_date_survives_a_category_with_less_time(in_hand, extended, sent_on, to, harbour):
    case = extended(in_hand)
    until = case.due_at
    case = to(sent_on(case), LAMP)
    assert limit_of(case, harbour, LAMP) < until
    assert (case.due_at, running(case).due_at, running(case).started_at) == (until, until, case.opened_at)


def test_a_category_with_more_time_than_the_granted_date_gives_its_own(in_hand, extended, sent_on, to, harbour):
    case = to(sent_on(extended(in_hand, HOUR)), LONG)
    assert case.due_at == max(limit_of(case, harbour, LONG), in_hand.due_at + HOUR)


@pytest.mark.parametrize("order", [("wait", "extend"), ("extend", "wait"), ("extend",), ("wait",)])
def test_there_and_back_again_nothing_has_changed(in_hand, extended, waiting, sent_on, to, order):
    case = in_hand
    for step in order:
        case = {"extend": extended, "wait": waiting}[step](case)
    due = case.due_at
    assert due > in_hand.due_at
    assert to(to(sent_on(case), LAMP), POTHOLE).due_at == due


def test_the_time_waited_is_added_to_the_limit_of_the_new_category(in_hand, waiting, sent_on, to, harbour):
    case = says(waiting(in_hand), 7 * 60)
    case = to(sent_on(case), LAMP)
    assert case.due_at == limit_of(case, harbour, LAMP) + 7 * HOUR


def test_an_answer_after_the_category_changed_still_gives_back_what_was_not_waited(
    in_hand, waiting, sent_on, to, harbour
):
    case = waiting(in_hand)
    since, until = case.waits.get().since, case.waits.get().until
    case = to(sent_on(case), LAMP)
    assert case.due_at == limit_of(case, harbour, LAMP) + (until - since)
    case = says(case, 60)
    assert case.due_at == limit_of(case, harbour, LAMP) + (case.updated_at - since)


def test_an_answer_after_the_category_changed_takes_nothing_from_a_granted_date(
    in_hand, waiting, extended, sent_on, to
):
    case = extended(waiting(in_hand))
    until = case.due_at
    assert says(to(sent_on(case), LAMP), 1).due_at == until


def test_a_parked_matter_keeps_the_date_the_public_reads(in_hand, do, sent_on, to):
    until = in_hand.updated_at + 100 * DAY
    case = do(
        in_hand, "works-handler", "ask_parking", minutes=1, reason="The sewer comes first", measures="Filled for now",
        until=until,
    )  # fmt: skip
    case = do(case, "gov-leader", "decide", minutes=1, granted=True, words="The sewer plan says so")
    case = to(sent_on(case), LAMP)
    assert (case.due_at, running(case, "review").due_at) == (until, until)


def test_the_limit_for_doing_it_again_is_no_categorys(in_hand, report, do, to):
    case = do(finish(in_hand, do), "hotline-callback", "record_verdict", **BAD)
    due = case.due_at
    other = report(words="The same hole, told by a neighbour")
    case = do(case, "hotline-dispatcher", "merge", minutes=1, into=other.number, reason="the same hole")
    case = do(case, "hotline-dispatcher", "unmerge", minutes=1, reason="two holes after all")
    assert to(case, LAMP).due_at == due


def test_a_case_recategorised_after_it_waited_and_was_extended_can_be_rebuilt(in_hand, waiting, extended, sent_on, to):
    assert queries.replay(to(sent_on(extended(waiting(in_hand))), LAMP)).fits
