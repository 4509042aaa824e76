"""Cases: lists, one case, its course, who answers, and every act on it."""

from __future__ import annotations

import re
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Header, Path, Query, Router
from pydantic import Field

from answerable.api.rest import schemas as s
from answerable.api.rest import shown, verbs
from answerable.api.rest.looking import opened
from answerable.api.rest.paging import cursor, place
from answerable.api.rest.site import ERRORS
from answerable.cases import actions
from answerable.cases import queries as cases
from answerable.cases.models import Case
from answerable.rules.problems import Problem, Refused

router = Router(tags=["cases"])
Number = Annotated[s.Number, Path(description="public number, however it is spaced")]
IfMatch = Annotated[str, Header(alias="If-Match", max_length=100, description='ETag of the case as read, such as "7"')]
Limit = Annotated[int, Field(ge=1, le=200)]
_VERSION = re.compile(r'(?:W/)?"(\d{1,9})"|\*')


class Filters(s.Wish):
    """What narrows a list of cases; an empty value narrows nothing."""

    state: s.Code = ""
    unit: s.Code = ""
    category: s.Code = ""
    area: s.Code = ""
    overdue: bool = False
    cursor: str = ""
    limit: Limit = 50


class Wanted(s.Wish):
    q: s.Line


@router.get("/cases", response={200: s.CasePage, **ERRORS}, summary="Cases this post may see, newest first")
def list_cases(request: HttpRequest, filters: Query[Filters]) -> s.CasePage:
    found = _narrowed(cases.visible_to(request.auth), filters, request)
    after = place(filters.cursor)
    if after is not None:
        found = found.filter(Q(opened_at__lt=after[0]) | Q(opened_at=after[0], number__lt=after[1]))
    rows = list(found.order_by("-opened_at", "-number")[: filters.limit + 1])
    page = rows[: filters.limit]
    more = len(rows) > filters.limit
    return s.CasePage(
        items=[shown.line(c) for c in page], next=cursor(page[-1].opened_at, page[-1].number) if more else None
    )


@router.get("/search", response={200: list[s.CaseLine], **ERRORS}, summary="By number, telephone number or words")
def search(request: HttpRequest, wish: Query[Wanted]) -> list[s.CaseLine]:
    return [shown.line(case) for case in cases.search(request.auth, wish.q)]


@router.get("/cases/{number}", response={200: s.CaseOut, **ERRORS}, summary="One case, with its version as ETag")
def one_case(request: HttpRequest, response: HttpResponse, number: Number) -> s.CaseOut:
    case = opened(request, number, shows_person=True)
    response["ETag"] = f'"{case.version}"'
    return shown.whole(case, request.auth)


@router.get("/cases/{number}/timeline", response={200: list[s.MomentOut], **ERRORS}, summary="How it went")
def timeline(request: HttpRequest, number: Number) -> list[s.MomentOut]:
    case = opened(request, number)
    return [shown.moment(m) for m in cases.timeline(case, audience="staff")]


@router.get("/cases/{number}/strip", response={200: s.StripOut, **ERRORS}, summary="Who answers, by when, why")
def strip(request: HttpRequest, number: Number) -> s.StripOut:
    return shown.strip(cases.strip(opened(request, number), now=request.now))


@router.get("/cases/{number}/acts", response={200: list[s.ActOut], **ERRORS}, summary="What this post may do now")
def acts(request: HttpRequest, number: Number) -> list[s.ActOut]:
    case = opened(request, number)
    rows = cases.allowed(case, request.auth, now=request.now)
    return [s.ActOut(verb=a.verb, label=str(a.label), allowed=a.allowed, why=str(a.why)) for a in rows]


def _narrowed(found: QuerySet[Case], filters: Filters, request: HttpRequest) -> QuerySet[Case]:
    for name, lookup in (("state", "state"), ("unit", "lead_unit__code"), ("area", "area__code")):
        value = getattr(filters, name)
        if value:
            found = found.filter(**{lookup: value})
    if filters.category:
        found = found.filter(category__code__startswith=filters.category)
    return found.filter(due_at__lt=request.now).exclude(state="closed") if filters.overdue else found


def version_read(body: verbs.Act, if_match: str) -> int | None:
    """The version the caller read, from the body or the header; both must agree."""
    given = body.version
    if if_match:
        found = _VERSION.fullmatch(if_match.strip())
        if found is None:
            raise Refused(Problem("bad_version", "If-Match", {"given": if_match[:40]}))
        header = int(found[1]) if found[1] else None
        if given is not None and header is not None and header != given:
            raise Refused(Problem("bad_version", "version", {"given": given}))
        given = given if given is not None else header
    return given


def _add(verb: str, body_type: type[verbs.Act]) -> None:
    """One address per verb, so that each says exactly what it takes."""

    def perform(
        request: HttpRequest,
        response: HttpResponse,
        number: Number,
        body: Any,
        if_match: IfMatch = "",
    ) -> s.CaseOut:
        opened(request, number, shows_person=True)  # whoever may not see it learns nothing about it
        case = actions.perform(
            verb, actor=request.auth, now=request.now, number=number, version=version_read(body, if_match),
            **verbs.inputs(body),
        )  # fmt: skip
        response["ETag"] = f'"{case.version}"'
        return shown.whole(case, request.auth)

    perform.__annotations__["body"] = body_type
    router.add_api_operation(
        f"/cases/{{number}}/acts/{verb}",
        ["POST"],
        perform,
        response={200: s.CaseOut, **ERRORS},
        operation_id=f"act_{verb}",
        summary=f"Act: {verb.replace('_', ' ')}",
        tags=["acts"],
    )


for _verb, _body in verbs.BODIES.items():
    _add(_verb, _body)
