"""The fields of a definition in words: what each is called, and what stands in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from answerable.plans.exchange.sheet_words import CHOICES

FIELDS: dict[str, str | Promise] = {
    "name_zh_hant": lazy("Name in Traditional Chinese"),
    "name_en": lazy("Name in English"),
    "name_zh_hans": lazy("Name in Simplified Chinese"),
    "unit_zh_hant": lazy("Unit in Traditional Chinese"),
    "unit_en": lazy("Unit in English"),
    "unit_zh_hans": lazy("Unit in Simplified Chinese"),
    "kind": lazy("Kind"),
    "direction": lazy("Which way is better"),
    "nature": lazy("Nature"),
    "period": lazy("Reported by"),
    "tolerance": lazy("Tolerance"),
    "lag_days": lazy("Days from the end of a period to its figure"),
    "grace_days": lazy("Days of grace after that"),
    "factor": lazy("Factor of the ratio"),
    "decimals": lazy("Decimals shown"),
    "ranks": lazy("Ranks"),
    "relative_to": lazy("Compared with"),
    "dimensions": lazy("Broken down by"),
    "definition": lazy("Definition"),
    "purpose": lazy("Purpose"),
    "calculation": lazy("How it is calculated"),
    "limitations": lazy("Limitations"),
    "data_source": lazy("Where the data come from"),
    "source_address": lazy("Address of the source"),
    "over_time": lazy("How periods are put together"),
    "over_areas": lazy("How areas are put together"),
}


class SaidLine(NamedTuple):
    """One field with what stood in it and what is proposed, as a reader is told."""

    field: str
    was: str
    now: str


def said_line(column: str, was: Any, now: Any) -> SaidLine:
    """A column of IndicatorVersion in words."""
    return SaidLine(str(FIELDS.get(column, column)), _value(column, was), _value(column, now))


def _value(column: str, value: Any) -> str:
    if value in ("", None, []):
        return _("not said")
    if column in CHOICES:
        return str(CHOICES[column].get(value, value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
