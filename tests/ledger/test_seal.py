"""The sequencer: every entry is sealed once, in an order that respects its stream, by whoever comes first."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from uuid_utils.compat import uuid7

from answerable.ledger import actions, queries
from answerable.ledger.models import Entry, Seal, Unsealed
from answerable.rules.chain import GENESIS, chain_hash
from tests.ledger.conftest import AT, append, seal_all, superuser


@pytest.mark.django_db
def test_seals_form_one_chain_over_all_streams():
    for stream in [uuid7() for _ in range(3)] * 4:
        append(stream)
    assert queries.head() is None
    assert actions.seal(now=AT, limit=5) == 5
    assert seal_all() == 7
    chain = GENESIS
    for place, found in enumerate(Seal.objects.order_by("position").select_related("entry"), 1):
        chain = chain_hash(chain, bytes(found.entry.hash))
        assert (found.position, bytes(found.chain)) == (place, chain)
    assert queries.head() == (12, chain)
    assert actions.seal(now=AT) == 0
    assert queries.waiting() == 0


@pytest.mark.django_db
def test_an_entry_queued_again_is_not_sealed_again(three_streams):
    Unsealed.objects.create(entry=Entry.objects.earliest("pk"))
    assert actions.seal(now=AT) == 0
    assert Seal.objects.count() == 12


@pytest.mark.django_db(transaction=True)
def test_sequencers_at_once_seal_each_entry_once():
    entries = [append().pk for _ in range(60)]
    together, counts = threading.Barrier(4), []

    def work():
        together.wait(5)
        idle = sealed = 0
        while idle < 50:
            done = actions.seal(now=AT, limit=3)
            sealed, idle = sealed + done, 0 if done else idle + 1
        counts.append(sealed)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(counts) == 60
    assert sorted(Seal.objects.values_list("entry_id", flat=True)) == entries
    assert queries.verify(now=AT).fits


@pytest.mark.django_db
def test_a_broken_chain_does_not_stop_new_seals(three_streams):
    with superuser() as cursor:
        cursor.execute("UPDATE ledger_seal SET chain = decode(repeat('00', 32), 'hex') WHERE position = 3")
    append()
    assert seal_all() == 1
