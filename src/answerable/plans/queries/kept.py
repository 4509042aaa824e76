"""Computed assessments as short text and back, so that they can be kept; and the stamp that says what from.

Fractions are kept as two whole numbers. The explanation is not kept: whoever opens one indicator computes it anew.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from answerable.plans.queries.assessing import Assessment
from answerable.rules.forecasts import Forecast
from answerable.rules.four_classes import Class
from answerable.rules.lights import RULES_VERSION, DataLight, Outcome, Status
from answerable.rules.plan_periods import Period, parse
from answerable.rules.targets import Change

FORM = "2"  # of the text below; another form makes every kept row void


@dataclasses.dataclass(frozen=True)
class Counters:
    """What makes an assessment another one. Observations, targets and baselines are only ever added, so that their
    number names the set; meanings are named by their key, everything else by the versions that grow with every act.
    `points` and `ended` are counted as of the instant, so that what is kept of an evening is not read for the morning
    before. In the plan of a year `observations` and `other` count those of the plan it was made from as well."""

    plan: int
    indicator: int
    meaning: str
    observations: int
    targets: int
    points: int
    baselines: int
    other: int
    ended: int

    @property
    def stamp(self) -> str:
        values = ".".join(str(value) for value in dataclasses.astuple(self))
        return f"{FORM}.{RULES_VERSION}.{values}"


def written(found: Assessment) -> str:
    """An assessment as text, without its explanations."""
    same = found.original is found.status
    body = {
        "status": _status(found.status), "original": None if same else _status(found.original),
        "official": found.official and str(found.official), "trend": found.trend and _forecast(found.trend),
        "in_force": found.in_force, "changes": [_change(change) for change in found.changes],
        "leniency": _pair(found.leniency), "newest": found.newest and found.newest.code,
        "newest_value": _pair(found.newest_value), "newest_state": found.newest_state,
        "newest_known_at": found.newest_known_at and found.newest_known_at.isoformat(), "gaps": found.gaps,
    }  # fmt: skip
    return json.dumps(body, separators=(",", ":"))


def read(text: str, *, as_of: datetime, year_starts_in: int) -> Assessment:
    """The assessment a text holds, as of an instant at which the same inputs were known."""
    body = json.loads(text)
    status = _read_status(body["status"], as_of, year_starts_in)
    original = _read_status(body["original"], as_of, year_starts_in) if body["original"] else status
    return Assessment(
        status, original, Class(body["official"]) if body["official"] else None,
        _read_forecast(body["trend"]) if body["trend"] else None, body["in_force"],
        tuple(_read_change(change) for change in body["changes"]), _fraction(body["leniency"]),
        _period(body["newest"], year_starts_in) if body["newest"] else None, _fraction(body["newest_value"]),
        body["newest_state"],
        datetime.fromisoformat(body["newest_known_at"]) if body["newest_known_at"] else None, tuple(body["gaps"]),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _period(code: str, year_starts_in: int) -> Period:
    return parse(code, year_starts_in)


def _pair(value: Fraction | None) -> list[int] | None:
    return None if value is None else [value.numerator, value.denominator]


def _fraction(pair: list[int] | None) -> Fraction | None:
    return None if pair is None else Fraction(*pair)


def _status(status: Status) -> list[Any]:
    return [
        str(status.outcome), str(status.data), status.valid_until and status.valid_until.isoformat(),
        status.reached and status.reached.code, _pair(status.value), _pair(status.planned), _pair(status.pace),
        _pair(status.progress), _pair(status.expected), _pair(status.gap), status.marks,
        status.last and str(status.last),
    ]  # fmt: skip


def _read_status(row: list[Any], as_of: datetime, year_starts_in: int) -> Status:
    outcome, data, until, reached, value, planned, pace, progress, expected, gap, marks, last = row
    return Status(
        Outcome(outcome), DataLight(data), as_of, RULES_VERSION, date.fromisoformat(until) if until else None,
        _period(reached, year_starts_in) if reached else None, _fraction(value), _fraction(planned), _fraction(pace),
        _fraction(progress), _fraction(expected), _fraction(gap), tuple(marks), last=Outcome(last) if last else None,
    )  # fmt: skip


def _forecast(found: Forecast) -> list[Any]:
    numbers = (found.value, found.low, found.high, found.rate, found.needed, found.catch_up)
    return [found.method, *(_pair(number) for number in numbers), found.marks]


def _read_forecast(row: list[Any]) -> Forecast:
    method, *numbers, marks = row
    value, low, high, rate, needed, factor = (_fraction(number) for number in numbers)
    return Forecast(method, value, low, high, rate, needed, factor, tuple(marks))


def _change(change: Change) -> list[Any]:
    return [
        change.number, change.kinds, _pair(change.before), _pair(change.after), _pair(change.leniency),
        change.decided_on.isoformat(), change.effective_on.isoformat(),
    ]  # fmt: skip


def _read_change(row: list[Any]) -> Change:
    number, kinds, before, after, eased, decided, effective = row
    return Change(
        number, tuple(kinds), _fraction(before), _fraction(after), _fraction(eased), date.fromisoformat(decided),
        date.fromisoformat(effective),
    )  # fmt: skip
