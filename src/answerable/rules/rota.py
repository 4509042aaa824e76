"""The rota: leaders take calls in turn, are seen to come or not to come, and are held to what they promise.

Source: 各區領導按時輪流接聽. No published rule says how often, how long or who plans, so the rota itself is data of
the city. How a shift stands is never stored: it follows from the plan, from when the leader came and left, and from
the time. Absence therefore needs nobody to record it. `who` names relations: own.<role> (the post whose shift it is),
hotline.<role> (a post of the hotline body), any.<role> (a post anywhere), system (what runs by the clock).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from answerable.rules.access import Actor

STATES = ("planned", "awaited", "open", "done", "absent", "cancelled")
STANDINGS = ("open", "overdue", "kept", "kept_late", "broken")
LONGEST = timedelta(hours=24)  # not law: a shift longer than a day is a slip of the pen


class Line(NamedTuple):
    """One verb: in which states of the shift, who may, and the rule behind it. No states: there is no shift yet."""

    verb: str
    states: tuple[str, ...]
    who: tuple[str, ...]
    rule: str


_OWN = ("own.leader", "own.unit_head")
_PLANNERS = ("any.coordinator", "hotline.unit_head", "hotline.dispatcher")

TABLE: tuple[Line, ...] = (
    Line("plan_shift", (), _PLANNERS, "leaders take calls in turn, at hours known beforehand"),
    Line("cancel_shift", ("planned",), _PLANNERS, "what has begun cannot be called off: absence is shown, not hidden"),
    Line("open_shift", ("planned", "awaited"), _OWN, "the leader comes in person"),
    Line("take_call", ("open",), _OWN, "BJ-REG 10: every contact is recorded in full, whoever takes it"),
    Line("promise", ("open", "done"), _OWN, "a promise has an owner and a date"),
    Line("close_shift", ("open",), (*_OWN, "hotline.unit_head", "hotline.dispatcher"), "the leader leaves"),
    Line("explain_absence", ("absent",), (*_OWN, *_PLANNERS), "absence is shown with its reason, or without one"),
    Line(
        "settle_promise", ("open", "done"),
        ("hotline.dispatcher", "hotline.callback_officer", "any.coordinator"),
        "nobody confirms their own word: neither who promised nor who was to keep it",
    ),
    Line("ring_promise", ("open", "done"), ("system",), "its unit hears of a promise again before and at its date"),
)  # fmt: skip
LINES = {line.verb: line for line in TABLE}


class Times(NamedTuple):
    """What is known of a shift: the plan, and what came of it."""

    starts_at: datetime
    ends_at: datetime
    attended_at: datetime | None = None
    left_at: datetime | None = None
    cancelled_at: datetime | None = None


def state_of(times: Times, now: datetime, margin: timedelta) -> str:
    """How a shift stands at an instant. `margin` is how long after its end a leader may still finish a call."""
    if times.cancelled_at is not None:
        return "cancelled"
    if times.attended_at is not None:
        return "done" if times.left_at is not None or now > times.ends_at + margin else "open"
    if now < times.starts_at:
        return "planned"
    return "awaited" if now < times.ends_at else "absent"


def may_open(times: Times, now: datetime, margin: timedelta) -> bool:
    """Whether it is time to come: from `margin` before the shift begins until it ends."""
    return times.starts_at - margin <= now < times.ends_at


def may_sit(roles: frozenset[str], unit_kind: str) -> bool:
    """Whose post may stand on the rota: a leader's, and the head's of a district (各區領導)."""
    return "leader" in roles or ("unit_head" in roles and unit_kind == "district")


def relations(actor: Actor, *, sitting: str, hotline: str, owner: str = "") -> frozenset[str]:
    """How an actor stands to a shift of the post `sitting`, or to a promise that the unit `owner` is to keep.

    With an owner the question is who may say whether the promise was kept: whoever made it, and whoever belongs to
    the unit that was to keep it, stands in no relation at all.
    """
    if actor.kind == "system":
        return frozenset({"system"})
    if actor.kind != "officer" or (owner and (actor.post == sitting or actor.unit == owner)):
        return frozenset()
    stands = {"any"}
    stands |= {"hotline"} if actor.unit == hotline else set()
    stands |= {"own"} if actor.post == sitting else set()
    return frozenset(f"{stand}.{role}" for stand in stands for role in actor.roles)


def seated(actor: Actor, hotline: str) -> Actor:
    """A leader on an open shift sits in the hotline's room and takes calls as a call-taker there does, no more.

    The ledger still names the leader's own post.
    """
    return replace(actor, unit=hotline, roles=frozenset({"call_taker"}))


def promise_step(
    made_at: datetime, due_at: datetime, now: datetime, *, share: float, reminded: bool, rang: bool
) -> str | None:
    """What the unit that is to keep a promise hears now: "remind" after `share` of its time, "notice" at its date."""
    if now >= due_at:
        return None if rang else "notice"
    return "remind" if not (reminded or rang) and now >= made_at + (due_at - made_at) * share else None


def standing(due_at: datetime, kept: bool | None, kept_at: datetime | None, now: datetime) -> str:
    """How a promise stands. Past its date and not confirmed it is overdue, whatever its owner may say."""
    if kept is None:
        return "overdue" if now > due_at else "open"
    if not kept:
        return "broken"
    return "kept_late" if kept_at is not None and kept_at > due_at else "kept"
