"""More time, and how it cannot be taken for nothing (BJ-REG 15, AY-GOV 50, JN 24; 8.3(24) to (26)).

An extension needs a reason, a new date, an approver who is not the one who asked, and word to the citizen and the
hotline. It is at most as long as the limit was, and beyond the pack's number (one) the unit above approves. What
cannot be solved now is parked by the unit above only, with measures, an explanation and a definite date.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from answerable.rules.problems import Problem


def check_extension(until: datetime, *, now: datetime, due: datetime, limit: timedelta) -> Problem | None:
    """Why an extension to `until` cannot be asked: too late, no later than the due time, or longer than the limit.

    `limit` is the time there was at first, without what was added to it since.
    """
    if now >= due:
        return Problem("extension_too_late", "until", {"due": due})
    if until <= due:
        return Problem("extension_not_later", "until", {"due": due})
    longest = due + limit
    return Problem("extension_too_long", "until", {"until": longest}) if until > longest else None


def check_parking(until: datetime, *, now: datetime, first_asked: datetime | None, days: float) -> Problem | None:
    """Why a matter cannot be parked until then: no date ahead, or beyond the pack's days since it was first parked."""
    if until <= now:
        return Problem("date_in_the_past", "until")
    last = (first_asked or now) + timedelta(days=days)
    return Problem("parked_too_long", "until", {"days": int(days), "until": last}) if until > last else None


def may_grant(kind: str, *, extensions_before: int, allowed: int, within: bool, above: bool) -> Problem | None:
    """Who may decide: the unit's own head for the pack's number of extensions, else (and for parking) only above it."""
    if above or (within and kind == "extension" and extensions_before < allowed):
        return None
    return Problem("needs_the_unit_above")
