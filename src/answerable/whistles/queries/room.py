"""The whistle room: everything one page needs, in one question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects

from answerable.cases import queries as cases
from answerable.cases.queries.strip import SOON
from answerable.cases.queries.wiring import book_of
from answerable.organisation.models import Officer, Post
from answerable.organisation.queries import holders
from answerable.rules.access import Actor
from answerable.whistles import sentences, subjects
from answerable.whistles.models import (
    Answer,
    Attendance,
    Commitment,
    Document,
    Minute,
    Rating,
    Signature,
    Summons,
    Task,
    Taskforce,
    TaskforceMember,
    TaskforceReport,
    Whistle,
    WhistleClock,
)
from answerable.whistles.queries.access import get_taskforce, get_whistle, visible_to
from answerable.whistles.queries.allowed import Act, allowed, open_matters, taskforce_allowed
from answerable.whistles.queries.strip import Limit, Strip, running, strip
from answerable.whistles.queries.timeline import Moment, timeline


@dataclass(frozen=True)
class ClockView:
    """One limit of the grade. level: calm, soon, overdue, done (kept in time) or late (kept after it had passed)."""

    clock: WhistleClock
    used: float
    level: str

    @property
    def label(self) -> str:
        return sentences.clock_label(self.clock.kind)


@dataclass(frozen=True)
class NextLimit:
    """The limit of the room that counts next: a clock, a promise or a task. level: calm, soon or overdue."""

    limit: Limit
    used: float
    level: str


@dataclass(frozen=True)
class CallView:
    """One unit called: what it said, who came, what it promised, and its clocks. `answer` is the one that stands."""

    summons: Summons
    post: Post
    holder: Officer | None
    answer: Answer | None
    clocks: list[ClockView]
    attendances: list[Attendance]
    commitments: list[Commitment]
    minutes: list[Minute]

    @property
    def stance(self) -> str:
        """What the unit says of itself, in the reader's words."""
        return sentences.stance_label(self.summons.stance)


@dataclass(frozen=True)
class Bar:
    """A task on the Gantt: where it begins and how wide it is, as shares of the whole span; `holder` of its post."""

    task: Task
    start: float
    width: float
    level: str
    holder: Officer | None


@dataclass(frozen=True)
class SubjectView:
    """What the whistle is about, with the page of it (empty: none)."""

    noun: str
    key: str
    label: str
    link: str


@dataclass(frozen=True)
class Room:
    """`big` is the limit that counts next, None when none runs; `kept` whether not one limit passed so far.

    `lacking` is how many signatures a draft still needs.
    """

    whistle: Whistle
    strip: Strip
    big: NextLimit | None
    kept: bool
    calls: list[CallView]
    released: list[CallView]
    bars: list[Bar]
    decisions: list[Minute]
    documents: list[Document]
    ratings: list[Rating]
    signatures: list[Signature]
    lacking: int
    subjects: list[SubjectView]
    taskforces: list[Taskforce]
    open_matters: int
    acts: list[Act]
    moments: list[Moment]


def room(actor: Actor, number: str, *, now: datetime) -> Room:
    """The room of a whistle the actor may see; NotFound otherwise."""
    whistle = get_whistle(actor, number)
    shown = strip(whistle, now=now)
    calls, gone = _calls(whistle, now)
    signatures = list(whistle.signatures.select_related("post").order_by("at"))
    lacking = max(0, whistle.grade.signatures - len(signatures)) if whistle.state == "drafted" else 0
    tasks = bars(whistle.tasks.select_related("unit", "post", "after"), now)
    return Room(
        whistle=whistle, strip=shown, big=_next(whistle, now), kept=_kept(whistle, [*calls, *gone], tasks, now),
        calls=calls, released=gone, bars=tasks,
        decisions=list(whistle.minutes.filter(kind="decision").select_related("post__unit").order_by("at")),
        documents=list(whistle.documents.select_related("post__unit").order_by("at")),
        ratings=list(whistle.ratings.select_related("unit").order_by("at")),
        signatures=signatures, lacking=lacking, subjects=subjects_of(whistle, actor),
        taskforces=list(Taskforce.objects.filter(whistle_links__whistle=whistle).order_by("proposed_at")),
        open_matters=open_matters(whistle), acts=allowed(whistle, actor, now=now),
        moments=timeline(whistle, book_of(actor.jurisdiction)),
    )  # fmt: skip


def subjects_of(whistle: Whistle, actor: Actor) -> list[SubjectView]:
    """What it is about, each with its link, without a case that is a complaint about the reader (JN 32)."""
    hidden = cases.complaints_about(actor).values("number")
    rows = whistle.subjects.exclude(noun="case", key__in=hidden).order_by("noun", "key")
    return [SubjectView(row.noun, row.key, row.label, subjects.link(row.noun, row.key)) for row in rows]


