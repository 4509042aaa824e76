"""rules.summons: between blown and over somebody answers at every instant; nobody gets away by silence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.summons import RULES, Call, Facts, Promise, answerable, gaps, unled

T0 = datetime(2026, 6, 10, 8, tzinfo=UTC)


def hour(n: float) -> datetime:
    return T0 + timedelta(hours=n)


hours = st.integers(0, 100)
promises = st.builds(
    lambda made, due, kept: Promise(hour(made), hour(made + due), None if kept is None else hour(made + kept)),
    hours, st.integers(1, 40), st.none() | st.integers(0, 60),
)  # fmt: skip


@st.composite
def calls(draw, unit: str, *, stays: bool) -> Call:
    since = 0 if stays else draw(hours)
    said = sorted(draw(st.lists(hours, max_size=3)))
    return Call(
        unit=unit,
        since=hour(since),
        sign_by=draw(st.none() | st.just(hour(since + 1))),
        answer_by=draw(st.none() | st.just(hour(since + 4))),
        signed_at=draw(st.none() | hours.map(hour)),
        stances=[(hour(n), draw(st.sampled_from(["lead", "support", "not_ours"]))) for n in said],
        promises=draw(st.lists(promises, max_size=3)),
        released_at=None if stays else draw(st.none() | hours.map(hour)),
    )


@st.composite
def facts(draw) -> Facts:
    """At least one unit stays: that is what the actions and the database see to."""
    others = [draw(calls(f"unit-{n}", stays=False)) for n in range(draw(st.integers(0, 4)))]
    over = draw(st.none() | st.integers(1, 100).map(hour))
    return Facts(T0, over, [draw(calls("stays", stays=True)), *others])


@given(facts(), hours)
def test_somebody_answers_at_every_instant_between_blown_and_over(found, at):
    assert gaps(found, hour(200)) == []
    over = found.over_at is not None and hour(at) >= found.over_at
    assert bool(answerable(found, hour(at))) is not over
    assert answerable(found, hour(-1)) == ()


@given(facts(), hours)
def test_while_nobody_leads_everybody_who_was_called_answers(found, at):
    now = hour(at)
    standing = [call for call in found.calls if call.holds(now)]
    if found.over_at is not None and now >= found.over_at:
        return
    answering = {a.unit: a.rule for a in answerable(found, now)}
    if not any(call.stance(now) == "lead" for call in standing):
        assert set(answering) == {call.unit for call in standing}
    for call in standing:
        if call.stance(now) in ("", "not_ours", "lead"):
            assert call.unit in answering, "only a supporter that kept its word is free"


@given(facts(), hours)
def test_every_reason_is_a_known_one_and_whoever_leads_stands_first(found, at):
    rules = [a.rule for a in answerable(found, hour(at))]
    assert set(rules) <= set(RULES)
    assert rules == sorted(rules, key=RULES.index)


def test_when_the_limit_passes_and_nobody_said_a_word_all_answer_because_nobody_took_it():
    found = Facts(T0, None, [Call("works", T0, hour(1)), Call("cleansing", T0, hour(1))])
    assert {a.rule for a in answerable(found, hour(0.9))} == {"called"}
    assert [(a.unit, a.rule) for a in answerable(found, hour(1))] == [
        ("cleansing", "nobody_took_it"),
        ("works", "nobody_took_it"),
    ]


def test_who_signed_has_to_say_what_it_does_by_the_limit_to_answer():
    works = Call("works", T0, hour(1), hour(4), hour(0.5))
    alone = Facts(T0, None, [works])
    assert [(a.rule, a.due_at) for a in answerable(alone, hour(2))] == [("nobody_leads", hour(4))]
    assert [(a.rule, a.due_at) for a in answerable(alone, hour(4))] == [("unanswered", hour(4))]
    led = Facts(T0, None, [works, Call("cleansing", T0, hour(1), hour(4), hour(0.2), [(hour(0.2), "lead")])])
    assert [a.rule for a in answerable(led, hour(5))] == ["took_lead", "unanswered"]


@pytest.mark.parametrize(
    ("leads_at", "let_go_at", "since"), [(None, None, 4), (3, None, None), (5, None, 4), (2, 3, 4), (3, 5, None)]
)
def test_a_whistle_is_unanswered_when_a_limit_to_answer_passes_and_nobody_leads(leads_at, let_go_at, since):
    said = [] if leads_at is None else [(hour(leads_at), "lead")]
    lead = Call("cleansing", T0, hour(1), hour(4), hour(0.2), said, released_at=let_go_at and hour(let_go_at))
    other = Call("works", T0, hour(1), hour(4), hour(0.2), [(hour(0.2), "support")])
    found = Facts(T0, None, [lead, other])
    assert unled(found, hour(3.9)) is None
    assert unled(found, hour(9)) == (since and hour(since))


def test_a_supporter_answers_for_its_open_promises_and_is_free_when_they_are_kept():
    support = Call(
        "works", T0, hour(1), None, hour(0.5), [(hour(0.5), "support")],
        [Promise(hour(1), hour(5), hour(4)), Promise(hour(1), hour(3), hour(2))],
    )  # fmt: skip
    lead = Call("cleansing", T0, hour(1), None, hour(0.2), [(hour(0.2), "lead")])
    found = Facts(T0, None, [lead, support])
    assert [(a.unit, a.rule, a.due_at) for a in answerable(found, hour(1.5))] == [
        ("cleansing", "took_lead", None),
        ("works", "committed", hour(3)),
    ]
    assert [a.unit for a in answerable(found, hour(4))] == ["cleansing"]


def test_who_says_not_ours_answers_until_it_is_let_go():
    other = Call("works", T0, hour(1), None, hour(0.1), [(hour(0.1), "not_ours")], released_at=hour(6))
    found = Facts(T0, None, [Call("cleansing", T0, hour(1), None, hour(0.1), [(hour(0.2), "lead")]), other])
    assert [a.rule for a in answerable(found, hour(5))] == ["took_lead", "says_not_ours"]
    assert [a.unit for a in answerable(found, hour(6))] == ["cleansing"]


def test_a_stretch_in_which_nobody_is_called_is_found():
    found = Facts(T0, hour(9), [Call("a", T0, released_at=hour(3)), Call("b", hour(5))])
    assert gaps(found, hour(20)) == [(hour(3), hour(5))]
