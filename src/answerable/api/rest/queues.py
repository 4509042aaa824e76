"""What waits for whom: worklist, dispatch queue, callback queue, the leaders' page."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router

from answerable.api.rest import schemas as s
from answerable.api.rest import shown
from answerable.api.rest.cases import Limit
from answerable.api.rest.paging import cursor, place
from answerable.api.rest.site import ERRORS
from answerable.cases import actions
from answerable.cases import queries as cases

router = Router(tags=["queues"])


class Worklist(s.Wish):
    """A tab of the unit's worklist and what narrows it."""

    tab: Literal["due", "overdue", "disputed", "named", "rulings", "dates", "others", "verdicts", "parts"] = "due"
    state: s.Code = ""
    category: s.Code = ""
    area: s.Code = ""
    overdue: bool = False
    cursor: str = ""
    limit: Limit = 100


@router.get("/worklist", response={200: s.CasePage, **ERRORS}, summary="Cases of the own unit, soonest due first")
def worklist(request: HttpRequest, wish: Query[Worklist]) -> s.CasePage:
    filters = {"state": wish.state, "category": wish.category, "area": wish.area, "overdue": "1" * wish.overdue}
    rows = cases.worklist(
        request.auth, now=request.now, tab=wish.tab, limit=wish.limit + 1, after=place(wish.cursor), filters=filters
    )
    page, more = rows[: wish.limit], len(rows) > wish.limit
    last = cursor(*cases.place_in_worklist(page[-1])) if more else None
    return s.CasePage(items=[shown.line(c) for c in page], next=last)


@router.get("/queues/dispatch", response={200: list[s.CaseLine], **ERRORS}, summary="What a person must decide")
def dispatch_queue(request: HttpRequest) -> list[s.CaseLine]:
    return [shown.line(case) for case in cases.dispatch_queue(request.auth, now=request.now)]


@router.get("/queues/callbacks", response={200: list[s.CallbackOut], **ERRORS}, summary="Citizens to be asked now")
def callback_queue(request: HttpRequest) -> list[s.CallbackOut]:
    rows = cases.callback_queue(request.auth, now=request.now)
    seen = [row.case for row in rows if row.case.person and cases.may_see_person(row.case, request.auth)]
    actions.look_at_each(actor=request.auth, cases=seen, now=request.now, saw_person=True)
    return [shown.callback(row, request.auth) for row in rows]


@router.get("/leaders", response={200: s.LeadersOut, **ERRORS}, summary="Overdue, stuck, disputed, listed")
def leaders(request: HttpRequest) -> s.LeadersOut:
    page = cases.leaders_page(request.auth, now=request.now)
    lists = {name: [shown.line(c) for c in getattr(page, name)] for name in ("overdue", "stuck", "disputed", "listed")}
    return s.LeadersOut(**lists, counts=page.counts)
