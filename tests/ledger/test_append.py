"""ledger.actions: entries follow one another, one by one or by COPY, and race cleanly."""

from __future__ import annotations

import json
import threading

import pytest
import rfc8785
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from uuid_utils.compat import uuid7

from answerable.ledger import actions, queries
from answerable.ledger.models import Entry, Unsealed
from answerable.rules.access import Actor
from answerable.rules.chain import GENESIS, entry_hash
from answerable.rules.problems import Stale
from tests.ledger.conftest import ACTOR, AT, append, changes


@pytest.mark.django_db
def test_an_entry_carries_its_body_in_canonical_json_and_the_hash_of_its_predecessor():
    stream = uuid7()
    officer = Actor(kind="officer", jurisdiction="harbour", unit="works", post="works-handler", officer="works-handler")
    first = append(stream, "receive", facts={"b": 1, "a": [True, None]})
    second = append(stream, "act", actor=officer, changes=changes(stream, words={"digest": "0" * 64}, due_at=AT))
    assert [e.seq for e in queries.entries(stream)] == [1, 2]
    body = json.loads(second.body)
    assert rfc8785.dumps(body) == second.body.encode()
    assert body["changes"][0]["set"]["due_at"] == "2026-06-10T08:00:00.000000Z"
    assert body["actor"] == second.actor == "post:works-handler/works-handler"
    assert bytes(first.previous) == GENESIS
    assert bytes(second.previous) == bytes(first.hash)
    assert bytes(second.hash) == entry_hash(bytes(first.hash), second.body.encode())
    stored = Entry.objects.get(pk=second.pk)
    assert (stored.body, bytes(stored.hash), stored.at) == (second.body, bytes(second.hash), AT)


@pytest.mark.django_db
def test_a_new_stream_costs_one_statement_and_a_known_one_two():
    stream = uuid7()
    for more, statements in (({"new_stream": True}, 1), ({}, 2)):
        with (
            CaptureQueriesContext(
                connection,
            ) as asked,
            transaction.atomic(),
        ):
            actions.append(stream=stream, at=AT, verb="note", actor=ACTOR, rule="", changes=[], **more)
        assert len([q for q in asked if "ledger_entry" in q["sql"]]) == statements


@pytest.mark.django_db
def test_a_hint_saves_the_look():
    first = append()
    hint = (first.seq, bytes(first.hash))
    assert append(first.stream, seq_hint=hint).seq == 2
    with pytest.raises(Stale) as told:
        append(first.stream, seq_hint=hint)
    assert told.value.problems[0].params == {"actor": "system", "verb": "note", "at": AT}


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_appended():
    with pytest.raises(TransactionManagementError):
        actions.append(stream=uuid7(), at=AT, verb="note", actor=ACTOR, rule="", changes=[])


@pytest.mark.django_db
def test_what_json_cannot_say_is_refused():
    for values in ({"x": object()}, {"x": float("nan")}, {"x": 2**60}, {"x": "\ud800"}):
        with pytest.raises((TypeError, ValueError)), transaction.atomic():
            append(changes=changes(uuid7(), **values))


@pytest.mark.django_db
def test_many_at_once_are_the_same_entries_as_one_by_one():
    one, two = uuid7(), uuid7()
    append(one)
    acts = [actions.Act(s, AT, "note", ACTOR, "a rule", changes(s)) for s in (one, two, one)]
    with transaction.atomic():
        assert actions.append_many(acts) == 3
        assert actions.append_many([acts[1]._asdict() | {"seq": 2, "stream": str(two)}]) == 1
    assert [e.seq for e in queries.entries(one)] == [1, 2, 3]
    assert [e.seq for e in queries.entries(two)] == [1, 2]
    single = uuid7()
    same = append(single)
    with transaction.atomic():
        fresh = uuid7()
        actions.append_many([actions.Act(fresh, AT, "note", ACTOR, "a rule", changes(fresh))], new_streams=True)
    copied = queries.entries(fresh).get()
    assert copied.body.replace(str(fresh), str(single)) == same.body
    assert Unsealed.objects.count() == Entry.objects.count()
    assert queries.verify(now=AT).fits


@pytest.mark.django_db
def test_streams_called_new_that_are_not_are_refused():
    entry = append()
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.append_many([actions.Act(entry.stream, AT, "note", ACTOR, "", [])], new_streams=True)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_on_one_stream_one_is_told_that_somebody_was_quicker():
    stream = uuid7()
    append(stream)
    together, outcomes = threading.Barrier(2), []

    def act():
        try:
            with transaction.atomic():
                found = queries.entries(stream).last()
                together.wait(5)
                actions.append(
                    stream=stream, at=AT, verb="note", actor=ACTOR, rule="", changes=[],
                    seq_hint=(found.seq, bytes(found.hash)),
                )  # fmt: skip
            outcomes.append("done")
        except Stale:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(outcomes) == ["done", "stale"]
    assert queries.entries(stream).count() == 2
