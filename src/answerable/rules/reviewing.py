"""Reviews: who may do what at a meeting, when it is due, and in which order its agenda stands.

Sources: 8.7(82), (83), (89) (decisions with owner and date, undone ones first, a public report), GPRA (the five duties
of a quarterly review, 31 U.S.C. 1121(b)), BJ-PLAN 20, 21, 27 (half-years by the end of July, quarters in April, July
and October, years in March), PRAGATI (an issue is answered within three days, by whoever holds it).

`who` names relations: chair.<role> (a post of the unit that chairs), holder.<role> (a post of the unit that holds an
issue), owner (the post that is to carry out a decision), system. `never` bars whatever else the actor is: holder is
any post of the unit that holds an issue, unless that unit chairs the room, for then nobody else could settle it;
answerer is the post that answered last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from answerable.rules.access import Actor
from answerable.rules.plan_periods import Period, Span, containing

STATES = ("called", "held", "reported", "called_off")


class Kind(StrEnum):
    """What kind of meeting. A joint one is about what stalls between departments, in plans and cases alike."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    ANNUAL = "annual"
    JOINT = "joint"
    MID_TERM = "mid_term"


SPANS = {
    Kind.MONTHLY: Span.MONTH, Kind.QUARTERLY: Span.QUARTER, Kind.HALF_YEARLY: Span.HALF, Kind.ANNUAL: Span.YEAR,
    Kind.JOINT: Span.MONTH,
}  # fmt: skip


class Line(NamedTuple):
    """One verb: in which states of the review (or of an issue: open, settled), who may, the rule, who never."""

    verb: str
    states: tuple[str, ...]
    who: tuple[str, ...]
    rule: str
    never: tuple[str, ...] = ()


_OFFICE = ("chair.coordinator", "chair.leader", "chair.unit_head")

TABLE: tuple[Line, ...] = (
    Line("call_review", (), (*_OFFICE, "system"), "BJ-PLAN 20, 21, 27: reviews have their time"),
    Line("call_off_review", ("called",), _OFFICE, "with the reason, and it stays on the record"),
    Line("gather", ("called",), (*_OFFICE, "system"), "the agenda is built from data, riskiest first"),
    Line("add_item", ("called", "held"), _OFFICE, "what the data does not know"),
    Line("hold", ("called",), _OFFICE, "figures are frozen at the vintage that was looked at"),
    Line("minute", ("held",), _OFFICE, "8.7(89): minutes and a look around"),
    Line("discuss", ("held",), _OFFICE, "what was said of each matter"),
    Line("decide", ("held",), _OFFICE, "8.7(82): a decision has an owner and a date"),
    Line("carry_out", ("held", "reported"), ("owner",), "whoever was to do it says what was done"),
    Line("confirm", ("held", "reported"), _OFFICE, "nobody confirms their own work", ("owner",)),
    Line("send_back", ("held", "reported"), _OFFICE, "not done yet, with the reason", ("owner",)),
    Line("remind", ("held", "reported"), ("system",), "before its date, and once after it"),
    Line("report", ("held",), _OFFICE, "8.7(83): a public report generated from data"),
    Line("raise_issue", ("called",), (*_OFFICE, "system"), "PRAGATI: what stalls between departments, in one room"),
    Line("ask_issue", ("open",), (*_OFFICE, "system"), "what was answered and is not settled is asked about again"),
    Line("answer_issue", ("open",), ("holder.unit_head", "holder.handler"), "PRAGATI: within three days"),
    Line("note_silence", ("open",), ("system",), "a limit passed without a word, and that is shown"),
    Line("hand_over_issue", ("open",), _OFFICE, "the room finds that another unit holds it"),
    Line(
        "follow_issue", ("open",), ("system",), "at each review the data says anew who holds it, and whether it stands"
    ),
    Line("settle_issue", ("open",), _OFFICE, "an issue comes back until it is settled", ("holder", "answerer")),
)
LINES = {line.verb: line for line in TABLE}


def relations(actor: Actor, *, chair: str, owner: str = "", holder: str = "", answerer: str = "") -> frozenset[str]:
    """How an actor stands: `chair` and `holder` are codes of units, `owner` and `answerer` of posts."""
    if actor.kind == "system":
        return frozenset({"system"})
    if actor.kind != "officer":
        return frozenset()
    units = {"chair": chair, "holder": holder}
    stands = {name for name, unit in units.items() if unit and actor.unit == unit}
    names = {f"{stand}.{role}" for stand in stands for role in actor.roles}
    names |= {"holder"} if "holder" in stands and holder != chair else set()
    posts = {"owner": owner, "answerer": answerer}
    return frozenset(names | {name for name, post in posts.items() if post and actor.post == post})


