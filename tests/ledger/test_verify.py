"""The proof: what was changed is found and named, whoever did it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from answerable.ledger import queries
from answerable.ledger.models import Entry, Seal
from answerable.ledger.queries import Checkpoint, verify
from answerable.rules.chain import entry_hash
from tests.ledger.conftest import AT, append, seal_all, superuser

pytestmark = pytest.mark.django_db
IN_ONE_TRANSACTION = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def tamper(statement: str, *values) -> None:
    with superuser() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def test_a_whole_ledger_fits(three_streams):
    report = verify(now=AT)
    assert report.fits
    assert (report.sealed, report.waiting, report.entries, report.lag) == (12, 0, 12, False)
    assert report.head == queries.head()


def test_an_empty_ledger_fits():
    assert verify(now=AT).fits


def test_an_altered_body_is_named(three_streams):
    entry = Entry.objects.order_by("pk")[6]
    tamper("UPDATE ledger_entry SET body = replace(body, 'a rule', 'no rule') WHERE id = %s", entry.pk)
    report = verify(now=AT)
    found = report.first_misfit
    assert (found.what, found.position, found.entry) == ("body_altered", 7, entry.pk)
    assert (found.stream, found.seq, found.verb) == (entry.stream, entry.seq, "note")
    assert report.sealed == 6
    assert f"position 7, entry {entry.pk}: note, {entry.seq} of stream {entry.stream}" in str(found)


def test_an_altered_hash_is_named(three_streams):
    entry = Entry.objects.order_by("pk")[4]
    tamper("UPDATE ledger_entry SET hash = decode(repeat('ab', 32), 'hex') WHERE id = %s", entry.pk)
    assert (verify(now=AT).first_misfit.what, verify(now=AT).first_misfit.entry) == ("hash_altered", entry.pk)


def test_an_altered_link_is_named(three_streams):
    entry = Entry.objects.order_by("pk")[4]
    tamper("UPDATE ledger_entry SET previous = decode(repeat('ab', 32), 'hex') WHERE id = %s", entry.pk)
    assert verify(now=AT).first_misfit.what == "link_altered"


def test_a_body_rewritten_with_its_hash_does_not_fit_its_seal(three_streams):
    entry = Entry.objects.order_by("pk")[4]
    body = entry.body.replace("a rule", "no rule")
    tamper(
        "UPDATE ledger_entry SET body = %s, hash = %s WHERE id = %s",
        body, entry_hash(bytes(entry.previous), body.encode()), entry.pk,
    )  # fmt: skip
    assert (verify(now=AT).first_misfit.what, verify(now=AT).first_misfit.position) == ("chain_broken", 5)


@pytest.mark.parametrize(
    "change",
    ["verb = 'confirm'", "actor = 'system2'", "at = at + interval '1 second'", "stream = gen_random_uuid()", "seq = 9"],
)
def test_columns_that_do_not_say_what_the_body_says_are_named(change):
    entry = append()
    seal_all()
    tamper(f"UPDATE ledger_entry SET {change} WHERE id = %s", entry.pk)
    assert verify(now=AT).first_misfit.what in {"columns_altered", "stream_gap"}


def test_a_deleted_entry_leaves_its_seal(three_streams):
    entry = Entry.objects.order_by("pk")[5]
    tamper("DELETE FROM ledger_entry WHERE id = %s", entry.pk)
    found = verify(now=AT).first_misfit
    assert (found.what, found.position, found.entry) == ("entry_missing", 6, entry.pk)


def test_an_entry_deleted_with_its_seal_leaves_a_gap(three_streams):
    entry = Entry.objects.order_by("pk")[5]
    tamper("DELETE FROM ledger_entry WHERE id = %s", entry.pk)
    tamper("DELETE FROM ledger_seal WHERE entry_id = %s", entry.pk)
    assert (verify(now=AT).first_misfit.what, verify(now=AT).first_misfit.position) == ("seal_missing", 7)


def test_an_unsealed_entry_deleted_from_the_middle_of_its_stream_leaves_a_gap():
    stream = uuid7()
    gone, last = [append(stream) for _ in range(3)][1:]
    tamper("DELETE FROM ledger_entry WHERE id = %s", gone.pk)
    tamper("DELETE FROM ledger_unsealed WHERE entry_id = %s", gone.pk)
    found = verify(now=AT).first_misfit
    assert (found.what, found.position, found.entry) == ("stream_gap", None, last.pk)


def test_an_entry_taken_from_the_queue_is_missed():
    entry = append()
    tamper("DELETE FROM ledger_unsealed WHERE entry_id = %s", entry.pk)
    assert verify(now=AT).first_misfit.what == "never_sealed"


def test_a_seal_moved_to_another_entry_is_found(three_streams):
    with superuser() as cursor:
        cursor.execute("UPDATE ledger_seal SET entry_id = -position WHERE position IN (3, 4)")
        cursor.execute("UPDATE ledger_seal SET entry_id = %s WHERE position = 3", [Entry.objects.order_by("pk")[3].pk])
        cursor.execute("UPDATE ledger_seal SET entry_id = %s WHERE position = 4", [Entry.objects.order_by("pk")[2].pk])
    assert (verify(now=AT).first_misfit.what, verify(now=AT).first_misfit.position) == ("chain_broken", 3)


def test_entries_that_wait_are_a_lag_and_no_misfit(three_streams):
    append()
    report = verify(now=AT)
    assert (report.fits, report.waiting, report.lag) == (True, 1, False)
    late = report.waiting_since + timedelta(minutes=6)
    assert verify(now=late).lag
    assert verify(now=late).fits


def test_a_ledger_cut_short_fits_but_for_the_checkpoint(three_streams):
    known = queries.head()
    last = Seal.objects.latest("position")
    tamper("DELETE FROM ledger_seal WHERE position = 12")
    tamper("DELETE FROM ledger_entry WHERE id = %s", last.entry_id)
    assert verify(now=AT).fits
    found = verify(now=AT, checkpoint=known).first_misfit
    assert (found.what, found.position) == ("end_missing", 12)
    append()
    seal_all()
    assert verify(now=AT, checkpoint=known).first_misfit.what == "checkpoint_differs"
    assert verify(now=AT, checkpoint=Checkpoint(5, bytes(Seal.objects.get(position=5).chain))).fits


def test_a_checkpoint_survives_writing_and_reading():
    point = Checkpoint(7, bytes(range(32)))
    assert Checkpoint.read(str(point)) == point
    for wrong in ("", "7", "7:00", "x:" + "00" * 32, "7:zz"):
        with pytest.raises(ValueError):  # noqa: PT011
            Checkpoint.read(wrong)


@IN_ONE_TRANSACTION
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["act", "note", "seal"])), max_size=25))
def test_any_sequence_of_acts_fits(db, plan):
    streams = [uuid7() for _ in range(4)]
    for which, verb in plan:
        if verb == "seal":
            seal_all()
        else:
            append(streams[which], verb)
    assert verify(now=AT).fits


@IN_ONE_TRANSACTION
@given(data=st.data())
def test_every_single_altered_bit_is_found_and_named(three_streams, data):
    entry = data.draw(st.sampled_from(list(Entry.objects.order_by("pk"))))
    column = data.draw(st.sampled_from(["body", "hash", "previous", "chain"]))
    place = Seal.objects.get(entry=entry)
    old = entry.body.encode() if column == "body" else bytes(getattr(place if column == "chain" else entry, column))
    bit = data.draw(st.integers(0, len(old) * 8 - 1))
    new = bytearray(old)
    new[bit // 8] ^= 1 << (bit % 8)
    if column == "body" and (new[bit // 8] >= 0x80 or new[bit // 8] == 0):
        return  # not text any more: PostgreSQL refuses it
    table, key = ("ledger_seal", "entry_id") if column == "chain" else ("ledger_entry", "id")
    value = bytes(new).decode() if column == "body" else bytes(new)
    tamper(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", value, entry.pk)
    try:
        found = verify(now=AT).first_misfit
        assert found is not None
        assert (found.position, found.entry) == (place.position, entry.pk)
    finally:
        tamper(
            f"UPDATE {table} SET {column} = %s WHERE {key} = %s", old.decode() if column == "body" else old, entry.pk
        )
    assert verify(now=AT).fits


def test_the_command_says_what_it_found(three_streams):
    from answerable.ops.commands.ledger import command

    append()
    said = CliRunner().invoke(command, ["seal"])
    assert said.output == "1 entries sealed\n"
    said = CliRunner().invoke(command, ["verify"])
    assert said.exit_code == 0
    assert "13 entries sealed, 0 waiting" in said.output
    assert f"{queries.head()}" in said.output
    with connection.cursor():
        tamper("UPDATE ledger_entry SET body = body || ' ' WHERE id = %s", Entry.objects.earliest("pk").pk)
    said = CliRunner().invoke(command, ["verify"])
    assert said.exit_code == 1
    assert "DOES NOT FIT: position 1" in said.output
    assert CliRunner().invoke(command, ["verify", "--checkpoint", "nonsense"]).exit_code == 2
