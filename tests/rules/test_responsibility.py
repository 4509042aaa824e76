"""rules.responsibility: somebody answers at every instant, and exactly one unit leads."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.chain import GENESIS, chain_hash, entry_hash
from answerable.rules.responsibility import Act, Facts, Part, answerable, gaps, parts

T0 = datetime(2026, 6, 10, 8, tzinfo=UTC)


def hour(n: float) -> datetime:
    return T0 + timedelta(hours=n)


@given(st.lists(st.integers(1, 99), max_size=8, unique=True), st.booleans(), st.integers(0, 120))
def test_while_handed_on_without_a_gap_exactly_one_unit_leads_at_every_instant(changes, closed, at):
    marks = [0, *sorted(changes), None]
    parts = [
        Part(f"unit-{n}", "lead", "catalogue", hour(a), None if b is None else hour(b))
        for n, (a, b) in enumerate(itertools.pairwise(marks))
    ]
    facts = Facts(T0, hour(100) if closed else None, parts)
    assert gaps(facts, until=hour(100)) == []
    leads = [a for a in answerable(facts, hour(at)) if a.role == "lead"]
    assert len(leads) == (0 if closed and at >= 100 else 1)


def test_a_gap_and_a_double_lead_are_found():
    facts = Facts(
        T0, None, [Part("a", "lead", "", T0, hour(2)), Part("b", "lead", "", hour(3)), Part("c", "lead", "", hour(5))]
    )
    assert gaps(facts, until=hour(6)) == [(hour(2), hour(3)), (hour(5), hour(6))]


def test_assistants_answer_until_they_report_and_copies_never_do():
    facts = Facts(
        T0,
        None,
        [
            Part("district", "copy", "copy", T0),
            Part("cleansing", "assist", "asked", hour(1), due_at=hour(9), reported_at=hour(4)),
            Part("works", "lead", "catalogue", T0),
        ],
    )
    assert [a.unit for a in answerable(facts, hour(0.5))] == ["works"]
    assert [(a.unit, a.due_at) for a in answerable(facts, hour(2))] == [("works", None), ("cleansing", hour(9))]
    assert [a.unit for a in answerable(facts, hour(4))] == ["works"]


def test_before_it_exists_and_after_it_is_closed_nobody_answers():
    facts = Facts(T0, hour(5), [Part("works", "lead", "catalogue", T0)])
    assert answerable(facts, hour(-1)) == answerable(facts, hour(5)) == ()


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_hashes_of_entries_and_links_are_never_alike(a, b):
    one = entry_hash(GENESIS, a)
    assert (one == entry_hash(GENESIS, b)) == (a == b)
    assert chain_hash(GENESIS, one) != entry_hash(GENESIS, one)
    assert chain_hash(one, GENESIS) != chain_hash(GENESIS, one)


UNITS = ("cleansing", "north", "transport", "works")
unit = st.sampled_from(UNITS)
few = st.lists(unit, max_size=2).map(tuple)
steps = st.one_of(
    st.builds(dict, verb=st.sampled_from(["dispatch", "uphold"]), lead=unit, asked=few, rule=st.just("dispatcher")),
    st.builds(dict, verb=st.sampled_from(["object", "consult"]), named=few),
    st.builds(dict, verb=st.sampled_from(["reject", "escalate", "note", "ring"])),
    st.builds(dict, verb=st.just("add_assistant"), asked=few),
    st.builds(dict, verb=st.sampled_from(["report_part", "agree_cancel", "rule_cancel"]), done=unit),
    st.builds(dict, verb=st.just("flag_interest"), lead=unit, done=unit, rule=st.just("interest")),
)


@st.composite
def lives(draw) -> list[Act]:
    """Acts in any order, also several in one instant, also such as no city would see."""
    found = [Act(T0, "receive_dispatched", lead=draw(unit), asked=draw(few), rule="catalogue")]
    for step in draw(st.lists(steps, max_size=20)):
        later = timedelta(minutes=draw(st.sampled_from([0, 0, 1, 30, 600])))
        found.append(Act(found[-1].at + later, **step))
    return found


def instants(acts: list[Act]) -> list[datetime]:
    return [act.at + timedelta(seconds=n) for act in acts for n in (0, 30)]


@given(lives())
def test_whatever_is_done_exactly_one_unit_leads_at_every_instant(acts):
    facts = Facts(T0, None, parts(acts))
    assert gaps(facts, until=acts[-1].at + timedelta(days=1)) == []
    for at in instants(acts):
        assert [one.role for one in answerable(facts, at)].count("lead") == 1


@given(lives())
def test_whoever_was_named_last_leads_now(acts):
    named = [act.lead for act in acts if act.lead]
    running = [part.unit for part in parts(acts) if part.role == "lead" and part.until is None]
    assert running == [named[-1]]


@given(lives())
def test_no_two_parts_of_a_unit_in_one_role_overlap(acts):
    by_role: dict[tuple[str, str], list[Part]] = {}
    for part in parts(acts):
        by_role.setdefault((part.role, part.unit), []).append(part)
    for held in by_role.values():
        for earlier, following in itertools.pairwise(held):
            assert earlier.until is not None
            assert earlier.until <= following.since


@given(lives())
def test_nobody_is_lead_and_helper_or_lead_and_candidate_at_once(acts):
    facts = Facts(T0, None, parts(acts))
    for at in instants(acts):
        answering = answerable(facts, at)
        lead = next(one.unit for one in answering if one.role == "lead")
        assert lead not in [one.unit for one in answering if one.role == "assist"]


@given(lives())
def test_after_a_ruling_nobody_is_a_candidate(acts):
    ruled = [*acts, Act(acts[-1].at + timedelta(minutes=1), "reject")]
    assert not [part for part in parts(ruled) if part.role == "candidate" and part.until is None]


@given(lives())
def test_a_climb_brings_back_everybody_who_led_but_for_whom_the_case_is_about(acts):
    climbed = [*acts, Act(acts[-1].at + timedelta(minutes=1), "escalate")]
    led = {part.unit for part in parts(acts) if part.role == "lead"}
    now_leading = next(part.unit for part in parts(acts) if part.role == "lead" and part.until is None)
    out = {act.done for act in acts if act.verb == "flag_interest"}
    candidates = {part.unit for part in parts(climbed) if part.role == "candidate" and part.until is None}
    assert led - {now_leading} - out <= candidates
    assert not (candidates - {part.unit for part in parts(acts) if part.role == "candidate"}) & out


@given(lives())
def test_a_part_lasts_and_comes_after_the_case_began(acts):
    for part in parts(acts):
        assert part.since >= T0
        assert part.until is None or part.since < part.until