def may(verb: str, actor: Actor, *, chair: str, owner: str = "", holder: str = "", answerer: str = "") -> bool:
    """Whether the table lets this actor do this."""
    line, names = LINES[verb], relations(actor, chair=chair, owner=owner, holder=holder, answerer=answerer)
    return bool(names & set(line.who)) and not names & set(line.never)


class Duty(StrEnum):
    """The parts of an agenda in their order: what is undone, then the five duties of 31 U.S.C. 1121(b)."""

    UNDONE = "undone"
    PROGRESS = "progress"
    COORDINATION = "coordination"
    CONTRIBUTION = "contribution"
    RISK = "risk"
    STRATEGIES = "strategies"
    OTHER = "other"


# What may stand on an agenda, in the order within its part.
MATTERS: dict[str, Duty] = {
    "undone_decision": Duty.UNDONE,
    "behind": Duty.PROGRESS,
    "forecast_short": Duty.PROGRESS,
    "status_revised": Duty.PROGRESS,
    "judgement_differs": Duty.PROGRESS,
    "override_ends": Duty.PROGRESS,
    "issue": Duty.COORDINATION,
    "late_handoff": Duty.COORDINATION,
    "hidden_cases": Duty.COORDINATION,
    "late_milestone": Duty.CONTRIBUTION,
    "late_task": Duty.CONTRIBUTION,
    "phantom_owner": Duty.CONTRIBUTION,
    "no_current_data": Duty.CONTRIBUTION,
    "at_risk": Duty.RISK,
    "lag_unanswered": Duty.STRATEGIES,
    "step_change": Duty.STRATEGIES,
    "proposed_change": Duty.STRATEGIES,
    "open_finding": Duty.STRATEGIES,
    "other": Duty.OTHER,
}
# What a review may not pass over in silence (4.3: forecast short "must be answered").
MUST_BE_ANSWERED = frozenset({"forecast_short"})
_DUTIES = tuple(Duty)
_CODES = tuple(MATTERS)


@dataclass(frozen=True)
class Matter:
    """One matter for the agenda. `key` names what it is about, `unit` and `post` who answers for it (codes).

    `risk` sorts the matters of one code, the greatest first, part by part. `facts` are what a sentence names.
    """

    code: str
    key: str
    unit: str = ""
    post: str = ""
    risk: tuple[Fraction | int, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def duty(self) -> Duty:
        """The part of the agenda it belongs to."""
        return MATTERS[self.code]


def in_order(matters: Iterable[Matter]) -> tuple[Matter, ...]:
    """The agenda: undone decisions first, then the five duties, in each the riskiest first; the key breaks ties."""
    return tuple(
        sorted(matters, key=lambda m: (_DUTIES.index(m.duty), _CODES.index(m.code), [-part for part in m.risk], m.key))
    )


class Call(NamedTuple):
    """A review that is due to be called: of which period, and the day it should be held."""

    kind: Kind
    period: Period
    due_on: date


def held_after(kind: Kind, period: Period, days: int) -> Call:
    """The review of a period, so many days after its end."""
    return Call(kind, period, period.last_day + timedelta(days=days))


def joint_day(period: Period, *, week: int, weekday: int) -> date:
    """The `week`-th such day of a month, 1 being Monday: PRAGATI meets on the fourth Wednesday."""
    first = period.first_day
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (week - 1))


def due_call(
    kind: Kind, today: date, *, plan: tuple[date, date], days: int, ahead: int, year_starts_in: int = 1
) -> Call | None:
    """The review of the newest period that is to be called by now; None when none is.

    It is held `days` after the end of the period and called `ahead` days before that, never before the period is over.
    A period counts when it lies in the plan (`plan`: first and last day); older ones are not called afterwards.
    """
    period = containing(today, SPANS[kind], year_starts_in).following(-1)
    if period.first_day < plan[0] or period.last_day > plan[1]:
        return None
    call = held_after(kind, period, days)
    return call if today >= call.due_on - timedelta(days=ahead) else None


def calls_between(
    kind: Kind, since: date, until: date, *, plan: tuple[date, date], days: int, year_starts_in: int = 1
) -> tuple[Call, ...]:
    """The reviews of a kind that are to be held from one day to another, called yet or not, in order."""
    period = containing(since - timedelta(days=days), SPANS[kind], year_starts_in).following(-1)
    found = []
    while (call := held_after(kind, period, days)).due_on <= until:
        if call.due_on >= since and plan[0] <= period.first_day and period.last_day <= plan[1]:
            found.append(call)
        period = period.following()
    return tuple(found)


def due_joint(today: date, *, week: int, weekday: int, ahead: int) -> Call | None:
    """The joint review of this month or the next that is to be called by now; None when none is."""
    month = containing(today, Span.MONTH)
    for period in (month, month.following()):
        day = joint_day(period, week=week, weekday=weekday)
        if day - timedelta(days=ahead) <= today <= day:
            return Call(Kind.JOINT, period, day)
    return None
