"""How far a plan has slipped, against the first picture of its dates and the newest; and whose lateness it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from answerable.organisation.models import Post
from answerable.plans.models import HandOff, Plan, ScheduleBaseline, Task
from answerable.plans.queries.plan_network import PlanNetwork, network_of_plan
from answerable.plans.queries.schedule import owners_of
from answerable.rules.network_delays import Delay, delays, own_slips

Dates = Mapping[str, list[str]]


@dataclass(frozen=True)
class Slip:
    """Finishes of one task, and how many calendar days later it is than in each picture (negative: earlier).

    `finish` is the day it was handed in and accepted, else the one the network expects. None: not in that picture.
    """

    task: Task
    finish: date
    first: date | None
    current: date | None

    @property
    def against_first(self) -> int | None:
        return None if self.first is None else (self.finish - self.first).days

    @property
    def against_current(self) -> int | None:
        return None if self.current is None else (self.finish - self.current).days


@dataclass(frozen=True)
class Slips:
    """`baselines` from the first to the newest; `gone` are codes that a picture has and the plan no longer pursues."""

    baselines: list[ScheduleBaseline]
    lines: list[Slip]
    gone: list[str]


def slips(plan: Plan, *, status_on: date) -> Slips:
    """Each task against the first baseline and the newest; without a baseline, no figures."""
    baselines = list(ScheduleBaseline.objects.filter(plan=plan).select_related("taken_by").order_by("number"))
    first: Dates = baselines[0].dates if baselines else {}
    current: Dates = baselines[-1].dates if baselines else {}
    network = network_of_plan(plan, status_on=status_on)
    computed, lines = network.schedule(), []
    for place, key in enumerate(network.network.keys):
        task = network.tasks.get(key)
        if task is not None:
            finish = network.axis.ends_on(int(computed.early_finish[place]))
            lines.append(Slip(task, finish, _finish(first, key), _finish(current, key)))
    lines.sort(key=lambda slip: (-(slip.against_first or 0), slip.task.sequence))
    return Slips(baselines, lines, sorted({*first, *current} - set(network.tasks)))


def _finish(dates: Dates, code: str) -> date | None:
    return date.fromisoformat(dates[code][1]) if code in dates else None


@dataclass(frozen=True)
class DelayLine:
    """One hand-over that came late: its own lateness, and what the plan would gain without it. Working days."""

    before: str
    after: str
    name: str
    giving: Post | None
    slip: Decimal
    gain: Decimal
    handoff: HandOff | None


@dataclass(frozen=True)
class Attribution:
    """But for each: parts need not add up to `late`, since two may be late at the same time. By unit code."""

    promised: date
    finish: date
    late: Decimal
    lines: list[DelayLine]
    by_unit: dict[str, Decimal]


def delay_attribution(plan: Plan, *, status_on: date, now: datetime) -> Attribution:
    """Whose lateness made the plan late: hand-offs against their first promise, and work of another unit that a task
    waits for against when its own inputs had come. What is still owed is late by the status date."""
    network = network_of_plan(plan, status_on=status_on, promised=True)
    owners = owners_of(network, now=now)
    giving = {key: post.unit.code for key, post in owners.items()}
    slip = own_slips(network.network, _handed_over(network, giving), network.start)
    found = delays(network.network, giving, slip, network.start)
    axis = network.axis
    return Attribution(
        axis.ends_on(found.promised), axis.ends_on(found.finish), axis.days(found.late),
        [_line(network, owners, one) for one in found.handoffs],
        {unit: axis.days(minutes) for unit, minutes in found.by_giving.items()},
    )  # fmt: skip


def _line(network: PlanNetwork, owners: Mapping[str, Post], one: Delay) -> DelayLine:
    handoff = network.handoffs.get(one.before)
    name = handoff.what if handoff else network.tasks[one.before].name
    days = network.axis.days
    return DelayLine(
        one.before, one.after, name, owners.get(one.before), days(one.slip), days(one.minutes), handoff
    )  # fmt: skip


def _handed_over(network: PlanNetwork, giving: Mapping[str, str]) -> list[int | None]:
    """When each dependency was handed over; None where nothing passes from one unit to another, or nothing is owed yet.

    What is owed and has not come counts as coming at the status date: late if its time has passed.
    """
    keys, found = network.network.keys, list[int | None]()
    kinds, columns = network.network.kind.tolist(), (network.network.before.tolist(), network.network.after.tolist())
    for kind, before, after in zip(kinds, *columns, strict=True):
        first, second = keys[before], keys[after]
        handoff = network.handoffs.get(first)
        if handoff is not None:
            found.append(_given(network, handoff))
        elif second in network.handoffs or giving.get(first) == giving.get(second) or kind != 0:
            found.append(None)
        else:
            task = network.tasks[first]
            done = task.state == "accepted" and task.finished_on
            found.append(network.axis.end(done) if done else network.status)
    return found


def _given(network: PlanNetwork, row: HandOff) -> int | None:
    """The place on the axis; of one nobody has promised yet, nothing can be late."""
    if row.given_at is not None:
        return network.axis.end(row.given_at.astimezone(ZoneInfo(network.plan.jurisdiction.timezone)).date())
    return None if row.baseline_on is None else network.status
