"""橫向到邊、縱向到底 (4.7): which policy areas have a complete objective, and how far each target is broken down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from answerable.rules.breakdown import WholeCheck
from answerable.rules.measures import Measure, OverTime
from answerable.rules.plan_periods import Period, Span
from answerable.rules.reconciliation import Reconciliation

SPANS = (Span.YEAR, Span.HALF, Span.QUARTER, Span.MONTH)
BROKEN_DOWN = (OverTime.SUM, OverTime.LAST)  # kinds whose target is owed by year, quarter and month


class Level(StrEnum):
    """How a target stands at one length of period."""

    HOLDS = "holds"  # its parts make the whole, or the plan says why they ask for more
    DIFFERS = "differs"
    INCOMPLETE = "incomplete"  # some parts have no target
    LACKS = "lacks"
    NONE = "none"  # nothing is owed at this length: another kind, halves, or shorter than it is reported


def levels_of(
    measure: Measure, targets: Mapping[Period, Fraction], whole: WholeCheck | None, parts: Sequence[Reconciliation]
) -> dict[Span, Level]:
    """How the target stands at each length: `whole` are its years against it, `parts` each period against its own."""
    codes: dict[Span, set[str]] = {span: set() for span in SPANS}
    for part in parts:
        codes[part.span].add(part.code)
    if whole is not None:
        codes[Span.YEAR].add(whole.code)
    there = {period.span for period in targets}
    return {span: _level(measure, span, codes[span], span in there) for span in SPANS}


def _level(measure: Measure, span: Span, codes: set[str], there: bool) -> Level:
    if codes & {"differs", "looser"}:
        return Level.DIFFERS
    if there:
        return Level.INCOMPLETE if "incomplete" in codes else Level.HOLDS
    owed = measure.line.over_time in BROKEN_DOWN and span is not Span.HALF
    return Level.LACKS if owed and span.months >= measure.span.months else Level.NONE


@dataclass(frozen=True)
class Coverage:
    """橫向到邊: `areas_without` are policy areas without a complete objective. 縱向到底: `levels` says, for each length
    of period, which indicators have targets that reconcile there; of `indicators` that can be broken down at all."""

    areas_total: int
    areas_without: tuple[str, ...]
    indicators: int
    levels: Mapping[Span, frozenset[str]]


def coverage(areas: Mapping[str, Iterable[bool]], plans: Mapping[str, Mapping[Span, Level]]) -> Coverage:
    """`areas`: for each policy area whether each of its objectives is complete; `plans`: levels by indicator."""
    without = tuple(sorted(area for area, objectives in areas.items() if not any(objectives)))
    levels = {
        span: frozenset(code for code, held in plans.items() if held.get(span) is Level.HOLDS) for span in SPANS
    }  # fmt: skip
    return Coverage(len(areas), without, len(plans), levels)
