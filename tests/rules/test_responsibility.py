"""rules.responsibility: somebody answers at every instant, and exactly one unit leads."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.chain import GENESIS, chain_hash, entry_hash
from answerable.rules.responsibility import Facts, Part, answerable, gaps

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
