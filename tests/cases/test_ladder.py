"""A dispute climbs until somebody decides; the longer nobody does, the more answer for it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from answerable.cases import actions, queries
from answerable.cases.models import Objection
from answerable.ledger.models import Entry
from answerable.outbox.models import Message
from answerable.rules.problems import NotAllowed
from answerable.rules.responsibility import Facts, answerable
from tests.cases.conftest import KEPT, OBJECTION, UNCLEAR, code_of, running, units

pytestmark = pytest.mark.django_db
RULED = {"upheld": True, "outcome_words": "The list says so"}
WRONGLY = "A first unit was wrong"


@pytest.fixture
def disputed(report, do):
    """Sent to works, then to the north, which names transport."""
    case = do(report(), "hotline-dispatcher", "dispatch", unit_code="north", reason=WRONGLY)
    return do(case, "north-handler", "object", **OBJECTION)


@pytest.fixture
def climbs(sweep):
    """climbs(case) -> the case a minute after the limit of its rung, swept."""

    def up(case, times: int = 1):
        for _ in range(times):
            sweep(running(case, "ruling").due_at + timedelta(minutes=1))
            case.refresh_from_db()
        return case

    return up


def rung(case) -> int:
    return case.objections.get(ruled_at=None).rung


def test_it_begins_on_the_first_rung_whose_unit_has_its_limit(disputed, harbour):
    clock = running(disputed, "ruling")
    assert (rung(disputed), clock.unit.code) == (1, "hotline")
    assert [r.count for r in queries.ladder(harbour)] == [1, 0, 0]


def test_every_unit_that_may_be_the_one_sees_it_and_carries_it_when_it_is_overdue(disputed, actor, now):
    transport, late = actor("transport-handler"), disputed.due_at + timedelta(hours=1)
    assert queries.worklist(transport, now=now, tab="named") == [disputed]
    assert queries.counts(transport, now=now)["named"] == 1
    assert [queries.counts(transport, now=at)["overdue"] for at in (now, late)] == [0, 1]
    assert queries.counts(actor("north-handler"), now=late)["overdue"] == 1
    assert queries.counts(actor("works-handler"), now=late)["overdue"] == 0


def test_after_the_limit_of_a_rung_it_climbs_and_the_next_head_is_told(disputed, climbs):
    case = climbs(disputed)
    clock = running(case, "ruling")
    assert (rung(case), clock.unit.code, clock.step) == (2, "coordination", 0)
    told = Message.objects.filter(about=case.pk, template="escalated")
    assert {message.post.code for message in told} == {"coordination-head"}
    assert case.lead_unit.code == "north"


def test_not_a_minute_before_the_limit(disputed, sweep):
    sweep(running(disputed, "ruling").due_at - timedelta(minutes=1))
    assert rung(disputed) == 1


def test_whoever_passed_it_on_answers_again_once_a_rung_let_its_time_pass(disputed, climbs, actor):
    assert units(disputed, "candidate") == {"transport"}
    case = climbs(disputed)
    assert units(case, "candidate") == {"transport", "works"}
    late = max(case.due_at, case.updated_at) + timedelta(hours=1)
    assert queries.counts(actor("works-handler"), now=late)["overdue"] == 1
    facts = Facts(case.opened_at, None, queries.recomputed(case))
    assert [one.unit for one in answerable(facts, late)] == ["north", "transport", "works"]
    assert queries.recomputed(case) == queries.stored(case)


def test_on_the_last_rung_it_stays_and_goes_on_to_the_leaders_list(disputed, climbs, sweep):
    case = climbs(disputed, times=2)
    assert (rung(case), running(case, "ruling").unit.code, case.listed_at) == (3, "gov", None)
    clock = running(case, "ruling")
    sweep(clock.due_at + timedelta(minutes=1))
    assert (rung(case), running(case, "ruling").pk) == (3, clock.pk)
    listed = clock.due_at + timedelta(days=40)
    sweep(listed)
    case.refresh_from_db()
    assert case.listed_at == listed
    assert rung(case) == 3


def test_a_rung_below_may_not_rule_any_more_and_one_above_always_may(disputed, climbs, do):
    case = climbs(disputed)
    with pytest.raises(NotAllowed):
        do(case, "hotline-dispatcher", "rule", **RULED)
    with pytest.raises(NotAllowed):
        do(case, "transport-head", "rule", **RULED)
    assert do(case, "gov-leader", "rule", **RULED).lead_unit.code == "transport"


def test_the_rung_it_stands_on_may_rule(disputed, climbs, do):
    case = do(climbs(disputed), "coordination-coordinator", "rule", upheld=False, outcome_words="It is yours")
    assert (case.lead_unit.code, case.designated, units(case, "candidate")) == ("north", True, set())
    assert queries.recomputed(case) == queries.stored(case)


def test_a_rung_whose_unit_had_the_case_before_is_passed_over(report, do, climbs):
    case = report(**UNCLEAR, latitude=None, longitude=None)
    assert case.lead_unit.code == "coordination"
    case = do(case, "coordination-coordinator", "dispatch", unit_code="north")
    case = climbs(do(case, "north-handler", "object", **OBJECTION))
    assert units(case, "candidate") == {"coordination", "transport"}
    assert (rung(case), running(case, "ruling").unit.code) == (3, "gov")
    with pytest.raises(NotAllowed):
        do(case, "coordination-coordinator", "rule", **RULED)
    assert queries.replay(case).fits


def test_a_ruling_stops_the_climb(disputed, do, sweep):
    late = running(disputed, "ruling").due_at + timedelta(days=1)
    do(disputed, "hotline-dispatcher", "rule", **RULED)
    sweep(late)
    assert not Objection.objects.filter(case=disputed, rung__gt=1).exists()


def test_a_consultation_climbs_too_and_is_ended_by_its_rung_or_one_above(report, do, climbs, harbour):
    asked = {"unit_codes": ["works", "mill-street"], "question": "Whose corner?"}
    case = climbs(do(report(**UNCLEAR), "hotline-dispatcher", "consult", **asked))
    assert [r.count for r in queries.ladder(harbour)] == [0, 1, 0]
    for verb, inputs in (
        ("dispatch", {"unit_code": "works", "reason": "late, but still"}),
        ("route", {"route": "R6", "answer": "no body of the city"}),
    ):
        with pytest.raises(NotAllowed) as raised:
            do(case, "hotline-dispatcher", verb, **inputs)
        assert code_of(raised) == "rung_decides"
    case = do(case, "coordination-coordinator", "dispatch", unit_code="works", reason="The road list")
    assert (case.lead_unit.code, case.consultations.get().ruled_by.code) == ("works", "coordination-coordinator")


def test_the_sum_over_the_rungs_is_the_number_of_open_disputes(report, do, climbs, harbour, now):
    made = [report(words=f"hole {n}") for n in range(4)]
    made = [do(case, "works-handler", "object", **OBJECTION) for case in made]
    climbs(made[0])
    do(made[1], "coordination-coordinator", "rule", **RULED, **KEPT)
    asked = {"unit_codes": ["works", "mill-street"], "question": "Whose corner?"}
    last = report(**UNCLEAR, now=Objection.objects.get(case=made[0]).filed_at + timedelta(days=6))
    do(last, "hotline-dispatcher", "consult", **asked)
    rungs = queries.ladder(harbour)
    assert sum(r.count for r in rungs) == 4
    assert [r.count for r in rungs] == [1, 3, 0]
    assert [r.overdue for r in queries.ladder(harbour, now=now + timedelta(days=60))] == [1, 3, 0]


def test_a_unit_that_is_complained_about_does_not_come_back_when_the_dispute_climbs(report, do, climbs):
    case = do(report(), "hotline-call-taker", "flag_interest", unit_code="works", reason="Works dug it")
    assert case.lead_unit.code == "gov"
    case = do(case, "hotline-dispatcher", "dispatch", unit_code="north", reason="the place")
    case = climbs(do(case, "north-handler", "object", **OBJECTION))
    assert units(case, "candidate") == {"transport", "gov"}
    assert queries.recomputed(case) == queries.stored(case)


def test_each_climb_is_one_entry_of_the_system(disputed, climbs):
    case = climbs(disputed, times=2)
    moments = [m for m in queries.timeline(case, audience="staff") if m.verb == "escalate"]
    assert len(moments) == 2
    climbed = Entry.objects.filter(stream=case.pk, verb="escalate").order_by("seq")
    assert [json.loads(entry.body)["facts"]["rung"] for entry in climbed] == [2, 3]
    assert queries.replay(case).fits
    assert actions.ring(now=case.updated_at) == 0


def test_whoever_rules_on_a_rung_opens_the_case_and_has_it_on_a_list(disputed, climbs, do, actor):
    def sees(who: str, at) -> tuple[bool, bool]:
        one = actor(who)
        listed = queries.worklist(one, now=at, tab="rulings") == [disputed]
        assert listed == (queries.counts(one, now=at)["rulings"] == 1)
        return queries.visible_to(one).filter(pk=disputed.pk).exists(), listed

    heads = ("hotline-head", "coordination-head", "gov-leader")
    assert [sees(who, disputed.updated_at) for who in heads] == [(True, True), (True, False), (True, False)]
    case = climbs(disputed)
    assert [sees(who, case.updated_at) for who in heads] == [(False, False), (True, True), (True, False)]
    assert sees("cleansing-head", case.updated_at) == (False, False)
    case = do(case, "coordination-head", "rule", **RULED | KEPT)
    assert sees("coordination-head", case.updated_at) == (False, False)


def test_what_stands_on_a_higher_rung_waits_in_no_queue_below_it(disputed, climbs, actor):
    dispatcher, coordinator = actor("hotline-dispatcher"), actor("coordination-coordinator")
    assert queries.dispatch_queue(dispatcher, now=disputed.updated_at) == [disputed]
    case = climbs(disputed)
    assert queries.dispatch_queue(dispatcher, now=case.updated_at) == []
    assert queries.dispatch_queue(coordinator, now=case.updated_at) == [case]


def test_all_that_counts_as_overdue_stands_behind_the_number(disputed, report, do, actor):
    """A case of our own, one that may be ours, and one in which our part is late."""
    own = do(report(words="A lamp is out", category_code="roads.lights.dark"), "hotline-dispatcher", "dispatch",
             unit_code="transport", reason="their lamp")  # fmt: skip
    helped = do(report(words="Another hole, by the tram"), "works-handler", "add_assistant", unit_code="transport",
                task="close the lane")  # fmt: skip
    late = max(own.due_at, disputed.due_at, helped.assignments.get(role="assist").due_at) + timedelta(minutes=1)
    transport = actor("transport-handler")
    found = queries.worklist(transport, now=late, tab="overdue")
    assert {case.number for case in found} == {own.number, disputed.number, helped.number}
    counts = queries.counts(transport, now=late)
    assert (counts["overdue"], counts["late_parts"]) == (3, 1)
    assert queries.worklist(transport, now=own.opened_at, tab="overdue") == []
