"""rules.replay: what the entries say, and what should not have happened."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules import lifecycle
from answerable.rules.replay import fold

CASE = "01a208bb-3bba-7122-b750-e1acbcb27c8f"


def entry(seq: int, verb: str, *, table: str = "case", key: str = CASE, stream: str = CASE, **values) -> dict:
    changes = [{"table": table, "key": key, "set": values}] if values else []
    return {
        "v": 1, "stream": stream, "seq": seq, "at": "2026-06-10T08:00:00.000000Z", "verb": verb, "actor": "system",
        "rule": "", "changes": changes, "facts": {},
    }  # fmt: skip


@given(st.data())
def test_any_walk_along_the_lifecycle_folds_to_where_it_ends_without_a_breach(data):
    state, entries = None, []
    for seq in range(1, data.draw(st.integers(1, 20)) + 1):
        edges = [edge for edge in lifecycle.TABLE if edge.state == state]
        if not edges:
            break
        edge = data.draw(st.sampled_from(edges))
        values = {"state": edge.next} if edge.next != state or data.draw(st.booleans()) else {"version": seq}
        entries.append(entry(seq, edge.verb, **values))
        state = edge.next
    folded = fold(entries)
    assert folded.breaches == []
    assert folded.noun_state == state
    assert folded.seq == len(entries)


@given(st.sampled_from([None, *lifecycle.STATES]), st.sampled_from(lifecycle.VERBS), st.sampled_from(lifecycle.STATES))
def test_a_step_the_table_does_not_have_is_a_breach(state, verb, after):
    edge = lifecycle.edge(state, verb)
    entries = [] if state is None else [entry(1, "receive", state=state)]
    breaches = fold([*entries, entry(len(entries) + 1, verb, state=after)]).breaches
    if state not in (None, "received"):
        breaches = breaches[1:]  # the made-up birth
    assert bool(breaches) == (edge is None or edge.next != after)


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers() | st.none(), min_size=1), min_size=1))
def test_the_last_word_on_a_field_holds(sets):
    entries = [entry(n, "note", table="clock", key="k", **values) for n, values in enumerate(sets, 1)]
    expected: dict = {}
    for values in sets:
        expected |= values
    folded = fold(entries)
    assert folded.table("clock") == {"k": expected}
    assert folded.rows == {("clock", "k"): expected}
    assert folded.breaches == []


def test_bodies_may_come_as_text():
    texts = [json.dumps(entry(1, "receive", state="received")), json.dumps(entry(2, "note")).encode()]
    assert fold(texts).noun_state == "received"


def test_a_missing_entry_and_a_foreign_one_are_breaches():
    assert "entry 3" in fold([entry(1, "receive", state="received"), entry(3, "note")]).breaches[0]
    assert len(fold([entry(1, "receive", state="received"), entry(2, "note", stream="other")]).breaches) == 1


def test_a_stream_without_a_case_has_no_lifecycle():
    assert fold([entry(1, "answer_at_once", table="contact", key="c", words={"digest": "00"})]).breaches == []


def test_another_version_is_refused():
    with pytest.raises(ValueError, match="version 2"):
        fold([entry(1, "receive") | {"v": 2}])


def test_nothing_is_an_empty_state():
    assert fold([]).noun_state is None
