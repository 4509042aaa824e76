"""What plans ask of the meetings about them, which stand on a floor above: a registry that reviews fill.

Until somebody registers, nobody ever met and no meeting lies ahead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from answerable.plans.models import Plan

Looked = Mapping[tuple[str, str], datetime]


@dataclass(frozen=True)
class Meetings:
    """`looked_at(plan, now)`: when a meeting that was held last had a thing of the plan before it, by noun (element,
    indicator, task) and code. `next_on(plan, today)`: the day of the next one, as called or as the calendar asks."""

    looked_at: Callable[[Plan, datetime], Looked]
    next_on: Callable[[Plan, date], date | None]


_registered: list[Meetings] = []


def register(meetings: Meetings) -> None:
    """Make meetings known; a second kind of them is a mistake in the program."""
    if _registered:
        raise ValueError("meetings are registered already")
    _registered.append(meetings)


def looked_at(plan: Plan, now: datetime) -> Looked:
    """What meetings held by `now` had before them, and when last."""
    return _registered[0].looked_at(plan, now) if _registered else {}


def next_on(plan: Plan, today: date) -> date | None:
    """The day of the next meeting, today or later; None when none lies ahead."""
    return _registered[0].next_on(plan, today) if _registered else None
