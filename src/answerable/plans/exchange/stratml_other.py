"""What an indicator says beyond StratML, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from answerable.plans.exchange.plan_document import IndicatorDocument, ObservationDocument, TargetDocument


def besides(indicator: IndicatorDocument, language: str) -> Iterator[str]:
    """Its notes first, then "name: value" for each thing it says that the schema has no place for."""
    if indicator.notes:
        yield indicator.notes
    baseline = indicator.baseline
    said = {
        "Definition": indicator.definition.first(language),
        "Purpose": indicator.purpose,
        "Calculation": indicator.calculation,
        "Limitations": indicator.limitations,
        "Data source": " ".join(filter(None, [indicator.data_source, indicator.source_address])),
        "Kind": "" if indicator.kind == "milestone" else indicator.kind,
        "Direction": indicator.direction,
        "Nature": indicator.nature,
        "Tolerance": _plain(indicator.tolerance),
        "Measured every": indicator.period,
        "Baseline": _joined(baseline.period, _plain(baseline.value), baseline.words),
        "Path": ", ".join(f"{point.period} {_plain(point.value)}" for point in indicator.path),
        "Answers": _joined(indicator.owner.post_code, indicator.owner.stated.first(language)),
    }
    yield from (f"{name}: {value}" for name, value in said.items() if value)
    yield from (f"Target: {words}" for words in map(_beyond, indicator.targets) if words)


def in_words(result: TargetDocument | ObservationDocument) -> str:
    """What is to be reached or was observed, where it is not one number: a band, or two parts of a ratio."""
    if isinstance(result, TargetDocument):
        return "" if result.low is None and result.high is None else f"{_plain(result.low)} - {_plain(result.high)}"
    return "" if result.numerator is None else f"{_plain(result.numerator)} / {_plain(result.denominator)}"


def _beyond(target: TargetDocument) -> str:
    """What a target says besides its number, which has no place in the schema: an operator, a period."""
    return _joined(target.period, target.operator)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _joined(*parts: str) -> str:
    return " ".join(filter(None, parts))
