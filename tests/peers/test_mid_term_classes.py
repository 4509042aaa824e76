"""The mid-term evaluation of the 14th five-year plan: our classes beside the official ones, differences and all.

Twenty indicators, officially 4 early, 5 faster, 7 as expected, 4 lagging. Only what the data set holds is used: no
value is filled in and nothing is tuned. `pytest -s` prints the arithmetic; docs/explanation/mid-term-test.md says what
it means.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from answerable.rules.exact import exact
from answerable.rules.four_classes import Class, class_of
from answerable.rules.lights import Status
from answerable.rules.measures import Direction, Kind, Measure, Nature
from answerable.rules.plan_periods import parse
from answerable.rules.progress import judge
from answerable.rules.trajectory import Aim
from answerable.rules.vintages import Observation

from .shared_plans import PLANS, there

pytestmark = [pytest.mark.peer, there("plan_indicators.json")]
OFFICIAL = {"提前实现": Class.EARLY, "快于预期": Class.FASTER, "基本符合": Class.AS_EXPECTED, "滞后": Class.LAGGING}
KINDS = {
    "end_value": Kind.LEVEL, "avg_annual_growth": Kind.GROWTH_AVERAGE, "ceiling": Kind.CAP, "floor": Kind.FLOOR,
    "cumulative_reduction": Kind.CUMULATIVE_REDUCTION, "cumulative_change": Kind.CUMULATIVE_CHANGE,
    "range_set_annually": Kind.SET_ANNUALLY, "relative_to_other_indicator": Kind.RELATIVE,
}  # fmt: skip
NATURES = {"约束性": Nature.BINDING, "预期性": Nature.EXPECTED}
BEFORE, KNOWN = date(2020, 12, 31), datetime(2020, 12, 31, tzinfo=UTC)
MID_TERM, NOW = datetime(2023, 12, 31, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Compared:
    """One indicator: the official class, ours, or why there is none of ours."""

    code: str
    name: str
    official: Class
    ours: Class | None
    words: str

    @property
    def verdict(self) -> str:
        return "not computable" if self.ours is None else "same" if self.ours is self.official else "DIFFERS"


def number(value) -> Fraction | None:
    return None if value is None else exact(str(value))


def observations(row: dict) -> list[Observation]:
    """Figures that are of this indicator and have a year; an average of years and another quantity are neither."""
    found = []
    for actual in row["actuals"]:
        year = re.fullmatch(r"(?:2021-)?(20\d\d)(?: cumulative|/\d\d)?", actual["period"])
        if year and actual["value"] is not None:
            found.append(Observation(parse(year[1]), number(actual["value"]), KNOWN))
    return found


def status_of(row: dict, figures: list[Observation], as_of: datetime) -> tuple[Status, Aim]:
    measure = Measure(KINDS[row["target_type"]], Direction(row["direction"]), NATURES[row["nature"]])
    aim = Aim(BEFORE, date(row["target"]["year"], 12, 31), number(row["target"]["value"]),
              number(row["baseline"]["value"]))  # fmt: skip
    return judge(measure, aim, figures, as_of=as_of), aim


def compared(row: dict, until: datetime) -> Compared:
    official = next(c for word, c in OFFICIAL.items() if row["status_reported"].startswith(word))
    known = [o for o in observations(row) if o.period.last_day <= until.date()]
    if row["target"]["value"] is None:
        return Compared(row["id"], row["name_en"], official, None, "no number to reach")
    if not known:
        return Compared(row["id"], row["name_en"], official, None, "no figure of these years in the data set")
    status, aim = status_of(row, known, until)
    ours = class_of(status, aim)
    words = "no baseline in the data set" if ours is None else arithmetic(status, aim)
    return Compared(row["id"], row["name_en"], official, ours, words)


def arithmetic(status: Status, aim: Aim) -> str:
    def show(value) -> str:
        return "?" if value is None else f"{float(value):.4g}"

    return (
        f"{status.reached.code}: {show(status.value)} of {show(aim.target)} from {show(aim.baseline)}; path "
        f"{show(status.planned)}; A = {show(status.progress)}, E = {show(status.expected)}, pace {show(status.pace)}"
    )


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    everything = json.loads((PLANS / "plan_indicators.json").read_text("utf-8"))["indicators"]
    return [row for row in everything if row["set"] == "CN-14FYP" and row["kind"] == "plan_indicator"]


def test_the_official_classes_are_four_five_seven_and_four(rows):
    counted = Counter(compared(row, NOW).official for row in rows)
    assert counted == {Class.EARLY: 4, Class.FASTER: 5, Class.AS_EXPECTED: 7, Class.LAGGING: 4}


def test_with_what_was_known_at_mid_term_one_indicator_can_be_computed_and_it_agrees(rows):
    found = [compared(row, MID_TERM) for row in rows]
    assert [(c.code, c.ours, c.verdict) for c in found if c.ours] == [("CN14-05", Class.FASTER, "same")]
    status, _ = status_of(rows[4], [o for o in observations(rows[4]) if o.period.code == "2023"], MID_TERM)
    assert status.pace == Fraction(55, 10) / (Fraction(57, 10) * Fraction(3, 5))


def test_with_every_figure_there_is_six_can_be_computed_and_three_differ(rows, capsys):
    # To 2024, the last year of which the set holds figures of more than one indicator.
    found = [compared(row, datetime(2024, 12, 31, tzinfo=UTC)) for row in rows]
    lines = [f"{c.verdict:14} {c.code} {c.name}: {c.official} | {c.ours or '-'} ({c.words})" for c in found]
    with capsys.disabled():
        sys.stdout.write("\n  ".join(["\nofficial class at mid-term | ours with figures to 2024", *lines, ""]))
    assert {c.code: (c.official.value, c.ours.value) for c in found if c.ours} == {
        "CN14-03": ("early", "early"),
        "CN14-05": ("faster", "faster"),
        "CN14-06": ("faster", "early"),
        "CN14-11": ("early", "early"),
        "CN14-14": ("lagging", "faster"),
        "CN14-18": ("faster", "early"),
    }
    assert Counter(c.verdict for c in found) == {"not computable": 14, "same": 3, "DIFFERS": 3}
    assert Counter(c.words for c in found if c.ours is None) == {
        "no number to reach": 4,
        "no figure of these years in the data set": 10,
    }


def test_the_energy_intensity_is_the_worked_example_of_the_rule(rows):
    row = next(row for row in rows if row["id"] == "CN14-14")
    status, _ = status_of(row, observations(row), datetime(2024, 12, 31, tzinfo=UTC))
    assert (status.planned, status.gap) == (Fraction("10.8"), Fraction("0.8"))
    assert status.pace == Fraction(116, 108)
