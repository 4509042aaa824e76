"""More time is asked for in time, for a reason, and granted by somebody else; what cannot be solved is put off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.cases import actions, queries
from answerable.cases.actions import PersonDetails
from answerable.organisation.models import Jurisdiction
from answerable.outbox.models import Message
from answerable.rules.access import Actor
from answerable.rules.problems import NotAllowed, Refused
from tests.cases.conftest import BAD, OBJECTION, code_of, finish, running

pytestmark = pytest.mark.django_db
WHY = "The asphalt comes next week"
PARKING = {"reason": "The sewer below must be renewed first", "measures": "The hole was filled for now"}


@pytest.fixture
def in_hand(report, do):
    case = report(person=PersonDetails(email="ann@example.org", phone="02079460000"))
    return do(case, "works-handler", "act", words="A crew went there")


def minutes_until(case, at) -> float:
    return (at - case.updated_at).total_seconds() / 60


@pytest.fixture
def extended(do):
    """extended(case, days) -> the case with so many more days, granted by the unit's head."""

    def more(case, days: float = 2, head: str = "works-head"):
        until = case.due_at + timedelta(days=days)
        case = do(case, "works-handler", "ask_extension", reason=WHY, until=until)
        return do(case, head, "decide", granted=True, words="The order is proof enough")

    return more


def test_an_extension_moves_the_due_time_and_the_citizen_and_the_hotline_are_told(in_hand, extended):
    due = in_hand.due_at
    case = extended(in_hand)
    assert case.due_at == running(case).due_at == due + timedelta(days=2)
    told = Message.objects.filter(about=case.pk, template="extended")
    assert {message.post.code for message in told if message.post} == {"hotline-head", "works-head"}
    letter = told.get(address="ann@example.org")
    assert WHY in letter.body


def test_an_extension_is_asked_with_a_reason_and_a_later_date(in_hand, do):
    for wish, field in (
        ({"reason": " ", "until": in_hand.due_at + timedelta(days=1)}, "reason"),
        ({"reason": WHY, "until": in_hand.due_at}, "until"),
    ):
        with pytest.raises(Refused) as raised:
            do(in_hand, "works-handler", "ask_extension", **wish)
        assert raised.value.problems[0].field == field
    with pytest.raises(Refused):
        do(in_hand, "works-handler", "ask_extension", reason=WHY)


def test_after_the_due_time_it_is_too_late_to_ask(in_hand, do):
    late = minutes_until(in_hand, in_hand.due_at)
    with pytest.raises(Refused) as raised:
        do(
            in_hand,
            "works-handler",
            "ask_extension",
            minutes=late,
            reason=WHY,
            until=in_hand.due_at + timedelta(days=1),
        )
    assert code_of(raised) == "extension_too_late"


def test_nobody_grants_what_they_asked_for(in_hand, do):
    wish = {"reason": WHY, "until": in_hand.due_at + timedelta(days=1)}
    case = do(in_hand, "works-head", "ask_extension", **wish)
    with pytest.raises(NotAllowed) as raised:
        do(case, "works-head", "decide", granted=True, words="I agree with myself")
    assert code_of(raised) == "not_your_own"
    with pytest.raises(NotAllowed):
        do(case, "works-handler", "decide", granted=True, words="the boss is right")
    case = do(case, "gov-leader", "decide", granted=True, words="The order is proof enough")
    assert case.due_at == wish["until"]


def test_an_officer_with_two_posts_decides_in_neither_what_they_asked_in_the_other(in_hand, do, actor, now):
    case = do(in_hand, "works-handler", "ask_extension", reason=WHY, until=in_hand.due_at + timedelta(days=1))
    handler, head = actor("works-handler"), actor("works-head")
    both = Actor("officer", "harbour", head.roles, head.unit, head.post, handler.officer)
    with pytest.raises(NotAllowed) as raised:
        actions.perform("decide", actor=both, now=case.updated_at, number=case.number, granted=True, words="yes")
    assert code_of(raised) == "not_your_own"


def test_a_decision_needs_words_and_an_answer(in_hand, do):
    case = do(in_hand, "works-handler", "ask_extension", reason=WHY, until=in_hand.due_at + timedelta(days=1))
    with pytest.raises(Refused):
        do(case, "works-head", "decide", words="well")
    with pytest.raises(Refused):
        do(case, "works-head", "decide", granted=True, words="")


