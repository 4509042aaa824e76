"""The three rates (三率): contacted, solved, satisfied, over valid callbacks (BJ-REG 32; formulae HR, section 1.5).

The denominator is always the valid callbacks. Where there are none there is no rate: None, never 0 (8.4(35),
a deviation from HR that must be shown). The rule of composition is 8.4(36).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite, sqrt
from typing import NamedTuple

BASICALLY_CREDIT = 0.9  # HR; [Config] in the pack's score weights
BEIJING_WEIGHTS = (Decimal("0.10"), Decimal("0.50"), Decimal("0.40"))  # HR, one district; city weights not found


class VerdictCounts(NamedTuple):
    """What valid callbacks said: how many there were, and how many of them said each thing."""

    valid: int = 0
    contacted: int = 0
    solved: int = 0
    satisfied: int = 0
    basically: int = 0


class Rates(NamedTuple):
    """Shares between 0 and 1, or None each when `n`, the valid callbacks, is 0."""

    response: float | None
    solved: float | None
    satisfied: float | None
    n: int


class Weights(NamedTuple):
    """What each rate weighs; ValueError in `composite` unless they sum to 1."""

    response: Decimal
    solved: Decimal
    satisfied: Decimal


def three_rates(counts: VerdictCounts, credit: float = BASICALLY_CREDIT) -> Rates:
    """response = contacted/valid, solved = solved/valid, satisfied = (satisfied + credit x basically)/valid."""
    if min(counts) < 0 or max(counts.contacted, counts.solved, counts.satisfied + counts.basically) > counts.valid:
        raise ValueError(f"{counts} cannot be: more said so than were asked")
    if not 0 <= credit <= 1:
        raise ValueError(f"a credit of {credit} is not between 0 and 1")
    n = counts.valid
    if n == 0:
        return Rates(None, None, None, 0)
    return Rates(counts.contacted / n, counts.solved / n, (counts.satisfied + credit * counts.basically) / n, n)


def composite(rates: Rates, weights: Weights | tuple[Decimal, Decimal, Decimal] = BEIJING_WEIGHTS) -> Decimal | None:
    """The weighted sum x 100, rounded half up to one decimal; None without valid callbacks."""
    shares = [Decimal(str(w)) for w in weights]
    if sum(shares) != 1:
        raise ValueError(f"weights {', '.join(map(str, shares))} sum to {sum(shares)}, not to 1")
    if rates.response is None or rates.solved is None or rates.satisfied is None:
        return None
    # Rates are quotients of small counts: 12 digits are exact enough, and undo what binary fractions did to .x5.
    exact = [Decimal(str(round(rate, 12))) for rate in (rates.response, rates.solved, rates.satisfied)]
    total = sum((w * r for w, r in zip(shares, exact, strict=True)), Decimal(0))
    return (total * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def pooled(counts: Iterable[VerdictCounts]) -> VerdictCounts:
    """Sums over units; the rate of the sums is not the mean of the rates (8.4(38)): label which one is shown."""
    rows = list(counts)
    return VerdictCounts(*(sum(column) for column in zip(*rows, strict=True))) if rows else VerdictCounts()


def mean_of_rates(rates: Iterable[Rates]) -> Rates:
    """The plain mean over the units that have rates (HR's summary row); `n` is the sum of their callbacks."""
    known = [r for r in rates if r.response is not None and r.solved is not None and r.satisfied is not None]
    if not known:
        return Rates(None, None, None, 0)
    response, solved, satisfied = (sum(r[i] or 0.0 for r in known) / len(known) for i in range(3))
    return Rates(response, solved, satisfied, sum(r.n for r in known))


def wilson(successes: float, n: int, z: float = 1.959963984540054) -> tuple[float, float] | None:
    """Wilson's 95 % interval of a share; None when n is 0. `successes` may carry credit (0.9 each)."""
    if n == 0:
        return None
    if not (isfinite(successes) and 0 <= successes <= n):
        raise ValueError(f"{successes} successes of {n}")
    share = successes / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
