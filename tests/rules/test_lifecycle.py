"""rules.lifecycle: the table itself, read as a whole."""

from __future__ import annotations

from answerable.rules.access import ROLES
from answerable.rules.lifecycle import CHOICES, EDGES, OPEN_STATES, STATES, TABLE, VERBS, edge, verbs_from

RELATIONS = {"hotline", "lead", "assist", "any", "asker", "candidate", "arbiter", "above"}
OF_UNITS = {"lead", "assist", "candidate"}


def who_may(verb: str) -> set[str]:
    return {who for line in TABLE if line.verb == verb for who in line.who}


def test_there_is_one_line_for_a_verb_in_a_state():
    assert len(EDGES) == len(TABLE)


def test_every_line_names_known_states_relations_and_roles_and_its_reason():
    for line in TABLE:
        assert line.next in STATES
        assert line.state is None or line.state in STATES
        assert line.rule
        for who in line.who:
            relation, _, role = who.partition(".")
            assert who in ("citizen", "system") or (relation in RELATIONS and role in ROLES), who


def test_every_state_is_reached_and_every_open_one_can_be_left():
    assert {line.next for line in TABLE} == set(STATES)
    ways = {state: {line.next for line in TABLE if line.state == state} for state in OPEN_STATES}
    for state in OPEN_STATES:
        reached, fresh = {state}, {state}
        while fresh:
            fresh = {following for at in fresh for following in ways.get(at, ())} - reached
            reached |= fresh
        assert "closed" in reached, state


def test_only_an_undone_merge_opens_a_closed_case_again():
    assert [line.verb for line in TABLE if line.state == "closed" and line.next != "closed"] == ["unmerge"]


def test_nothing_a_unit_may_do_gives_the_case_to_another_or_ends_it():
    gives_away = {"dispatch", "uphold", "reject", "route", "merge", "unmerge", "flag_interest", "recategorise", "grant"}
    for verb in gives_away - {"grant"}:
        assert not {who for who in who_may(verb) if who.partition(".")[0] in OF_UNITS}, verb
    closing = [line for line in TABLE if line.next == "closed" and line.state not in (None, "closed")]
    assert not [line for line in closing if {who.partition(".")[0] for who in line.who} & OF_UNITS]


def test_an_objection_leaves_the_state_as_it_is_and_stops_when_the_reply_is_filed():
    objects = {line.state: line.next for line in TABLE if line.verb == "object"}
    assert objects == {"dispatched": "dispatched", "accepted": "accepted", "in_hand": "in_hand"}


def test_only_rungs_rule_and_only_the_system_lets_a_dispute_climb():
    for verb in ("uphold", "reject"):
        assert {who.partition(".")[0] for who in who_may(verb)} == {"arbiter"}
    assert who_may("escalate") == {"system"}


def test_a_verdict_is_given_by_the_citizen_or_whoever_asks_them():
    for verb in ("confirm", "refute"):
        assert {who.partition(".")[0] for who in who_may(verb)} == {"asker", "citizen"}


def test_a_new_date_is_asked_for_by_the_lead_and_decided_by_heads():
    assert {who.partition(".")[0] for who in who_may("ask_extension") | who_may("ask_parking")} == {"lead"}
    deciders = {"lead.unit_head", "above.unit_head", "above.leader", "above.coordinator"}
    assert who_may("grant") == who_may("deny") == deciders


def test_every_choice_is_between_two_verbs_of_the_table():
    assert all(verb in VERBS for pair in CHOICES.values() for verb in pair)


def test_a_verb_that_is_not_in_the_table_has_no_line_anywhere():
    assert edge("dispatched", "return") is None
    assert "return" not in VERBS
    assert "object" not in verbs_from("answered")