def _calls(whistle: Whistle, now: datetime) -> tuple[list[CallView], list[CallView]]:
    """Units called, the lead first, then in the order they were called; and those that were let go."""
    rows = sorted(whistle.summonses.all(), key=lambda s: (s.stance != "lead", s.summoned_at, s.pk))
    prefetch_related_objects(rows, "answers__proposed_unit", "attendances__post", "minutes__post", "commitments__post")
    held = holders({row.unit.head_post_id for row in rows}, now)
    views = [_call(row, held.get(row.unit.head_post_id), now) for row in rows]
    return [v for v in views if v.summons.released_at is None], [v for v in views if v.summons.released_at is not None]


def _call(row: Summons, holder: Officer | None, now: datetime) -> CallView:
    answers = sorted(row.answers.all(), key=lambda a: (a.at, a.pk))
    clocks = sorted(row.clocks.all(), key=lambda c: (c.due_at, c.kind))
    return CallView(
        summons=row,
        post=row.unit.head_post,
        holder=holder,
        answer=answers[-1] if answers else None,
        clocks=[_clock(clock, now) for clock in clocks],
        attendances=sorted(row.attendances.all(), key=lambda a: a.came_at),
        commitments=sorted(row.commitments.all(), key=lambda c: c.due_at),
        minutes=sorted(row.minutes.all(), key=lambda m: m.at),
    )


def _clock(clock: WhistleClock, now: datetime) -> ClockView:
    end = clock.stopped_at or now
    used = (end - clock.started_at) / (clock.due_at - clock.started_at)
    if clock.stopped_at is not None:
        level = "late" if clock.stopped_at > clock.due_at else "done"
    else:
        level = "overdue" if used >= 1 else "soon" if used >= SOON else "calm"
    return ClockView(clock, used, level)


def _next(whistle: Whistle, now: datetime) -> NextLimit | None:
    limit = next(iter(running(whistle)), None)
    if limit is None:
        return None
    used = (now - limit.started_at) / (limit.due_at - limit.started_at)
    return NextLimit(limit, used, "overdue" if used >= 1 else "soon" if used >= SOON else "calm")


def _kept(whistle: Whistle, calls: list[CallView], tasks: list[Bar], now: datetime) -> bool:
    """Whether everything that had a time was done by it so far: clocks, promises, tasks, and that somebody leads."""
    late = [view.level in ("late", "overdue") for call in calls for view in call.clocks]
    late += [(promise.kept_at or now) > promise.due_at for call in calls for promise in call.commitments]
    late += [(bar.task.done_at or now) > bar.task.due_at for bar in tasks]
    late += [call.summons.silent_at is not None or call.summons.unanswered_at is not None for call in calls]
    return not any(late) and whistle.silent_at is None and whistle.unanswered_at is None


def bars(tasks: Iterable[Task], now: datetime) -> list[Bar]:
    """Tasks as bars between the first beginning and the last date, in the order in which they begin."""
    rows = sorted(tasks, key=lambda t: (t.since, t.due_at, t.pk))
    if not rows:
        return []
    first, last = rows[0].since, max(max(t.due_at, t.done_at or t.due_at) for t in rows)
    whole = (last - first).total_seconds()
    held = holders({task.post_id for task in rows}, now)
    return [
        Bar(
            task, (task.since - first).total_seconds() / whole, (task.due_at - task.since).total_seconds() / whole,
            "done" if task.done_at else "overdue" if task.due_at <= now else "calm", held.get(task.post_id),
        )
        for task in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class TaskforceRoom:
    """Everything the page of a taskforce needs. `whistles` are those the reader may see, of `whistle_count`."""

    taskforce: Taskforce
    holder: Officer | None
    members: list[TaskforceMember]
    whistles: list[Whistle]
    whistle_count: int
    bars: list[Bar]
    reports: list[TaskforceReport]
    decisions: list[Minute]
    documents: list[Document]
    overdue: bool
    acts: list[Act]
    moments: list[Moment]


def taskforce_room(actor: Actor, number: str, *, now: datetime) -> TaskforceRoom:
    """The page of a taskforce the actor may see; NotFound otherwise."""
    taskforce = get_taskforce(actor, number)
    lead = taskforce.lead_post
    linked = taskforce.whistle_links.values("whistle")
    report_at = taskforce.next_report_at if taskforce.state == "formed" else None
    return TaskforceRoom(
        taskforce=taskforce,
        holder=holders([lead.pk], now).get(lead.pk) if lead else None,
        members=list(taskforce.members.select_related("unit", "post").order_by("since", "unit__code")),
        whistles=list(visible_to(actor).filter(pk__in=linked).order_by("blown_at")),
        whistle_count=linked.count(),
        bars=bars(taskforce.tasks.select_related("unit", "post", "after"), now),
        reports=list(taskforce.reports.select_related("post__unit").order_by("-at")),
        decisions=list(taskforce.minutes.select_related("post__unit").order_by("at")),
        documents=list(taskforce.documents.select_related("post__unit").order_by("at")),
        overdue=report_at is not None and report_at <= now,
        acts=taskforce_allowed(taskforce, actor),
        moments=timeline(taskforce, book_of(actor.jurisdiction)),
    )
