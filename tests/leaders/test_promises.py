"""A leader promises; somebody else says whether it was kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.leaders import actions, queries
from answerable.leaders.derived import standing_of
from answerable.outbox.models import Message
from answerable.rules.problems import NotAllowed, NotFound, Refused
from tests.leaders.conftest import PROMISED, WORDS


def codes(error) -> list[str]:
    return [problem.code for problem in error.value.problems]


@pytest.fixture
def settle(promised, actor):
    def say(who="hotline-dispatcher", kept=True, days=3, words="The lamp burns; seen on site", **more):
        return actions.settle_promise(
            actor=actor(who), now=promised.made_at + timedelta(days=days), promise_key=promised.pk, kept=kept,
            outcome_words=words, **more,
        )  # fmt: skip

    return say


def test_a_promise_has_public_words_an_owner_and_a_date(promised):
    assert (promised.words, promised.unit.code) == (PROMISED, "works")
    assert standing_of(promised, promised.made_at) == "open"
    assert standing_of(promised, promised.due_at + timedelta(seconds=1)) == "overdue"


def test_a_promise_may_belong_to_a_call_of_this_shift_and_to_no_other_case(seated, actor, closed):
    shift, at = seated
    call = actions.take_call(actor=actor("gov-leader"), now=at, key=shift.pk, words=WORDS)
    values = {"key": shift.pk, "words": PROMISED, "unit_code": "works", "due_at": at + timedelta(days=1)}
    made = actions.promise(actor=actor("gov-leader"), now=at, number=call.case.number, **values)
    assert made.case == call.case
    with pytest.raises(Refused) as error:
        actions.promise(actor=actor("gov-leader"), now=at, number=closed().number, **values)
    assert codes(error) == ["case_of_no_call"]


def test_a_promise_without_words_owner_or_a_date_to_come_is_refused(seated, actor):
    shift, at = seated
    good = {"words": PROMISED, "unit_code": "works", "due_at": at + timedelta(days=1)}
    for wrong, code in (
        ({"words": " "}, "required"), ({"unit_code": ""}, "required"), ({"unit_code": "nobody"}, "unknown_unit"),
        ({"due_at": None}, "required"), ({"due_at": at}, "promise_due_in_the_past"),
    ):  # fmt: skip
        with pytest.raises(Refused) as error:
            actions.promise(actor=actor("gov-leader"), now=at, key=shift.pk, **good | wrong)
        assert codes(error) == [code]


def test_only_the_leader_who_sits_promises(seated, actor):
    shift, at = seated
    with pytest.raises(NotAllowed):
        actions.promise(
            actor=actor("north-head"), now=at, key=shift.pk, words=PROMISED, unit_code="works",
            due_at=at + timedelta(days=1),
        )  # fmt: skip


@pytest.mark.parametrize("who", ["hotline-dispatcher", "hotline-callback", "coordination-coordinator"])
def test_the_hotline_and_the_coordinator_say_whether_it_was_kept(settle, who):
    settled = settle(who)
    assert (settled.kept, settled.settled_by.code) == (True, who)
    assert standing_of(settled, settled.due_at + timedelta(days=9)) == "kept"


@pytest.mark.parametrize(
    "who", ["gov-leader", "works-head", "works-handler", "north-head", "auditor", "hotline-call-taker"]
)
def test_nobody_else_does_least_of_all_the_leader_or_the_owner(settle, who):
    with pytest.raises(NotAllowed) as error:
        settle(who)
    assert codes(error) == ["not_yours_to_settle"]


def test_kept_after_its_date_is_kept_late(settle, promised):
    assert standing_of(settle(days=9), promised.due_at) == "kept_late"


def test_when_it_was_kept_counts_and_not_when_somebody_wrote_it_down(settle, promised):
    settled = settle(days=9, kept_at=promised.made_at + timedelta(days=2))
    assert standing_of(settled, promised.due_at) == "kept"


def test_it_can_only_have_been_kept_between_the_promise_and_now(settle, promised):
    for days in (-1, 5):
        with pytest.raises(Refused) as error:
            settle(days=3, kept_at=promised.made_at + timedelta(days=days))
        assert codes(error) == ["kept_at_another_time"]


def test_not_kept_is_said_only_after_its_date_and_may_become_kept_late(settle, promised):
    with pytest.raises(NotAllowed) as error:
        settle(kept=False)
    assert codes(error) == ["promise_not_due"]
    assert standing_of(settle(kept=False, days=8, words="Still dark"), promised.due_at) == "broken"
    assert standing_of(settle(days=12), promised.due_at) == "kept_late"


def test_kept_is_final(settle):
    settle()
    with pytest.raises(NotAllowed) as error:
        settle(kept=False, days=9)
    assert codes(error) == ["promise_settled"]


def test_settling_needs_an_answer_and_words(settle):
    for wrong in ({"kept": None}, {"words": ""}):
        with pytest.raises(Refused) as error:
            settle(**wrong)
        assert codes(error) == ["required"]


def test_a_promise_that_is_not_there_is_not_found(actor, now, harbour):
    with pytest.raises(NotFound):
        actions.settle_promise(
            actor=actor("hotline-dispatcher"), now=now, promise_key="01890000-0000-7000-8000-000000000000", kept=True,
            outcome_words="Seen",
        )  # fmt: skip


def test_the_rota_asks_for_overdue_promises_those_who_may_settle_them(promised, actor):
    later = promised.due_at + timedelta(hours=1)
    assert [line.promise for line in queries.rota_page(actor("hotline-dispatcher"), now=later).settle] == [promised]
    assert queries.rota_page(actor("gov-leader"), now=later).settle == []


def told(promised, template: str) -> list[str]:
    lines = Message.objects.filter(about=promised.pk, template=template, channel="in_app")
    return list(lines.values_list("post__code", flat=True))


def test_the_unit_that_is_to_keep_it_is_told_at_once_before_the_date_and_at_it_each_once(promised):
    made, due = promised.made_at, promised.due_at
    assert told(promised, "promised") == ["works-head"]
    near = made + (due - made) * 0.75
    rung = [actions.ring_promises(now=at) for at in (near - timedelta(minutes=1), near, near, due, due)]
    assert rung == [0, 1, 0, 1, 0]
    assert told(promised, "promise_due") == ["works-head", "works-head"]
    promised.refresh_from_db()
    assert (promised.reminded_at, promised.rang_at) == (near, due)


def test_a_promise_that_was_kept_rings_no_more(promised, settle):
    settle(days=2)
    assert actions.ring_promises(now=promised.due_at + timedelta(days=1)) == 0
    assert told(promised, "promise_due") == []


def test_the_unit_has_it_on_its_page_until_somebody_says_that_it_was_kept(promised, settle, actor, sign_in):
    handler = actor("works-handler")
    (line,) = queries.promises_to_keep(handler, now=promised.due_at + timedelta(days=1))
    assert (line.promise, line.standing) == (promised, "overdue")
    assert queries.promises_to_keep(actor("cleansing-handler"), now=promised.made_at) == []
    client = sign_in("works-handler")
    assert "A leader made 1 promise that your unit is to keep." in client.get("/desk/").content.decode()
    assert PROMISED in client.get("/desk/unit").content.decode()
    settle(days=2)
    assert queries.promises_to_keep(handler, now=promised.due_at) == []


def test_a_promise_in_a_complaint_about_the_unit_is_told_to_the_head_above(seated, actor):
    shift, at = seated
    call = actions.take_call(
        actor=actor("gov-leader"), now=at, key=shift.pk, words="Their crew shouted at me", complained_about="works"
    )
    made = actions.promise(
        actor=actor("gov-leader"), now=at, key=shift.pk, words=PROMISED, unit_code="works", number=call.case.number,
        due_at=at + timedelta(days=7),
    )  # fmt: skip
    assert told(made, "promised") == ["gov-leader"]
    assert queries.promises_to_keep(actor("works-head"), now=at) == []
