"""rules.rates: the three rates, their composite, and what they do not say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.rules.rates import (
    Rates,
    VerdictCounts,
    composite,
    mean_of_rates,
    pooled,
    three_rates,
    wilson,
)


@st.composite
def counts(draw, least=0):
    valid = draw(st.integers(least, 500))
    satisfied = draw(st.integers(0, valid))
    return VerdictCounts(
        valid,
        draw(st.integers(0, valid)),
        draw(st.integers(0, valid)),
        satisfied,
        draw(st.integers(0, valid - satisfied)),
    )


def test_the_worked_vector_of_the_domain_rules():
    rates = three_rates(VerdictCounts(valid=200, contacted=196, solved=180, satisfied=150, basically=30))
    assert rates == (0.98, 0.9, 0.885, 200)
    assert composite(rates) == Decimal("90.2")
    assert composite(Rates(0.9801, 0.9620, 0.9599, 1)) == Decimal("96.3")


def test_other_weights_are_possible_when_they_sum_to_one():
    rates = three_rates(VerdictCounts(200, 196, 180, 150, 30))
    assert composite(rates, (Decimal("0.3"), Decimal("0.35"), Decimal("0.35"))) == Decimal("91.9")
    with pytest.raises(ValueError, match="not to 1"):
        composite(rates, (Decimal("0.3"), Decimal("0.3"), Decimal("0.3")))


def test_without_a_valid_callback_there_is_no_rate():
    assert three_rates(VerdictCounts()) == (None, None, None, 0)
    assert composite(three_rates(VerdictCounts())) is None
    assert wilson(0, 0) is None


@given(counts(least=1), st.floats(0, 1))
def test_rates_are_shares(given_, credit):
    rates = three_rates(given_, credit)
    assert all(0 <= rate <= 1 + 1e-12 for rate in rates[:3])
    assert 0 <= composite(rates) <= 100


@given(counts(least=1))
def test_one_more_citizen_fully_satisfied_never_lowers_the_score(given_):
    better = VerdictCounts(*(n + 1 for n in given_[:4]), given_.basically)
    assert composite(three_rates(better)) >= composite(three_rates(given_))


@given(st.lists(counts(), max_size=6))
def test_pooled_rates_weigh_by_callbacks_and_the_mean_does_not(units):
    together = three_rates(pooled(units))
    mean = mean_of_rates(map(three_rates, units))
    assert together.n == mean.n == sum(u.valid for u in units)
    if len({(r.response, r.solved, r.satisfied) for r in map(three_rates, units) if r.n}) == 1:
        assert together[:3] == pytest.approx(mean[:3])


def test_the_mean_of_rates_is_not_the_pooled_rate():
    units = [VerdictCounts(10, 10, 10, 10, 0), VerdictCounts(90, 0, 0, 0, 0)]
    assert three_rates(pooled(units)).solved == 0.1
    assert mean_of_rates(map(three_rates, units)).solved == 0.5


@pytest.mark.parametrize("wrong", [(1, 2, 0, 0, 0), (1, 0, 2, 0, 0), (1, 0, 0, 1, 1), (-1, 0, 0, 0, 0)])
def test_counts_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match="cannot be"):
        three_rates(VerdictCounts(*wrong))


@given(st.integers(1, 2000), st.data())
def test_the_interval_holds_the_share_and_narrows_with_n(n, data):
    hits = data.draw(st.integers(0, n))
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n <= high <= 1
    wider = wilson(hits, n, z=2.6)
    assert wider[0] <= low
    assert high <= wider[1]


def test_wilson_of_the_book():
    assert wilson(8, 10) == pytest.approx((0.4901625, 0.9433178), abs=1e-6)