def test_denied_the_old_date_stands_and_the_reason_is_told(in_hand, do):
    case = do(in_hand, "works-handler", "ask_extension", reason=WHY, until=in_hand.due_at + timedelta(days=1))
    case = do(case, "works-head", "decide", granted=False, words="Borrow asphalt from the north")
    assert case.due_at == in_hand.due_at
    told = Message.objects.get(about=case.pk, template="deferral_denied", channel="in_app")
    assert "Borrow asphalt" in told.body


def test_once_by_the_units_own_head_and_again_only_by_the_unit_above(in_hand, extended, do):
    case = extended(in_hand, days=1)
    wish = {"reason": "The asphalt did not come", "until": case.due_at + timedelta(days=1)}
    case = do(case, "works-handler", "ask_extension", **wish)
    with pytest.raises(NotAllowed) as raised:
        do(case, "works-head", "decide", granted=True, words="once more")
    assert code_of(raised) == "needs_the_unit_above"
    assert do(case, "gov-leader", "decide", granted=True, words="the last time").due_at == wish["until"]


def test_an_extension_is_not_longer_than_the_limit_was_at_first_however_often_it_is_asked(in_hand, extended, do):
    limit = running(in_hand).due_at - running(in_hand).started_at
    with pytest.raises(Refused) as raised:
        do(in_hand, "works-handler", "ask_extension", reason=WHY, until=in_hand.due_at + limit + timedelta(minutes=1))
    assert code_of(raised) == "extension_too_long"
    case = extended(in_hand, days=limit / timedelta(days=1))
    with pytest.raises(Refused) as raised:
        do(case, "works-handler", "ask_extension", reason=WHY, until=case.due_at + limit + timedelta(minutes=1))
    assert raised.value.problems[0].params["until"] == case.due_at + limit


def test_one_wish_at_a_time_and_only_while_a_limit_runs(in_hand, do, report):
    case = do(in_hand, "works-handler", "ask_extension", reason=WHY, until=in_hand.due_at + timedelta(days=1))
    with pytest.raises(NotAllowed) as raised:
        do(case, "works-handler", "ask_extension", reason=WHY, until=in_hand.due_at + timedelta(days=2))
    assert code_of(raised) == "asked_already"
    fresh = report(words="another hole")
    with pytest.raises(NotAllowed):
        do(fresh, "works-handler", "ask_extension", reason=WHY, until=fresh.due_at + timedelta(days=1))


def test_a_date_that_has_passed_when_it_is_decided_cannot_be_granted(in_hand, do):
    until = in_hand.due_at + timedelta(days=1)
    case = do(in_hand, "works-handler", "ask_extension", reason=WHY, until=until)
    with pytest.raises(NotAllowed) as raised:
        do(case, "gov-leader", "decide", minutes=minutes_until(case, until), granted=True, words="too late")
    assert code_of(raised) == "date_in_the_past"


def test_an_extension_never_makes_the_time_shorter_than_it_has_become(in_hand, do):
    until = in_hand.due_at + timedelta(hours=1)
    case = do(in_hand, "works-handler", "ask_extension", reason=WHY, until=until)
    case = do(case, "works-handler", "ask_citizen", words="Which lane?", wait=True)
    assert case.due_at > until
    with pytest.raises(NotAllowed) as raised:
        do(case, "works-head", "decide", granted=True, words="yes")
    assert code_of(raised) == "extension_not_later"
    assert do(case, "works-head", "decide", granted=False, words="not needed any more").due_at == case.due_at


