"""Who answered, recomputed from the acts alone, is what is stored, after every verb there is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.cases import actions, queries
from answerable.cases.models import Case
from answerable.organisation.files import Upload
from answerable.rules.access import citizen
from answerable.rules.lifecycle import CHOICES, VERBS
from answerable.rules.problems import Refused
from answerable.rules.responsibility import Facts, answerable, gaps
from tests.cases.conftest import BAD, GOOD, KEPT, OBJECTION, REPLY, UNCLEAR

pytestmark = pytest.mark.django_db
BIRTHS = {"receive", "receive_dispatched", "receive_answered", "import", "import_open"}
SYSTEM = {"ring", "escalate", "absorb", "let_go"}
LIVES = {
    "disputed": (
        ("works-handler", "object", OBJECTION),
        ("transport-handler", "state_view", {"stance": "not_ours", "basis": "list 3"}),
        ("sweep", "", {"kind": "ruling"}),
        ("coordination-coordinator", "rule", {"upheld": True, "outcome_words": "a lane", **KEPT}),
        ("hotline-dispatcher", "promote", {"ruling": "last", "scope": "here", "reason": "the next one"}),
        ("hotline-dispatcher", "dispatch", {"unit_code": "north", "reason": "after all"}),
        ("north-handler", "accept", {}),
    ),
    "rejected": (
        ("works-handler", "object", OBJECTION),
        ("hotline-dispatcher", "rule", {"upheld": False, "outcome_words": "no lane"}),
        ("works-handler", "note", {"words": "well then"}),
    ),
    "helped": (
        ("works-handler", "add_assistant", {"unit_code": "transport", "task": "close the lane"}),
        ("works-handler", "add_assistant", {"unit_code": "cleansing", "task": "sweep", "after": "transport"}),
        ("works-handler", "add_assistant", {"unit_code": "north", "task": "tell the shops"}),
        ("transport-handler", "report_stage", {"words": "half"}),
        ("transport-handler", "report_part", {"words": "done"}),
        ("works-handler", "ask_cancel", {"unit_code": "cleansing", "reason": "clean"}),
        ("cleansing-handler", "agree_cancel", {}),
        ("works-handler", "ask_cancel", {"unit_code": "north", "reason": "no shops"}),
        ("hotline-dispatcher", "rule_cancel", {"unit_code": "north", "outcome_words": "no shops"}),
        ("works-handler", "add_assistant", {"unit_code": "cleansing", "task": "sweep after all"}),
    ),
    "timed": (
        ("works-handler", "accept", {}),
        ("works-handler", "ask_extension", {"reason": "asphalt", "until": 24}),
        ("works-head", "decide", {"granted": True, "words": "yes"}),
        ("works-handler", "ask_parking", {"reason": "sewer", "measures": "filled", "until": 24 * 90}),
        ("gov-leader", "decide", {"granted": True, "words": "yes"}),
        ("gov-leader", "review_parking", {"words": "sooner", "until": -24 * 20}),
        ("sweep", "", {"kind": "review"}),
        ("gov-leader", "review_parking", {"words": "not yet"}),
        ("works-handler", "ask_parking", {"reason": "sewer", "measures": "filled", "until": 24 * 30}),
        ("gov-leader", "decide", {"granted": False, "words": "no"}),
    ),
    "done twice": (
        ("works-handler", "act", {"words": "went"}),
        ("works-handler", "contact_citizen", {"words": "spoke"}),
        ("works-handler", "ask_citizen", {"words": "Which lane?", "wait": True}),
        ("citizen", "add_words", {"words": "The left one"}),
        ("citizen", "follow", {"session": "s"}),
        ("hotline-call-taker", "repeat", {"words": "again"}),
        ("works-handler", "attach", {"uploads": (Upload("a.png", b"\x89PNG\r\n\x1a\n" + bytes(20)),)}),
        ("works-handler", "answer", REPLY),
        ("works-handler", "tell_citizen", {"how": "phone"}),
        ("hotline-dispatcher", "return_reply", {"reason": "say what was done"}),
        ("works-handler", "answer", REPLY),
        ("works-handler", "tell_citizen", {"how": "phone"}),
        ("works-handler", "tell_hotline", {}),
        ("hotline-callback", "attempt", {"reason_code": "no-answer"}),
        ("hotline-callback", "record_verdict", BAD),
        ("works-handler", "act", {"words": "went again"}),
        ("works-handler", "answer", REPLY),
        ("works-handler", "tell_citizen", {"how": "phone"}),
        ("works-handler", "tell_hotline", {}),
        ("hotline-callback", "record_verdict", BAD),
        ("gov-leader", "conclude", {"reason": "all was done"}),
    ),
    "confirmed": (
        ("works-handler", "act", {"words": "went"}),
        ("works-handler", "answer", REPLY),
        ("works-handler", "tell_hotline", {}),
        ("hotline-callback", "record_verdict", GOOD),
    ),
    "complained about": (
        ("works-handler", "object", OBJECTION),
        ("hotline-call-taker", "flag_interest", {"unit_code": "works", "reason": "named"}),
        ("hotline-dispatcher", "dispatch", {"unit_code": "north", "reason": "the place"}),
        ("north-handler", "object", OBJECTION),
        ("sweep", "", {"kind": "ruling"}),
        ("coordination-coordinator", "flag_interest", {"unit_code": "transport", "reason": "named too"}),
    ),
    "joined": (
        ("hotline-dispatcher", "recategorise", {"category_code": "roads.lights.dark", "reason": "a lamp"}),
        ("hotline-dispatcher", "merge", {"into": "other", "reason": "the same"}),
        ("hotline-dispatcher", "unmerge", {"reason": "not the same"}),
        ("works-handler", "accept", {}),
    ),
    "consulted": (
        ("hotline-dispatcher", "consult", {"unit_codes": ["works", "mill-street"], "question": "Whose?"}),
        ("works-handler", "state_view", {"stance": "lead", "basis": "list 2"}),
        ("hotline-dispatcher", "dispatch", {"unit_code": "works", "reason": "list 2"}),
        ("works-handler", "accept", {}),
    ),
    "routed": (
        ("hotline-dispatcher", "consult", {"unit_codes": ["works", "mill-street"], "question": "Whose?"}),
        ("hotline-dispatcher", "route", {"route": "R6", "answer": "no body's duty"}),
    ),
    "unreached": (
        ("works-handler", "act", {"words": "went"}),
        ("works-handler", "answer", REPLY),
        ("works-handler", "tell_hotline", {}),
        ("sweep", "", {"kind": "callback"}),
    ),
}  # fmt: skip
SAID_BY_PHONE = {"person": actions.PersonDetails(phone="02079460000")}


@pytest.mark.parametrize("name", LIVES)
def test_after_every_act_of_a_life_recomputed_is_stored_and_exactly_one_leads(name, report, do, sweep):
    case = report(**(UNCLEAR if name in ("consulted", "routed") else SAID_BY_PHONE if name == "done twice" else {}))
    other = report(words="another trouble, not far away")
    for who, verb, given in LIVES[name]:
        case = _act(case, who, verb, given, do, sweep, other)
        assert queries.recomputed(case) == queries.stored(case), verb
        assert queries.replay(case).fits, verb
        facts = Facts(case.opened_at, case.closed_at, queries.recomputed(case))
        assert gaps(facts, until=case.updated_at + timedelta(days=1)) == [], verb
        leads = [one.unit for one in answerable(facts, case.updated_at) if one.role == "lead"]
        assert leads == ([] if case.state == "closed" else [case.lead_unit.code]), verb


def _act(case, who, verb, given, do, sweep, other) -> Case:
    if who == "sweep":
        at = case.clocks.get(kind=given["kind"], stopped_at=None).due_at + timedelta(minutes=1)
        sweep(at)
        actions.end_unreachable(now=at)
        return Case.objects.get(pk=case.pk)
    given = dict(given)
    if "until" in given:
        given["until"] = case.due_at + timedelta(hours=given["until"])
    if given.get("ruling") == "last":
        given["ruling"] = str(case.objections.latest("ruled_at").pk)
    if given.get("into") == "other":
        given["into"] = other.number
    if who != "citizen":
        return do(case, who, verb, minutes=7, **given)
    later = case.updated_at + timedelta(minutes=7)
    return actions.perform(verb, actor=citizen("harbour", str(case.pk)), now=later, number=case.number, **given)


def test_these_lives_use_every_verb_of_the_table():
    used = {verb for life in LIVES.values() for _, choice, _ in life for verb in CHOICES.get(choice, (choice,))}
    assert set(VERBS) - BIRTHS - SYSTEM - used == {"give_up"}  # which the system does in the life "unreached"


def test_a_refused_act_changes_nothing_of_who_answers(report, do):
    case = report()
    before = queries.stored(case)
    with pytest.raises(Refused):
        do(case, "works-handler", "object", **(OBJECTION | {"proposed_unit": "nowhere"}))
    assert queries.stored(case) == queries.recomputed(case) == before
