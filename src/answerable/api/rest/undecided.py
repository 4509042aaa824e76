"""Who has not decided yet: the ladder of disputes, what cannot be solved now, and the rulings on one case."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router

from answerable.api.rest import schemas as s
from answerable.api.rest import shown
from answerable.api.rest.cases import Limit, Number
from answerable.api.rest.looking import opened
from answerable.api.rest.paging import cursor, place
from answerable.api.rest.site import ERRORS
from answerable.cases import queries as cases
from answerable.cases.models import Objection
from answerable.organisation import queries as organisation

router = Router(tags=["undecided"])


class RungOut(s.Schema):
    """A rung of the ladder: who rules there, how many cases wait, and how many of them past the rung's time."""

    level: int
    name: str
    unit: s.Named
    waiting: int
    overdue: int


class LadderOut(s.Schema):
    """`supervised`: open cases under supervision; all counts are of every case, public or not."""

    rungs: list[RungOut]
    supervised: int
    parked: int
    parked_not_public: int


class ParkedOut(s.Schema):
    """A public matter that cannot be solved now: why, what is done meanwhile (masked), until when, granted by whom."""

    number: str
    category: s.Named
    area: s.Named | None
    unit: s.Named
    post: s.Named
    explanation: str
    measures: str
    until: datetime
    granted_at: datetime
    granted_by_unit: s.Named
    granted_by_post: s.Named


class ParkedPage(s.Schema):
    """`next` is the cursor of the following page, null on the last one."""

    items: list[ParkedOut]
    next: str | None


class RulingOut(s.Schema):
    """How it was ruled whose a case is; `upheld` is null for a consultation."""

    key: str
    kind: str
    unit: s.Named
    upheld: bool | None
    named_unit: s.Named | None
    ruled_at: datetime
    outcome_words: str
    catalogue: str
    promoted_at: datetime | None


class Pages(s.Wish):
    cursor: str = ""
    limit: Limit = 50


@router.get("/ladder", response={200: LadderOut, **ERRORS}, summary="Who must rule whose a case is, and how many wait")
def ladder(request: HttpRequest) -> LadderOut:
    city = organisation.jurisdiction(request.auth.jurisdiction)
    counts = cases.undecided_counts(city, now=request.now)
    rungs = [
        RungOut(level=r.level, name=r.name, unit=shown.named(r.unit), waiting=r.count, overdue=r.overdue)
        for r in cases.ladder(city, now=request.now)
    ]
    return LadderOut(
        rungs=rungs, supervised=counts.supervised, parked=counts.parked, parked_not_public=counts.hidden
    )  # fmt: skip


@router.get("/parked", response={200: ParkedPage, **ERRORS}, summary="Public matters that cannot be solved now")
def parked(request: HttpRequest, pages: Query[Pages]) -> ParkedPage:
    found = cases.parked_cases(organisation.jurisdiction(request.auth.jurisdiction))
    after = place(pages.cursor)
    if after is not None:
        found = found.filter(Q(until__gt=after[0]) | Q(until=after[0], case__number__gt=after[1]))
    rows = cases.parked_matters(found[: pages.limit + 1])
    page, more = rows[: pages.limit], len(rows) > pages.limit
    return ParkedPage(
        items=[_parked(row) for row in page], next=cursor(page[-1].until, page[-1].case.number) if more else None
    )


@router.get("/cases/{number}/rulings", response={200: list[RulingOut], **ERRORS}, summary="Rulings, newest first")
def rulings(request: HttpRequest, number: Number) -> list[RulingOut]:
    return [_ruling(row) for row in cases.past_rulings(opened(request, number))]


def _parked(row: cases.NewDate) -> ParkedOut:
    case, unit, judge = row.case, row.case.lead_unit, row.granted_by
    return ParkedOut(
        number=case.number, category=shown.named(case.category), area=shown.named(case.area), unit=shown.named(unit),
        post=shown.named(unit.head_post), explanation=row.reason, measures=row.measures, until=row.until,
        granted_at=row.granted_at, granted_by_unit=shown.named(judge.unit), granted_by_post=shown.named(judge),
    )  # fmt: skip


def _ruling(row: cases.Ruling) -> RulingOut:
    objection = isinstance(row, Objection)
    return RulingOut(
        key=str(row.pk), kind="objection" if objection else "consultation", unit=shown.named(row.unit),
        upheld=row.upheld if objection else None, named_unit=shown.named(row.named_unit), ruled_at=row.ruled_at,
        outcome_words=row.outcome_words, catalogue=row.catalogue, promoted_at=row.promoted_at,
    )  # fmt: skip
