"""The rota for officers: who sits when, who came, which calls, which promises, and what I may do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from answerable.cases import queries as cases
from answerable.leaders.derived import standing_of, state_of_shift, times_of
from answerable.leaders.models import Promise, Shift, TakenCall
from answerable.leaders.settings import margin_of
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction, Officer, Post, Tenure
from answerable.organisation.queries import Rulebook
from answerable.rules import rota
from answerable.rules.access import Actor
from answerable.rules.problems import NotFound, Problem

PAST_DAYS, MOST = 60, 200
ORDER = tuple(line.verb for line in rota.TABLE if line.states and line.verb not in ("settle_promise", "ring_promise"))


@dataclass(frozen=True)
class PromiseLine:
    """A promise and how it stands; `may_settle` says whether the reader may say that it was kept or not."""

    promise: Promise
    standing: str
    may_settle: bool = False


@dataclass(frozen=True)
class ShiftLine:
    """A shift, how it stands, who held the post then, and what came of it."""

    shift: Shift
    state: str
    holder: Officer | None
    calls: list[TakenCall]
    promises: list[PromiseLine]


@dataclass(frozen=True)
class RotaPage:
    """`mine` is the reader's own shift that is open or comes next; `settle` are promises to say kept or not of."""

    mine: ShiftLine | None
    coming: list[ShiftLine]
    past: list[ShiftLine]
    settle: list[PromiseLine]
    may_plan: bool


@dataclass(frozen=True)
class ShiftPage:
    """One shift with the acts of rules.rota the reader may do now, in the table's order."""

    line: ShiftLine
    acts: tuple[str, ...]
    opens_at: datetime


def shifts_of(jurisdiction: Jurisdiction) -> QuerySet[Shift]:
    """The rota of a city with all that hangs on it."""
    shifts = Shift.objects.filter(jurisdiction=jurisdiction).select_related("jurisdiction", "post__unit", "planned_by")
    return shifts.prefetch_related("calls__case", "promises__unit", "promises__case", "promises__settled_by")


def lines_of(shifts: Iterable[Shift], actor: Actor | None, *, now: datetime) -> list[ShiftLine]:
    """Shifts as lines; holders are those of the hour of the shift, of a shift to come those of today."""
    found = list(shifts)
    held = _tenures({shift.post_id for shift in found})
    hidden = _hidden(found, actor)
    return [
        ShiftLine(
            shift,
            state_of_shift(shift, now),
            _holder(held.get(shift.post_id, []), min(shift.starts_at, now)),
            sorted((call for call in shift.calls.all() if call.case_id not in hidden), key=lambda call: call.at),
            [
                PromiseLine(promise, standing_of(promise, now), _may_settle(promise, shift, actor, now))
                for promise in sorted(shift.promises.all(), key=lambda promise: promise.made_at)
            ],
        )
        for shift in found
    ]


def _hidden(shifts: Iterable[Shift], actor: Actor | None) -> set[UUID]:
    """The cases of these shifts' calls that are a complaint about the reader (JN 32)."""
    if actor is None:
        return set()
    called = TakenCall.objects.filter(shift__in=list(shifts)).values("case")
    return set(cases.complaints_about(actor).filter(pk__in=called).values_list("pk", flat=True))


def _tenures(posts: set[int]) -> dict[int, list[Tenure]]:
    held: dict[int, list[Tenure]] = {}
    for tenure in Tenure.objects.filter(post__in=posts).select_related("officer"):
        held.setdefault(tenure.post_id, []).append(tenure)
    return held


def _holder(tenures: list[Tenure], at: datetime) -> Officer | None:
    running = (t.officer for t in tenures if t.since <= at and (t.until is None or at < t.until))
    return next(running, None)


def _stands(shift: Shift, actor: Actor, book: Rulebook, owner: str = "") -> frozenset[str]:
    return rota.relations(actor, sitting=shift.post.code, hotline=book.hotline_unit.code, owner=owner)


def _may_settle(promise: Promise, shift: Shift, actor: Actor | None, now: datetime) -> bool:
    if actor is None or promise.kept:
        return False
    book = organisation.rulebook(shift.jurisdiction)
    return bool(_stands(shift, actor, book, promise.unit.code) & set(rota.LINES["settle_promise"].who))


def rota_page(actor: Actor, *, now: datetime) -> RotaPage:
    """My own shift first, then who comes next, then who came and who did not, the newest first."""
    book = organisation.rulebook(organisation.jurisdiction(actor.jurisdiction))
    shifts = shifts_of(book.jurisdiction)
    latest = now - margin_of(book.jurisdiction)
    coming = lines_of(shifts.filter(ends_at__gt=latest).order_by("starts_at")[:MOST], actor, now=now)
    since = now - timedelta(days=PAST_DAYS)
    past = lines_of(
        shifts.filter(ends_at__lte=latest, ends_at__gt=since).order_by("-starts_at")[:MOST], actor, now=now
    )  # fmt: skip
    waiting = shifts.filter(promises__kept=None, promises__due_at__lte=now).distinct().order_by("starts_at")[:MOST]
    own = (
        line for line in coming if line.shift.post.code == actor.post and line.state in ("open", "awaited", "planned")
    )
    planners = set(rota.LINES["plan_shift"].who)
    return RotaPage(
        mine=next(own, None),
        coming=[line for line in coming if line.state not in ("done", "absent")],
        past=[line for line in reversed(coming) if line.state in ("done", "absent")] + past,
        settle=[
            promise
            for line in lines_of(waiting, actor, now=now)
            for promise in line.promises
            if promise.may_settle and promise.standing == "overdue"
        ],
        may_plan=bool(rota.relations(actor, sitting="", hotline=book.hotline_unit.code) & planners),
    )


def promises_to_keep(actor: Actor, *, now: datetime) -> list[PromiseLine]:
    """What leaders promised for the actor's unit and nobody has said kept or not, the next date first.

    None that was made in a case which is a complaint about the reader (JN 32).
    """
    waiting = Promise.objects.filter(
        unit__code=actor.unit, shift__jurisdiction__code=actor.jurisdiction, kept=None
    ).exclude(case__in=cases.complaints_about(actor))  # fmt: skip
    waiting = waiting.select_related("case", "shift__post__unit").order_by("due_at")
    return [PromiseLine(promise, standing_of(promise, now)) for promise in waiting[:MOST]]


def shift_page(actor: Actor, key: UUID, *, now: datetime) -> ShiftPage:
    """One shift of the officer's city; NotFound for any other."""
    book = organisation.rulebook(organisation.jurisdiction(actor.jurisdiction))
    shift = shifts_of(book.jurisdiction).filter(pk=key).first()
    if shift is None:
        raise NotFound(Problem("no_such_shift"))
    line = lines_of([shift], actor, now=now)[0]
    margin = margin_of(book.jurisdiction)
    stands = _stands(shift, actor, book)
    acts = [verb for verb in ORDER if line.state in rota.LINES[verb].states and stands & set(rota.LINES[verb].who)]
    if not rota.may_open(times_of(shift), now, margin):
        acts = [verb for verb in acts if verb != "open_shift"]
    return ShiftPage(line, tuple(acts), shift.starts_at - margin)


def leaders_posts(jurisdiction: Jurisdiction) -> list[Post]:
    """The posts that may stand on the rota: leaders first, then heads of districts."""
    posts = organisation.rulebook(jurisdiction).posts.values()
    able = [p for p in posts if p.unit.closed_on is None and rota.may_sit(frozenset(p.roles), p.unit.kind)]
    return sorted(able, key=lambda post: ("leader" not in post.roles, post.code))
