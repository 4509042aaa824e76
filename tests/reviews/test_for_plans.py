"""What plans are told of their reviews: what was looked at, and until when a light that was set by hand may stand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from answerable.plans import meetings
from answerable.plans.actions.freezing import freeze
from answerable.plans.actions.overriding import override
from answerable.plans.queries.gaps import gaps_of
from answerable.reviews import actions
from answerable.rules.problems import Refused
from tests.reviews.conftest import CALLED_AT, HELD_AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def unseen(plan):
    """unseen(at, code) -> the objectives that have this gap."""
    return lambda at, code="never_reviewed": {
        line.code for line in gaps_of(plan, now=at).lines if line.gap.code == code
    }  # fmt: skip


def test_an_objective_is_reviewed_by_a_review_that_was_held_and_had_it_on_its_agenda(
    plan, call, actor, unseen
) -> None:  # fmt: skip
    every = {"HOUSING-1-1", "CLEAN-1-1", "MOVE-1-1"}
    secretary = {"actor": actor("planning-secretary"), "now": CALLED_AT}
    freeze(**secretary, plan_code=plan.code, as_of=CALLED_AT, purpose="just so")
    review = call()
    for item in review.items.filter(key__in=("H-05", "H-06", "T-03", "T-04")):
        item.dropped_at = CALLED_AT
        item.save()
    assert unseen(HELD_AT) == every  # neither by a freeze nor by a review that was only called
    actions.hold(actor=actor("planning-chair"), now=HELD_AT, number=review.number)
    looked = {("indicator", code) for code in ("H-01", "H-03")}
    assert looked <= set(meetings.looked_at(plan, HELD_AT))
    seen = every - unseen(HELD_AT)
    assert {"HOUSING-1-1", "CLEAN-1-1"} <= seen
    later = HELD_AT + timedelta(days=93)
    assert unseen(later, "not_reviewed_this_quarter") == seen


def test_an_objective_that_nothing_is_wrong_with_is_put_on_the_agenda_by_hand(plan, review, actor, unseen) -> None:
    about = {"actor": actor("planning-secretary"), "now": CALLED_AT, "number": review.number, "words": "How it goes."}
    actions.add_item(**about, about="MOVE-1-1")
    actions.add_item(**about, about="MOVE-1-1")
    with pytest.raises(Refused):
        actions.add_item(**about, about="NONE")
    review.items.exclude(matter="other").update(dropped_at=CALLED_AT)
    assert "MOVE-1-1" in unseen(HELD_AT)
    type(review).objects.filter(pk=review.pk).update(
        state="held", held_at=HELD_AT, held_by=review.called_by, freeze=freeze(
            actor=actor("planning-secretary"), now=HELD_AT, plan_code=plan.code, as_of=HELD_AT, purpose="held"
        ),
    )  # fmt: skip
    assert unseen(HELD_AT) == {"HOUSING-1-1", "CLEAN-1-1"}


def test_the_next_review_is_the_one_that_was_called_or_the_one_the_calendar_asks_for(plan, call) -> None:
    assert meetings.next_on(plan, date(2026, 6, 10)) == date(2026, 6, 15)  # of May, fifteen days after it
    assert meetings.next_on(plan, date(2026, 6, 16)) == date(2026, 7, 15)
    call(kind="monthly", period="2026-05", due_on=date(2026, 6, 13), at=datetime(2026, 6, 9, 8, tzinfo=UTC))
    assert meetings.next_on(plan, date(2026, 6, 10)) == date(2026, 6, 13)
    assert meetings.next_on(plan, date(2026, 6, 14)) == date(2026, 7, 15)
    assert meetings.next_on(plan, date(2031, 6, 1)) is None


def test_a_light_set_by_hand_stands_until_the_next_review_at_the_latest(plan, call, actor) -> None:
    now = datetime(2026, 6, 9, 8, tzinfo=UTC)
    call(kind="monthly", period="2026-05", due_on=date(2026, 6, 13), at=now)
    wish = {"actor": actor("planning-chair"), "now": now, "plan_code": plan.code, "code": "H-01", "light": "behind",
            "words": "The contractor is bankrupt."}  # fmt: skip
    with pytest.raises(Refused) as refused:
        override(**wish, until=date(2026, 6, 14))
    assert refused.value.problems[0].params == {"until": date(2026, 6, 13)}
    assert override(**wish, until=date(2026, 6, 13)).until == date(2026, 6, 13)
