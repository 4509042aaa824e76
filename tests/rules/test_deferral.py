"""rules.deferral: more time is neither asked for too late, nor without end, nor granted by who asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.deferral import check_extension, check_parking, may_grant

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


@given(st.sampled_from(["extension", "parking"]), st.integers(0, 6), st.integers(0, 5), st.booleans(), st.booleans())
def test_the_units_own_head_grants_only_the_packs_number_of_extensions(kind, before, allowed, within, above):
    problem = may_grant(kind, extensions_before=before, allowed=allowed, within=within, above=above)
    own = within and kind == "extension" and before < allowed
    assert (problem is None) == (above or own)
