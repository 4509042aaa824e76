"""Front page, tracking, one public case, and what this service is."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from answerable.cases import actions
from answerable.cases import queries as cases
from answerable.cases.models import Case
from answerable.leaders.queries import rota_next
from answerable.organisation.doors import public
from answerable.portal import plans, queries
from answerable.portal.forms import Errors, errors_of
from answerable.rules.access import citizen
from answerable.rules.problems import NotFound, Refused
from answerable.whistles.queries import public_whistles_about

RATE_DAYS = 30
HOME_CASES = 5


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One box above everything, then track, around you, how we are doing."""
    recent = list(queries.narrowed(request.jurisdiction, queries.Filters(state="open"), now=request.now)[:HOME_CASES])
    context = {
        "figures": cases.city_figures(request.jurisdiction, now=request.now),
        "lines": list(zip(recent, cases.strips(recent, now=request.now), strict=True)),
        "undecided": queries.undecided_figures(request.jurisdiction, now=request.now),
        "sitting": rota_next(request.jurisdiction, now=request.now),
        "planned": plans.headline(request.jurisdiction, now=request.now),
    }
    return render(request, "portal/home.html", context)


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What is invented here, how the rates are computed, what is kept and what is public."""
    since = request.now - timedelta(days=RATE_DAYS)
    context = {
        "rates": cases.three_rates(request.jurisdiction, since=since, until=request.now),
        "weights": queries.weights(request.jurisdiction),
        "days": RATE_DAYS,
    }
    return render(request, "portal/about.html", context)


@public
@require_safe
def language(request: HttpRequest) -> HttpResponse:
    """Choose a language where the switch in the page cannot be used; `next` is the page to go back to."""
    target = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target if safe else "/")


@public
@require_safe
def track(request: HttpRequest) -> HttpResponse:
    """From a number to its case; a number that is none, or not public, is said so in place."""
    number = request.GET.get("number", "").replace("\x00", "").strip()
    if not number:
        return render(request, "portal/track.html", {"number": number})
    try:
        case = cases.public_case(request.jurisdiction, number)
    except NotFound as none:
        context = {"number": number, "errors": [("number", errors_of(none)[0][1])]}
        return render(request, "portal/track.html", context, status=404)
    return redirect("portal:case", case.number)


def _case_page(request: HttpRequest, found: Case, *, errors: Errors | None = None, status: int = 200) -> HttpResponse:
    """One public case; with errors, what was typed stands there again."""
    context = {
        "case": found,
        "strip": cases.strip(found, now=request.now),
        "situation": cases.situation(found, now=request.now, audience="public"),
        "whistles": public_whistles_about(found, now=request.now),
        "timeline": cases.timeline(found, audience="public"),
        "errors": errors or [],
        "error": dict(reversed(errors or [])),
        "said": request.POST,
    }
    return render(request, "portal/case.html", context, status=status)


@public
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One public case: who answers, and how it went, without anybody's data."""
    return _case_page(request, cases.public_case(request.jurisdiction, number))


@public
@require_POST
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """The same trouble here: count me, instead of telling it again. Once a browser session; by mail who wishes."""
    found = cases.public_case(request.jurisdiction, number)
    if not request.session.session_key:
        request.session.create()
    email = request.POST.get("email", "").replace("\x00", "").strip()
    try:
        actions.perform(
            "follow", actor=citizen(request.jurisdiction.code), now=request.now, number=found.number,
            session=request.session.session_key, email=email, language=get_language() or "",
        )  # fmt: skip
    except Refused as refused:
        return _case_page(request, found, errors=errors_of(refused), status=422)
    told = gettext("You are counted, and we write to you at each public step.")
    kept = gettext("You are counted. Keep this page’s address to see how it goes on.")
    messages.success(request, told if email else kept)
    return redirect("portal:case", found.number)
