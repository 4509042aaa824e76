"""Search by number, phone or words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from answerable.cases import queries
from answerable.desk.doors import staff
from answerable.rules.ids import normalise_number

LONGEST = 100


@staff()
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:LONGEST]
    cases = queries.search(request.actor, text) if text else []
    if len(cases) == 1 and normalise_number(text):
        return redirect("desk:case", number=cases[0].number)
    lines = list(zip(cases, queries.strips(cases, now=request.now), strict=True))
    return render(request, "desk/search.html", {"text": text, "lines": lines})
