"""Whose is it? A unit says "not ours" and answers all the same, until somebody else has ruled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.cases import actions, queries
from answerable.rules.lifecycle import TABLE
from answerable.rules.problems import NotAllowed, Refused
from tests.cases.conftest import KEPT, OBJECTION, REPLY, UNCLEAR, code_of, finish, running, units

pytestmark = pytest.mark.django_db
TO_CLEANSING = OBJECTION | {"proposed_unit": "cleansing"}


@pytest.fixture
def disputed(report, do):
    return do(report(), "works-handler", "object", **OBJECTION)


def test_no_line_of_the_table_lets_the_unit_in_charge_pass_a_case_on():
    moving = {"dispatch", "uphold", "route", "merge", "flag_interest", "recategorise", "unmerge"}
    of_units = {"lead", "assist", "candidate"}
    passing = [line for line in TABLE if line.verb in moving and of_units & {who.partition(".")[0] for who in line.who}]
    assert passing == []
    assert not [line.verb for line in TABLE if line.verb in ("return", "send_back", "withdraw", "forward")]


def test_return_is_nothing_a_unit_can_do(report, do, actor, now):
    case = report()
    for verb in ("return", "forward"):
        with pytest.raises(NotAllowed) as raised:
            do(case, "works-handler", verb)
        assert code_of(raised) == "unknown_verb"
    with pytest.raises(NotAllowed):
        do(case, "works-head", "dispatch", unit_code="transport", reason="not ours")
    assert [part.unit.code for part in queries.strip(case, now=now).answering] == ["works"]


def test_an_objection_takes_nothing_off_the_unit_and_adds_the_one_it_names(disputed, now):
    assert disputed.lead_unit.code == "works"
    assert units(disputed, "candidate") == {"transport"}
    assert [part.unit.code for part in queries.strip(disputed, now=now).answering] == ["works", "transport"]


def test_the_citizens_clock_runs_on_while_units_argue(report, do):
    case = report()
    before = {clock.kind: (clock.started_at, clock.due_at) for clock in case.clocks.filter(stopped_at=None)}
    case = do(case, "works-handler", "object", minutes=60, **OBJECTION)
    after = {clock.kind: (clock.started_at, clock.due_at) for clock in case.clocks.filter(stopped_at=None)}
    after.pop("ruling")
    assert after == before


def test_who_handles_first_may_argue_later_within_the_limit(report, do):
    case = do(report(), "works-handler", "act", words="A crew fenced the hole off")
    assert case.state == "in_hand"
    case = do(case, "works-handler", "object", minutes=23 * 60, **OBJECTION)
    assert (case.state, case.lead_unit.code) == ("in_hand", "works")
    case = do(case, "works-handler", "act", words="The fence was moved", minutes=5)
    assert case.state == "in_hand"


def test_a_late_objection_is_refused_with_the_hours_and_the_time_it_ended(report, do):
    case = report()
    with pytest.raises(NotAllowed) as raised:
        do(case, "works-handler", "object", minutes=24 * 60 + 1, **OBJECTION)
    problem = raised.value.problems[0]
    assert problem.code == "objection_too_late"
    assert problem.params == {"hours": 24, "until": case.opened_at + timedelta(hours=24)}
    assert units(case, "candidate") == set()


def test_the_last_minute_of_the_limit_still_counts(report, do):
    assert do(report(), "works-handler", "object", minutes=24 * 60, **OBJECTION).objections.count() == 1


def test_a_unit_that_answered_before_anybody_sent_it_the_case_may_object_from_the_dispatch_on(report, do):
    case = report(words="Something is odd here", category_code="other.other.other")
    assert (case.state, case.lead_unit.code) == ("received", "north")
    case = do(case, "hotline-dispatcher", "dispatch", unit_code="north", minutes=30 * 60)
    case = do(case, "north-handler", "object", minutes=23 * 60, **OBJECTION)
    assert units(case, "candidate") == {"transport"}


def test_sending_a_case_again_to_who_has_it_is_refused_and_renews_nothing(report, do):
    case = report()
    before = running(case, "sign")
    with pytest.raises(Refused) as raised:
        do(case, "hotline-dispatcher", "dispatch", unit_code="works", reason="once more", minutes=60)
    assert code_of(raised) == "leads_already"
    assert running(case, "sign") == before


def test_an_emergency_is_argued_about_only_after_something_was_done(report, do):
    case = report(words="It smells of gas", category_code="safety.fire.gas")
    with pytest.raises(Refused) as raised:
        do(case, "works-handler", "object", **(OBJECTION | {"proposed_unit": "north"}))
    assert [(p.code, p.field) for p in raised.value.problems] == [("required", "interim")]
    wish = OBJECTION | {"proposed_unit": "north", "interim": "The valve was closed and the street fenced off"}
    case = do(case, "works-handler", "object", **wish)
    assert case.objections.get().interim == wish["interim"]
    assert case.steps.filter(words=wish["interim"]).exists()


def test_an_objection_names_another_unit_and_there_is_one_at_a_time(disputed, report, do):
    with pytest.raises(Refused) as raised:
        do(report(words="another hole"), "works-handler", "object", **(OBJECTION | {"proposed_unit": "works"}))
    assert code_of(raised) == "propose_another"
    with pytest.raises(NotAllowed) as raised:
        do(disputed, "works-head", "object", **TO_CLEANSING)
    assert code_of(raised) == "objected_already"


def test_while_a_dispute_is_open_nobody_can_file_an_answer(report, do):
    case = do(report(), "works-handler", "act", words="went there")
    case = do(case, "works-handler", "object", **OBJECTION)
    with pytest.raises(NotAllowed) as raised:
        do(case, "works-handler", "answer", **REPLY)
    assert code_of(raised) == "objection_open"


def test_an_open_objection_is_ended_by_a_ruling_and_not_by_a_dispatch(disputed, do):
    for verb, inputs in (("dispatch", {"unit_code": "cleansing", "reason": "quicker"}),):
        with pytest.raises(NotAllowed) as raised:
            do(disputed, "hotline-dispatcher", verb, **inputs)
        assert code_of(raised) == "rule_first"


@pytest.mark.parametrize(
    ("unit", "who"), [("coordination", "coordination-coordinator"), ("hotline", "hotline-dispatcher")]
)
def test_a_body_that_dispatches_does_not_send_its_own_case_away(report, do, actor, now, unit, who):
    case = do(report(), "hotline-dispatcher", "dispatch", unit_code=unit, reason="yours")
    with pytest.raises(NotAllowed) as raised:
        do(case, who, "dispatch", unit_code="works", reason="not ours")
    assert code_of(raised) == "object_instead"
    offered = {act.verb: act.allowed for act in queries.allowed(case, actor(who), now=now)}
    assert not offered["dispatch"]


def test_who_answers_before_any_dispatch_may_dispatch(report, do):
    case = report(**UNCLEAR, latitude=None, longitude=None)
    assert (case.state, case.lead_unit.code) == ("received", "coordination")
    case = do(case, "coordination-coordinator", "dispatch", unit_code="works")
    assert case.lead_unit.code == "works"


def test_a_case_that_was_argued_about_can_be_rebuilt_and_recomputed(disputed, do):
    case = do(disputed, "transport-handler", "state_view", stance="not_ours", basis="Transport Ordinance 3")
    case = do(case, "hotline-dispatcher", "rule", upheld=True, outcome_words="It is a lane", **KEPT)
    case = finish(do(case, "hotline-dispatcher", "dispatch", unit_code="works", reason="after all"), do)
    assert queries.replay(case).fits
    assert queries.recomputed(case) == queries.stored(case)


def test_an_unknown_unit_or_code_is_refused_at_its_field(report, do):
    case = report()
    for name, value in (("proposed_unit", "nowhere"), ("reason_code", "solved"), ("basis", " ")):
        with pytest.raises(Refused) as raised:
            do(case, "works-handler", "object", **(OBJECTION | {name: value}))
        assert raised.value.problems[0].field == name
    assert actions.inputs_of("object") == {
        "reason_code": True, "basis": True, "proposed_unit": True, "interim": False,
    }  # fmt: skip
