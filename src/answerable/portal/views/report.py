"""Report: words first, then place, the same trouble nearby, and how to be reached."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from answerable.cases import actions
from answerable.cases import queries as cases
from answerable.cases.models import Case
from answerable.organisation import queries as organisation
from answerable.organisation.doors import public
from answerable.portal import queries
from answerable.portal.forms import ReportForm, coordinate, uploads_of
from answerable.rules.access import citizen
from answerable.rules.problems import Refused
from answerable.triage.suggest import emergency_words
from answerable.triage.suggest import suggest as suggestions

SUGGEST_LENGTH = 2000


def page(request: HttpRequest, form: ReportForm, *, status: int = 200) -> HttpResponse:
    """The report page with whatever was typed so far."""
    context = {
        "form": form,
        "error": form.error_by_field,
        "districts": queries.districts(request.jurisdiction),
        "units": queries.all_units(request.jurisdiction),
        **_suggested(request, form),
    }
    return render(request, "portal/report.html", context, status=status)


def _suggested(request: HttpRequest, form: ReportForm) -> dict[str, object]:
    """What the words seem to be about; what the reader chose stays chosen."""
    words = form.words[:SUGGEST_LENGTH]
    if len(words.strip()) < 2:
        return {"topics": [], "emergency": False}
    book = organisation.rulebook(request.jurisdiction)
    found = suggestions(words, book, n=4)
    topics = [(s, book.category(s.code)) for s in found]
    if form.category_code and form.category_code not in {s.code for s in found}:
        chosen = book.category(form.category_code)
        topics += [(None, chosen)] if chosen else []
    emergency = any(s.emergency for s in found) or bool(emergency_words(words))
    usual = topics[0][1].usual_kind if topics else ""
    return {
        "kind": form.kind or ("help" if emergency else usual),
        "topics": topics,
        "emergency": emergency,
        "emergency_phone": request.jurisdiction.settings.get("emergency_phone", ""),
    }


@public
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The page, and what is sent with it. From the front page it arrives with words and is not yet sent."""
    form = ReportForm.of(request.POST if request.method == "POST" else request.GET)
    if request.method != "POST" or "start" in request.POST:
        return page(request, form)
    form.uploads = uploads_of(request)
    try:
        actor = citizen(request.jurisdiction.code)
        receipt = actions.receive(actor=actor, now=request.now, channel="web", **form.contact())
    except Refused as refused:
        form.refuse(refused)
        return page(request, form, status=422)
    if not receipt.secret:
        return _known_already(request, receipt.case)
    return redirect("portal:mine", receipt.case.number, receipt.secret)


def _known_already(request: HttpRequest, case: Case) -> HttpResponse:
    """The same again: it stands in the case there is, whose own page only the link on the first receipt opens."""
    words = gettext(
        "We have this already, as case %(number)s. What you said now stands there too; "
        "the link on your first receipt opens your own page."
    )
    messages.success(request, words % {"number": case.number})
    return redirect("portal:case", case.number) if case.public else redirect("portal:track")


@public
@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """While typing: kind, topic, and a warning when it is an emergency."""
    form = ReportForm.of(request.POST)
    return render(request, "portal/report_suggest.html", {"form": form, **_suggested(request, form)})


@public
@require_POST
def nearby(request: HttpRequest) -> HttpResponse:
    """Open cases that may be the same trouble."""
    form = ReportForm.of(request.POST)
    try:
        latitude, longitude = coordinate(form.latitude), coordinate(form.longitude)
    except ValueError:
        latitude = longitude = None
    found = cases.similar_open(
        request.jurisdiction,
        words=form.words[:SUGGEST_LENGTH],
        category_code=form.category_code,
        latitude=latitude,
        longitude=longitude,
        now=request.now,
    )
    return render(request, "portal/report_nearby.html", {"similar": found})
