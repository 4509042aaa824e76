"""Pages for when something went wrong. They say what happened and what to do, and give typed words back."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.utils import translation

from answerable.organisation.doors import public
from answerable.portal.middleware import choose_language

UNREADABLE = (
    BadRequest, MultiPartParserError, OSError, RequestDataTooBig, SuspiciousOperation, UnreadablePostError,
)  # fmt: skip
KEPT_FIELDS = 40
NOT_TYPED = frozenset(
    "csrfmiddlewaretoken key password latitude longitude contacted solved satisfied pressed version".split()  # noqa: SIM905
)


def _kept(request: HttpRequest) -> list[str]:
    """What was typed, so that a person can copy it out of the error page."""
    if request.method != "POST":
        return []
    try:
        posted = request.POST.items()
    except UNREADABLE:
        return []
    return [str(value) for name, value in posted if value and name not in NOT_TYPED and len(str(value)) > 3][
        :KEPT_FIELDS
    ]


def _page(request: HttpRequest, status: int, what: str = "") -> HttpResponse:
    """In the reader's language, even before the middleware chose one."""
    staff = request.path.startswith("/desk/") and getattr(request, "actor", None) is not None
    context = {
        "status": what or str(status),
        "kept": _kept(request),
        "base": "staff.html" if staff else "base.html",
        "kind": "/" + request.path.strip("/").partition("/")[0],
    }
    with translation.override(choose_language(request, settings.LANGUAGE_CODE)):
        return render(request, "portal/error.html", context, status=status)


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


@public
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


@public
def not_ready(request: HttpRequest) -> HttpResponse:
    """No jurisdiction pack has been loaded yet."""
    return _page(request, 503, "not_ready")


@public
def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours is 500; a database that restarts is 503 and worth trying again."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    response = _page(request, 503 if away else 500)
    if away:
        response.headers["Retry-After"] = "10"
    return response


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long or cookies are off: the report comes back filled in, other words to copy.

    What a page asks for by itself while one types gets no page in return: the words stay, and sending them says why.
    """
    from answerable.portal.forms import ReportForm
    from answerable.portal.views.report import page

    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Reswap": "none"})
    if request.path == "/report":
        form = ReportForm.of(request.POST)
        form.errors = [("", _expired())]
        return page(request, form, status=403)
    return _page(request, 403, "expired")


def _expired() -> str:
    return translation.gettext(
        "This page had been open too long, so nothing was sent. Your words are here: send again."
    )
