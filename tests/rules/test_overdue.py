"""rules.overdue: the chain of steps when a limit comes near and passes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.overdue import (
    CHAINS,
    LIST,
    NOTICE,
    REMIND,
    SUPERVISE,
    URGE,
    Pace,
    letter_waits,
    step_at,
    step_of,
)

T0 = datetime(2026, 6, 10, 8, tzinfo=UTC)
PACE = Pace(0.75, 1, 5, 10, lambda start, days: start + timedelta(days=days))
ORDER = [REMIND, NOTICE, URGE, SUPERVISE, LIST]


def times(kind: str, due: datetime, pace: Pace = PACE) -> list[datetime]:
    return [at for n in range(len(CHAINS[kind])) if (at := step_at(kind, n, T0, due, pace)) is not None]


def test_the_limit_to_resolve_has_the_whole_chain():
    due = T0 + timedelta(hours=8)
    assert [step_of("resolve", n) for n in range(5)] == ORDER
    days = [timedelta(days=n) for n in (1, 5, 10)]
    assert times("resolve", due) == [T0 + timedelta(hours=6), due, *(due + later for later in days)]


@given(
    st.sampled_from(sorted(CHAINS)), st.floats(0.1, 0.99), st.integers(1, 60 * 24 * 90),
    st.lists(st.integers(1, 90), min_size=3, max_size=3).map(sorted),
)  # fmt: skip
def test_every_step_comes_once_none_before_the_one_it_follows_and_then_no_more(kind, share, minutes, days):
    due = T0 + timedelta(minutes=minutes)
    found = times(kind, due, Pace(share, *days, PACE.later))
    assert len(found) == len(CHAINS[kind]) == len(set(CHAINS[kind]))
    assert found == sorted(found)
    assert all(at >= T0 for at in found)
    assert step_at(kind, len(found), T0, due, PACE) is None


@pytest.mark.parametrize("kind", sorted(CHAINS))
def test_the_steps_of_every_kind_keep_the_order_and_each_says_when_the_limit_passes(kind):
    places = [ORDER.index(step) for step in CHAINS[kind]]
    assert places == sorted(places)
    assert NOTICE in CHAINS[kind]


def test_only_a_step_before_the_due_time_depends_on_the_start():
    due = T0 + timedelta(days=4)
    later = [step_at("resolve", n, T0 + timedelta(days=2), due, PACE) for n in range(5)]
    assert [later[n] == times("resolve", due)[n] for n in range(5)] == [False, True, True, True, True]


@given(st.sampled_from(ORDER), st.integers(1, 400), st.integers(1, 168), st.integers(0, 400))
def test_no_letter_about_a_short_limit_waits_and_a_reminder_comes_before_the_due_time(step, hours, most, ago):
    due, digest = T0 + timedelta(hours=hours), timedelta(hours=most)
    now = due - timedelta(hours=min(ago, hours)) / 4 if step == REMIND else due + timedelta(hours=ago)
    wait = letter_waits(step, start=T0, due=due, now=now, most=digest)
    assert timedelta(0) <= wait <= digest
    if hours <= most or step in (SUPERVISE, LIST):
        assert wait == timedelta(0)
    if step == REMIND:
        assert now + wait <= due
    elif wait:
        assert wait == digest
