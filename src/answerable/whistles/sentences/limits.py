"""Limits in words: how much time, and of which kind."""

from __future__ import annotations

from django.utils.translation import ngettext


def limit_words(amount: int, unit: str) -> str:
    """`3 working days` of a limit of the pack (rules.clock.UNITS)."""
    words = {
        "minutes": ngettext("%(n)d minute", "%(n)d minutes", amount),
        "hours": ngettext("%(n)d hour", "%(n)d hours", amount),
        "days": ngettext("%(n)d day", "%(n)d days", amount),
        "working_hours": ngettext("%(n)d working hour", "%(n)d working hours", amount),
        "working_days": ngettext("%(n)d working day", "%(n)d working days", amount),
    }
    return words[unit] % {"n": amount}
