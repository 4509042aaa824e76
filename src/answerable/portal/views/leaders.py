"""Leaders on the telephone, and typical cases: what they promised, and how it went."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.leaders import queries
from answerable.organisation.doors import public
from answerable.rules.problems import NotFound


@public
@require_safe
def rota(request: HttpRequest) -> HttpResponse:
    """Who sits when, who came and who did not, calls taken, promises with owner and date and how they stand."""
    try:
        found = queries.public_rota(request.jurisdiction, now=request.now)
    except NotFound:
        return render(request, "portal/leaders.html", {"rota": None}, status=404)
    return render(request, "portal/leaders.html", {"rota": found})


@public
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """Typical cases, the newest first."""
    return render(request, "portal/stories.html", {"stories": queries.public_stories(request.jurisdiction)})


@public
@require_safe
def story(request: HttpRequest, key: UUID) -> HttpResponse:
    """One story with the steps from the record beneath; one that was taken back is gone, and says so."""
    try:
        told = queries.public_story(request.jurisdiction, key)
    except NotFound as none:
        raise Http404 from none
    return render(request, "portal/story.html", {"told": told}, status=410 if told.state == "withdrawn" else 200)
