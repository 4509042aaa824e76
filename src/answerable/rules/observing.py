"""What a data steward reports, checked before it counts (8.7(77); ask 10 of plan rules 2: numbers in number fields).

A problem stops a figure; a warning asks "are you sure?" once. Whether a figure is unusual is asked of the indicator's
own past: no source gives a limit, so it is a setting, and it never stops a figure that its steward stands by.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from answerable.rules.measures import Kind, Measure, Rule
from answerable.rules.plan_periods import Period, Span, parse
from answerable.rules.problems import Problem
from answerable.rules.vintages import State

NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
PLACES, DIGITS = 8, 16  # after and before the point
FEWEST_STEPS = 3  # with fewer steps behind it nothing is unusual
NEEDS_WORDS = (State.MISSING, State.ESTIMATED, State.REVISED)


@dataclass(frozen=True)
class Reported:
    """A figure as somebody wrote it: texts, whatever they hold. `unit`, when given, is the one they had in mind."""

    period: str
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    state: str = State.FINAL
    words: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Wanted:
    """What the indicator asks for. `span` None takes any length; `ranks` are an ordinal's words, worst first."""

    measure: Measure | None
    span: Span | None
    today: date
    year_starts_in: int = 1
    ranks: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A figure that can stand."""

    period: Period
    state: State
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    words: str = ""

    def figure(self, factor: Fraction) -> Fraction | None:
        """The value, or the quotient of the parts x factor."""
        if self.value is not None:
            return Fraction(self.value)
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator) / Fraction(self.denominator) * factor


def check(reported: Reported, wanted: Wanted) -> tuple[Entry | None, list[Problem]]:
    """The figure, or everything that is wrong with it, each at its field."""
    problems = list(_delivered(wanted))
    period = _period(reported, wanted, problems)
    state = _state(reported, problems)
    figures = _figures(reported, wanted, state, problems)
    words = reported.words.strip()
    if state in NEEDS_WORDS and not words:
        problems.append(Problem("figure_needs_words", "words", {"observation_state": str(state)}))
    if reported.unit.strip() and wanted.units and not _same_unit(reported.unit, wanted.units):
        problems.append(Problem("unit_differs", "unit", {"found": reported.unit[:40], "wanted": wanted.units[0]}))
    if problems or period is None or state is None:
        return None, problems
    return Entry(period, state, *figures, words), []


def _delivered(wanted: Wanted) -> list[Problem]:
    """Half a hospital treats nobody: what is delivered counts when it is accepted, not when somebody types it."""
    if wanted.measure is not None and wanted.measure.line.rule is Rule.DELIVERY:
        return [Problem("delivery_is_accepted_not_typed", "value")]
    return []


def _period(reported: Reported, wanted: Wanted, problems: list[Problem]) -> Period | None:
    code = unicodedata.normalize("NFKC", reported.period).strip()
    try:
        period = parse(code, wanted.year_starts_in)
    except ValueError:
        problems.append(Problem("not_a_period", "period", {"found": code[:20]}))
        return None
    if wanted.span is not None and period.span is not wanted.span:
        problems.append(Problem("period_of_another_length", "period", {"found": code, "plan_span": str(wanted.span)}))
    over = period.first_day if reported.state == State.ESTIMATED else period.last_day
    if over > wanted.today:
        problems.append(Problem("period_in_the_future", "period", {"found": code, "until": period.last_day}))
    return period


def _state(reported: Reported, problems: list[Problem]) -> State | None:
    try:
        return State(reported.state or State.FINAL)
    except ValueError:
        problems.append(Problem("no_such_state", "state", {"found": reported.state[:20]}))
        return None


def _figures(
    reported: Reported, wanted: Wanted, state: State | None, problems: list[Problem]
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    texts = {name: getattr(reported, name).strip() for name in ("value", "numerator", "denominator")}
    if state is State.MISSING:
        problems += [Problem("missing_has_no_figure", name) for name, text in texts.items() if text]
        return None, None, None
    ratio = wanted.measure is not None and wanted.measure.kind is Kind.RATIO
    asked = ("numerator", "denominator") if ratio else ("value",)
    problems += [Problem("required", name) for name in asked if not texts[name]]
    problems += [
        Problem("ratio_by_its_parts" if ratio else "value_not_parts", name)
        for name, text in texts.items()
        if text and name not in asked
    ]
    numbers = {name: _number(name, texts[name], wanted, problems) for name in asked if texts[name]}
    if numbers.get("denominator") == 0:
        problems.append(Problem("denominator_is_nought", "denominator"))
    return numbers.get("value"), numbers.get("numerator"), numbers.get("denominator")


def _number(name: str, text: str, wanted: Wanted, problems: list[Problem]) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    if wanted.measure is not None and wanted.measure.kind is Kind.ORDINAL and wanted.ranks:
        return _rank(plain, wanted.ranks, problems)
    if not NUMBER.fullmatch(plain):
        problems.append(Problem("not_a_number", name, {"found": text[:40]}))
        return None
    whole, _, places = plain.replace(",", "").partition(".")
    if len(whole.lstrip("+-0")) > DIGITS or len(places.rstrip("0")) > PLACES:
        problems.append(Problem("number_too_long", name, {"found": text[:40], "digits": DIGITS, "places": PLACES}))
        return None
    return Decimal(plain.replace(",", ""))


def _rank(text: str, ranks: tuple[str, ...], problems: list[Problem]) -> Decimal | None:
    """A rank by its word or its number, 1 the worst."""
    if text in ranks:
        return Decimal(ranks.index(text) + 1)
    if text.isdecimal() and 1 <= int(text) <= len(ranks):
        return Decimal(text)
    problems.append(Problem("not_a_rank", "value", {"found": text[:40], "ranks": ", ".join(ranks)}))
    return None


def _same_unit(found: str, units: tuple[str, ...]) -> bool:
    return found.strip().casefold() in {unit.strip().casefold() for unit in units}


def warnings(
    entry: Entry, history: Sequence[tuple[Period, Fraction]], factor: Fraction, steps: Fraction
) -> list[Problem]:
    """What is unusual against the past: `history` are the other periods' figures, `steps` the setting.

    A figure is unusual when it lies further from the period before it than `steps` times the median step so far.
    Where all steps so far were none, any step is unusual.
    """
    value = entry.figure(factor)
    before = sorted((period.last_day, past) for period, past in history if period < entry.period)
    if value is None or len(before) <= FEWEST_STEPS:
        return []
    usual = statistics.median(abs(later[1] - earlier[1]) for earlier, later in pairwise(before))
    step = abs(value - before[-1][1])
    if step <= usual * steps:
        return []
    params = {"found": str(_shown(value)), "before": str(_shown(before[-1][1])), "usual": str(_shown(usual))}
    return [Problem("figure_is_unusual", "value", dict(params))]


def _shown(number: Fraction) -> Decimal:
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(Decimal("0.01")).normalize()
