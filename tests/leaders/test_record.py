"""The ledger knows the whole of a shift and of a story, and none of its words."""

from __future__ import annotations

from datetime import timedelta

from answerable.leaders import actions
from answerable.ledger.actions.record import EMPTY, represent, table_of
from answerable.ledger.canonical import scalar
from answerable.ledger.queries import entries
from answerable.rules.replay import fold
from tests.leaders.conftest import PROMISED, WORDS


def folded(stream):
    rows = fold((entry.body for entry in entries(stream)), noun="shift").rows
    return {place: {k: v for k, v in row.items() if v not in EMPTY} for place, row in rows.items()}


def stored(noun, *rows):
    return {(table_of(row), str(row.pk)): scalar(represent(row, bytes(noun.salt))) for row in (noun, *rows)}


def test_a_shift_rebuilt_from_its_entries_is_the_shift_that_is_stored(seated, actor):
    shift, at = seated
    leader = actor("gov-leader")
    call = actions.take_call(actor=leader, now=at, key=shift.pk, words=WORDS)
    made = actions.promise(
        actor=leader, now=at, key=shift.pk, words=PROMISED, unit_code="works", number=call.case.number,
        due_at=at + timedelta(days=1),
    )  # fmt: skip
    actions.close_shift(actor=leader, now=at, key=shift.pk)
    made = actions.settle_promise(
        actor=actor("hotline-callback"), now=at + timedelta(days=2), promise_key=made.pk, kept=False,
        outcome_words="Nobody came",
    )  # fmt: skip
    shift.refresh_from_db()
    assert folded(shift.pk) == stored(shift, call, made)
    bodies = " ".join(entry.body for entry in entries(shift.pk))
    assert PROMISED not in bodies
    assert "Nobody came" not in bodies


def test_a_story_rebuilt_from_its_entries_is_the_story_that_is_stored(chosen, actor, now):
    story, editor, at = chosen(), actor("coordination-coordinator"), now + timedelta(hours=2)
    told = {"title": "A hole", "words": "There was a hole.", "done": "It was filled."}
    telling = actions.write(actor=editor, now=at, key=story.pk, language="en", **told)
    consent = actions.record_consent(
        actor=editor, now=at, key=story.pk, given="given", how="email", asked_on=at.date()
    )  # fmt: skip
    actions.publish(actor=editor, now=at, key=story.pk)
    actions.withdraw(actor=editor, now=at, key=story.pk, reason="Wrong street")
    story.refresh_from_db()
    assert folded(story.pk) == stored(story, telling, consent)
    assert "There was a hole." not in " ".join(entry.body for entry in entries(story.pk))
    assert [entry.verb for entry in entries(story.pk)] == ["choose", "write", "record_consent", "publish", "withdraw"]
