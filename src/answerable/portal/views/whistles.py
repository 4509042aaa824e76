"""Whistles that streets blew: who was called, who answered in time, who did not; and taskforces."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.organisation.doors import public
from answerable.portal import whistles as tables
from answerable.portal.views.tables import as_table
from answerable.rules.problems import NotFound
from answerable.whistles import queries

PER_PAGE = 10
TASKFORCES = 25


def _state(request: HttpRequest) -> str:
    wish = request.GET.get("state", "")
    return wish if wish in queries.STATES else ""


@public
@require_safe
def whistles(request: HttpRequest) -> HttpResponse:
    """The list, newest first; `?state=` open, silent or ended."""
    found = queries.public_rows(request.jurisdiction, state=_state(request))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "counts": queries.public_whistles(request.jurisdiction, now=request.now, limit=0),
        "state": _state(request),
        "page": page,
        "whistles": queries.shown_whistles(page.object_list, now=request.now),
        "taskforces": queries.public_taskforces(request.jurisdiction)[:TASKFORCES],
    }
    return render(request, "portal/whistles.html", context)


@public
@require_safe
def whistle(request: HttpRequest, number: str) -> HttpResponse:
    """One whistle, with how it came about who answers."""
    found = queries.shown_whistles(queries.public_rows(request.jurisdiction).filter(number=number), now=request.now)
    if not found:
        raise Http404
    return render(request, "portal/whistle.html", {"whistle": found[0]})


@public
@require_safe
def table(request: HttpRequest) -> StreamingHttpResponse:
    """The list as CSV."""
    return as_table(tables.rows(request.jurisdiction, state=_state(request), now=request.now), "whistles.csv")


@public
@require_safe
def data(request: HttpRequest) -> JsonResponse:
    """The list as JSON."""
    found = tables.records(request.jurisdiction, state=_state(request), now=request.now)
    return JsonResponse({"at": request.now.isoformat(), "whistles": list(found)})


@public
@require_safe
def taskforce(request: HttpRequest, number: str) -> HttpResponse:
    """One taskforce: who leads, who takes part, what it may do, when it has done, what it reported."""
    try:
        found = queries.public_taskforce(request.jurisdiction, number, now=request.now)
    except NotFound as none:
        raise Http404 from none
    return render(request, "portal/taskforce.html", {"taskforce": found})
