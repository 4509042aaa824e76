"""How work moves between units: the public figures, and the open cases two units or more refused."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.cases import queries as cases
from answerable.desk import roles
from answerable.desk.doors import staff
from answerable.whistles.queries.movement import whistle_figures


@staff(*roles.MOVEMENT)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    found = cases.recent_movement(request.jurisdiction, request.GET.get("days", ""), now=request.now)
    refused = cases.refused_twice_open(request.actor)
    context = {
        "movement": found,
        "baseline": cases.baseline(request.jurisdiction),
        "whistles": whistle_figures(request.jurisdiction, since=found.since, until=found.until),
        "refused": list(zip(refused, cases.strips(refused, now=request.now), strict=True)),
    }
    return render(request, "desk/movement.html", context)
