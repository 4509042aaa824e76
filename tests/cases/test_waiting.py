"""Waiting for the citizen stops one clock, after a question, for so long; nothing else makes a case younger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from answerable.cases import actions, queries
from answerable.cases.actions import PersonDetails
from answerable.cases.actions.clocks import limit_due
from answerable.organisation import queries as organisation
from answerable.rules.access import citizen
from answerable.rules.clock import shifted
from answerable.rules.problems import NotAllowed, Refused
from tests.cases.conftest import BAD, KEPT, OBJECTION, code_of, finish

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_hand(report, do):
    case = report(person=PersonDetails(email="ann@example.org", phone="02079460000"))
    return do(case, "works-handler", "act", words="A crew went there")


@pytest.fixture
def waiting(in_hand, do):
    return do(in_hand, "works-handler", "ask_citizen", words="Which lane is it?", wait=True)


@pytest.fixture
def says():
    """says(case, minutes) -> the case after its citizen added words so many minutes later."""

    def words(case, minutes: float):
        now = case.updated_at + timedelta(minutes=minutes)
        who = citizen("harbour", str(case.pk))
        return actions.perform("add_words", actor=who, now=now, number=case.number, words="The left one")

    return words


def clocks(case) -> dict:
    return {clock.kind: (clock.started_at, clock.due_at) for clock in case.clocks.filter(stopped_at=None)}


def test_a_question_alone_stops_nothing(in_hand, do):
    before = clocks(in_hand)
    assert clocks(do(in_hand, "works-handler", "ask_citizen", words="Which lane is it?")) == before


def test_waiting_moves_the_resolve_clock_alone_and_only_so_long_as_the_pack_allows(in_hand, do, harbour):
    book, before = organisation.rulebook(harbour), clocks(in_hand)
    case = do(in_hand, "works-handler", "ask_citizen", words="Which lane is it?", wait=True)
    until, after = limit_due(book, "waiting_days", case.updated_at), clocks(case)
    start, due = before.pop("resolve")
    assert after.pop("resolve") == (start, shifted(due, "working_days", case.updated_at, until, book.calendar()))
    assert after == before
    wait = case.waits.get()
    assert (wait.until, wait.question.words) == (until, "Which lane is it?")


def test_a_question_must_be_put_in_words(in_hand, do):
    with pytest.raises(Refused):
        do(in_hand, "works-handler", "ask_citizen", words=" ", wait=True)
    assert not in_hand.waits.exists()


def test_an_earlier_answer_moves_the_due_time_back_to_what_was_really_waited(in_hand, waiting, says, harbour):
    case = says(waiting, 24 * 60)
    waited = (waiting.updated_at, case.updated_at)
    assert case.due_at == shifted(in_hand.due_at, "working_days", *waited, organisation.rulebook(harbour).calendar())
    assert in_hand.due_at < case.due_at < waiting.due_at
    assert case.waits.get().answered_at == case.updated_at


def test_an_answer_at_once_costs_nothing(in_hand, waiting, says):
    assert says(waiting, 0).due_at == in_hand.due_at


def test_an_answer_after_the_wait_is_over_changes_nothing(waiting, says):
    late = (waiting.waits.get().until - waiting.updated_at).total_seconds() / 60 + 1
    assert says(waiting, late).due_at == waiting.due_at


def test_the_clock_waits_once(waiting, says, do):
    with pytest.raises(NotAllowed) as raised:
        do(waiting, "works-handler", "ask_citizen", words="And which side?", wait=True)
    assert code_of(raised) == "waited_already"
    case = says(waiting, 60)
    with pytest.raises(NotAllowed):
        do(case, "works-handler", "ask_citizen", words="And which side?", wait=True)
    assert do(case, "works-handler", "ask_citizen", words="And which side?").due_at == case.due_at


def test_an_overdue_case_waits_for_nobody(in_hand, do):
    late = (in_hand.due_at - in_hand.updated_at).total_seconds() / 60
    with pytest.raises(NotAllowed) as raised:
        do(in_hand, "works-handler", "ask_citizen", minutes=late, words="Which lane is it?", wait=True)
    assert code_of(raised) == "too_late_to_wait"


def test_an_answer_takes_nothing_from_a_date_that_was_granted_meanwhile(waiting, do, says):
    until = waiting.due_at + timedelta(days=2)
    case = do(waiting, "works-handler", "ask_extension", reason="asphalt", until=until)
    case = do(case, "works-head", "decide", granted=True, words="yes")
    assert says(case, 60).due_at == until


def test_an_answer_takes_nothing_from_the_limit_for_doing_it_again(waiting, do, says):
    case = do(finish(waiting, do), "hotline-callback", "record_verdict", **BAD)
    assert says(case, 60).due_at == case.due_at


def test_the_citizens_clock_survives_whatever_is_done_to_the_case(report, do):
    case = report()
    before = clocks(case)["resolve"]
    case = do(case, "hotline-dispatcher", "note", words="looked into it", minutes=60)
    case = do(case, "hotline-dispatcher", "dispatch", unit_code="transport", reason="a lane", minutes=60)
    case = do(case, "transport-handler", "object", minutes=60, **(OBJECTION | {"proposed_unit": "works"}))
    case = do(case, "hotline-dispatcher", "rule", minutes=60, upheld=True, outcome_words="no lane", **KEPT)
    case = do(case, "works-handler", "accept", minutes=60)
    case = do(case, "works-handler", "act", words="went there", minutes=60)
    assert clocks(case)["resolve"] == before


def test_another_category_counts_from_the_start_the_citizen_gave(report, do):
    case = report()
    sent = do(
        case, "hotline-dispatcher", "recategorise", category_code="roads.lights.dark", reason="a lamp", minutes=90
    )
    assert clocks(sent)["resolve"] == (case.opened_at, case.opened_at + timedelta(hours=24))
    back = do(sent, "hotline-dispatcher", "recategorise", category_code="roads.surface.pothole", reason="no, a hole")
    assert clocks(back)["resolve"] == clocks(case)["resolve"]


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (datetime(2026, 10, 22, 9, 0, tzinfo=UTC), datetime(2026, 10, 29, 10, 0, tzinfo=UTC)),  # clocks go back
        (datetime(2026, 3, 26, 10, 0, tzinfo=UTC), datetime(2026, 4, 2, 9, 0, tzinfo=UTC)),  # clocks go forward
    ],
)
def test_working_days_end_at_the_same_hour_of_the_wall_across_a_change_of_time(report, opened, due):
    assert report(now=opened).due_at == due


@pytest.mark.parametrize(
    "opened", [datetime(2026, 10, 24, 20, 0, tzinfo=UTC), datetime(2026, 3, 28, 20, 0, tzinfo=UTC)]
)
def test_twenty_four_hours_stay_twenty_four_across_a_change_of_time(report, opened):
    case = report(words="A lamp is out", category_code="roads.lights.dark", now=opened)
    assert case.due_at - case.opened_at == timedelta(hours=24)


def test_waiting_across_a_change_of_time_gives_back_exactly_what_was_waited(report, says, actor):
    opened = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)
    case = report(words="A lamp is out", category_code="roads.lights.dark", now=opened)
    for verb, inputs in (("act", {"words": "went"}), ("ask_citizen", {"words": "Which lamp?", "wait": True})):
        case = actions.perform(verb, actor=actor("works-handler"), now=opened, number=case.number, **inputs)
    assert says(case, 15 * 60).due_at == opened + timedelta(hours=24 + 15)


def test_a_case_that_waited_can_be_rebuilt(waiting, says):
    assert queries.replay(says(waiting, 60)).fits
