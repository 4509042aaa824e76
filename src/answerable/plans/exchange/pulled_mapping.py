"""How the rows of somebody's file become observations: which column, path or dimension holds what."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation

from answerable.rules.plan_periods import Span
from answerable.rules.problems import Problem, Refused
from answerable.rules.vintages import State

# The code list of observation statuses that statistical offices share (SDMX CL_OBS_STATUS), as far as it tells ours.
STATUSES = {
    "P": State.PROVISIONAL.value,
    "E": State.ESTIMATED.value,
    "I": State.ESTIMATED.value,
    "M": State.MISSING.value,
    "O": State.MISSING.value,
}
FORECASTS = frozenset({"F"})


@dataclass(frozen=True)
class Mapping:
    """`period` and `value` (or `numerator` and `denominator`) name columns of CSV, paths in a JSON row, or the
    dimensions and attributes of SDMX, whose defaults are those of the standard.

    rows: the path to the rows of a JSON body. where: only rows that hold these texts. span: how long the period is in
    which a day lies, where the source gives days. states: the source's words for ours. scale: multiplies every figure.
    year_starts_in: the month in which the years of the source start. header: the line of CSV with the names, from 1.
    """

    period: str = "TIME_PERIOD"
    value: str = "OBS_VALUE"
    numerator: str = ""
    denominator: str = ""
    state: str = ""
    dimension: str = ""
    words: str = ""
    rows: str = ""
    where: AnyMapping[str, str] = field(default_factory=dict)
    states: AnyMapping[str, str] = field(default_factory=lambda: dict(STATUSES))
    span: str = ""
    scale: Decimal = Decimal(1)
    year_starts_in: int = 1
    header: int = 1


def mapping_of(given: AnyMapping[str, object]) -> Mapping:
    """The mapping as stored with a feed. Raises Refused with every field that is unknown or cannot be."""
    names = {one.name for one in fields(Mapping)}
    problems = [Problem("mapping_unknown", name) for name in sorted(given.keys() - names)]
    made: dict[str, object] = {}
    for name in given.keys() & names:
        try:
            made[name] = _READERS.get(name, _text)(given[name])
        except (ValueError, TypeError, AttributeError, InvalidOperation):
            problems.append(Problem("mapping_wrong", name, {"found": str(given[name])[:80]}))
    if problems:
        raise Refused(problems)
    return Mapping(**made)  # type: ignore[arg-type]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, AnyMapping):
        raise TypeError
    return {_text(key): str(one) for key, one in value.items()}


def _states(value: object) -> dict[str, str]:
    return {word: State(state).value for word, state in _texts(value).items()}


def _month(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 12:
        raise ValueError(value)
    return value


def _line(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1_000:
        raise ValueError(value)
    return value


def _scale(value: object) -> Decimal:
    scale = Decimal(str(value))
    if not scale.is_finite() or scale == 0:
        raise ValueError(value)
    return scale


def _span(value: object) -> str:
    return Span(_text(value)).value if value else ""


_READERS = {
    "where": _texts,
    "states": _states,
    "span": _span,
    "scale": _scale,
    "year_starts_in": _month,
    "header": _line,
}
