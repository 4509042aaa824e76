"""Before a case is sent anywhere, the units it may belong to are asked, and all of them answer meanwhile."""

from __future__ import annotations

import pytest

from answerable.cases import queries
from answerable.outbox.models import Message
from answerable.rules.problems import NotAllowed, Refused
from answerable.rules.responsibility import Facts, answerable
from tests.cases.conftest import UNCLEAR, code_of, units

pytestmark = pytest.mark.django_db
ASKED = {"unit_codes": ["mill-street", "works"], "question": "Who keeps this corner?"}


@pytest.fixture
def unclear(report):
    """A case nobody was sent: the district answers for it."""
    return report(**UNCLEAR)


@pytest.fixture
def consulted(unclear, do):
    return do(unclear, "hotline-dispatcher", "consult", **ASKED)


def test_all_who_are_asked_answer_beside_the_one_who_answers_already(consulted, now):
    assert consulted.state == "received"
    assert units(consulted, "candidate") == {"mill-street", "works"}
    assert [part.unit.code for part in queries.strip(consulted, now=now).answering] == ["north", "mill-street", "works"]
    facts = Facts(consulted.opened_at, None, queries.recomputed(consulted))
    assert {one.unit for one in answerable(facts, consulted.updated_at)} == {"north", "mill-street", "works"}


def test_those_who_are_asked_are_told_the_question_and_see_the_case(consulted, actor, now):
    for unit in ("mill-street", "works"):
        handler = actor(f"{unit}-handler")
        assert queries.worklist(handler, now=now, tab="named") == [consulted]
        assert queries.get_case(handler, consulted.number) == consulted
        told = Message.objects.filter(about=consulted.pk, post__code=f"{unit}-head", channel="in_app")
        assert ASKED["question"] in told.get().body


def test_each_says_its_view_and_by_which_rule_also_who_leads_meanwhile(consulted, do):
    case = do(consulted, "works-handler", "state_view", stance="lead", basis="Road list 2")
    case = do(case, "mill-street-handler", "state_view", stance="support", basis="We keep the bench")
    case = do(case, "north-handler", "state_view", stance="not_ours", basis="District order 4")
    views = {part.unit.code: (part.stance, part.report) for part in queries.dispute_page(case).candidates}
    assert views == {
        "works": ("lead", "Road list 2"), "mill-street": ("support", "We keep the bench"),
        "north": ("not_ours", "District order 4"),
    }  # fmt: skip
    assert queries.recomputed(case) == queries.stored(case)


def test_a_view_needs_a_known_stance_and_its_rule(consulted, do):
    for view in ({"stance": "perhaps", "basis": "x"}, {"stance": "lead", "basis": ""}):
        with pytest.raises(Refused):
            do(consulted, "works-handler", "state_view", **view)
    with pytest.raises(NotAllowed):
        do(consulted, "cleansing-handler", "state_view", stance="lead", basis="nobody asked us")


def test_where_nobody_is_asked_there_is_no_view_to_say(unclear, do, actor, now):
    with pytest.raises(NotAllowed) as raised:
        do(unclear, "north-handler", "state_view", stance="not_ours", basis="no")
    assert code_of(raised) == "not_named"
    views = [act for act in queries.allowed(unclear, actor("north-handler"), now=now) if act.verb == "state_view"]
    assert [act.allowed for act in views] == [False]


def test_the_upper_department_leads_by_default_when_several_say_it_is_theirs(consulted, do):
    assert queries.dispute_page(consulted).suggested is None
    case = do(consulted, "mill-street-handler", "state_view", stance="lead", basis="Street order")
    assert queries.dispute_page(case).suggested.code == "mill-street"
    case = do(case, "north-handler", "state_view", stance="lead", basis="District order")
    assert queries.dispute_page(case).suggested.code == "north"
    case = do(case, "works-handler", "state_view", stance="lead", basis="Road list 2")
    assert queries.dispute_page(case).suggested.code == "works"


def test_dispatch_ends_it_with_words_and_lets_the_others_go(consulted, do):
    with pytest.raises(Refused) as raised:
        do(consulted, "hotline-dispatcher", "dispatch", unit_code="works")
    assert raised.value.problems[0].field == "reason"
    case = do(consulted, "hotline-dispatcher", "dispatch", unit_code="works", reason="The road list names it")
    assert (case.lead_unit.code, case.state, units(case, "candidate")) == ("works", "dispatched", set())
    consultation = case.consultations.get()
    assert (consultation.outcome_words, consultation.named_unit.code) == ("The road list names it", "works")
    assert not case.clocks.filter(kind="ruling", stopped_at=None).exists()
    assert queries.replay(case).fits
    assert queries.recomputed(case) == queries.stored(case)


def test_a_consultation_that_finds_no_units_case_ends_with_the_route(consulted, do):
    case = do(consulted, "hotline-dispatcher", "route", route="R6", answer="No body of the city may do this")
    assert case.state == "closed"
    assert case.consultations.get().outcome_words == "No body of the city may do this"
    assert units(case, "candidate") == set()
    assert queries.recomputed(case) == queries.stored(case)


@pytest.mark.parametrize(
    ("verb", "inputs"),
    [("dispatch", {"unit_code": "works", "reason": "The list"}), ("route", {"route": "R6", "answer": "The list"})],
)
def test_how_it_ended_is_told_to_all_who_were_asked(consulted, do, verb, inputs):
    case = do(consulted, "hotline-dispatcher", verb, **inputs)
    letters = Message.objects.filter(about=case.pk, template="consultation_ended", channel="in_app")
    assert {line.post.code for line in letters} == {"north-head", "mill-street-head", "works-head"}
    assert all("The list" in line.body for line in letters)


def test_who_is_asked_does_not_end_the_consultation(unclear, do):
    case = do(unclear, "hotline-dispatcher", "consult", unit_codes=["coordination", "works"], question="Whose?")
    with pytest.raises(NotAllowed) as raised:
        do(case, "coordination-coordinator", "dispatch", unit_code="works", reason="not ours")
    assert code_of(raised) == "rung_decides"


def test_at_least_two_are_asked_and_the_hotline_body_is_none_of_them(unclear, do):
    for asked in ([], ["north"], ["hotline"], ["north", "north", "hotline"]):
        with pytest.raises(Refused) as raised:
            do(unclear, "hotline-dispatcher", "consult", unit_codes=asked, question="Whose?")
        assert code_of(raised) == "consult_two"
    with pytest.raises(Refused):
        do(unclear, "hotline-dispatcher", "consult", unit_codes=["works", "south"], question="")


def test_one_dispute_at_a_time(consulted, do):
    with pytest.raises(NotAllowed) as raised:
        do(consulted, "coordination-coordinator", "consult", **ASKED)
    assert code_of(raised) == "consulted_already"


def test_units_do_not_convene_a_consultation(unclear, do):
    with pytest.raises(NotAllowed):
        do(unclear, "north-handler", "consult", **ASKED)


def test_its_ruling_is_a_precedent_and_may_become_a_row(consulted, do, report):
    case = do(consulted, "hotline-dispatcher", "dispatch", unit_code="works", reason="The road list names it")
    following = report(**(UNCLEAR | {"words": "The corner again, another trouble"}))
    assert [ruling.named_unit.code for ruling in queries.precedents(following)] == ["works"]
    ruling = str(case.consultations.get().pk)
    do(case, "hotline-dispatcher", "promote", ruling=ruling, scope="here", reason="so that the next needs none")
    assert report(**(UNCLEAR | {"words": "The corner a third time"})).lead_unit.code == "works"
