"""GET Service Requests, GET Service Request, and GET service_request_id from token."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from answerable.api.open311 import formats
from answerable.api.open311.endpoint import Open311Error, jurisdiction_of, now_of
from answerable.api.open311.records import records
from answerable.api.open311.search import MOST_WITH_EXTENSIONS, matching, wants_extensions
from answerable.cases import queries as cases
from answerable.rules.ids import normalise_number
from answerable.rules.problems import NotFound

ROOT = "service_requests"


def requests(request: HttpRequest, *, format: str) -> HttpResponse:
    """The public cases that match; see search.matching."""
    city, now, extensions = jurisdiction_of(request), now_of(request), wants_extensions(request)
    found = matching(request, city, now).select_related("merged_into").prefetch_related("attachments", "callbacks")
    rows = list(found)[:MOST_WITH_EXTENSIONS] if extensions else found
    return formats.response(records(request, city, rows, now=now, extensions=extensions), root=ROOT, format=format)


def one_request(request: HttpRequest, *, format: str, number: str) -> HttpResponse:
    """One public case, as an array of one."""
    city, now = jurisdiction_of(request), now_of(request)
    try:
        case = cases.public_case(city, normalise_number(number) or number)
    except NotFound:
        words = _("service_request_id “%(id)s” was not found. Requests that are not public are not shown here.")
        raise Open311Error(404, words % {"id": number[:60]}) from None
    rows = records(request, city, [case], now=now, extensions=wants_extensions(request))
    return formats.response(rows, root=ROOT, format=format)


def token(request: HttpRequest, *, format: str, token: str) -> HttpResponse:
    """Every request gets its id at once here, so no token is ever handed out; the id serves as its own token."""
    city = jurisdiction_of(request)
    number = normalise_number(token)
    known = number and cases.public_cases(city).filter(number=number).exists()
    if not known:
        found = cases.public_cases(city).filter(contacts__id=_uuid(token)).values_list("number", flat=True).first()
        number = found
    if not number:
        raise Open311Error(404, _("token “%(token)s” was not found.") % {"token": token[:60]})
    return formats.response([{"service_request_id": number, "token": token}], root=ROOT, format=format)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
