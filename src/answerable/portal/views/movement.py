"""How work moves between units: figures only, on a page, as a table and as JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.organisation.doors import public
from answerable.portal import movement as figures
from answerable.portal.views.tables import as_table


@public
@require_safe
def movement(request: HttpRequest) -> HttpResponse:
    """Who refused, how often a case changed hands, the time lost, who blows and who comes, beside the baseline."""
    context = figures.page(request.jurisdiction, request.GET.get("days", ""), now=request.now)
    return render(request, "portal/movement.html", context)


@public
@require_safe
def movement_table(request: HttpRequest) -> StreamingHttpResponse:
    """Every figure as CSV: which part, of what, which figure, its value."""
    rows = figures.rows(request.jurisdiction, request.GET.get("days", ""), now=request.now)
    return as_table(rows, "movement.csv")


@public
@require_safe
def movement_data(request: HttpRequest) -> JsonResponse:
    """Every figure as JSON; times in seconds."""
    return JsonResponse(figures.record(request.jurisdiction, request.GET.get("days", ""), now=request.now))
