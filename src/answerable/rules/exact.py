"""Exact numbers: every figure of a plan is a fraction, so that a light cannot flicker at a threshold (4.2(10)).

In binary fractions 0.6 is not 0.6, and a status computed twice may differ. Floats are for drawing only, and are
refused here. A root that is not rational is rounded, and the caller is told so.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

ROOT_DIGITS = 30  # decimals kept of a root that is not rational; the working precision is twice that
LARGEST_DENOMINATOR = 400  # beyond it no exact root is looked for: fifths of a plan and months of years are far below


def exact(value: int | str | Decimal | Fraction) -> Fraction:
    """The number as a fraction; TypeError for a float or a truth value, ValueError for text that is no number."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal | Fraction):
        raise TypeError(f"{value!r} is not an exact number")
    return Fraction(value)


def power(base: Fraction, exponent: Fraction) -> tuple[Fraction, bool]:
    """base ** exponent, and whether it is exact.

    Where the result is rational it is exact. Else it is rounded half to even at 30 decimals. ValueError for
    a root of a negative number, ZeroDivisionError for zero to a negative power.
    """
    if exponent.denominator == 1:
        return base**exponent.numerator, True
    if base < 0:
        raise ValueError(f"a root of {base}")
    if base in (0, 1):
        return base, True
    root = _rational_root(base, exponent.denominator)
    if root is not None:
        return root**exponent.numerator, True
    return _rounded_power(base, exponent), False


def _rational_root(base: Fraction, degree: int) -> Fraction | None:
    if degree > LARGEST_DENOMINATOR:
        return None
    top, bottom = _whole_root(base.numerator, degree), _whole_root(base.denominator, degree)
    return None if top is None or bottom is None else Fraction(top, bottom)


def _whole_root(number: int, degree: int) -> int | None:
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle**degree <= number:
            low = middle
        else:
            high = middle - 1
    return low if low**degree == number else None


def _rounded_power(base: Fraction, exponent: Fraction) -> Fraction:
    with localcontext() as context:
        context.prec = 2 * ROOT_DIGITS
        root = _decimal(base) ** _decimal(exponent)
        context.prec = 2 * ROOT_DIGITS + max(0, root.adjusted())
        return Fraction(root.quantize(Decimal(1).scaleb(-ROOT_DIGITS), ROUND_HALF_EVEN))


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def rounded(number: Fraction, places: int) -> Decimal:
    """For showing: half up away from zero, as readers expect; never used in a comparison."""
    scaled = abs(number) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if number >= 0 else -whole).scaleb(-places)
