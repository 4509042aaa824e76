"""The rota as everybody may see it: as far as the pack makes it public, without anybody's data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from answerable.cases.models import Case
from answerable.leaders.queries.rota import MOST, ShiftLine, lines_of, shifts_of
from answerable.leaders.settings import margin_of, rota_is_public, rota_shows_names
from answerable.organisation.models import Jurisdiction, Post, Unit
from answerable.rules.masking import mask
from answerable.rules.problems import NotFound, Problem

SHOWN_DAYS = 90
PAST = ("done", "absent", "cancelled")


@dataclass(frozen=True)
class PublicPromise:
    """A promise; `case` only when the case itself is public."""

    words: str
    unit: Unit
    due_at: datetime
    kept_at: datetime | None
    outcome_words: str
    standing: str
    case: Case | None


@dataclass(frozen=True)
class PublicShift:
    """A shift; `name` is empty unless the pack has names shown."""

    post: Post
    name: str
    place: str
    starts_at: datetime
    ends_at: datetime
    attended_at: datetime | None
    state: str
    reason: str
    calls: int
    cases: list[Case]
    promises: list[PublicPromise]


@dataclass(frozen=True)
class PublicRota:
    """`came` and `missed` count the shifts of the last `days`; `promises` count theirs by how they stand."""

    coming: list[PublicShift]
    past: list[PublicShift]
    came: int
    missed: int
    promises: dict[str, int]
    days: int = SHOWN_DAYS


def public_rota(jurisdiction: Jurisdiction, *, now: datetime) -> PublicRota:
    """Who sits next, and the last months: who came, who did not and why, calls taken, promises and how they stand.

    Raises NotFound where the pack keeps the rota from the public.
    """
    if not rota_is_public(jurisdiction):
        raise NotFound(Problem("rota_not_public"))
    since = now - timedelta(days=SHOWN_DAYS)
    found = shifts_of(jurisdiction).filter(ends_at__gt=since).order_by("starts_at")[: 2 * MOST]
    names = rota_shows_names(jurisdiction)
    shifts = [_shown(line, names) for line in lines_of(found, None, now=now)]
    past = [shift for shift in reversed(shifts) if shift.state in PAST and shift.starts_at <= now]
    states = [promise.standing for shift in past for promise in shift.promises]
    return PublicRota(
        coming=[shift for shift in shifts if shift not in past],
        past=past,
        came=sum(shift.state == "done" for shift in past),
        missed=sum(shift.state == "absent" for shift in past),
        promises={standing: states.count(standing) for standing in dict.fromkeys(states)},
    )


def rota_next(jurisdiction: Jurisdiction, *, now: datetime) -> PublicShift | None:
    """The shift that is open now or comes next, for the front page; nothing where the rota is not public."""
    if not rota_is_public(jurisdiction):
        return None
    ahead = shifts_of(jurisdiction).filter(ends_at__gt=now - margin_of(jurisdiction), cancelled_at=None)
    lines = lines_of(ahead.order_by("starts_at")[:8], None, now=now)
    names = rota_shows_names(jurisdiction)
    return next((_shown(line, names) for line in lines if line.state in ("open", "awaited", "planned")), None)


def _shown(line: ShiftLine, names: bool) -> PublicShift:
    shift = line.shift
    return PublicShift(
        post=shift.post,
        name=line.holder.name if names and line.holder is not None else "",
        place=mask(shift.words),
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        attended_at=shift.attended_at,
        state=line.state,
        reason=mask(shift.reason),
        calls=len(line.calls),
        cases=list({call.case_id: call.case for call in line.calls if call.case.public}.values()),
        promises=[
            PublicPromise(
                mask(p.promise.words), p.promise.unit, p.promise.due_at, p.promise.kept_at,
                mask(p.promise.outcome_words), p.standing,
                p.promise.case if p.promise.case is not None and p.promise.case.public else None,
            )
            for p in line.promises
        ],
    )  # fmt: skip
