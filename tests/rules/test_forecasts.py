"""rules.forecasts and rules.four_classes: where it is heading, and the official scale."""

from __future__ import annotations

import random
import statistics
from datetime import date
from fractions import Fraction

from answerable.rules.exact import rounded
from answerable.rules.forecasts import Deliverable, bottom_up, halves, slopes_of, trend
from answerable.rules.four_classes import Class, class_of
from answerable.rules.lights import Outcome, ended
from answerable.rules.measures import Direction, Kind, Measure, Nature
from answerable.rules.plan_periods import Span
from answerable.rules.progress import judge
from tests.rules.plan_cast import LONG_AFTER, aim, instant, points, seen

F = Fraction
FLATS = Measure(Kind.CUMULATIVE_FLOW, nature=Nature.BINDING)
PLAN = aim("2022-12-31", "2032-12-31", 300)
BUILT = seen({"2023": 20, "2024": 23, "2025": 21, "2026": 24})
QUEUE = Measure(Kind.LEVEL, Direction.DOWN, Nature.BINDING)


def test_the_flats_of_the_worked_example():
    found = trend(FLATS, PLAN, BUILT, as_of=instant("2027-01-01"))
    assert (found.rate, found.value) == (F("22.5"), 223)
    assert rounded(found.needed, 1) == rounded(F("35.3"), 1)
    assert rounded(found.catch_up, 2) == rounded(F("1.57"), 2)
    assert rounded(found.value / 300 * 100, 0) == 74
    assert found.marks == ("forecast_short", "needs_a_step_change")


def test_a_forecast_never_changes_the_light():
    own = aim("2022-12-31", "2032-12-31", 300, path=points({"2023": 20, "2024": 23, "2025": 21, "2026": 24}))
    assert judge(FLATS, own, BUILT, as_of=instant("2027-01-01")).outcome is Outcome.ON_TRACK
    assert "forecast_short" in trend(FLATS, own, BUILT, as_of=instant("2027-01-01")).marks


def test_bottom_up_counts_what_will_be_delivered():
    works = [
        Deliverable(F(150), date(2031, 6, 1), date(2033, 1, 1), "north"),
        Deliverable(F(70), date(2030, 1, 1), date(2031, 1, 1), "east"),
        Deliverable(F(90), None, None, "not scheduled"),
    ]
    found = bottom_up(FLATS, PLAN, F(88), works)
    assert (found.value, found.low, found.marks) == (308, 158, ())
    assert bottom_up(FLATS, PLAN, F(88), works[1:]).marks == ("forecast_short",)


def test_monthly_flows_look_back_over_all_seasons():
    monthly = Measure(Kind.CUMULATIVE_FLOW, span=Span.MONTH)
    figures = seen({f"2025-{m:02}": m for m in range(1, 13)} | {"2026-01": 1, "2026-02": 2})
    found = trend(monthly, aim("2024-12-31", "2026-12-31", 200), figures, as_of=LONG_AFTER)
    assert found.value == 81 + F(78, 12) * 10


def test_the_slope_of_a_level_is_the_median_of_all_slopes():
    assert statistics.median(slopes_of([(F(0), F(0)), (F(1), F(1)), (F(2), F(2)), (F(3), F(90))])) == F(31, 2)
    figures = seen({"2019": "5.0", "2020": "5.4", "2021": "5.8", "2022": "6.0", "2023": "5.3"})
    found = trend(QUEUE, aim("2022-12-31", "2026-12-31", "4.5", 6), figures, as_of=LONG_AFTER)
    assert found.rate == statistics.median(
        slopes_of([(F(n), F(v)) for n, v in enumerate(("5.0", "5.4", "5.8", "6.0", "5.3"))])
    )
    assert found.value == F("5.3") + 3 * found.rate
    assert found.catch_up is None  # nothing was gained lately: no factor can be given
    assert found.marks == ("forecast_short",)


def test_only_points_of_the_same_season_are_compared():
    quarters = Measure(Kind.LEVEL, Direction.DOWN, span=Span.QUARTER)
    figures = {f"{y}-Q{q}": 100 - 2 * (y - 2021) + 30 * (q == 1) for y in range(2021, 2025) for q in (1, 2, 3, 4)}
    found = trend(quarters, aim("2023-12-31", "2026-12-31", 80, 94), seen(figures), as_of=LONG_AFTER)
    assert (found.rate, found.value) == (-2, 90)
    assert trend(quarters, aim("2023-12-31", "2026-12-31", 80, 94), seen({"2024-Q1": 1}), as_of=LONG_AFTER) is None


