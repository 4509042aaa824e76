"""What follows when a limit comes near and passes: the chain of reminders (CHASE: 催辦, 督辦; Shenzhen: 通報).

A reminder before, a notice at the due time, an urge after, supervised listing (督辦), and the leaders' list. Each
step happens once, in this order, whatever the unit does meanwhile except keeping the promise. A dispute's ruling
clock has one step a rung: at its end the next rung takes the dispute up, and on the last rung the chain goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

REMIND, NOTICE, URGE, SUPERVISE, LIST = "remind", "notice", "urge", "supervise", "list"
_WHOLE = (REMIND, NOTICE, URGE, SUPERVISE, LIST)
CHAINS: dict[str, tuple[str, ...]] = {
    "sign": (NOTICE, URGE),
    "contact": (NOTICE, URGE),
    "update": (NOTICE, URGE),
    "resolve": _WHOLE,
    "part": (REMIND, NOTICE, URGE, SUPERVISE),
    "callback": (NOTICE, URGE),
    "ruling": (NOTICE, URGE, LIST),
    "review": (REMIND, NOTICE, URGE, LIST),
}


@dataclass(frozen=True)
class Pace:
    """The pack's numbers: at which share of the time to remind, and how many days after the due time each step falls.

    `later(start, days)` adds working days; it is asked only when a step after the due time is computed.
    """

    remind_share: float
    urge_days: int
    supervise_days: int
    list_days: int
    later: Callable[[datetime, int], datetime]


def step_at(kind: str, taken: int, start: datetime, due: datetime, pace: Pace) -> datetime | None:
    """When the step after `taken` steps of this kind of clock falls; None when the chain is at its end."""
    chain = CHAINS[kind]
    if taken >= len(chain):
        return None
    step = chain[taken]
    if step == REMIND:
        return start + (due - start) * pace.remind_share
    if step == NOTICE:
        return due
    days = {URGE: pace.urge_days, SUPERVISE: pace.supervise_days, LIST: pace.list_days}[step]
    return pace.later(due, days)


def letter_waits(step: str, *, start: datetime, due: datetime, now: datetime, most: timedelta) -> timedelta:
    """How long the e-mail about a step may wait to be gathered with others, at most the pack's `digest_hours`.

    Not at all where the limit itself is no longer than that, nor from supervised listing on; a reminder waits no more
    than half of the time that is left.
    """
    if due - start <= most or step in (SUPERVISE, LIST):
        return timedelta(0)
    return min(most, (due - now) / 2) if step == REMIND else most


def step_of(kind: str, taken: int) -> str:
    """The name of the step after `taken` steps."""
    return CHAINS[kind][taken]
