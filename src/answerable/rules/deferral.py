"""More time, and how it cannot be taken for nothing (BJ-REG 15, AY-GOV 50, JN 24; 8.3(24) to (26)).

An extension needs a reason, a new date, an approver who is not the one who asked, and word to the citizen and the
hotline. It is at most as long as the limit was, and beyond the pack's number (one) the unit above approves. What
cannot be solved now is parked by the unit above only, with measures, an explanation and a definite date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from answerable.rules.problems import Problem

REVIEW_AHEAD = timedelta(days=1)


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


def may_grant(
    kind: str, *, extensions_before: int, allowed: int, within: bool, above: bool, late: bool, named: bool = False
) -> Problem | None:
    """Who may decide: the unit's own head for the pack's number of extensions, else (and for parking) only above it.

    Once the old due time has passed (`late`) nobody of the unit does, nor of a unit above that a dispute has `named`
    beside it: what is overdue is taken off a unit's list by the work, or by somebody else.
    """
    if above and late and named:
        return Problem("overdue_needs_another_unit")
    if above or (within and not late and kind == "extension" and extensions_before < allowed):
        return None
    own = within and kind == "extension" and extensions_before < allowed
    return Problem("overdue_needs_the_unit_above" if own else "needs_the_unit_above")


def check_review(at: datetime, parked_until: datetime, sooner: datetime | None) -> Problem | None:
    """Why a parked matter cannot be looked at now (JN 24): it is, when its date comes, or before with a nearer date.

    Its date has come a day before it, so that what is still not solved can be asked for anew in time.
    """
    comes = parked_until - REVIEW_AHEAD
    if at >= comes:
        return Problem("review_is_due", "until") if sooner is not None else None
    if sooner is None:
        return Problem("review_not_due", "until", {"until": parked_until})
    if sooner <= at:
        return Problem("date_in_the_past", "until")
    return None if sooner < parked_until else Problem("review_not_nearer", "until", {"until": parked_until})


@dataclass(frozen=True, slots=True)
class Granted:
    """A date granted at an instant, in the place of the due time: an extension, or the date a matter is parked to."""

    at: datetime
    until: datetime
    parks: bool = False


@dataclass(frozen=True, slots=True)
class Waited:
    """Time from `at` to `until` in which the limit stood still, because the citizen had been asked."""

    at: datetime
    until: datetime


Later = Callable[[datetime, datetime, datetime], datetime]


def due_with(limit_due: datetime, given: Iterable[Granted | Waited], later: Later) -> datetime:
    """When a limit is up that would be up at `limit_due`, after all the time given since it began.

    What was given is gone through in the order of time, so that another limit (the case got another category) is
    treated as if it had been that limit from the start. Waiting moves the due time as `later` says (due time, from,
    until; rules.clock.shifted). An extension is a date, not a length: it was promised to the citizen and to the
    hotline as a date (BJ-REG 15(2)), so the later of the two holds. It is neither lost under a shorter limit nor added
    to a longer one, which gives the unit the time already. A parked matter waits for its definite date whatever the
    limit is (JN 24), because the public reads that date. With the limit a clock had, this is the due time it has.
    """
    due = limit_due
    for time in sorted(given, key=lambda one: one.at):
        if isinstance(time, Waited):
            due = later(due, time.at, time.until)
        else:
            due = time.until if time.parks else max(due, time.until)
    return due
