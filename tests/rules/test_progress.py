"""rules.progress: the worked numbers of the rule, and its awkward cases."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from fractions import Fraction

import pytest

from answerable.rules.exact import rounded
from answerable.rules.lights import DataLight, Outcome, Settings, as_json
from answerable.rules.measures import Direction, Kind, Measure, Nature, Window
from answerable.rules.plan_periods import Span
from answerable.rules.progress import judge
from answerable.rules.trajectory import Path, Shape
from answerable.rules.vintages import State
from tests.rules.plan_cast import LONG_AFTER, aim, instant, period, points, seen

F = Fraction
FLATS = Measure(Kind.CUMULATIVE_FLOW, nature=Nature.BINDING)
BUILT = {"2023": 20, "2024": 23, "2025": 21, "2026": 24}
OWN_PATH = points({str(2023 + n): v for n, v in enumerate((22, 24, 26, 28, 30, 32, 34, 34, 35, 35))})
WAITING = Measure(Kind.LEVEL, Direction.DOWN, tolerance=F("0.1"))
QUEUE = aim("2023-12-31", "2027-12-31", "4.5", 6)


def steps_of(status, code):
    return [step for step in status.steps if step.code == code]


# 4.3, the three worked examples


def test_flats_on_the_departments_own_path_are_slipping():
    status = judge(FLATS, aim("2022-12-31", "2032-12-31", 300, path=OWN_PATH), seen(BUILT), as_of=instant("2027-01-01"))
    assert (status.value, status.planned, status.pace) == (88, 100, F("0.88"))
    assert status.outcome is Outcome.SLIPPING


def test_the_same_flats_on_a_straight_line_are_behind():
    status = judge(FLATS, aim("2022-12-31", "2032-12-31", 300), seen(BUILT), as_of=instant("2027-01-01"))
    assert rounded(status.pace, 2) == rounded(F("0.73"), 2)
    assert status.outcome is Outcome.BEHIND


def test_a_waiting_time_near_its_path_is_on_track():
    status = judge(WAITING, QUEUE, seen({"2025": "5.3"}), as_of=instant("2026-01-01"))
    assert (status.planned, status.gap, status.expected) == (F("5.25"), F("-0.05"), F(1, 2))
    assert rounded(status.progress * 100, 0) == 47
    assert status.outcome is Outcome.ON_TRACK


def test_growth_on_average_says_what_is_still_needed():
    growth = Measure(Kind.GROWTH_AVERAGE)
    figures = seen({"2021": "2.1", "2022": "-0.5", "2023": "3.4"})
    status = judge(growth, aim("2020-12-31", "2025-12-31", 3), figures, as_of=instant("2024-01-01"))
    assert rounded(status.value, 2) == rounded(F("1.65"), 2)
    assert rounded(steps_of(status, "needed_growth")[0]["needed"], 2) == rounded(F("5.05"), 2)
    assert status.outcome is Outcome.FAR_BEHIND


# Every number is listed


def test_the_explanation_lists_every_number_used():
    status = judge(FLATS, aim("2022-12-31", "2032-12-31", 300, path=OWN_PATH), seen(BUILT), as_of=instant("2027-01-01"))
    assert [(s["period"].code, s["amount"]) for s in steps_of(status, "amount_in")] == [
        (y, v) for y, v in BUILT.items()
    ]
    named = {code: dict(step.numbers) for step in status.steps for code in [step.code]}
    assert named["total_through"]["total"] == 88
    assert named["planned_total"]["planned"] == 100
    assert named["target_by"]["target"] == 300
    assert (named["pace"]["pace"], named["pace"]["on_track"]) == (F("0.88"), F("0.95"))
    assert named["data_next"]["period"] == period("2027")
    assert status.observed == tuple(BUILT)
    assert '"pace":"22/25"' in as_json(status)


def test_the_version_of_the_rules_is_on_the_status():
    settings = Settings(slipping=F("0.90"), version="strict-1")
    status = judge(FLATS, aim("2022-12-31", "2032-12-31", 300, path=OWN_PATH), seen(BUILT),
                   as_of=instant("2027-01-01"), settings=settings)  # fmt: skip
    assert (status.outcome, status.rules_version) == (Outcome.BEHIND, "strict-1")


# 4.4


MONTHLY = Measure(Kind.CUMULATIVE_FLOW, nature=Nature.BINDING, span=Span.MONTH)
YEAR = aim("2025-12-31", "2026-12-31", 1200)


def test_missing_periods_are_judged_on_matched_periods():
    figures = {f"2026-{m:02}": 97 for m in range(1, 13) if m not in (4, 9)}
    status = judge(MONTHLY, YEAR, seen(figures), as_of=instant("2027-01-01"))
    assert status.pace == F("0.97")
    assert status.outcome is Outcome.ON_TRACK
    assert rounded(steps_of(status, "planned_matched")[0]["naive"], 2) == rounded(F("0.81"), 2)
    (total,) = steps_of(status, "total_through")
    assert (total["observed"], total["due"]) == (10, 12)
    assert [s["period"].code for s in steps_of(status, "period_without_figure")] == ["2026-04", "2026-09"]
    assert "partial_coverage" in status.marks


def test_an_estimate_caps_the_light_and_settles_nothing():
    figures = seen({f"2026-{m:02}": 100 for m in range(1, 6)})
    figures += seen({"2026-06": 100}, state=State.ESTIMATED)
    status = judge(MONTHLY, YEAR, figures, as_of=instant("2026-07-01"))
    assert (status.outcome, status.pace) == (Outcome.SLIPPING, 1)
    assert steps_of(status, "estimate_caps")[0]["uncapped"] == "on_track"
    done = judge(MONTHLY, YEAR, [*figures, *seen({"2026-07": 900}, state=State.ESTIMATED)], as_of=LONG_AFTER)
    assert done.outcome is Outcome.SLIPPING


def test_pace_is_taken_at_the_newest_figure_and_lateness_is_the_data_lights():
    late = dataclasses.replace(WAITING, lag_days=60, grace_days=30)
    figures = seen({"2025": "5.25"})
    lights = {
        "2026-12-31": DataLight.FRESH, "2027-03-01": DataLight.FRESH, "2027-03-02": DataLight.DUE,
        "2027-03-31": DataLight.DUE, "2027-04-01": DataLight.LATE, "2028-03-31": DataLight.MISSING,
    }  # fmt: skip
    for when, light in lights.items():
        status = judge(late, QUEUE, figures, as_of=instant(when))
        assert (status.data, status.outcome) == (light, Outcome.ON_TRACK), when
        assert status.greyed == (light in (DataLight.LATE, DataLight.MISSING))
        assert status.valid_until == period("2026").last_day + timedelta(days=90)


def test_no_data_is_never_green():
    early = judge(WAITING, QUEUE, [], as_of=instant("2024-06-01"))
    assert (early.outcome, early.data) == (Outcome.NOT_DUE, DataLight.NOT_YET_DUE)
    late = judge(WAITING, QUEUE, [], as_of=instant("2025-01-01"))
    assert (late.outcome, late.data) == (Outcome.NO_DATA, DataLight.LATE)


def test_a_figure_declared_missing_is_no_figure_and_its_reason_is_shown():
    gap = dataclasses.replace(seen({"2024": 1})[0], value=None, state=State.MISSING, reason="flood in the archive")
    status = judge(WAITING, QUEUE, [gap], as_of=instant("2025-02-01"))
    assert status.outcome is Outcome.NO_DATA
    assert steps_of(status, "declared_missing")[0]["reason"] == "flood in the archive"


# The lines of the rule, for levels


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("4.5", Outcome.TARGET_REACHED),
        ("5.35", Outcome.ON_TRACK),  # within the tolerance of the path
        ("5.4", Outcome.SLIPPING),  # 0.6 / 0.75 = 0.80 exactly
        ("5.55", Outcome.BEHIND),  # 0.60 exactly, where floats flicker
        ("5.56", Outcome.FAR_BEHIND),
        ("6.1", Outcome.FAR_BEHIND),  # worse by the tolerance, not by more
        ("6.11", Outcome.REGRESSING),
    ],
)
def test_the_lines_of_a_level_half_way(value, outcome):
    assert judge(WAITING, QUEUE, seen({"2025": value}), as_of=instant("2026-01-01")).outcome is outcome


def test_at_its_day_a_level_is_achieved_within_the_tolerance_or_missed():
    for value, outcome in (("4.6", Outcome.ACHIEVED), ("4.61", Outcome.MISSED)):
        assert judge(WAITING, QUEUE, seen({"2027": value}), as_of=LONG_AFTER).outcome is outcome
    binding = Measure(Kind.LEVEL, Direction.DOWN, Nature.BINDING)
    assert judge(binding, QUEUE, seen({"2027": "4.51"}), as_of=LONG_AFTER).outcome is Outcome.MISSED


def test_what_happens_after_the_day_does_not_rewrite_the_verdict():
    figures = seen({"2027": "4.9", "2028": "4.0"})
    assert judge(WAITING, QUEUE, figures, as_of=LONG_AFTER).outcome is Outcome.MISSED


def test_a_step_path_is_not_due_until_its_day():
    stairs = aim("2023-12-31", "2027-12-31", "4.5", 6, path=Path(Shape.STEP))
    assert judge(WAITING, stairs, seen({"2025": "5.9"}), as_of=instant("2026-01-01")).outcome is Outcome.NOT_DUE


def test_a_planned_dip_is_regressing_and_says_it_was_planned():
    rise_first = aim("2023-12-31", "2027-12-31", "4.5", 6, path=points({"2024": "6.5", "2025": 6}))
    status = judge(WAITING, rise_first, seen({"2024": "6.4"}), as_of=instant("2025-01-01"))
    assert (status.outcome, status.marks) == (Outcome.REGRESSING, ("dip_was_planned",))


def test_without_a_baseline_only_the_end_can_be_judged():
    no_start = aim("2023-12-31", "2027-12-31", "4.5")
    assert judge(WAITING, no_start, seen({"2025": 5}), as_of=LONG_AFTER).outcome is Outcome.NO_DATA
    assert judge(WAITING, no_start, seen({"2025": 4}), as_of=LONG_AFTER).outcome is Outcome.TARGET_REACHED
    assert judge(WAITING, no_start, seen({"2027": 5}), as_of=LONG_AFTER).outcome is Outcome.MISSED


def test_a_target_no_better_than_the_baseline_is_held():
    hold = judge(WAITING, aim("2023-12-31", "2027-12-31", 6, 6), seen({"2024": 6, "2025": "6.5"}), as_of=LONG_AFTER)
    assert hold.outcome is Outcome.BEHIND
    assert steps_of(hold, "worst_period")[0]["outside"] == F("0.5")


def test_a_ratio_sums_before_it_divides():
    share = Measure(Kind.RATIO, span=Span.QUARTER, factor=F(100), window=Window.YEAR_TO_DATE)
    goal = aim("2025-12-31", "2026-12-31", 90, 50)
    status = judge(share, goal, seen({"2026-Q1": (9, 10), "2026-Q2": (50, 90)}), as_of=instant("2026-07-01"))
    assert status.value == 59
    newest = judge(
        dataclasses.replace(share, window=Window.PERIOD), goal, seen({"2026-Q2": (45, 90)}), as_of=LONG_AFTER
    )
    assert newest.value == 50
    assert judge(share, goal, seen({"2026-Q1": (0, 0)}), as_of=LONG_AFTER).outcome is Outcome.NO_DATA


def test_a_reduction_is_better_towards_its_target_whichever_way_the_index_points():
    cut = aim("2020-12-31", "2025-12-31", "13.5", 0)
    for direction in (Direction.DOWN, Direction.UP):
        energy = Measure(Kind.CUMULATIVE_REDUCTION, direction, Nature.BINDING)
        status = judge(energy, cut, seen({"2024": "11.6"}), as_of=instant("2025-01-01"))
        assert (status.planned, status.gap, status.outcome) == (F("10.8"), F("0.8"), Outcome.ON_TRACK)
        assert rounded(status.progress * 100, 1) == rounded(F("85.9"), 1)
    geometric = dataclasses.replace(cut, path=Path(Shape.GEOMETRIC))
    assert rounded(judge(energy, geometric, seen({"2024": "11.6"}), as_of=LONG_AFTER).gap, 2) == rounded(F("0.65"), 2)


@pytest.mark.parametrize("kind", [Kind.CUMULATIVE_REDUCTION, Kind.CUMULATIVE_CHANGE])
@pytest.mark.parametrize("direction", [Direction.DOWN, Direction.UP])
@pytest.mark.parametrize("baseline", [None, 0, 600])
def test_a_cut_is_counted_from_nothing_whatever_amount_it_is_a_cut_of(kind, direction, baseline):
    cut = Measure(kind, direction, Nature.EXPECTED, Span.QUARTER)
    goal = aim("2022-12-31", "2023-12-31", 75, baseline)
    for figure, outcome in (
        (20, Outcome.MISSED),
        (60, Outcome.MISSED),
        (82, Outcome.ACHIEVED),
        (110, Outcome.ACHIEVED),
    ):
        assert judge(cut, goal, seen({"2023-Q4": figure}), as_of=LONG_AFTER).outcome is outcome
    half = judge(cut, goal, seen({"2023-Q2": 30}), as_of=instant("2023-07-10"))
    assert (half.planned, half.pace, half.outcome) == (F("37.5"), F("0.8"), Outcome.SLIPPING)


# Budgets, years, ranks, what must hold throughout


@pytest.mark.parametrize(
    ("used", "outcome"),
    [
        (0, Outcome.ON_TRACK),
        (50, Outcome.ON_TRACK),
        (60, Outcome.SLIPPING),
        (80, Outcome.BEHIND),
        (90, Outcome.FAR_BEHIND),
        (101, Outcome.FAR_BEHIND),
    ],
)
def test_a_flow_to_be_kept_down_is_a_budget(used, outcome):
    spending = Measure(Kind.CUMULATIVE_FLOW, Direction.DOWN, Nature.BINDING, Span.HALF)
    status = judge(spending, aim("2025-12-31", "2026-12-31", 100), seen({"2026-H1": used}), as_of=instant("2026-07-01"))
    assert status.outcome is outcome
    assert ("budget_passed" in status.marks) == (used > 100)


def test_a_budget_is_kept_or_broken_only_at_the_end():
    spending = Measure(Kind.CUMULATIVE_FLOW, Direction.DOWN, Nature.BINDING, Span.HALF)
    goal = aim("2025-12-31", "2026-12-31", 100)
    for second, outcome in ((50, Outcome.ACHIEVED), (51, Outcome.MISSED)):
        assert judge(spending, goal, seen({"2026-H1": 50, "2026-H2": second}), as_of=LONG_AFTER).outcome is outcome


def test_no_accident_is_a_budget_of_none():
    none = Measure(Kind.CUMULATIVE_FLOW, Direction.DOWN, Nature.BINDING, Span.HALF)
    goal = aim("2025-12-31", "2026-12-31", 0)
    for count, outcome in ((0, Outcome.ON_TRACK), (1, Outcome.FAR_BEHIND)):
        assert judge(none, goal, seen({"2026-H1": count}), as_of=instant("2026-07-01")).outcome is outcome


def test_a_total_reached_early_is_achieved():
    status = judge(FLATS, aim("2022-12-31", "2032-12-31", 80), seen(BUILT), as_of=instant("2027-01-01"))
    assert status.outcome is Outcome.ACHIEVED


def test_an_annual_flow_begins_anew_and_every_year_must_be_met():
    cleaning = Measure(Kind.PERIODIC_FLOW, nature=Nature.BINDING, span=Span.QUARTER)
    weights = (F(1, 10), F(4, 10), F(4, 10), F(1, 10))
    goal = aim("2023-12-31", "2025-12-31", 500, path=Path(Shape.SEASONAL, weights=weights))
    first = {"2024-Q1": 50, "2024-Q2": 200, "2024-Q3": 200, "2024-Q4": 40}
    assert judge(cleaning, goal, seen(first), as_of=instant("2025-01-01")).outcome is Outcome.MISSED
    second = first | {"2025-Q1": 50}
    status = judge(cleaning, goal, seen(second), as_of=instant("2025-04-01"))
    assert (status.outcome, status.pace) == (Outcome.ON_TRACK, 1)
    assert [s["result"] for s in steps_of(status, "year_result")] == ["missed"]
    whole = second | {"2025-Q2": 200, "2025-Q3": 200, "2025-Q4": 60}
    assert judge(cleaning, goal, seen(whole), as_of=LONG_AFTER).outcome is Outcome.MISSED
    kept = whole | {"2024-Q4": 50}
    assert judge(cleaning, goal, seen(kept), as_of=LONG_AFTER).outcome is Outcome.ACHIEVED


def test_a_ceiling_passed_once_was_passed():
    cap = Measure(Kind.CAP, span=Span.QUARTER)
    goal = aim("2025-12-31", "2026-12-31", "5.5")

    def light(*values):
        figures = seen({f"2026-Q{n}": v for n, v in enumerate(values, 1)})
        return judge(cap, goal, figures, as_of=LONG_AFTER)

    assert light("5.5").outcome is Outcome.ON_TRACK
    assert light("5.0", "5.6").outcome is Outcome.BEHIND
    assert light("5.6", "5.9").outcome is Outcome.FAR_BEHIND
    status = light("5.6", "5.9", "5.2")
    assert status.outcome is Outcome.SLIPPING
    assert (steps_of(status, "worst_period")[0]["period"].code, status.progress) == ("2026-Q2", F(1, 3))
    assert dict(steps_of(status, "streak")[0].numbers) == {"kept": 1, "periods": 1}
    assert light("5.6", "5.2", "5.2", "5.2").outcome is Outcome.MISSED
    assert light("5.1", "5.2", "5.2", "5.5").outcome is Outcome.ACHIEVED


def test_a_band_measures_the_distance_outside():
    prices = Measure(Kind.BAND, Direction.NONE, tolerance=F("0.5"))
    goal = aim("2023-12-31", "2028-12-31", low="1", high="3")
    inside = judge(prices, goal, seen({"2024": "3.5"}), as_of=LONG_AFTER)
    assert (inside.outcome, inside.gap) == (Outcome.ON_TRACK, F("-0.5"))
    outside = judge(prices, goal, seen({"2024": "0.2"}), as_of=LONG_AFTER)
    assert outside.outcome is Outcome.BEHIND
    assert steps_of(outside, "in_tolerances")[0]["outside"] == F("1.6")


def test_growth_of_each_year_is_judged_year_by_year():
    gdp = Measure(Kind.GROWTH_EACH_YEAR, nature=Nature.BINDING)
    goal = aim("2020-12-31", "2025-12-31", 3)
    assert judge(gdp, goal, seen({"2021": 4, "2022": "-0.5"}), as_of=LONG_AFTER).outcome is Outcome.BEHIND
    all_years = {str(y): 3 for y in range(2021, 2026)}
    assert judge(gdp, goal, seen(all_years), as_of=LONG_AFTER).outcome is Outcome.ACHIEVED


def test_a_goal_set_each_year_is_not_judged_where_none_was_set():
    annual = Measure(Kind.SET_ANNUALLY, nature=Nature.BINDING)
    goal = aim("2020-12-31", "2025-12-31", path=points({"2021": 6, "2022": "5.5"}))
    status = judge(annual, goal, seen({"2021": "8.1", "2022": 3, "2023": "5.2"}), as_of=LONG_AFTER)
    assert (status.reached, status.outcome) == (period("2022"), Outcome.BEHIND)


def test_relative_indicators_are_compared_period_by_period():
    productivity = Measure(Kind.RELATIVE)
    goal = aim("2020-12-31", "2025-12-31", 0)
    gdp = seen({"2021": "8.1", "2022": 3})
    ahead = judge(productivity, goal, seen({"2021": "8.7", "2022": "4.2"}), as_of=LONG_AFTER, other=gdp)
    assert (ahead.outcome, ahead.gap) == (Outcome.ON_TRACK, F("1.2"))
    in_step = Measure(Kind.RELATIVE, Direction.NONE, tolerance=F("0.5"))
    assert judge(in_step, goal, seen({"2022": "2.4"}), as_of=LONG_AFTER, other=gdp).outcome is Outcome.BEHIND
    assert judge(in_step, goal, seen({"2023": "2.4"}), as_of=LONG_AFTER, other=gdp).outcome is Outcome.NO_DATA


def test_ranks_have_no_halves():
    grade = Measure(Kind.ORDINAL, nature=Nature.BINDING)
    goal = aim("2020-12-31", "2025-12-31", 5, 2, path=points({"2022": 3}))
    lights = {"2": Outcome.FAR_BEHIND, "3": Outcome.ON_TRACK, "1": Outcome.REGRESSING, "5": Outcome.TARGET_REACHED}
    for rank, outcome in lights.items():
        assert judge(grade, goal, seen({"2024": rank}), as_of=LONG_AFTER).outcome is outcome, rank
    assert judge(grade, goal, seen({"2021": 2}), as_of=LONG_AFTER).outcome is Outcome.NOT_DUE


def test_a_delivery_is_not_judged_here():
    with pytest.raises(ValueError, match="judge_delivery"):
        judge(Measure(Kind.MILESTONE), QUEUE, [], as_of=LONG_AFTER)


def test_a_path_that_cannot_be_walked_is_said_and_not_guessed():
    crossing = aim("2022-12-31", "2026-12-31", 30, -50, path=Path(Shape.GEOMETRIC))
    status = judge(Measure(Kind.LEVEL), crossing, seen({"2024": 1}), as_of=instant("2025-01-01"))
    assert (status.outcome, status.steps[0].code) == (Outcome.NO_DATA, "path_impossible")


@pytest.mark.parametrize("kind", [Kind.LEVEL, Kind.CUMULATIVE_FLOW, Kind.PERIODIC_FLOW, Kind.HOLD, Kind.GROWTH_AVERAGE])
def test_without_a_direction_nothing_is_met(kind):
    undirected = Measure(kind, Direction.NONE)
    for start in (None, 0):
        goal = aim("2022-12-31", "2024-12-31", 10, start)
        status = judge(undirected, goal, seen({"2023": 99, "2024": 99}), as_of=LONG_AFTER)
        assert (status.outcome, status.steps[0].code) == (Outcome.NO_DATA, "direction_missing")


def test_history_before_the_plan_is_no_figure_of_the_plan():
    status = judge(WAITING, QUEUE, seen({"2022": 5, "2023": 6}), as_of=instant("2024-06-01"))
    assert (status.outcome, status.data) == (Outcome.NOT_DUE, DataLight.NOT_YET_DUE)
    assert judge(WAITING, QUEUE, seen({"2023": 6}), as_of=instant("2025-01-01")).outcome is Outcome.NO_DATA


def test_a_promise_for_every_period_is_not_proven_while_a_period_is_unknown():
    cap = Measure(Kind.CAP, span=Span.QUARTER)
    figures = seen({"2026-Q1": 5, "2026-Q2": 5, "2026-Q4": 5})
    status = judge(cap, aim("2025-12-31", "2026-12-31", "5.5"), figures, as_of=LONG_AFTER)
    assert (status.outcome, status.marks) == (Outcome.SLIPPING, ("partial_coverage",))


def test_the_limit_of_the_shortest_period_counts():
    cap = Measure(Kind.CAP, span=Span.QUARTER)
    limits = points({"2026-Q2": 5, "2026": 6})
    goal = aim("2025-12-31", "2026-12-31", 6, path=limits)
    outcomes = [judge(cap, goal, seen({q: "5.5"}), as_of=LONG_AFTER).outcome for q in ("2026-Q1", "2026-Q2")]
    assert outcomes == [Outcome.ON_TRACK, Outcome.BEHIND]


def test_growth_that_was_all_made_early_is_reached_and_shrinking_is_regressing():
    growth, goal = Measure(Kind.GROWTH_AVERAGE), aim("2020-12-31", "2025-12-31", 3)
    assert judge(growth, goal, seen({"2021": 16}), as_of=LONG_AFTER).outcome is Outcome.TARGET_REACHED
    assert judge(growth, goal, seen({"2021": "-0.5"}), as_of=LONG_AFTER).outcome is Outcome.REGRESSING
    tolerant = dataclasses.replace(growth, tolerance=F(1))
    assert judge(tolerant, goal, seen({"2021": "-0.5"}), as_of=LONG_AFTER).outcome is Outcome.FAR_BEHIND
    assert judge(tolerant, goal, seen({"2021": "-1.5"}), as_of=LONG_AFTER).outcome is Outcome.REGRESSING


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        (WAITING, "5.5"),
        (dataclasses.replace(FLATS, kind=Kind.PERIODIC_FLOW), 1),
        (Measure(Kind.CAP, nature=Nature.BINDING), 9),
        (Measure(Kind.GROWTH_AVERAGE), 1),
    ],
)
def test_nothing_is_missed_before_its_day_and_an_early_figure_says_so(measure, value):
    goal = aim("2026-12-31", "2027-12-31", "4.5", 6 if measure is WAITING else None)
    early = judge(measure, goal, seen({"2027": value}), as_of=instant("2027-10-01"))
    assert early.outcome is not Outcome.MISSED
    assert "period_not_ended" in early.marks
    late = judge(measure, goal, seen({"2027": value}), as_of=instant("2027-12-31"))
    assert (late.outcome, late.marks) == (Outcome.MISSED, ())
