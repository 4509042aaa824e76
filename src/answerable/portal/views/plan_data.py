"""A plan as files and feeds; each takes `?as_of=` where figures are in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from answerable.organisation.doors import public
from answerable.portal import plan_data as data
from answerable.portal.views.tables import as_table

JSON = {"ensure_ascii": False}
View = Callable[..., HttpResponseBase]


def _day_in_words(view: View) -> View:
    """A wrong `as_of` is answered with what to write instead."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **named: str) -> HttpResponseBase:
        try:
            return view(request, *args, **named)
        except data.NoSuchDay:
            words = gettext("as_of is a day that has been, such as 2026-06-30.")
            return JsonResponse({"field": "as_of", "sentence": words}, status=400, json_dumps_params=JSON)

    return answer


def _wish(request: HttpRequest) -> str:
    return request.GET.get("as_of", "")


def _address(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


@public
@require_safe
@_day_in_words
def plan_json(request: HttpRequest, code: str) -> JsonResponse:
    """The plan with every indicator."""
    record = data.plan_record(request.jurisdiction, code, _wish(request), now=request.now)
    return JsonResponse(record, json_dumps_params=JSON)


@public
@require_safe
@_day_in_words
def plan_table(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """One row per indicator."""
    return as_table(data.plan_rows(request.jurisdiction, code, _wish(request), now=request.now), "plan.csv")


@public
@require_safe
@_day_in_words
def observations_table(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """One row per figure and vintage."""
    rows = data.observation_rows(request.jurisdiction, code, _wish(request), now=request.now)
    return as_table(rows, "observations.csv")


@public
@require_safe
@_day_in_words
def indicator_json(request: HttpRequest, code: str, key: str) -> JsonResponse:
    """One indicator with its series and targets."""
    record = data.indicator_record(request.jurisdiction, code, key, _wish(request), now=request.now)
    return JsonResponse(record, json_dumps_params=JSON)


@public
@require_safe
@_day_in_words
def plan_xml(request: HttpRequest, code: str) -> HttpResponse:
    """StratML."""
    body = data.stratml_file(request.jurisdiction, code, _wish(request), now=request.now)
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@public
@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Nodes and reviews as a calendar to subscribe to."""
    body = data.calendar(request.jurisdiction, code, _address(request), now=request.now)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


@public
@require_safe
def plan_feed(request: HttpRequest, code: str) -> HttpResponse:
    """What changed this quarter."""
    body = data.plan_feed(request.jurisdiction, code, _address(request), now=request.now)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


@public
@require_safe
def indicator_feed(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Everything that happened to one indicator."""
    body = data.indicator_feed(request.jurisdiction, code, key, _address(request), now=request.now)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
