"""Facts of a matter as text: names in three languages, numbers as the indicator shows them, days in ISO form.

They are kept with the agenda, so that it says the same later and in any language; sentences turn them into words.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Protocol

from answerable.organisation.models import LANGUAGE_SUFFIX

Facts = tuple[tuple[str, str], ...]


class HasName(Protocol):
    def name_in(self, language: str) -> str: ...


def named(prefix: str, thing: HasName | None) -> Facts:
    """name_en, name_zh_hant and name_zh_hans of a thing; nothing of nothing."""
    if thing is None:
        return ()
    return tuple((f"{prefix}_{suffix}", thing.name_in(language)) for language, suffix in LANGUAGE_SUFFIX.items())


def number(value: Fraction | Decimal | None, decimals: int = 1) -> str:
    """A number with so many decimals at most; empty for none."""
    if value is None:
        return ""
    exact = Fraction(value)
    unit = Decimal(1).scaleb(-decimals)
    shown = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(unit, ROUND_HALF_EVEN)
    text = f"{shown:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day(value: date | None) -> str:
    return value.isoformat() if value is not None else ""


def facts(*parts: Facts, **more: str | int) -> Facts:
    """Facts put together; empty ones are left out."""
    joined: Iterable[tuple[str, str]] = (pair for part in parts for pair in part)
    return (*joined, *((name, str(value)) for name, value in more.items() if value != ""))