def test_a_budget_asks_how_much_may_still_be_used():
    spending = Measure(Kind.CUMULATIVE_FLOW, Direction.DOWN, Nature.BINDING)
    goal = aim("2022-12-31", "2026-12-31", 100)
    assert trend(spending, goal, seen({"2023": 40, "2024": 40}), as_of=LONG_AFTER).catch_up == 4
    assert trend(spending, goal, seen({"2023": 60, "2024": 60}), as_of=LONG_AFTER).catch_up is None


def test_an_annual_flow_is_carried_on_to_the_end_of_its_year():
    cleaning = Measure(Kind.PERIODIC_FLOW, span=Span.QUARTER)
    figures = seen({"2025-Q3": 100, "2025-Q4": 100, "2026-Q1": 120, "2026-Q2": 160})
    found = trend(cleaning, aim("2024-12-31", "2027-12-31", 500), figures, as_of=LONG_AFTER)
    assert (found.value, found.needed, found.rate) == (520, 440, 480)


def test_a_trend_has_a_range_of_the_lower_and_the_upper_half_of_what_was_seen():
    cleaning = Measure(Kind.PERIODIC_FLOW, span=Span.QUARTER)
    figures = seen({"2025-Q3": 100, "2025-Q4": 100, "2026-Q1": 120, "2026-Q2": 160})
    found = trend(cleaning, aim("2024-12-31", "2027-12-31", 500), figures, as_of=LONG_AFTER)
    assert (found.low, found.value, found.high) == (480, 520, 560)  # 280 + 2 x 100, 120, 140
    level = {"2020": "5.0", "2021": "5.4", "2022": "5.8", "2023": "6.0"}  # slopes 0.2 0.3 1/3 0.4 0.4 0.4
    goal = aim("2022-12-31", "2025-12-31", "4.5", 6)
    found = trend(QUEUE, goal, seen(level), as_of=LONG_AFTER)
    assert (found.low, found.high) == (6 + 2 * F(5, 18), 6 + 2 * F("0.4"))
    (step,) = [step for step in found.steps if step.code == "trend_range"]
    assert (step["lower"], step["upper"], step["low"]) == (F(5, 18), F("0.4"), found.low)


def test_one_figure_alone_has_no_range():
    found = trend(FLATS, aim("2022-12-31", "2032-12-31", 80), seen({"2023": 8}), as_of=LONG_AFTER)
    assert (found.value, found.low, found.high) == (80, None, None)


def test_mean_and_median_lie_within_the_halves():
    chance = random.Random(8)
    for _ in range(300):
        values = [F(chance.randint(-50, 50), chance.choice((1, 3, 4))) for _ in range(chance.randint(1, 9))]
        low, high = halves(values)
        assert low <= statistics.median(values) <= high
        assert low <= sum(values) / len(values) <= high


def test_nothing_more_is_needed_when_it_is_there():
    assert trend(FLATS, aim("2022-12-31", "2032-12-31", 80), BUILT, as_of=LONG_AFTER).catch_up == 0


# 8.7(78): the official scale


def test_the_four_classes():
    goal = aim("2020-12-31", "2025-12-31", 110, 100)
    level = Measure(Kind.LEVEL, nature=Nature.BINDING)
    found = {}
    for value in ("110", "106.3", "106.2", "105.7", "105.6"):
        status = judge(level, goal, seen({"2023": value}), as_of=instant("2024-01-01"))
        found[value] = class_of(status, goal)
    assert found == {"110": Class.EARLY, "106.3": Class.FASTER, "106.2": Class.AS_EXPECTED,
                     "105.7": Class.AS_EXPECTED, "105.6": Class.LAGGING}  # fmt: skip


def test_what_was_stopped_has_a_class_of_its_own_and_no_data_has_none():
    goal = aim("2020-12-31", "2025-12-31", 110, 100)
    status = judge(Measure(Kind.LEVEL), goal, [], as_of=instant("2024-01-01"))
    assert class_of(status, goal) is None
    assert class_of(ended(status, Outcome.HALTED), goal) is Class.HALTED
    assert class_of(ended(status, Outcome.SUSPENDED), goal) is Class.SUSPENDED


def test_a_slope_looks_no_further_back_than_it_says():
    figures = {str(y): 0 for y in range(2005, 2016)} | {str(y): 10 * (y - 2015) for y in range(2016, 2024)}
    found = trend(Measure(Kind.LEVEL), aim("2020-12-31", "2026-12-31", 200, 50), seen(figures), as_of=LONG_AFTER)
    assert (found.rate, found.value) == (10, 110)
