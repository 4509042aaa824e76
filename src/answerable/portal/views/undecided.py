"""Who has not decided yet: whose a case is, which cases are supervised, what cannot be solved now."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.cases import queries as cases
from answerable.organisation.doors import public
from answerable.portal import queries
from answerable.portal.views.tables import as_table

PER_PAGE = 25


@public
@require_safe
def undecided(request: HttpRequest) -> HttpResponse:
    """The rungs of the ladder with what waits on each, then every matter that was put off, with its date."""
    page = Paginator(cases.parked_cases(request.jurisdiction), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rungs": cases.ladder(request.jurisdiction, now=request.now),
        "counts": cases.undecided_counts(request.jurisdiction, now=request.now),
        "page": page,
        "matters": cases.parked_matters(page.object_list),
    }
    return render(request, "portal/undecided.html", context)


@public
@require_safe
def ladder_table(request: HttpRequest) -> StreamingHttpResponse:
    """The rungs as CSV."""
    return as_table(queries.ladder_rows(request.jurisdiction, now=request.now), "ladder.csv")


@public
@require_safe
def parked_table(request: HttpRequest) -> StreamingHttpResponse:
    """What was put off as CSV."""
    return as_table(queries.parked_rows(request.jurisdiction), "parked.csv")


@public
@require_safe
def undecided_data(request: HttpRequest) -> JsonResponse:
    """Both, with the counts, as JSON."""
    return JsonResponse(queries.undecided_record(request.jurisdiction, now=request.now))
