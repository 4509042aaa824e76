"""Shapes, points and files."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from answerable.cases import queries as cases
from answerable.cases.models import Attachment
from answerable.organisation.doors import public
from answerable.organisation.files import path_of
from answerable.portal import queries

SHOWN = ("image/jpeg", "image/png", "image/gif", "image/webp")


def _collection(features: list[dict[str, object]]) -> JsonResponse:
    body = {"type": "FeatureCollection", "features": features}
    return JsonResponse(body, content_type="application/geo+json")


@public
@require_safe
def areas_geojson(request: HttpRequest) -> JsonResponse:
    """District shapes with their open cases."""
    return _collection(queries.area_features(request.jurisdiction, now=request.now))


@public
@require_safe
def cases_geojson(request: HttpRequest) -> JsonResponse:
    """The newest open public cases as points; the list's filters apply."""
    filters = queries.Filters.of(request.GET)
    return _collection(queries.case_features(request.jurisdiction, filters, now=request.now))


def file_response(attachment: Attachment | None) -> HttpResponseBase:
    """Pictures are shown, everything else is handed over to be saved; a browser may not guess what it is."""
    path = path_of(attachment.sha256) if attachment else None
    if attachment is None or path is None or not path.exists():
        raise Http404
    response = FileResponse(
        path.open("rb"),
        as_attachment=attachment.media_type not in SHOWN,
        filename=attachment.filename,
        content_type=attachment.media_type or "application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@public
@require_safe
def public_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A file that was made public with a public case."""
    mine = Attachment.objects.filter(pk=pk, public=True, case__public=True, case__jurisdiction=request.jurisdiction)
    return file_response(mine.first())


@public
@never_cache
@require_safe
def own_file(request: HttpRequest, number: str, secret: str, pk: UUID) -> HttpResponseBase:
    """A file of the reporter's own case."""
    case = cases.case_by_secret(number, secret)
    return file_response(case.attachments.filter(pk=pk).first())
