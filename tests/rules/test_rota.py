"""How a shift and a promise stand, at any instant; and who may say so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.rules import publicity, rota
from answerable.rules.access import ROLES, Actor, citizen

NOW = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
MARGIN = timedelta(minutes=30)
minutes = st.integers(-5000, 5000).map(lambda n: NOW + timedelta(minutes=n))
moments = st.none() | minutes


def officer(unit: str, post: str, *roles: str) -> Actor:
    return Actor(kind="officer", jurisdiction="harbour", roles=frozenset(roles), unit=unit, post=post, officer=post)


@given(starts=minutes, length=st.integers(1, 600), attended=moments, left=moments, cancelled=moments, now=minutes)
def test_a_shift_always_stands_somewhere_and_absence_needs_nobody_to_record_it(
    starts, length, attended, left, cancelled, now
):
    ends = starts + timedelta(minutes=length)
    state = rota.state_of(rota.Times(starts, ends, attended, left, cancelled), now, MARGIN)
    assert state in rota.STATES
    if cancelled is None and attended is None:
        assert (state == "absent") == (now >= ends)
    if attended is not None and cancelled is None:
        assert state in ("open", "done")


@given(starts=minutes, length=st.integers(1, 600), now=minutes)
def test_a_shift_can_only_be_opened_before_it_counts_as_missed(starts, length, now):
    times = rota.Times(starts, starts + timedelta(minutes=length))
    if rota.may_open(times, now, MARGIN):
        assert rota.state_of(times, now, MARGIN) in rota.LINES["open_shift"].states


def test_what_has_begun_cannot_be_called_off():
    assert rota.LINES["cancel_shift"].states == ("planned",)


@given(due=minutes, kept=st.none() | st.booleans(), kept_at=minutes, now=minutes)
def test_a_promise_past_its_date_is_overdue_until_somebody_else_says_that_it_was_kept(due, kept, kept_at, now):
    stands = rota.standing(due, kept, kept_at if kept else None, now)
    assert stands in rota.STANDINGS
    assert (stands in ("kept", "kept_late")) == (kept is True)
    assert (stands == "kept_late") == (kept is True and kept_at > due)
    if kept is None:
        assert (stands == "overdue") == (now > due)


@given(roles=st.sets(st.sampled_from(sorted(ROLES))))
def test_neither_who_promised_nor_who_was_to_keep_it_says_whether_it_was_kept(roles):
    leader = officer("gov", "gov-leader", *roles)
    owner = officer("works", "works-head", *roles)
    for actor in (leader, owner, citizen("harbour")):
        assert rota.relations(actor, sitting="gov-leader", hotline="hotline", owner="works") == frozenset()


def test_the_hotline_that_owns_a_promise_leaves_its_settling_to_the_coordinator():
    dispatcher, coordinator = officer("hotline", "d", "dispatcher"), officer("coordination", "c", "coordinator")
    may = set(rota.LINES["settle_promise"].who)
    assert not rota.relations(dispatcher, sitting="gov-leader", hotline="hotline", owner="hotline") & may
    assert rota.relations(coordinator, sitting="gov-leader", hotline="hotline", owner="hotline") & may


def test_leaders_and_heads_of_districts_sit_and_nobody_else():
    assert rota.may_sit(frozenset({"leader"}), "government")
    assert rota.may_sit(frozenset({"unit_head"}), "district")
    assert not rota.may_sit(frozenset({"unit_head"}), "department")
    assert not rota.may_sit(frozenset({"handler"}), "district")


def test_a_leader_who_sits_takes_calls_and_can_do_nothing_else_of_the_hotline():
    seated = rota.seated(officer("gov", "gov-leader", "leader", "unit_head"), "hotline")
    assert (seated.unit, seated.roles, seated.key) == ("hotline", {"call_taker"}, "post:gov-leader/gov-leader")


def test_every_verb_names_states_and_roles_that_exist():
    for table, states in ((rota.TABLE, rota.STATES), (publicity.TABLE, publicity.STATES)):
        for line in table:
            assert set(line.states) <= set(states)
            assert {who.partition(".")[2] for who in line.who if who != "system"} <= ROLES


@given(written=st.booleans(), answer=st.sampled_from(["", *publicity.ANSWERS]), public=st.booleans())
def test_nothing_is_published_without_consent_or_a_reason_why_nobody_could_be_asked(written, answer, public):
    free = not publicity.against_publishing(written=written, answer=answer, public=public)
    assert free == (written and public and answer in ("given", "unreachable"))


def test_only_a_citizen_who_agreed_is_quoted():
    assert [answer for answer in ("", *publicity.ANSWERS) if publicity.may_quote(answer)] == ["given"]


@given(st.integers(1, 500), st.integers(-100, 1000), st.booleans(), st.booleans())
def test_a_promise_is_recalled_once_before_its_date_and_once_at_it(hours, after, reminded, rang):
    due = NOW + timedelta(hours=hours)
    now = NOW + timedelta(hours=after)
    step = rota.promise_step(NOW, due, now, share=0.75, reminded=reminded, rang=rang)
    if after >= hours:
        assert step == (None if rang else "notice")
    else:
        assert step == ("remind" if after >= hours * 0.75 and not (reminded or rang) else None)
