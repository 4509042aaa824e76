"""Words and bars of the page on how work moves between units, on both faces."""

from __future__ import annotations

from django import template

from answerable.cases import queries as cases
from answerable.cases.sentences import dispatch_reason

register = template.Library()


@register.filter
def in_percent(share: float | None) -> str:
    """`1.4%`: to a tenth, because shares of refusals are small; a dash when there is nothing to divide by."""
    return "–" if share is None else f"{share * 100:.1f}%"


@register.filter
def of(part: int, whole: int) -> str:
    """`1.4%` of two counts."""
    return in_percent(part / whole if whole else None)


@register.filter
def left_by(rule: str) -> str:
    """How a case left a unit: the reason the next one leads."""
    return dispatch_reason(rule)


@register.filter
def hops(movement: cases.Movement) -> list[tuple[int, int, float]]:
    """How many times cases changed hands: times, cases, and their share of all."""
    whole = max(movement.cases, 1)
    return [(times, count, count / whole) for times, count in sorted(movement.hops.items())]


@register.simple_tag
def periods() -> tuple[int, ...]:
    """The days one may look back."""
    return cases.PERIODS
