"""Real indicators against the rules: nineteen of Hong Kong's of 2022, and a growth series that changes its sign."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from answerable.rules.gap_words import Wording, gaps_of_wording
from answerable.rules.lights import Outcome
from answerable.rules.measures import KINDS, Direction, Kind, Measure, Nature
from answerable.rules.plan_periods import parse
from answerable.rules.progress import judge
from answerable.rules.trajectory import Aim
from answerable.rules.vintages import Observation

from .shared_plans import PLANS, there

pytestmark = [pytest.mark.peer, there("hk_kpi", "opensdg")]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
OURS = {
    "ratio_level": Kind.RATIO, "cumulative_share": Kind.RATIO, "level_relative_to_baseline": Kind.CUMULATIVE_CHANGE,
    "annual_flow": Kind.PERIODIC_FLOW, "cumulative_flow": Kind.CUMULATIVE_FLOW, "milestone": Kind.MILESTONE,
    "milestone_range": Kind.MILESTONE, "milestone_chain": Kind.MILESTONE, "recurring_milestone": Kind.PERIODIC_FLOW,
    "level_cap": Kind.CAP,
}  # fmt: skip


@pytest.fixture(scope="module")
def kpis() -> list[dict]:
    with (PLANS / "hk_kpi" / "hk_2022_policy_address_kpi_sample.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def wording(row: dict) -> Wording:
    milestone = KINDS[OURS[row["kind"]]].rule == "delivery"
    return Wording(row["kpi_zh"], row["responsible_as_published"], bool(row["end"]), quantity=not milestone)


def gaps(rows: list[dict]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        for gap in gaps_of_wording(wording(row)):
            found.setdefault(gap.code, []).append(row["no"])
    return found


def test_every_one_of_the_nineteen_has_a_kind(kpis):
    assert len(kpis) == 19
    assert Counter(OURS[row["kind"]] for row in kpis) == {
        Kind.MILESTONE: 7, Kind.CUMULATIVE_FLOW: 5, Kind.RATIO: 3, Kind.PERIODIC_FLOW: 2, Kind.CUMULATIVE_CHANGE: 1,
        Kind.CAP: 1,
    }  # fmt: skip


def test_their_gaps_are_found_in_their_own_words(kpis, capsys):
    found = gaps(kpis)
    lines = [f"{code}: {', '.join(numbers)}" for code, numbers in sorted(found.items())]
    with capsys.disabled():
        sys.stdout.write("\n  ".join(["\ngaps of nineteen indicators", *lines, ""]))
    assert found["no_target_date"] == ["1", "2c", "4c", "80"]
    assert found["several_owners"] == ["1", "2a", "3a", "3b"]
    assert found["owner_is_collective"] == ["2a", "3a", "3b"]
    assert found["about_without_tolerance"] == ["2a", "2c", "4a", "5b", "8"]
    assert found["aims_without_promise"] == ["5a"]
    assert found["date_is_loose"] == ["3b"]
    assert "4a-1" in found["part_not_linked"]
    assert "5d" in found["task_as_indicator"]


@pytest.fixture(scope="module")
def growth() -> list[Observation]:
    with (PLANS / "opensdg" / "uk_8-1-1_real_gdp_per_capita_growth.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["Value"]]
    return [Observation(parse(row["Year"]), Fraction(row["Value"]), NOW) for row in rows]


def test_a_series_that_changes_its_sign_is_judged_in_every_year(growth):
    assert {o.value > 0 for o in growth} == {True, False}
    level = Measure(Kind.LEVEL, nature=Nature.BINDING)
    for start, end in zip(growth, growth[3:], strict=False):
        aim = Aim(start.period.last_day, date(end.period.last_day.year + 3, 12, 31), Fraction(2), start.value)
        outcome = judge(level, aim, [end], as_of=NOW).outcome
        mirror = Aim(aim.since, aim.until, -aim.target, -aim.baseline)
        negated = Observation(end.period, -end.value, NOW)
        down = Measure(Kind.LEVEL, Direction.DOWN, Nature.BINDING)
        assert judge(down, mirror, [negated], as_of=NOW).outcome is outcome
        assert outcome not in (Outcome.NO_DATA, Outcome.NOT_DUE)


def test_the_mean_of_growth_over_a_crisis_is_compounded(growth):
    years = [o for o in growth if 2008 <= o.period.last_day.year <= 2012]
    assert any(o.value < 0 for o in years)
    average = Measure(Kind.GROWTH_AVERAGE, nature=Nature.BINDING)
    status = judge(average, Aim(date(2007, 12, 31), date(2012, 12, 31), Fraction(2)), years, as_of=NOW)
    index = Fraction(1)
    for seen in years:
        index *= 1 + seen.value / 100
    assert abs((1 + status.value / 100) ** 5 - index) < Fraction(1, 10**25)
    assert status.outcome is Outcome.MISSED
    assert status.value < sum(o.value for o in years) / 5  # the plain mean is always the kinder one
