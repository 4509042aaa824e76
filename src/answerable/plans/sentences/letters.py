"""The words of a letter of responsibility, written from what the plan says."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _


def aim_words(value: Decimal | None, low: Decimal | None, high: Decimal | None, unit: str, words: str) -> str:
    """What is to be reached: a value, a band, or the words of the source; "" where nothing is said."""
    if value is not None:
        return f"{plain(value)} {unit}".strip()
    if low is not None and high is not None:
        return _("%(low)s to %(high)s %(unit)s") % {"low": plain(low), "high": plain(high), "unit": unit}
    return words


def duty_of_indicator(name: str, aim: str, baseline: str) -> str:
    """What the head answers for."""
    if not aim:
        return _("Answers for “%(name)s”.") % {"name": name}
    if baseline:
        return _("Brings “%(name)s” from %(baseline)s to %(aim)s.") % {"name": name, "baseline": baseline, "aim": aim}
    return _("Brings “%(name)s” to %(aim)s.") % {"name": name, "aim": aim}


def standard_of_indicator(aim: str, source: str, calculation: str, decision: str) -> str:
    """How it will be judged; "" where the plan says neither what is to be reached nor from which figures."""
    if not aim or not (source or calculation):
        return ""
    parts = [_("Met when the observed figures reach %(aim)s.") % {"aim": aim}]
    if source:
        parts.append(_("Source of the figures: %(source)s.") % {"source": source.rstrip(".。")})
    if calculation:
        parts.append(_("Calculated so: %(calculation)s.") % {"calculation": calculation.rstrip(".。")})
    if decision:
        parts.append(_("Decided by: %(decision)s.") % {"decision": decision.rstrip(".。")})
    return " ".join(parts)


def duty_of_task(name: str) -> str:
    """What the head of a task answers for."""
    return _("Delivers “%(name)s”.") % {"name": name}


def duty_of_element(name: str) -> str:
    """What the head of an objective answers for."""
    return _("Answers for “%(name)s”, with every indicator and task under it.") % {"name": name}


def standard_of_element(indicators: int, tasks: int) -> str:
    """An objective is met when what stands under it is."""
    if not indicators and not tasks:
        return ""
    return _("Met when its %(indicators)d indicators and %(tasks)d tasks each meet their own standard.") % {
        "indicators": indicators, "tasks": tasks,
    }  # fmt: skip


def limits_words(nature: str, contributors: list[str]) -> str:
    """What the post does not answer for alone."""
    parts = []
    if nature == "expected":
        parts.append(_("An expected indicator: it also rests on what people and markets do."))
    if contributors:
        parts.append(_("What these owe is theirs to answer for: %(posts)s.") % {"posts": ", ".join(contributors)})
    return " ".join(parts)


def plain(value: Decimal) -> str:
    """A number without the noughts that a column adds."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