def test_what_is_overdue_gets_more_time_from_a_unit_above_alone_and_stays_counted(in_hand, do, actor):
    due = in_hand.due_at
    case = do(in_hand, "works-handler", "ask_extension", reason=WHY, until=due + timedelta(days=6))
    late = due + timedelta(days=3)
    actions.ring(now=late)
    case.refresh_from_db()
    head = actor("works-head")
    assert queries.counts(head, now=late)["overdue"] == 1
    assert not queries.worklist(head, now=late, tab="dates")
    assert queries.worklist(head, now=due - timedelta(minutes=1), tab="dates") == [case]
    (decide,) = (act for act in queries.allowed(case, head, now=late) if act.verb == "decide")
    assert not decide.allowed
    for granted in (True, False):
        with pytest.raises(NotAllowed) as raised:
            actions.perform("decide", actor=head, now=late, number=case.number, granted=granted, words="fine")
        assert code_of(raised) == "overdue_needs_the_unit_above"
    assert queries.counts(head, now=late)["overdue"] == 1
    wish = case.deferrals.get()
    assert "works" in {unit.code for unit in queries.deciders(case, wish, now=due - timedelta(minutes=1))}
    assert "works" not in {unit.code for unit in queries.deciders(case, wish, now=late)}
    leader = actor("gov-leader")
    assert case in queries.worklist(leader, now=late, tab="dates")
    case = actions.perform("decide", actor=leader, now=late, number=case.number, granted=True, words="once")
    assert case.due_at == due + timedelta(days=6)


def test_parking_is_approved_above_the_unit_only(in_hand, do):
    until = in_hand.updated_at + timedelta(days=200)
    case = do(in_hand, "works-handler", "ask_parking", until=until, **PARKING)
    with pytest.raises(NotAllowed) as raised:
        do(case, "works-head", "decide", granted=True, words="ours")
    assert code_of(raised) == "needs_the_unit_above"
    case = do(case, "gov-leader", "decide", granted=True, words="The sewer plan says so")
    assert case.due_at == until
    assert [matter.case for matter in queries.parked_cases(Jurisdiction.objects.get(code="harbour"))] == [case]


def test_parking_needs_an_explanation_measures_and_a_date_ahead(in_hand, do):
    until = in_hand.updated_at + timedelta(days=30)
    for name in ("reason", "measures"):
        with pytest.raises(Refused) as raised:
            do(in_hand, "works-handler", "ask_parking", until=until, **(PARKING | {name: " "}))
        assert raised.value.problems[0].field == name
    with pytest.raises(Refused) as raised:
        do(in_hand, "works-handler", "ask_parking", until=in_hand.updated_at - timedelta(days=1), **PARKING)
    assert code_of(raised) == "date_in_the_past"


@pytest.fixture
def parked(in_hand, do):
    until = in_hand.updated_at + timedelta(days=200)
    case = do(in_hand, "works-handler", "ask_parking", until=until, **PARKING)
    return do(case, "gov-leader", "decide", granted=True, words="The sewer plan says so")


def test_a_review_is_due_at_the_date(parked, do, sweep):
    clock = running(parked, "review")
    assert (clock.due_at, clock.unit.code) == (parked.due_at, "gov")
    sweep(parked.due_at + timedelta(minutes=1))
    assert Message.objects.filter(about=parked.pk, template="overdue", post__code="gov-leader").exists()
    with pytest.raises(NotAllowed):
        do(parked, "works-head", "review_parking", words="still no sewer")
    at = minutes_until(parked, parked.due_at)
    case = do(parked, "gov-leader", "review_parking", minutes=at, words="The sewer comes in spring")
    assert case.deferrals.get().reviewed_words == "The sewer comes in spring"
    assert not case.clocks.filter(kind="review", stopped_at=None).exists()


def test_renewals_do_not_reach_beyond_the_days_since_it_was_first_parked(parked, do):
    first = parked.deferrals.get().asked_at
    with pytest.raises(NotAllowed) as raised:
        do(parked, "works-handler", "ask_parking", until=parked.due_at + timedelta(days=1), **PARKING)
    assert code_of(raised) == "parked_already"
    case = do(parked, "gov-leader", "review_parking", minutes=199 * 24 * 60, words="Not yet")
    with pytest.raises(Refused) as raised:
        do(case, "works-handler", "ask_parking", until=first + timedelta(days=270, minutes=1), **PARKING)
    assert raised.value.problems[0].params == {"days": 270, "until": first + timedelta(days=270)}
    case = do(case, "works-handler", "ask_parking", until=first + timedelta(days=270), **PARKING)
    case = do(case, "gov-leader", "decide", granted=True, words="The last time")
    with pytest.raises(Refused) as raised:
        do(case, "works-handler", "ask_extension", reason=WHY, until=case.due_at + timedelta(days=1))
    assert code_of(raised) == "parked_too_long"


