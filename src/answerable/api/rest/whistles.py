"""Whistles: the lists of a unit, one room, blowing one, and every act on it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from answerable.api.rest import schemas as s
from answerable.api.rest import shown
from answerable.api.rest import whistle_bodies as bodies
from answerable.api.rest.cases import IfMatch, Number, version_read
from answerable.api.rest.intake import IdempotencyKey
from answerable.api.rest.site import ERRORS
from answerable.whistles import actions, queries
from answerable.whistles.models import Whistle

router = Router(tags=["whistles"])


class Wanted(s.Wish):
    """A tab of the list (queries.TABS) and what narrows it."""

    tab: Literal["to_sign", "to_answer", "overdue", "called", "ours", "ended", "silent", "all"] = "to_answer"
    kind: Literal["", "problem", "joint", "emergency"] = ""
    area: s.Code = ""
    grade: s.Code = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 100


class WhistleLine(s.Schema):
    """A whistle in a list. silent_at: the limit to sign passed and nobody had signed; unanswered_at: nobody led."""

    number: str
    version: int
    title: str
    state: str
    kind: str
    direction: str
    grade: s.Named
    unit: s.Named
    area: s.Named | None
    blown_at: datetime | None
    silent_at: datetime | None
    unanswered_at: datetime | None
    ended_at: datetime | None
    strip: s.StripOut


class ClockOut(s.Schema):
    """level: calm, soon, overdue, done (kept in time) or late (kept after it had passed)."""

    kind: str
    due_at: datetime
    stopped_at: datetime | None
    level: str


class PromiseOut(s.Schema):
    key: str
    words: str
    due_at: datetime
    kept_at: datetime | None


class CallOut(s.Schema):
    """One unit called: what it says, by when it must, who came, what it promised."""

    unit: s.Named
    stance: str
    signed_at: datetime | None
    silent_at: datetime | None
    unanswered_at: datetime | None
    released_at: datetime | None
    basis: str
    proposed_unit: s.Named | None
    clocks: list[ClockOut]
    attendances: list[datetime]
    commitments: list[PromiseOut]


class TaskOut(s.Schema):
    key: str
    unit: s.Named
    post: s.Named
    title: str
    since: datetime
    due_at: datetime
    done_at: datetime | None
    after: str | None


class WhistleOut(WhistleLine):
    """A room. `open_matters`: promises and tasks not done; `acts`: what this post may do now, and why not the rest."""

    words: str
    demand: str
    calls: list[CallOut]
    tasks: list[TaskOut]
    decisions: list[str]
    taskforces: list[str]
    open_matters: int
    acts: list[s.ActOut]


@router.get("/whistles", response={200: list[WhistleLine], **ERRORS}, summary="Whistles of the own unit, by tab")
def list_whistles(request: HttpRequest, wish: Query[Wanted]) -> list[WhistleLine]:
    filters = {"kind": wish.kind, "area": wish.area, "grade": wish.grade}
    rows = queries.whistles_of_unit(request.auth, now=request.now, tab=wish.tab, limit=wish.limit, filters=filters)
    strips = queries.strips(rows, now=request.now)
    return [WhistleLine(**_line(row, strip)) for row, strip in zip(rows, strips, strict=True)]


@router.get("/whistles/{number}", response={200: WhistleOut, **ERRORS}, summary="One whistle, its version as ETag")
def one_whistle(request: HttpRequest, response: HttpResponse, number: Number) -> WhistleOut:
    return _room(request, response, number)


@router.post("/whistles", response={201: WhistleOut, **ERRORS}, summary="Blow a whistle, or write it for signature")
def blow(
    request: HttpRequest, response: HttpResponse, body: bodies.Blow, idempotency_key: IdempotencyKey = ""
) -> Status:
    key = f"rest:{idempotency_key}" if idempotency_key else ""
    whistle = actions.blow(actor=request.auth, now=request.now, idempotency_key=key, **bodies.inputs(body))
    return Status(201, _room(request, response, whistle.number))


def _add(verb: str, body_type: type[Any]) -> None:
    """One address per verb, so that each says exactly what it takes."""

    def perform(
        request: HttpRequest, response: HttpResponse, number: Number, body: Any, if_match: IfMatch = ""
    ) -> WhistleOut:
        found = queries.get_whistle(request.auth, number)  # whoever may not see it learns nothing about it
        actions.perform(
            verb, actor=request.auth, now=request.now, number=found.number, version=version_read(body, if_match),
            **bodies.inputs(body),
        )  # fmt: skip
        return _room(request, response, found.number)

    perform.__annotations__["body"] = body_type
    router.add_api_operation(
        f"/whistles/{{number}}/{verb}",
        ["POST"],
        perform,
        response={200: WhistleOut, **ERRORS},
        operation_id=f"whistle_{verb}",
        summary=f"Act on a whistle: {verb.replace('_', ' ')}",
        tags=["whistles"],
    )


for _verb, _body in bodies.BODIES.items():
    _add(_verb, _body)


def _line(row: Whistle, strip: queries.Strip) -> dict[str, Any]:
    plain = ("number", "version", "title", "state", "kind", "direction", "blown_at", "silent_at", "unanswered_at",
             "ended_at")  # fmt: skip
    return {
        **{name: getattr(row, name) for name in plain},
        "grade": shown.named(row.grade),
        "unit": shown.named(row.unit),
        "area": shown.named(row.area),
        "strip": shown.strip(strip),
    }


def _room(request: HttpRequest, response: HttpResponse, number: str) -> WhistleOut:
    room = queries.room(request.auth, number, now=request.now)
    response["ETag"] = f'"{room.whistle.version}"'
    return WhistleOut(
        **_line(room.whistle, room.strip),
        words=room.whistle.words,
        demand=room.whistle.demand,
        calls=[_call(view) for view in (*room.calls, *room.released)],
        tasks=[_task(bar.task) for bar in room.bars],
        decisions=[minute.words for minute in room.decisions],
        taskforces=[taskforce.number for taskforce in room.taskforces],
        open_matters=room.open_matters,
        acts=[s.ActOut(verb=a.verb, label=a.label, allowed=a.allowed, why=a.why) for a in room.acts],
    )


def _call(view: Any) -> CallOut:
    row, answer = view.summons, view.answer
    clocks = [
        ClockOut(kind=c.clock.kind, due_at=c.clock.due_at, stopped_at=c.clock.stopped_at, level=c.level)
        for c in view.clocks
    ]
    return CallOut(
        unit=shown.named(row.unit), stance=row.stance, signed_at=row.signed_at, silent_at=row.silent_at,
        unanswered_at=row.unanswered_at, released_at=row.released_at, basis=answer.basis if answer else "",
        proposed_unit=shown.named(answer.proposed_unit) if answer else None, clocks=clocks,
        attendances=[attendance.came_at for attendance in view.attendances],
        commitments=[
            PromiseOut(key=str(c.pk), words=c.words, due_at=c.due_at, kept_at=c.kept_at) for c in view.commitments
        ],
    )  # fmt: skip


def _task(task: Any) -> TaskOut:
    return TaskOut(
        key=str(task.pk), unit=shown.named(task.unit), post=shown.named(task.post), title=task.title,
        since=task.since, due_at=task.due_at,
        done_at=task.done_at, after=str(task.after_id) if task.after_id else None,
    )  # fmt: skip
