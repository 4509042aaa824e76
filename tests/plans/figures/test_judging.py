"""What people say beside the computed light: overrides that expire, likelihood, and lag notices with answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from answerable.outbox.models import Message
from answerable.plans.actions.judging import judge_likelihood
from answerable.plans.actions.lagging import (
    answer_lag_notice,
    note_overdue_notices,
    send_lag_notice,
    send_lag_notices,
)
from answerable.plans.actions.observing import observe
from answerable.plans.actions.overriding import end_override, override
from answerable.plans.models import LagNotice
from answerable.plans.queries.figures import figures
from answerable.rules.lights import Outcome
from answerable.rules.observing import Reported
from answerable.rules.problems import NotAllowed, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(plan, now):
    """shown("H-01") -> its figure now, or later."""
    return lambda code, at=None: {f.code: f for f in figures(plan, as_of=at or now).values()}[code]


@pytest.fixture
def wish(plan, actor, now):
    """wish("planning-reviewer") -> what every act on H-01 needs."""
    return lambda who, at=None, code="H-01": {
        "actor": actor(who), "now": at or now, "plan_code": plan.code, "code": code,
    }  # fmt: skip


def codes(error) -> list[str]:
    return [problem.code for problem in error.value.problems]


REVIEW = date(2026, 6, 15)  # of May, by the calendar of Harbour


def test_an_override_never_hides_the_computed_light_and_runs_out(wish, shown, now) -> None:
    override(**wish("planning-reviewer"), light="behind", words="the contractor is bankrupt", until=REVIEW)
    found = shown("H-01")
    assert (found.light, found.status.outcome) == (Outcome.BEHIND, Outcome.SLIPPING)
    assert found.override.made_by.code == "planning-reviewer"
    assert shown("H-01", now + timedelta(days=60)).light is Outcome.SLIPPING


def test_an_override_ends_at_the_next_review_at_the_latest(wish) -> None:
    with pytest.raises(Refused) as error:
        override(**wish("planning-reviewer"), light="behind", words="x", until=REVIEW + timedelta(days=1))
    assert codes(error) == ["override_beyond_review"]
    with pytest.raises(Refused) as error:
        override(**wish("planning-reviewer"), light="behind", words="x", until=date(2027, 7, 1))
    assert codes(error) == ["override_beyond_review"]


def test_an_override_says_why_and_sets_a_light_a_person_may_set(wish) -> None:
    with pytest.raises(Refused) as error:
        override(**wish("planning-reviewer"), light="behind", words=" ", until=REVIEW)
    assert codes(error) == ["required"]
    with pytest.raises(Refused) as error:
        override(**wish("planning-reviewer"), light="achieved", words="done", until=REVIEW)
    assert codes(error) == ["no_such_light"]


def test_without_data_no_override_is_green(wish) -> None:
    later = datetime(2026, 12, 1, 9, tzinfo=UTC)
    with pytest.raises(Refused) as error:
        override(**wish("planning-reviewer", later), light="on_track", words="I feel so", until=date(2026, 12, 10))
    assert codes(error) == ["no_data_is_never_green"]


def test_one_override_holds_at_a_time_and_can_be_ended(wish, shown) -> None:
    override(**wish("planning-reviewer"), light="behind", words="bankrupt", until=REVIEW)
    with pytest.raises(Refused) as error:
        override(**wish("planning-reviewer"), light="far_behind", words="worse", until=REVIEW)
    assert codes(error) == ["override_stands"]
    end_override(**wish("planning-reviewer"))
    assert shown("H-01").light is Outcome.SLIPPING
    with pytest.raises(Refused):
        end_override(**wish("planning-reviewer"))


def test_an_override_that_ran_out_makes_room(wish, now) -> None:
    override(**wish("planning-reviewer"), light="behind", words="bankrupt", until=date(2026, 6, 12))
    later = now + timedelta(days=7)
    override(**wish("planning-reviewer", later), light="far_behind", words="still", until=date(2026, 7, 15))


def test_the_owner_overrides_nothing(wish) -> None:
    with pytest.raises(NotAllowed):
        override(**wish("works-head"), light="on_track", words="we do well", until=REVIEW)


CRITERIA = {"challenge": 3, "planning": 2, "capacity": 2, "stage": 1}


def test_likelihood_is_judged_by_another_and_disagreement_is_flagged(wish, shown) -> None:
    judge_likelihood(**wish("planning-reviewer"), criteria=CRITERIA, colour="red", words="No site is ready.")
    found = shown("H-01")
    assert (found.likelihood.colour, found.disagrees) == ("red", True)
    judge_likelihood(**wish("planning-reviewer"), criteria=CRITERIA, colour="amber_green", words="Two sites are.")
    assert not shown("H-01").disagrees
    with pytest.raises(NotAllowed):
        judge_likelihood(**wish("works-head"), criteria=CRITERIA, colour="green", words="We do well.")


def test_each_criterion_is_from_one_to_four(wish) -> None:
    with pytest.raises(Refused) as error:
        judge_likelihood(
            **wish("planning-reviewer"), criteria={"challenge": 5, "planning": 2}, colour="pink", words="x"
        )
    assert [problem.field for problem in error.value.problems] == ["challenge", "capacity", "stage", "colour"]


@pytest.fixture
def lagging(plan, actor, now):
    """H-01 is far behind in the first quarter."""
    observe(
        actor=actor("works-handler"), now=now, plan_code=plan.code, code="H-01", confirmed=True,
        reported=Reported("2026-Q1", "100", words="a block was not finished after all"),
    )  # fmt: skip


def test_the_clock_asks_an_owner_once_a_period(lagging, now) -> None:
    later = now + timedelta(minutes=1)
    assert send_lag_notices(now=later) == 1
    assert send_lag_notices(now=later) == 0
    notice = LagNotice.objects.get()
    assert (notice.post.code, notice.period, notice.light) == ("works-head", "2026-Q1", "far_behind")
    assert notice.due_at.date() == date(2026, 6, 24)  # ten working days
    line = Message.objects.get(channel="in_app", template="lag_notice")
    assert line.post.code == "works-head"
    assert "Far behind" in line.body


def test_what_does_not_lag_is_not_asked_about(plan, wish, now) -> None:
    assert send_lag_notices(now=now) == 0
    with pytest.raises(Refused) as error:
        send_lag_notice(**wish("planning-secretary"))
    assert codes(error) == ["not_lagging"]


ANSWER = {"cause": "The contractor failed.", "measure": "A new tender.", "new_date": date(2026, 12, 31)}


def test_the_owner_answers_with_cause_measure_and_new_date(lagging, wish, shown, now) -> None:
    later = now + timedelta(days=3)
    send_lag_notice(**wish("planning-secretary", later))
    with pytest.raises(NotAllowed):
        answer_lag_notice(**wish("transport-head", later), **ANSWER)
    with pytest.raises(Refused) as error:
        answer_lag_notice(**wish("works-head", later), **(ANSWER | {"measure": ""}))
    assert codes(error) == ["required"]
    answer_lag_notice(**wish("works-head", later), **ANSWER)
    notice = shown("H-01", later).notice
    assert (notice.cause, notice.new_date) == ("The contractor failed.", date(2026, 12, 31))
    with pytest.raises(Refused) as error:
        answer_lag_notice(**wish("works-head", later), **ANSWER)
    assert codes(error) == ["no_lag_notice"]


def test_silence_is_told_to_the_head_above_once(lagging, wish, now) -> None:
    later = now + timedelta(minutes=1)
    send_lag_notices(now=later)
    assert note_overdue_notices(now=later) == 0
    assert note_overdue_notices(now=now + timedelta(days=15)) == 1
    assert note_overdue_notices(now=now + timedelta(days=16)) == 0
    told = Message.objects.get(channel="in_app", template="lag_overdue")
    assert told.post.code == "gov-leader"
