"""Lists of public cases: on a page, as a table to take away, on a map."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.cases import queries as cases
from answerable.organisation.doors import public
from answerable.portal import queries
from answerable.portal.views.tables import as_table

PER_PAGE = 25


@public
@require_safe
def cases_list(request: HttpRequest) -> HttpResponse:
    """Filters stand in the address, so that a list can be sent to somebody."""
    filters = queries.Filters.of(request.GET)
    found = queries.narrowed(request.jurisdiction, filters, now=request.now)[: queries.LIST_ROWS]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    context = {
        "filters": filters,
        "page": page,
        "cut": page.paginator.count == queries.LIST_ROWS,
        "lines": list(zip(rows, cases.strips(rows, now=request.now), strict=True)),
        "districts": queries.districts(request.jurisdiction),
        "topics": queries.topics(request.jurisdiction),
        "units": queries.units(request.jurisdiction),
    }
    return render(request, "portal/list.html", context)


@public
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV."""
    rows = queries.export_rows(request.jurisdiction, queries.Filters.of(request.GET), now=request.now)
    return as_table(rows, "cases.csv")


@public
@require_safe
def city_map(request: HttpRequest) -> HttpResponse:
    """Districts by open cases; the table beside it says the same without a script."""
    counts = queries.open_by_district(request.jurisdiction, now=request.now)
    none = {"open": 0, "overdue": 0}
    districts = [(area, counts.get(area.code, none)) for area in queries.districts(request.jurisdiction)]
    districts.sort(key=lambda row: -row[1]["open"])
    context = {"districts": districts, "nowhere": counts.get("", none)}
    return render(request, "portal/map.html", context)
