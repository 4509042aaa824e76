"""A schedule as plain values: what the readers of MSPDI and PSPLIB make, and what goes back out.

Durations, work and lags are whole minutes of working time. Times are as written on the wall where the plan is made,
without a zone: the formats have none. What a source does not say is None or "".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

Hours = tuple[tuple[time, time], ...]

CONSTRAINTS = (
    "as_soon_as_possible",
    "as_late_as_possible",
    "must_start_on",
    "must_finish_on",
    "start_not_earlier",
    "start_not_later",
    "finish_not_earlier",
    "finish_not_later",
)


@dataclass(frozen=True)
class CalendarException:
    """Dates, the last one included, with hours of their own; no hours: not worked."""

    first_day: date
    last_day: date
    hours: Hours = ()
    name: str = ""


@dataclass(frozen=True)
class ScheduleCalendar:
    """Hours by weekday (Monday is 0) and exceptions. A weekday that is absent follows the base calendar."""

    uid: int
    name: str = ""
    is_base: bool = True
    base_uid: int | None = None
    weekly_hours: Mapping[int, Hours] = field(default_factory=dict)
    exceptions: tuple[CalendarException, ...] = ()


@dataclass(frozen=True)
class ScheduleBaseline:
    """The dates once promised; `number` 0 is the first baseline, 1 to 10 are later ones."""

    number: int
    start: datetime | None = None
    finish: datetime | None = None
    duration: int | None = None
    work: int | None = None


@dataclass(frozen=True)
class ScheduleLink:
    """The task it stands in waits for `before`. `kind` is FS, SS, FF or SF; `lag` may be negative.

    `lag_percent` is set, and `lag` is 0, where the source gives a share of the duration of `before`. `elapsed`: the lag
    runs by day and night, whatever the calendars say.
    """

    before: int
    kind: str = "FS"
    lag: int = 0
    lag_percent: int | None = None
    elapsed: bool = False


@dataclass(frozen=True)
class ScheduleTask:
    """One line of the schedule. `outline` is its place in the tree, such as 1.2.3.

    `elapsed`: it goes on by day and night. `manual`: people set its dates. `inactive`: switched off, kept to be seen.
    """

    uid: int
    name: str = ""
    outline: str = ""
    level: int = 1
    duration: int | None = None
    milestone: bool = False
    summary: bool = False
    start: datetime | None = None
    finish: datetime | None = None
    constraint: str = "as_soon_as_possible"
    constraint_date: datetime | None = None
    deadline: datetime | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    actual_duration: int | None = None
    remaining: int | None = None
    percent: int = 0
    calendar_uid: int | None = None
    elapsed: bool = False
    inactive: bool = False
    manual: bool = False
    notes: str = ""
    links: tuple[ScheduleLink, ...] = ()
    baselines: tuple[ScheduleBaseline, ...] = ()


@dataclass(frozen=True)
class ScheduleResource:
    """Whoever or whatever does the work."""

    uid: int
    name: str = ""
    calendar_uid: int | None = None


@dataclass(frozen=True)
class ScheduleAssignment:
    """A resource on a task. `units` is the share of its time, as written (1 is all of it)."""

    uid: int
    task_uid: int
    resource_uid: int
    units: str = ""
    work: int | None = None


@dataclass(frozen=True)
class ScheduleDocument:
    """A whole schedule. `calendar_uid` names the calendar of every task that has none of its own."""

    name: str = ""
    title: str = ""
    start: datetime | None = None
    finish: datetime | None = None
    status_date: datetime | None = None
    from_start: bool = True
    currency: str = ""
    calendar_uid: int | None = None
    minutes_per_day: int = 480
    minutes_per_week: int = 2400
    days_per_month: int = 20
    calendars: tuple[ScheduleCalendar, ...] = ()
    tasks: tuple[ScheduleTask, ...] = ()
    resources: tuple[ScheduleResource, ...] = ()
    assignments: tuple[ScheduleAssignment, ...] = ()
