"""The prepared way in: the same bytes as one by one, only made ahead."""

from __future__ import annotations

import pytest
import rfc8785
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from answerable.ledger import actions, queries
from answerable.ledger.canonical import canonical, canonical_plain, scalar
from answerable.rules.access import Actor
from tests.ledger.conftest import ACTOR, AT, append, changes, seal_all

names = st.text("abcdefghijklmnopqrstuvwxyz_ABC", min_size=1, max_size=12)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(names, plain, max_size=6))
def test_the_quick_canonical_json_is_the_canonical_json(body):
    assert canonical_plain(body) == canonical(body) == rfc8785.dumps(body)


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), plain | st.floats(allow_nan=False, allow_infinity=False)))
def test_canonical_json_is_that_of_the_library_for_any_names_and_numbers(body):
    assert canonical(body) == rfc8785.dumps(body)


@given(plain)
def test_plain_values_stay_what_they_are(value):
    assert scalar(value) == value


@pytest.mark.django_db
def test_prepared_entries_are_the_same_as_appended_ones():
    odd = Actor(kind="officer", jurisdiction="harbour", unit="works", post="a\\b", officer="c\td\n")
    streams = [uuid7(), uuid7()]
    acts = [
        actions.Act(stream, AT, "note", actor, "rule \\ \t \n “x”", changes(stream, words="路\\燈\n"), {"n": 1})
        for actor in (ACTOR, odd)
        for stream in streams
    ]
    with transaction.atomic():
        actions.append_prepared(actions.prepare(acts))
    report = queries.verify(now=AT)
    assert (report.fits, report.waiting) == (True, 4)
    for stream in streams:
        one, two = queries.entries(stream)
        assert bytes(two.previous) == bytes(one.hash)
        assert two.actor == odd.key
    single = append(rule="rule \\ \t \n “x”", changes=changes(streams[0], words="路\\燈\n"), facts={"n": 1})
    assert single.body.replace(str(single.stream), str(streams[0])) == queries.entries(streams[0])[0].body
    assert seal_all() == 5
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.append_prepared(actions.prepare(acts))
