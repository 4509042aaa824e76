"""Two days name a period where they bound one, in the plan's own years."""

from __future__ import annotations

from datetime import date

import pytest

from answerable.plans.exchange.spans import days_of, is_period, months_between, period_code


@pytest.mark.parametrize(
    ("first", "last", "year_starts_in", "code"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), 1, "2026"),
        (date(2026, 4, 1), date(2027, 3, 31), 4, "2026"),
        (date(2026, 10, 1), date(2027, 3, 31), 4, "2026-H2"),
        (date(2026, 4, 1), date(2026, 6, 30), 4, "2026-Q1"),
        (date(2026, 4, 1), date(2026, 6, 30), 1, "2026-Q2"),
        (date(2024, 2, 1), date(2024, 2, 29), 4, "2024-02"),
        (date(2026, 2, 1), date(2026, 4, 30), 1, "2026-02-01/2026-04-30"),
        (date(2026, 1, 1), date(2026, 12, 31), 4, "2026-01-01/2026-12-31"),
    ],
)
def test_days_and_codes_are_one_another(first: date, last: date, year_starts_in: int, code: str) -> None:
    assert period_code(first, last, year_starts_in) == code
    assert days_of(code, year_starts_in) == (first, last)


def test_a_single_day_is_itself_and_words_are_no_days() -> None:
    assert days_of("2026-05-03") == (date(2026, 5, 3), date(2026, 5, 3))
    assert days_of("2025 PA") == (None, None)
    assert not is_period("2026-05-03")


def test_only_whole_months_are_counted() -> None:
    assert months_between(date(2025, 7, 1), date(2028, 6, 30)) == 36
    assert months_between(date(2025, 7, 2), date(2028, 6, 30)) is None
    assert months_between(date(2026, 6, 1), date(2026, 5, 31)) is None
