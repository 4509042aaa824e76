"""rules.deferral: more time is neither asked for too late, nor without end, nor granted by who asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.deferral import (
    Granted,
    Waited,
    check_extension,
    check_parking,
    check_review,
    due_with,
    may_grant,
)

T0 = datetime(2026, 6, 10, 8, tzinfo=UTC)
LIMIT = timedelta(days=5)
DUE = T0 + LIMIT
hours = st.integers(-300, 300).map(lambda n: timedelta(hours=n))


@given(hours, hours)
def test_an_extension_is_asked_before_the_due_time_for_a_later_date_within_the_limit_again(now, until):
    problem = check_extension(DUE + until, now=DUE + now, due=DUE, limit=LIMIT)
    allowed = now < timedelta(0) and timedelta(0) < until <= LIMIT
    assert (problem is None) == allowed
    if problem is not None:
        late = now >= timedelta(0)
        wanted = (
            "extension_too_late" if late else "extension_not_later" if until <= timedelta(0) else "extension_too_long"
        )
        assert (problem.code, problem.field) == (wanted, "until")


def test_a_limit_that_has_grown_makes_no_longer_extension():
    grown = DUE + 3 * LIMIT
    assert check_extension(grown + LIMIT, now=T0, due=grown, limit=LIMIT) is None
    problem = check_extension(grown + LIMIT + timedelta(seconds=1), now=T0, due=grown, limit=LIMIT)
    assert problem is not None
    assert problem.params == {"until": grown + LIMIT}


@given(st.integers(0, 400), st.integers(1, 400))
def test_however_often_it_is_renewed_a_matter_is_put_off_no_longer_than_the_days_since_the_first_time(ago, ahead):
    now = T0 + timedelta(days=ago)
    problem = check_parking(now + timedelta(days=ahead), now=now, first_asked=T0, days=270)
    assert (problem is None) == (ago + ahead <= 270)


def test_the_first_time_counts_from_now_and_a_date_lies_ahead():
    last = T0 + timedelta(days=270)
    assert check_parking(last, now=T0, first_asked=None, days=270) is None
    assert check_parking(last + timedelta(seconds=1), now=T0, first_asked=None, days=270).code == "parked_too_long"
    assert check_parking(T0, now=T0, first_asked=None, days=270).code == "date_in_the_past"


@given(
    st.sampled_from(["extension", "parking"]), st.integers(0, 6), st.integers(0, 5), st.booleans(), st.booleans(),
    st.booleans(), st.booleans(),
)  # fmt: skip
def test_the_units_own_head_grants_only_the_packs_number_of_extensions_and_none_late(
    kind, before, allowed, within, above, late, named
):
    problem = may_grant(
        kind, extensions_before=before, allowed=allowed, within=within, above=above, late=late, named=named
    )
    own = within and kind == "extension" and before < allowed
    assert (problem is None) == ((above or own) if not late else above and not named)
    if above and late and named:
        assert problem.code == "overdue_needs_another_unit"
    if own and late and not above:
        assert problem.code == "overdue_needs_the_unit_above"


@given(st.integers(0, 300), st.none() | st.integers(-10, 400))
def test_a_parked_matter_is_looked_at_when_its_date_comes_or_before_with_a_nearer_one(day, sooner):
    parked = T0 + timedelta(days=200)
    at = T0 + timedelta(days=day)
    date = None if sooner is None else T0 + timedelta(days=sooner)
    problem = check_review(at, parked, date)
    if day >= 199:
        assert (problem is None) == (date is None)
    else:
        assert (problem is None) == (date is not None and at < date < parked)


def later(due: datetime, since: datetime, until: datetime) -> datetime:
    """Waiting in natural time."""
    return due + (until - since)


def test_a_granted_date_is_not_lost_under_a_shorter_limit_nor_added_to_a_longer_one():
    promised = Granted(T0, DUE + timedelta(days=2))
    assert due_with(T0 + timedelta(days=1), [promised], later) == DUE + timedelta(days=2)
    assert due_with(T0 + timedelta(days=15), [promised], later) == T0 + timedelta(days=15)


def test_time_waited_is_added_to_whatever_the_limit_is():
    waited = Waited(T0, T0 + timedelta(hours=7))
    for days in (1, 5, 15):
        assert due_with(T0 + timedelta(days=days), [waited], later) == T0 + timedelta(days=days, hours=7)


def test_waiting_before_a_granted_date_is_within_it_and_waiting_after_it_comes_on_top():
    before, after = (Waited(T0 + timedelta(hours=h), T0 + timedelta(hours=h + 6)) for h in (0, 20))
    promised = Granted(T0 + timedelta(hours=10), DUE + timedelta(days=2))
    assert due_with(DUE, [before, promised], later) == promised.until
    assert due_with(DUE, [after, promised, before], later) == promised.until + timedelta(hours=6)


def test_a_parked_matter_waits_for_its_date_under_any_limit():
    parked = Granted(T0, T0 + timedelta(days=3), parks=True)
    for days in (1, 15):
        assert due_with(T0 + timedelta(days=days), [parked], later) == parked.until


given_times = st.lists(
    st.one_of(
        st.builds(lambda at, length: Waited(T0 + at, T0 + at + abs(length)), hours, hours),
        st.builds(lambda at, until: Granted(T0 + at, DUE + until), hours, hours),
    ),
    max_size=5,
    unique_by=lambda one: one.at,
)


@given(given_times, hours, st.randoms())
def test_no_limit_takes_back_what_was_given_and_the_order_in_which_it_is_told_is_nothing(times, change, shuffler):
    due = due_with(DUE + change, times, later)
    assert due >= DUE + change
    assert all(due >= time.until for time in times if isinstance(time, Granted))
    told = list(times)
    shuffler.shuffle(told)
    assert due_with(DUE + change, told, later) == due