def test_a_refuted_reply_begins_a_limit_of_its_own_and_its_extension_is_measured_by_that(in_hand, extended, do):
    case = do(finish(in_hand, do), "hotline-callback", "record_verdict", **BAD)
    clock = running(case)
    limit = clock.due_at - clock.started_at
    with pytest.raises(Refused) as raised:
        do(case, "works-handler", "ask_extension", reason=WHY, until=case.due_at + limit + timedelta(minutes=1))
    assert code_of(raised) == "extension_too_long"
    assert extended(case, days=limit / timedelta(days=1)).due_at == clock.due_at + limit


def test_a_reply_sent_back_keeps_the_extension_and_the_steps_that_were_taken(in_hand, extended, do, sweep):
    case = extended(in_hand)
    due = case.due_at
    sweep(due - timedelta(minutes=1))
    case.refresh_from_db()
    steps = running(case).step
    assert steps == 1
    case = do(finish(case, do), "hotline-dispatcher", "return_reply", reason="It does not say what was done")
    assert (running(case).due_at, running(case).step) == (due, steps)


def test_a_case_that_was_extended_and_parked_can_be_rebuilt(parked, do):
    sooner = parked.updated_at + timedelta(days=20)
    case = do(parked, "gov-leader", "review_parking", words="Sooner", until=sooner)
    assert queries.replay(case).fits
    case = do(case, "gov-leader", "review_parking", minutes=minutes_until(case, sooner), words="Not yet")
    assert queries.replay(case).fits


def test_before_its_date_a_parked_matter_is_only_brought_forward_and_stays_in_public_sight(parked, do, harbour, actor):
    follow = {"session": "s", "email": "cy@example.org", "language": "en"}
    parked = do(parked, "citizen", "follow", **follow)
    for until, code in (
        (None, "review_not_due"),
        (parked.due_at, "review_not_nearer"),
        (parked.updated_at, "date_in_the_past"),
    ):
        with pytest.raises(Refused) as raised:
            do(parked, "gov-leader", "review_parking", words="ok", until=until)
        assert code_of(raised) == code
    sooner = parked.updated_at + timedelta(days=20)
    case = do(parked, "gov-leader", "review_parking", words="The sewer comes sooner", until=sooner)
    assert case.due_at == running(case).due_at == running(case, "review").due_at == sooner
    assert [matter.until for matter in queries.parked_cases(harbour)] == [sooner]
    assert "The sewer comes sooner" in [moment.words for moment in queries.timeline(case, audience="public")]
    for address in ("ann@example.org", "cy@example.org"):
        letter = Message.objects.get(about=case.pk, template="reviewed", address=address)
        assert "The sewer comes sooner" in letter.body
    day_before = minutes_until(case, sooner - timedelta(days=1))
    assert case in queries.worklist(actor("gov-leader"), now=sooner - timedelta(days=1), tab="dates")
    case = do(case, "gov-leader", "review_parking", minutes=day_before, words="Still not")
    assert not queries.parked_cases(harbour)


def test_a_unit_above_that_may_be_the_one_gives_no_time_to_what_is_overdue_on_its_own_list(report, do, actor):
    """The street objects and names its district: the case counts against both, and the district is above the street."""
    case = do(report(), "hotline-dispatcher", "dispatch", unit_code="mill-street", reason="a lane of the market")
    case = do(case, "mill-street-handler", "act", words="The hole was fenced off")
    case = do(case, "mill-street-handler", "object", **(OBJECTION | {"proposed_unit": "north"}))
    case = do(case, "mill-street-handler", "ask_extension", reason=WHY, until=case.due_at + timedelta(days=1))
    late, head = case.due_at + timedelta(hours=1), actor("north-head")
    assert queries.counts(head, now=late)["overdue"] == 1
    assert [unit.code for unit in queries.deciders(case, case.deferrals.get(), now=late)] == ["gov", "coordination"]
    assert case not in queries.worklist(head, now=late, tab="dates")
    with pytest.raises(NotAllowed) as raised:
        do(case, "north-head", "decide", minutes=minutes_until(case, late), granted=True, words="Next week will do")
    assert code_of(raised) == "overdue_needs_another_unit"
    assert queries.counts(head, now=late)["overdue"] == 1
    offered = {act.verb: act for act in queries.allowed(case, head, now=late)}
    assert not offered["decide"].allowed
    case = do(case, "coordination-coordinator", "decide", minutes=minutes_until(case, late), granted=True, words="Yes")
    assert case.due_at > late
